#include "bss/decimal.h"

#include <array>
#include <ostream>

namespace bss {
namespace {

// 18 digits times 18 more fit 128 bits, so every intermediate result below is exact.
__extension__ typedef __int128 Wide;

constexpr int kMaxScale = 18;
constexpr std::int64_t kMaxDigits = 999'999'999'999'999'999;

constexpr std::array<std::int64_t, 19> make_powers() {
  std::array<std::int64_t, 19> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}
constexpr std::array<std::int64_t, 19> kPowers = make_powers();

constexpr std::int64_t power_of_ten(int exponent) {
  return kPowers[static_cast<std::size_t>(exponent)];
}

std::optional<Decimal> fitting(Wide digits, int scale) noexcept {
  if (digits > kMaxDigits || digits < -kMaxDigits) return std::nullopt;
  return Decimal::from_scaled(static_cast<std::int64_t>(digits), scale);
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) noexcept {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::int64_t digits = 0;
  int scale = 0;
  bool in_fraction = false;
  bool digit_expected = true;
  for (const char c : text) {
    if (c == '.') {
      if (in_fraction || digit_expected) return std::nullopt;
      in_fraction = digit_expected = true;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    if (digits > (kMaxDigits - (c - '0')) / 10) return std::nullopt;
    digits = digits * 10 + (c - '0');
    if (in_fraction && ++scale > kMaxScale) return std::nullopt;
    digit_expected = false;
  }
  if (digit_expected) return std::nullopt;
  return from_scaled(negative ? -digits : digits, scale);
}

int Decimal::significant_scale() const noexcept {
  if (digits_ == 0) return 0;
  int scale = scale_;
  for (std::int64_t rest = digits_; scale > 0 && rest % 10 == 0; rest /= 10) --scale;
  return scale;
}

std::optional<Decimal> Decimal::rescaled(int scale) const noexcept {
  if (scale < 0 || scale > kMaxScale) return std::nullopt;
  if (scale >= scale_) return fitting(Wide{digits_} * power_of_ten(scale - scale_), scale);
  const std::int64_t divisor = power_of_ten(scale_ - scale);
  if (digits_ % divisor != 0) return std::nullopt;
  return from_scaled(digits_ / divisor, scale);
}

Decimal Decimal::truncated(int scale) const noexcept {
  if (scale < 0) scale = 0;
  if (scale >= scale_) return *this;
  return from_scaled(digits_ / power_of_ten(scale_ - scale), scale);
}

std::optional<Decimal> Decimal::plus(const Decimal& other) const noexcept {
  const int scale = scale_ > other.scale_ ? scale_ : other.scale_;
  return fitting(Wide{digits_} * power_of_ten(scale - scale_) +
                     Wide{other.digits_} * power_of_ten(scale - other.scale_),
                 scale);
}

std::optional<Decimal> Decimal::minus(const Decimal& other) const noexcept {
  const int scale = scale_ > other.scale_ ? scale_ : other.scale_;
  return fitting(Wide{digits_} * power_of_ten(scale - scale_) -
                     Wide{other.digits_} * power_of_ten(scale - other.scale_),
                 scale);
}

std::optional<Decimal> Decimal::times(std::int64_t factor) const noexcept {
  return fitting(Wide{digits_} * factor, scale_);
}

std::optional<Decimal> Decimal::shifted_right(int places) const noexcept {
  if (places < 0 || places > 2 * kMaxScale) return std::nullopt;
  std::int64_t digits = digits_;
  int scale = scale_ + places;
  // Zeros at the end carry nothing, so they may go when the point moves out of reach.
  while (scale > kMaxScale && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  if (scale > kMaxScale) return std::nullopt;
  return from_scaled(digits, scale);
}

Decimal Decimal::negated() const noexcept {
  return from_scaled(static_cast<std::int64_t>(0U - static_cast<std::uint64_t>(digits_)), scale_);
}

std::string Decimal::to_string() const {
  return to_string(0);
}

std::string Decimal::to_string(int minimum_scale) const {
  std::uint64_t rest = static_cast<std::uint64_t>(digits_);
  if (digits_ < 0) rest = 0U - rest;
  std::string text = std::to_string(rest);
  const std::size_t scale = scale_;
  if (text.size() <= scale) text.insert(0, scale + 1 - text.size(), '0');
  if (scale > 0) text.insert(text.size() - scale, 1, '.');
  if (minimum_scale > scale_) {
    if (scale == 0) text.push_back('.');
    text.append(static_cast<std::size_t>(minimum_scale) - scale, '0');
  }
  if (digits_ < 0) text.insert(0, 1, '-');
  return text;
}

int Decimal::compare(const Decimal& left, const Decimal& right) noexcept {
  const int scale = left.scale_ > right.scale_ ? left.scale_ : right.scale_;
  const Wide l = Wide{left.digits_} * power_of_ten(scale - left.scale_);
  const Wide r = Wide{right.digits_} * power_of_ten(scale - right.scale_);
  return l < r ? -1 : (l > r ? 1 : 0);
}

std::ostream& operator<<(std::ostream& out, const Decimal& value) {
  return out << value.to_string();
}

}  // namespace bss
