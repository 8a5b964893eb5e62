// Amounts: a text that is taken prints as it was written, and arithmetic loses nothing.
//
// Input: two lines.
#include "bss/decimal.h"

#include "fuzz.h"

using bss::Decimal;
using bss::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = bss::fuzz::text_of(data, size);
  const std::string_view left_text = bss::fuzz::take_line(rest);
  const std::string_view right_text = bss::fuzz::take_line(rest);
  const auto left = Decimal::parse(left_text);
  const auto right = Decimal::parse(right_text);
  for (const auto& [value, text] : {std::pair{left, left_text}, {right, right_text}}) {
    if (!value) continue;
    const auto again = Decimal::parse(value->to_string());
    require(again && *again == *value && again->scale() == value->scale(), "print and read");
    require(value->truncated(2).scale() <= 18, "scales are bounded");
    for (int scale = 0; scale <= 18; ++scale) {
      const auto other = value->rescaled(scale);
      require(!other || *other == *value, "another scale is the same number");
    }
    require(value->negated().negated() == *value, "the negative of the negative");
  }
  if (!left || !right) return 0;
  const auto sum = left->plus(*right);
  if (sum) {
    const auto back = sum->minus(*right);
    require(!back || *back == *left, "a + b - b = a");
    const auto turned = right->plus(*left);
    require(turned && *turned == *sum, "a + b = b + a");
  }
  const int order = Decimal::compare(*left, *right);
  require(order == -Decimal::compare(*right, *left), "an order has two sides");
  const auto difference = left->minus(*right);
  if (difference) {
    require((order < 0) == difference->is_negative(), "a - b < 0 when a < b");
    require((order == 0) == difference->is_zero(), "a - b = 0 when a = b");
  }
  return 0;
}
