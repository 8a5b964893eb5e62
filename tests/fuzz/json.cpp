// JSON from outside: what is read can be written, and reads as the same again.
#include "bss/wire/json.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = bss::fuzz::text_of(data, size);
  const auto first = bss::wire::read_json(text);
  if (!first.value) {
    bss::fuzz::require(first.error.offset <= size, "the error lies inside the text");
    return 0;
  }
  const std::string written = bss::wire::write_json(*first.value);
  const auto second = bss::wire::read_json(written);
  bss::fuzz::require(second.value.has_value(), "what was written can be read");
  bss::fuzz::require(bss::wire::write_json(*second.value) == written, "and is written alike again");
  static_cast<void>(first.value->as_integer());
  static_cast<void>(first.value->as_decimal());
  static_cast<void>(first.value->at_pointer(text));
  return 0;
}
