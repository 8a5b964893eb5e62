// A JSON document that keeps what money needs: numbers as their literal text, members in order, and
// the knowledge that a name occurred twice. Read through nlohmann's SAX interface, written by a
// small writer of ours, because nlohmann prints 10.00 as 10.0 and keeps the last of two equal names
// (docs/decisions).
//
// Internal to generated code, SDK and server; not installed. A value type, no locking.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bss/decimal.h"

namespace bss::wire {

class Json {
 public:
  enum class Kind : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };
  using Members = std::vector<std::pair<std::string, Json>>;

  Json() = default;
  static Json boolean(bool value);
  static Json number(std::int64_t value);
  /// `text` must be a JSON number literal.
  static Json number_text(std::string text);
  static Json decimal(const Decimal& value, int minimum_scale = 0);
  static Json string(std::string value);
  static Json array(std::vector<Json> items = {});
  static Json object(Members members = {});

  Kind kind() const noexcept { return kind_; }
  bool is_null() const noexcept { return kind_ == Kind::kNull; }
  bool as_boolean() const noexcept { return boolean_; }
  /// The text of a string, or the literal of a number.
  const std::string& text() const noexcept { return text_; }
  const std::vector<Json>& items() const noexcept { return items_; }
  std::vector<Json>& items() noexcept { return items_; }
  const Members& members() const noexcept { return members_; }
  /// Moves the text out, so that readers need not copy; the value keeps its kind.
  std::string take_text() noexcept { return std::move(text_); }

  /// The member of that name (the first, if it occurs twice), or null pointer; also for what is no
  /// object.
  const Json* find(std::string_view name) const noexcept;
  Json* find(std::string_view name) noexcept;
  /// Appends a member; does not look for an equal name.
  void add(std::string name, Json value);
  /// RFC 6901, for fault rules and the journal: "/auth/scope/0/name".
  const Json* at_pointer(std::string_view pointer) const noexcept;

  /// Number literal without fraction and exponent that fits; nothing otherwise.
  std::optional<std::int64_t> as_integer() const noexcept;
  /// Number literal without exponent (R: exponents in a money field are CBC.0100); nothing
  /// otherwise.
  std::optional<Decimal> as_decimal() const noexcept;

 private:
  Kind kind_ = Kind::kNull;
  bool boolean_ = false;
  std::string text_;
  std::vector<Json> items_;
  Members members_;
};

struct JsonError {
  std::size_t offset = 0;  ///< byte where reading stopped
  std::string message;     ///< never quotes the document
  std::string duplicate;   ///< the name that occurred twice in one object, else empty
};

struct JsonLimits {
  int depth = 64;
  bool refuse_duplicate_names = true;
};

/// Reads one whole JSON document (UTF-8 checked, nothing after it). Never throws.
struct JsonResult {
  std::optional<Json> value;
  JsonError error;
};
JsonResult read_json(std::string_view text, const JsonLimits& limits = {});

/// Writes without blanks, members in their order, non-ASCII as UTF-8.
std::string write_json(const Json& value);
void append_json_string(std::string& out, std::string_view text);

}  // namespace bss::wire
