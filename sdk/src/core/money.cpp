#include "bss/money.h"

namespace bss {

std::optional<Money> Money::plus(const Money& other) const {
  if (currency != other.currency) return std::nullopt;
  const std::optional<Decimal> sum = amount.plus(other.amount);
  if (!sum) return std::nullopt;
  return Money{*sum, currency};
}

std::optional<Money> Money::minus(const Money& other) const {
  if (currency != other.currency) return std::nullopt;
  const std::optional<Decimal> difference = amount.minus(other.amount);
  if (!difference) return std::nullopt;
  return Money{*difference, currency};
}

std::string Money::to_string() const {
  return amount.to_string(2) + " " + currency;
}

std::optional<int> Money::compare(const Money& left, const Money& right) noexcept {
  if (left.currency != right.currency) return std::nullopt;
  return Decimal::compare(left.amount, right.amount);
}

}  // namespace bss
