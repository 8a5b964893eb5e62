// An amount with its currency, for programs that add amounts up. Amounts of different currencies
// never mix.
//
// A value type: copy it freely; const operations may run in parallel.
#pragma once

#include <optional>
#include <string>

#include "bss/decimal.h"

namespace bss {

struct Money {
  Decimal amount;  ///< in the main unit (yuan, dollar): the SDK applies `measure_id` when it reads
                   ///< answers
  std::string currency;  ///< `CNY`, `USD`

  /// Nothing when the currencies differ or the sum does not fit.
  std::optional<Money> plus(const Money& other) const;
  std::optional<Money> minus(const Money& other) const;
  /// "10.00 CNY"
  std::string to_string() const;

  /// Negative, zero or positive; nothing when the currencies differ.
  static std::optional<int> compare(const Money& left, const Money& right) noexcept;
  friend bool operator==(const Money& left, const Money& right) noexcept {
    return left.currency == right.currency && left.amount == right.amount;
  }
  friend bool operator!=(const Money& left, const Money& right) noexcept {
    return !(left == right);
  }
};

}  // namespace bss
