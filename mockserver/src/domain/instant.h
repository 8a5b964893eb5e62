// A point in time of a workspace: milliseconds since 1970 in UTC, as the store keeps it. Used by
// every rule that speaks of time, by tokens and by the control API.
//
// Plain values and pure functions; safe from every thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bss::mock::domain {

struct Instant {
  std::int64_t ms = 0;

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  constexpr Instant plus_ms(std::int64_t by) const noexcept { return Instant{ms + by}; }
  constexpr Instant plus_seconds(std::int64_t by) const noexcept { return Instant{ms + by * 1000}; }
  constexpr Instant plus_minutes(std::int64_t by) const noexcept { return plus_seconds(by * 60); }
  constexpr Instant plus_hours(std::int64_t by) const noexcept { return plus_seconds(by * 3600); }
  constexpr Instant plus_days(std::int64_t by) const noexcept { return plus_hours(by * 24); }
};

/// A calendar date, of whatever zone the function that made it says.
struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
  friend constexpr auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

/// `yyyy-MM-ddTHH:mm:ssZ`; milliseconds are cut off.
std::string format_utc_second(Instant at);
/// `yyyy-MM-ddTHH:mm:ss.ffffffZ` with the last three digits 0, as IAM writes it (auth-gateway 3.4).
std::string format_iam_time(Instant at);
/// Reads `yyyy-MM-ddTHH:mm:ssZ` and nothing else (rules 0.3: no fraction, no offset, 20
/// characters).
std::optional<Instant> parse_utc_second(std::string_view text);

/// Reads `yyyy-MM-dd` and nothing else.
std::optional<CivilDate> parse_date(std::string_view text);

/// `yyyyMMddHHmm` in GMT+8, `yyMMddHHmmss` in UTC: the beginnings of ids.
std::string format_beijing_minute(Instant at);
std::string format_utc_compact(Instant at);
/// `YYYY-MM` in GMT+8: the bill cycle a record belongs to.
std::string beijing_month(Instant at);
CivilDate beijing_date(Instant at);
CivilDate utc_date(Instant at);
/// Midnight of that date in UTC.
Instant utc_midnight(CivilDate date);
/// The moment at which that date begins in GMT+8 (rules 0.3: calendar dates of requests).
Instant beijing_midnight(CivilDate date);
/// The same day of another month; the day is cut to the length of the month.
CivilDate plus_months(CivilDate date, int months);
/// Adds calendar months in UTC; the day is cut to the length of the month.
Instant plus_months(Instant at, int months);

}  // namespace bss::mock::domain
