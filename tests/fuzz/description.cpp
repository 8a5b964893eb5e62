// The generator's reader: any text instead of an area ends in problems with file and line, or in a
// model.
#include <fstream>
#include <iterator>
#include <string>

#include "description.h"
#include "fuzz.h"
#include "loader.h"

namespace {

std::string common_text() {
  std::ifstream stream(BSS_FUZZ_COMMON);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string common = common_text();
  if (size > 8000) return 0;  // a description of that size takes longer, and says nothing new
  try {
    const auto description = bss::codegen::Description::of_texts(
        {{"common", common}, {"orders", std::string(bss::fuzz::text_of(data, size))}});
    const auto loaded = bss::codegen::load(description);
    for (const std::string& problem : loaded.problems)
      bss::fuzz::require(problem.find(".yaml:") != std::string::npos,
                         "problems name file and line");
  } catch (const bss::codegen::DescriptionError&) {
    return 0;
  }
  return 0;
}
