// An exact decimal number for money, with the scale it was written in. Used by callers of the SDK
// and by the server; never converts to or from a binary floating point number.
//
// A value type: copy it freely; const operations may run in parallel.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace bss {

/// An exact decimal: an integer and the number of its digits that stand behind the point.
///
/// `10.00` and `10` compare equal and print as they were written. The integer has at most 18
/// digits, the scale is 0..18; what does not fit is refused (`parse` gives nothing, arithmetic
/// gives nothing), never rounded.
///
/// Example: `auto total = Decimal::parse("10.05")->plus(*Decimal::parse("0.95"));  // "11.00"`
class Decimal {
 public:
  /// Zero, printed "0".
  constexpr Decimal() noexcept = default;

  /// `digits` divided by 10 to the power of `scale`: from_scaled(1005, 2) is 10.05. `scale` above
  /// 18 is taken as 18.
  static constexpr Decimal from_scaled(std::int64_t digits, int scale) noexcept {
    Decimal value;
    value.digits_ = digits;
    value.scale_ = static_cast<std::uint8_t>(scale < 0 ? 0 : (scale > 18 ? 18 : scale));
    return value;
  }
  /// Reads `-?digits[.digits]`. Nothing for an empty text, signs other than one leading '-',
  /// exponents, blanks, or more digits than fit.
  static std::optional<Decimal> parse(std::string_view text) noexcept;

  /// The number without its point: 1005 for 10.05.
  constexpr std::int64_t digits() const noexcept { return digits_; }
  /// How many of the digits stand behind the point, as written: 2 for 10.00.
  constexpr int scale() const noexcept { return scale_; }
  /// How many digits behind the point carry information: 0 for 10.00, 1 for 10.50.
  int significant_scale() const noexcept;

  /// The same number with exactly `scale` digits behind the point; nothing if that loses a digit
  /// other than 0 or does not fit.
  std::optional<Decimal> rescaled(int scale) const noexcept;
  /// Cut (toward zero) to `scale` digits behind the point, as charges are: 0.04599822 cut to 2 is
  /// 0.04.
  Decimal truncated(int scale) const noexcept;

  std::optional<Decimal> plus(const Decimal& other) const noexcept;
  std::optional<Decimal> minus(const Decimal& other) const noexcept;
  std::optional<Decimal> times(std::int64_t factor) const noexcept;
  /// The exact quotient by a power of ten: the point moves left by `places`.
  std::optional<Decimal> shifted_right(int places) const noexcept;
  Decimal negated() const noexcept;

  constexpr bool is_zero() const noexcept { return digits_ == 0; }
  constexpr bool is_negative() const noexcept { return digits_ < 0; }

  /// As it was written: "10.00".
  std::string to_string() const;
  /// With at least `minimum_scale` digits behind the point: "10.5" becomes "10.50" for 2.
  std::string to_string(int minimum_scale) const;

  /// Compares the numbers, not their spelling: negative, zero or positive.
  static int compare(const Decimal& left, const Decimal& right) noexcept;
  friend bool operator==(const Decimal& l, const Decimal& r) noexcept { return compare(l, r) == 0; }
  friend bool operator!=(const Decimal& l, const Decimal& r) noexcept { return compare(l, r) != 0; }
  friend bool operator<(const Decimal& l, const Decimal& r) noexcept { return compare(l, r) < 0; }
  friend bool operator<=(const Decimal& l, const Decimal& r) noexcept { return compare(l, r) <= 0; }
  friend bool operator>(const Decimal& l, const Decimal& r) noexcept { return compare(l, r) > 0; }
  friend bool operator>=(const Decimal& l, const Decimal& r) noexcept { return compare(l, r) >= 0; }

 private:
  std::int64_t digits_ = 0;
  std::uint8_t scale_ = 0;
};

std::ostream& operator<<(std::ostream& out, const Decimal& value);

}  // namespace bss
