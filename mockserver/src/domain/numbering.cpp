#include "domain/numbering.h"

#include <cstdint>

namespace bss::mock::domain {

namespace {

std::string padded(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

}  // namespace

std::string transfer_id(World& world, std::string_view prefix) {
  constexpr std::string_view kHex = "0123456789abcdef";
  auto number = static_cast<std::uint64_t>(world.db().next_number("transfer"));
  std::string tail(6, '0');
  for (std::size_t i = tail.size(); i-- > 0; number >>= 4U) tail[i] = kHex[number & 0xFU];
  return std::string(prefix) + format_utc_compact(world.now()) + tail;
}

std::string benefit_id(World& world) {
  return format_beijing_minute(world.now()) + padded(world.db().next_number("benefit"), 4);
}

std::string cash_account_id(World& world) {
  return "AC" + format_beijing_minute(world.now()).substr(0, 8) +
         padded(world.db().next_number("cash_account"), 5);
}

std::string customer_cash_account_id(const std::string& customer_id, std::string_view purpose) {
  return (purpose == "own" ? "AO" : "AC") + customer_id;
}

std::string record_id(World& world, std::string_view prefix, int width) {
  return std::string(prefix) +
         padded(world.db().next_number("record"), static_cast<std::size_t>(width));
}

}  // namespace bss::mock::domain
