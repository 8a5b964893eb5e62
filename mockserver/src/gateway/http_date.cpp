#include "gateway/http_date.h"

#include <array>
#include <chrono>
#include <string_view>

namespace bss::mock::gateway {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_two(std::string& out, std::int64_t number) {
  out.push_back(static_cast<char>('0' + number / 10 % 10));
  out.push_back(static_cast<char>('0' + number % 10));
}

}  // namespace

std::string http_date(std::int64_t ms_since_1970) {
  const std::chrono::sys_time<std::chrono::milliseconds> at{
      std::chrono::milliseconds{ms_since_1970}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  std::string out{kDays[std::chrono::weekday{day}.c_encoding()]};
  out += ", ";
  append_two(out, static_cast<unsigned>(date.day()));
  out += " ";
  out += kMonths[static_cast<unsigned>(date.month()) - 1];
  out += " " + std::to_string(static_cast<int>(date.year())) + " ";
  append_two(out, time.hours().count());
  out += ":";
  append_two(out, time.minutes().count());
  out += ":";
  append_two(out, time.seconds().count());
  return out + " GMT";
}

}  // namespace bss::mock::gateway
