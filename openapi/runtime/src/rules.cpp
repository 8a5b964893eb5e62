#include "bss/wire/rules.h"

#include <charconv>
#include <regex>

namespace bss::wire {
namespace {

std::wstring code_points(std::string_view utf8) {
  std::wstring out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      point = (point << 6U) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    }
    out.push_back(static_cast<wchar_t>(point));
    i += length;
  }
  return out;
}

Complaint length_complaint(const char* what, const char* unit, int least, int most,
                           std::size_t count) {
  if (least >= 0 && count < static_cast<std::size_t>(least)) {
    return std::string("It must ") + what + " at least " + std::to_string(least) + " " + unit + ".";
  }
  if (most >= 0 && count > static_cast<std::size_t>(most)) {
    return std::string("It must ") + what + " at most " + std::to_string(most) + " " + unit + ".";
  }
  return {};
}

Complaint enumeration_complaint(const FieldRules& rules) {
  std::string out = "It must be one of";
  for (std::size_t i = 0; i < rules.allowed_count; ++i) {
    out += i == 0 ? " " : ", ";
    out += rules.allowed[i];
  }
  return out + ".";
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

struct Pattern::Compiled {
  std::wregex expression;
};

Pattern::Pattern(std::string_view expression)
    : compiled_(std::make_unique<const Compiled>(
          // __polynomial: libstdc++'s other matcher recurses once a character and overflows the
          // stack.
          Compiled{std::wregex(code_points(expression), std::regex_constants::ECMAScript |
                                                            std::regex_constants::__polynomial)})) {
}

Pattern::~Pattern() = default;

bool Pattern::matches(std::string_view utf8) const {
  return std::regex_match(code_points(utf8), compiled_->expression);
}

Complaint check_text(const FieldRules& rules, std::string_view text) {
  if (rules.shortest >= 0 || rules.longest >= 0) {
    Complaint bad = length_complaint("have", "characters", rules.shortest, rules.longest,
                                     count_code_points(text));
    if (!bad.empty()) return bad;
  }
  if (!is_listed(rules, text)) return enumeration_complaint(rules);
  if (rules.format == Format::kUtcSecond && !is_utc_second(text)) {
    return "It must be a time in UTC such as 2025-01-31T23:59:59Z.";
  }
  if (rules.format == Format::kDate && !is_date(text)) {
    return "It must be a date such as 2025-01-31.";
  }
  if (rules.pattern != nullptr && !rules.pattern().matches(text)) {
    return "It does not have the required form.";
  }
  return {};
}

Complaint check_integer(const FieldRules& rules, std::int64_t value) {
  if (!is_listed(rules, std::to_string(value))) return enumeration_complaint(rules);
  if (rules.positive_only && value <= 0) return "It must be greater than 0.";
  const Decimal number = Decimal::from_scaled(value, 0);
  if (rules.has_lowest && number < rules.lowest) {
    return "It must be at least " + rules.lowest.to_string() + ".";
  }
  if (rules.has_highest && number > rules.highest) {
    return "It must be at most " + rules.highest.to_string() + ".";
  }
  return {};
}

Complaint check_decimal(const FieldRules& rules, const Decimal& value) {
  if (rules.positive_only && value <= Decimal()) return "It must be greater than 0.";
  if (rules.max_decimals >= 0 && value.significant_scale() > rules.max_decimals) {
    return "It must have at most " + std::to_string(rules.max_decimals) + " decimals.";
  }
  if (rules.has_lowest && value < rules.lowest) {
    return "It must be at least " + rules.lowest.to_string() + ".";
  }
  if (rules.has_highest && value > rules.highest) {
    return "It must be at most " + rules.highest.to_string() + ".";
  }
  return {};
}

Complaint check_count(const FieldRules& rules, std::size_t count) {
  return length_complaint("have", "items", rules.fewest, rules.most, count);
}

bool is_listed(const FieldRules& rules, std::string_view text) {
  if (rules.allowed_count == 0) return true;
  for (std::size_t i = 0; i < rules.allowed_count; ++i) {
    if (rules.allowed[i] == text) return true;
  }
  return false;
}

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead < 0xC2   ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) return false;
    const auto second = static_cast<unsigned char>(text[i + 1]);
    // Overlong forms, surrogates, and what lies beyond U+10FFFF show in the second byte.
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
    }
    i += length;
  }
  return true;
}

std::size_t count_code_points(std::string_view utf8) noexcept {
  std::size_t count = 0;
  for (const char c : utf8) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
  }
  return count;
}

namespace {

/// Digits where `shape` has a d, else its own character.
bool has_shape(std::string_view text, std::string_view shape) noexcept {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

}  // namespace

bool is_date(std::string_view text) noexcept {
  if (!has_shape(text, "dddd-dd-dd")) return false;
  const int year = two_digits(text, 0) * 100 + two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int last = month == 2 ? (leap ? 29 : 28)
                              : (month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
  return day <= last;
}

bool is_utc_second(std::string_view text) noexcept {
  return has_shape(text, "dddd-dd-ddTdd:dd:ddZ") && is_date(text.substr(0, 10)) &&
         two_digits(text, 11) < 24 && two_digits(text, 14) < 60 && two_digits(text, 17) < 60;
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::string Place::text() const {
  std::string out = outer == nullptr ? std::string() : outer->text();
  if (index) return out + "[" + std::to_string(*index) + "]";
  if (!out.empty()) out += ".";
  return out.append(name);
}

FieldProblem problem_at(const Place& place, std::string_view complaint) {
  FieldProblem problem;
  problem.field = place.text();
  problem.message = "Invalid parameter: " + problem.field + ". ";
  problem.message += complaint;
  return problem;
}

}  // namespace bss::wire
