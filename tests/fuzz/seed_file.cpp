// Seed files: any text ends in a plan or in a sentence with its line, and a plan that is written is
// read as the same one.
#include "app/seed_file.h"
#include "app/seed_writer.h"
#include "bss/wire/json.h"

#include <algorithm>
#include <string>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(bss::fuzz::text_of(data, size));
  const auto lines = static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
  try {
    const auto plan = bss::mock::app::parse_seed(text);
    for (const auto& partner : plan.partners)
      bss::fuzz::require(!partner.name.empty() && partner.line <= lines,
                         "a partner has name and line");
    const std::string written = bss::wire::write_json(bss::mock::app::write_seed(plan));
    const auto again = bss::mock::app::parse_seed(written);
    bss::fuzz::require(bss::wire::write_json(bss::mock::app::write_seed(again)) == written,
                       "a plan survives being written");
  } catch (const bss::mock::domain::SeedError& problem) {
    bss::fuzz::require(problem.what()[0] != '\0', "a refusal has a sentence");
  }
  return 0;
}
