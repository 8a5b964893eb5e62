// A line of a file of intents: any text is an intent or none, and one that is written is read as
// the same.
#include "money/intent_text.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = bss::detail::read_intent(bss::fuzz::text_of(data, size));
  if (!read) return 0;
  bss::fuzz::require(!read->key.empty(), "an intent has a key");
  const std::string written = bss::detail::write_intent(*read);
  const auto again = bss::detail::read_intent(written);
  bss::fuzz::require(again && bss::detail::write_intent(*again) == written,
                     "an intent survives being written");
  return 0;
}
