// The file of `--config`: any text ends in options or in one sentence.
#include <string>

#include "app/flags.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read =
      bss::mock::app::resolve_file(std::string(bss::fuzz::text_of(data, size)), "bss-mock.yaml");
  if (const auto* sentence = std::get_if<std::string>(&read))
    bss::fuzz::require(!sentence->empty(), "a refusal has a sentence");
  return 0;
}
