#include "auth/token_life.h"

#include "core/error_decoder.h"

#include <cstddef>
#include <cstdint>

namespace bss::detail {
namespace {

/// Reads fixed-width digits off the front of a text.
class DigitReader {
 public:
  explicit DigitReader(std::string_view text) : text_(text) {}

  int number(std::size_t width) {
    if (text_.size() < width) good_ = false;
    int value = 0;
    for (std::size_t i = 0; good_ && i < width; ++i) {
      if (text_[i] < '0' || text_[i] > '9') good_ = false;
      value = value * 10 + (text_[i] - '0');
    }
    if (good_) text_.remove_prefix(width);
    return value;
  }
  void skip_one_of(std::string_view characters) {
    if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) good_ = false;
    if (good_) text_.remove_prefix(1);
  }
  /// ".701000": microseconds; further digits are dropped.
  int fraction() {
    if (text_.empty() || text_.front() != '.') return 0;
    text_.remove_prefix(1);
    int value = 0;
    std::size_t digits = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
      if (digits < 6) value = value * 10 + (text_.front() - '0');
      ++digits;
      text_.remove_prefix(1);
    }
    if (digits == 0) good_ = false;
    for (; digits < 6; ++digits) value *= 10;
    return value;
  }
  /// "Z", "+08:00", "+0800" or nothing: minutes east of Greenwich.
  int zone() {
    if (text_.empty() || text_ == "Z" || text_ == "z") return 0;
    const int sign = text_.front() == '-' ? -1 : 1;
    skip_one_of("+-");
    const int hours = number(2);
    if (!text_.empty() && text_.front() == ':') text_.remove_prefix(1);
    const int minutes = number(2);
    if (!text_.empty()) good_ = false;
    return sign * (hours * 60 + minutes);
  }
  bool good() const { return good_; }

 private:
  std::string_view text_;
  bool good_ = true;
};

/// Days from 1970-01-01 in the Gregorian calendar.
std::int64_t days_of(int year, int month, int day) {
  const int shifted_year = month <= 2 ? year - 1 : year;
  const int era = shifted_year / 400;
  const int year_of_era = shifted_year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146097 + day_of_era - 719468;
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parse_instant(std::string_view text) {
  DigitReader reader(text);
  const int year = reader.number(4);
  reader.skip_one_of("-");
  const int month = reader.number(2);
  reader.skip_one_of("-");
  const int day = reader.number(2);
  reader.skip_one_of("T ");
  const int hour = reader.number(2);
  reader.skip_one_of(":");
  const int minute = reader.number(2);
  reader.skip_one_of(":");
  const int second = reader.number(2);
  const int microseconds = reader.fraction();
  const int zone = reader.zone();
  const bool in_range = year >= 1970 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 &&
                        day <= 31 && hour <= 23 && minute <= 59 && second <= 60;
  if (!reader.good() || !in_range) return std::nullopt;
  const std::int64_t minutes = (days_of(year, month, day) * 24 + hour) * 60 + minute - zone;
  return std::chrono::system_clock::time_point(std::chrono::seconds(minutes * 60 + second) +
                                               std::chrono::microseconds(microseconds));
}

std::optional<std::chrono::nanoseconds> token_life(std::string_view expires_at,
                                                   std::string_view issued_at,
                                                   std::string_view date_header) {
  const auto end = parse_instant(expires_at);
  if (!end) return std::nullopt;
  auto begin = parse_instant(issued_at);
  if (!begin) begin = parse_http_date(date_header);
  if (!begin) return kAssumedLife;
  if (*end <= *begin) return std::nullopt;
  return *end - *begin;
}

}  // namespace bss::detail
