// An amount of money as the store keeps it: a whole number of 1e-8 of the unit. Used by every rule
// that moves value; api/ turns it into the Decimal of the wire and back.
//
// A value type. Arithmetic that would not fit throws std::overflow_error and never wraps.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "bss/decimal.h"

namespace bss::mock::domain {

class Money {
 public:
  static constexpr int kScale = 8;
  static constexpr std::int64_t kCent = 1'000'000;

  constexpr Money() noexcept = default;
  static constexpr Money from_units(std::int64_t units) noexcept {
    Money money;
    money.units_ = units;
    return money;
  }
  static Money cents(std::int64_t cents);
  /// Nothing when it has more than eight decimals or does not fit.
  static std::optional<Money> from_decimal(const Decimal& value) noexcept;

  constexpr std::int64_t units() const noexcept { return units_; }
  /// With two decimals, or with as many more as carry information.
  Decimal to_decimal() const noexcept;

  constexpr bool is_zero() const noexcept { return units_ == 0; }
  constexpr bool is_positive() const noexcept { return units_ > 0; }
  constexpr bool is_negative() const noexcept { return units_ < 0; }
  /// Balances hold whole cents only (accounts-coupons E.4, invariant 12).
  constexpr bool whole_cents() const noexcept { return units_ % kCent == 0; }

  Money operator+(Money other) const;
  Money operator-(Money other) const;
  Money operator-() const { return Money() - *this; }
  Money& operator+=(Money other) { return *this = *this + other; }
  Money& operator-=(Money other) { return *this = *this - other; }
  friend constexpr auto operator<=>(const Money&, const Money&) = default;

 private:
  std::int64_t units_ = 0;
};

}  // namespace bss::mock::domain
