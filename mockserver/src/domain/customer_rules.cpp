#include "domain/customer_rules.h"

#include <algorithm>
#include <cstddef>

namespace bss::mock::domain {

namespace {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_letter(char c) noexcept {
  return is_upper(c) || is_lower(c);
}

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_name(std::string_view name) noexcept {
  constexpr std::size_t kShortest = 5;
  constexpr std::size_t kLongest = 32;
  if (name.size() < kShortest || name.size() > kLongest) return false;
  if (is_digit(name.front())) return false;
  if (name.starts_with("op_") || name.starts_with("shadow_")) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

/// Characters, not bytes: bytes that continue a UTF-8 character do not count.
std::size_t length(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

int kinds_of_characters(std::string_view text) noexcept {
  const auto any = [&](auto test) { return std::any_of(text.begin(), text.end(), test) ? 1 : 0; };
  return any(is_upper) + any(is_lower) + any(is_digit) +
         any([](char c) { return !is_letter(c) && !is_digit(c); });
}

}  // namespace

bool is_checkable_name(std::string_view name) noexcept {
  return is_name(name) && name.front() != '_';
}

bool is_account_name(std::string_view name) noexcept {
  return is_name(name);
}

bool is_mainland_mobile(std::string_view number) noexcept {
  constexpr std::size_t kDigits = 11;
  return number.size() == kDigits && number.front() == '1' && all_digits(number);
}

bool is_number_with_country_code(std::string_view number) noexcept {
  constexpr std::size_t kCode = 4;
  return number.size() > kCode + 1 && number[kCode] == '-' && all_digits(number.substr(0, kCode)) &&
         all_digits(number.substr(kCode + 1));
}

bool is_email(std::string_view address) noexcept {
  const std::size_t at = address.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() &&
         address.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_password(std::string_view password, std::string_view name,
                 std::string_view contact) noexcept {
  constexpr std::size_t kShortest = 8;
  constexpr std::size_t kLongest = 32;
  const std::size_t characters = length(password);
  if (characters < kShortest || characters > kLongest) return false;
  if (kinds_of_characters(password) < 2) return false;
  if (!name.empty()) {
    if (password == name) return false;
    if (std::equal(password.begin(), password.end(), name.rbegin(), name.rend())) return false;
  }
  return contact.empty() || password.find(contact) == std::string_view::npos;
}

}  // namespace bss::mock::domain
