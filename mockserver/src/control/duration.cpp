#include "control/duration.h"

#include <array>
#include <charconv>
#include <string>

namespace bss::mock::control {

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = std::int64_t{24} * 3600 * kSecond;
constexpr std::int64_t kLongestMs = 36525 * kDay;
constexpr int kLongestMonths = 1200;

struct Unit {
  char letter;
  int months;
  std::int64_t ms;
};
constexpr std::array<Unit, 4> kDateUnits{
    {{'Y', 12, 0}, {'M', 1, 0}, {'W', 0, 7 * kDay}, {'D', 0, kDay}}};
constexpr std::array<Unit, 3> kTimeUnits{
    {{'H', 0, 3600 * kSecond}, {'M', 0, 60 * kSecond}, {'S', 0, kSecond}}};

/// Digits at the front of `text`, cut off from it.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || value > 1'000'000'000) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

/// `.25` at the front of `text` as milliseconds; 0 when there is no point.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (text.empty() || text.front() != '.') return 0;
  text.remove_prefix(1);
  std::string digits;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    digits.push_back(text.front());
    text.remove_prefix(1);
  }
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  digits.append(3 - digits.size(), '0');
  return std::stoll(digits);
}

/// Units in their order, each at most once; at least one.
template <std::size_t N>
bool read_units(std::string_view text, const std::array<Unit, N>& units, Duration& duration) {
  if (text.empty()) return false;
  std::size_t next = 0;
  while (!text.empty()) {
    if (text.front() < '0' || text.front() > '9') return false;
    const auto number = take_number(text);
    const auto fraction = take_fraction(text);
    if (!number || !fraction || text.empty()) return false;
    while (next < N && units[next].letter != text.front()) ++next;
    if (next == N || (*fraction != 0 && units[next].ms != kSecond)) return false;
    if (*number * units[next].months > kLongestMonths) return false;
    if (units[next].ms > 0 && *number > kLongestMs / units[next].ms) return false;
    duration.months += static_cast<int>(*number) * units[next].months;
    duration.ms += *number * units[next].ms + *fraction;
    ++next;
    text.remove_prefix(1);
  }
  return duration.months <= kLongestMonths && duration.ms <= kLongestMs;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.front() != 'P') return std::nullopt;
  text.remove_prefix(1);
  const auto split = text.find('T');
  const auto date = text.substr(0, split);
  Duration duration;
  if (!date.empty() && !read_units(date, kDateUnits, duration)) return std::nullopt;
  if (split == std::string_view::npos) return duration;
  if (!read_units(text.substr(split + 1), kTimeUnits, duration)) return std::nullopt;
  return duration;
}

domain::Instant plus(domain::Instant at, const Duration& duration) {
  return domain::plus_months(at, duration.months).plus_ms(duration.ms);
}

}  // namespace bss::mock::control
