#include "domain/money.h"

#include <stdexcept>

namespace bss::mock::domain {

namespace {

[[noreturn]] void too_large() {
  throw std::overflow_error("an amount does not fit");
}

}  // namespace

Money Money::cents(std::int64_t cents) {
  std::int64_t units = 0;
  if (__builtin_mul_overflow(cents, kCent, &units)) too_large();
  return from_units(units);
}

std::optional<Money> Money::from_decimal(const Decimal& value) noexcept {
  const auto scaled = value.rescaled(kScale);
  if (!scaled) return std::nullopt;
  return from_units(scaled->digits());
}

Decimal Money::to_decimal() const noexcept {
  const Decimal exact = Decimal::from_scaled(units_, kScale);
  const int scale = exact.significant_scale();
  return exact.rescaled(scale < 2 ? 2 : scale).value_or(exact);
}

Money Money::operator+(Money other) const {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(units_, other.units_, &sum)) too_large();
  return from_units(sum);
}

Money Money::operator-(Money other) const {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(units_, other.units_, &difference)) too_large();
  return from_units(difference);
}

}  // namespace bss::mock::domain
