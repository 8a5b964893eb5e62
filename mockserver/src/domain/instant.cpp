#include "domain/instant.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace bss::mock::domain {

namespace {

constexpr std::int64_t kBeijingOffsetHours = 8;  // GMT+8, no summer time

struct Broken {
  CivilDate date;
  int hour;
  int minute;
  int second;
  int millisecond;
};

Broken broken_down(Instant at) {
  using namespace std::chrono;
  const sys_time<milliseconds> point{milliseconds(at.ms)};
  const auto day_point = floor<days>(point);
  const year_month_day date{day_point};
  const hh_mm_ss<milliseconds> time{point - day_point};
  return {{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
           static_cast<int>(static_cast<unsigned>(date.day()))},
          static_cast<int>(time.hours().count()),
          static_cast<int>(time.minutes().count()),
          static_cast<int>(time.seconds().count()),
          static_cast<int>(time.subseconds().count())};
}

Broken in_beijing(Instant at) {
  return broken_down(at.plus_hours(kBeijingOffsetHours));
}

std::optional<int> number(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  for (const char c : text.substr(at, length)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

void append(std::string& out, int value, int width) {
  std::array<char, 8> digits{};
  for (int i = width - 1; i >= 0; --i) {
    digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits.data(), static_cast<std::size_t>(width));
}

void append_date(std::string& out, const CivilDate& date, std::string_view between) {
  append(out, date.year, 4);
  out += between;
  append(out, date.month, 2);
  out += between;
  append(out, date.day, 2);
}

void append_time(std::string& out, const Broken& t) {
  append(out, t.hour, 2);
  out += ':';
  append(out, t.minute, 2);
  out += ':';
  append(out, t.second, 2);
}

}  // namespace

std::string format_utc_second(Instant at) {
  const Broken t = broken_down(at);
  std::string out;
  append_date(out, t.date, "-");
  out += 'T';
  append_time(out, t);
  out += 'Z';
  return out;
}

std::string format_iam_time(Instant at) {
  const Broken t = broken_down(at);
  std::string out;
  append_date(out, t.date, "-");
  out += 'T';
  append_time(out, t);
  out += '.';
  append(out, t.millisecond, 3);
  out += "000Z";
  return out;
}

std::optional<CivilDate> parse_date(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = number(text, 0, 4);
  const auto mo = number(text, 5, 2);
  const auto d = number(text, 8, 2);
  if (!y || !mo || !d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return CivilDate{*y, *mo, *d};
}

std::optional<Instant> parse_utc_second(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != 'Z') {
    return std::nullopt;
  }
  const auto date = parse_date(text.substr(0, 10));
  const auto h = number(text, 11, 2);
  const auto mi = number(text, 14, 2);
  const auto s = number(text, 17, 2);
  if (!date || !h || !mi || !s || *h > 23 || *mi > 59 || *s > 59) return std::nullopt;
  return utc_midnight(*date).plus_hours(*h).plus_minutes(*mi).plus_seconds(*s);
}

std::string format_beijing_minute(Instant at) {
  const Broken t = in_beijing(at);
  std::string out;
  append_date(out, t.date, "");
  append(out, t.hour, 2);
  append(out, t.minute, 2);
  return out;
}

std::string format_utc_compact(Instant at) {
  const Broken t = broken_down(at);
  std::string out;
  append(out, t.date.year % 100, 2);
  append(out, t.date.month, 2);
  append(out, t.date.day, 2);
  append(out, t.hour, 2);
  append(out, t.minute, 2);
  append(out, t.second, 2);
  return out;
}

std::string beijing_month(Instant at) {
  const CivilDate date = beijing_date(at);
  std::string out;
  append(out, date.year, 4);
  out += '-';
  append(out, date.month, 2);
  return out;
}

CivilDate beijing_date(Instant at) {
  return in_beijing(at).date;
}
CivilDate utc_date(Instant at) {
  return broken_down(at).date;
}

Instant utc_midnight(CivilDate date) {
  using namespace std::chrono;
  const sys_days point{year{date.year} / date.month / date.day};
  return Instant{duration_cast<milliseconds>(point.time_since_epoch()).count()};
}

Instant beijing_midnight(CivilDate date) {
  return utc_midnight(date).plus_hours(-kBeijingOffsetHours);
}

CivilDate plus_months(CivilDate date, int count) {
  return utc_date(plus_months(utc_midnight(date), count));
}

Instant plus_months(Instant at, int count) {
  using namespace std::chrono;
  const sys_time<milliseconds> point{milliseconds(at.ms)};
  const auto day_point = floor<days>(point);
  const auto time_of_day = point - day_point;
  year_month_day date = year_month_day{day_point} + months(count);
  if (!date.ok()) date = date.year() / date.month() / last;
  return Instant{
      duration_cast<milliseconds>(sys_days{date}.time_since_epoch() + time_of_day).count()};
}

}  // namespace bss::mock::domain
