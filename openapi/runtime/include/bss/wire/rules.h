// What the description says of one field, as constant data, and the checks that follow from it.
// Generated code of both halves states the rules; readers (reader.h) and writers (writer.h) apply
// them.
//
// Internal, not installed. Rules are constants; the checks are pure functions and may run in
// parallel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bss/decimal.h"
#include "bss/operation_info.h"

namespace bss::wire {

/// What absent, null, empty or blank means for a field (`x-null`).
enum class Null : std::uint8_t {
  kUsual,    ///< nothing said: an error where the field is required, else see reader.h
  kOmit,     ///< as if the field did not exist
  kError,    ///< refused
  kDefault,  ///< the default holds
  kValue,    ///< an ordinary value
};

/// Types that the server accepts beside the described one (`x-lenient`).
enum Lenient : std::uint8_t {
  kStringNumber = 1,
  kEmptyAsAbsent = 2,
  kStringBoolean = 4,
};

enum class Format : std::uint8_t { kPlain, kUtcSecond, kDate, kDecimalText };

constexpr std::uint8_t kBothSites = 3;
constexpr std::uint8_t site_bit(Site site) {
  return static_cast<std::uint8_t>(site);
}

/// A regular expression in ECMAScript syntax that must match a whole text. Compiled once, matched
/// in time linear in the text and without recursion over it, because the text may come from an
/// attacker.
class Pattern {
 public:
  /// Throws std::regex_error for a broken expression; the generator has tried every one it writes.
  explicit Pattern(std::string_view expression);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  bool matches(std::string_view utf8) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

/// The rules of one field. Written by chaining:
/// `field("amount").required().positive().decimals(2)`.
struct FieldRules {
  std::string_view name;
  std::uint8_t sites = kBothSites;  ///< where the field exists
  std::uint8_t required_sites = 0;  ///< where it must be given
  Null absent = Null::kUsual;
  Null null = Null::kUsual;
  Null empty = Null::kUsual;
  Null blank = Null::kUsual;
  std::uint8_t lenient_types = 0;
  Format format = Format::kPlain;
  bool positive_only = false;
  bool is_money = false;  ///< scaled by measure_id when the SDK reads it
  int max_decimals = -1;  ///< -1: no limit
  int shortest = -1;      ///< code points; -1: no limit
  int longest = -1;
  int fewest = -1;  ///< items; -1: no limit
  int most = -1;
  bool has_lowest = false;  // no std::optional: its assignment is not constexpr in C++17
  bool has_highest = false;
  Decimal lowest;
  Decimal highest;
  const Pattern& (*pattern)() = nullptr;
  const std::string_view* allowed = nullptr;  ///< enumeration, as text
  std::size_t allowed_count = 0;
  const FieldRules* item = nullptr;  ///< of an array's items

  constexpr FieldRules on(std::uint8_t site_bits) const {
    FieldRules r = *this;
    r.sites = site_bits;
    return r;
  }
  constexpr FieldRules required(std::uint8_t site_bits = kBothSites) const {
    FieldRules r = *this;
    r.required_sites = site_bits;
    return r;
  }
  constexpr FieldRules nulls(Null absent_is, Null null_is, Null empty_is, Null blank_is) const {
    FieldRules r = *this;
    r.absent = absent_is;
    r.null = null_is;
    r.empty = empty_is;
    r.blank = blank_is;
    return r;
  }
  constexpr FieldRules lenient(std::uint8_t types) const {
    FieldRules r = *this;
    r.lenient_types = types;
    return r;
  }
  constexpr FieldRules utc_second() const {
    FieldRules r = *this;
    r.format = Format::kUtcSecond;
    return r;
  }
  constexpr FieldRules date() const {
    FieldRules r = *this;
    r.format = Format::kDate;
    return r;
  }
  constexpr FieldRules decimal_text() const {
    FieldRules r = *this;
    r.format = Format::kDecimalText;
    return r;
  }
  constexpr FieldRules positive() const {
    FieldRules r = *this;
    r.positive_only = true;
    return r;
  }
  constexpr FieldRules money() const {
    FieldRules r = *this;
    r.is_money = true;
    return r;
  }
  constexpr FieldRules decimals(int most_digits) const {
    FieldRules r = *this;
    r.max_decimals = most_digits;
    return r;
  }
  constexpr FieldRules length(int least, int most_points) const {
    FieldRules r = *this;
    r.shortest = least;
    r.longest = most_points;
    return r;
  }
  constexpr FieldRules items(int least, int most_items) const {
    FieldRules r = *this;
    r.fewest = least;
    r.most = most_items;
    return r;
  }
  constexpr FieldRules at_least(Decimal value) const {
    FieldRules r = *this;
    r.has_lowest = true;
    r.lowest = value;
    return r;
  }
  constexpr FieldRules at_most(Decimal value) const {
    FieldRules r = *this;
    r.has_highest = true;
    r.highest = value;
    return r;
  }
  constexpr FieldRules matching(const Pattern& (*expression)()) const {
    FieldRules r = *this;
    r.pattern = expression;
    return r;
  }
  template <std::size_t N>
  constexpr FieldRules one_of(const std::string_view (&values)[N]) const {
    const std::string_view* first = values;
    FieldRules r = *this;
    r.allowed = first;
    r.allowed_count = N;
    return r;
  }
  constexpr FieldRules of(const FieldRules* item_rules) const {
    FieldRules r = *this;
    r.item = item_rules;
    return r;
  }

  constexpr bool on_site(Site site) const { return (sites & site_bit(site)) != 0; }
  constexpr bool required_on(Site site) const { return (required_sites & site_bit(site)) != 0; }
};

constexpr FieldRules field(std::string_view name) {
  FieldRules rules;
  rules.name = name;
  return rules;
}

/// A sentence that says which rule is broken, without the value; empty when all is well.
using Complaint = std::string;

Complaint check_text(const FieldRules& rules, std::string_view text);
Complaint check_integer(const FieldRules& rules, std::int64_t value);
Complaint check_decimal(const FieldRules& rules, const Decimal& value);
Complaint check_count(const FieldRules& rules, std::size_t count);
/// Whether an enumeration lists the text; true where there is none.
bool is_listed(const FieldRules& rules, std::string_view text);

bool is_utf8(std::string_view text) noexcept;
/// Length as the API counts it: a Chinese character is 1.
std::size_t count_code_points(std::string_view utf8) noexcept;
/// `2025-02-28T23:59:59Z`: the shape, and a day that exists (years 1..9999; leap seconds refused).
bool is_utc_second(std::string_view text) noexcept;
/// `2025-02-28`: the shape, and a day that exists.
bool is_date(std::string_view text) noexcept;
/// A whole number without exponent, sign other than '-', or blanks.
std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// Where a value stands, for messages: `customer_infos[0].amount`. Lives on the stack while reading
/// goes deeper.
struct Place {
  const Place* outer = nullptr;
  std::string_view name;
  std::optional<std::size_t> index;

  std::string text() const;
};

/// `Invalid parameter: amount. It must be greater than 0.`
FieldProblem problem_at(const Place& place, std::string_view complaint);

}  // namespace bss::wire
