// Reads JSON bodies, query strings, headers and path segments into the generated structs. Three
// modes: the server refuses what the description refuses and applies `x-null`; the SDK takes what
// it can get and notes what the description does not know; the SDK's strict mode (for tests)
// refuses that.
//
// Internal, not installed. One reader serves one call.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "bss/unknown_part.h"
#include "bss/wire/json.h"
#include "bss/wire/rules.h"

namespace bss::wire {

/// Specialized by generated code: `visit_body(visitor, object)` shows a visitor every field with
/// its rules, in the order of the description; requests and responses also have visit_path,
/// visit_query and visit_headers.
template <class T>
struct Fields;

/// How a type that is a text on the wire is taken apart; the SDK adds its Secret.
template <class T>
struct TextAccess {
  static constexpr bool kIsText = false;
};
template <>
struct TextAccess<std::string> {
  static constexpr bool kIsText = true;
  static const std::string& get(const std::string& text) { return text; }
  static void set(std::string& target, std::string text) { target = std::move(text); }
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

enum class ReadMode : std::uint8_t { kServer, kLenient, kStrict };

/// Mode and site of one read, and the first problem that was found.
class ReadContext {
 public:
  ReadContext(ReadMode mode, Site site) : mode_(mode), site_(site) {}

  ReadMode mode() const noexcept { return mode_; }
  Site site() const noexcept { return site_; }
  bool server() const noexcept { return mode_ == ReadMode::kServer; }
  const FieldProblem& problem() const noexcept { return problem_; }
  FieldProblem take_problem() { return std::move(problem_); }
  /// What the SDK met and the description does not know.
  std::vector<UnknownPart> take_unknown() { return std::move(unknown_); }

  /// Always false, so that a caller can return it.
  bool fail(const Place& place, std::string_view complaint);
  /// For what is wrong with the whole body; the field stays empty.
  bool fail_whole(std::string message);

  bool text(const FieldRules& rules, const Place& place, Json& value, std::string& out);
  bool boolean(const FieldRules& rules, const Place& place, const Json& value, bool& out);
  bool integer(const FieldRules& rules, const Place& place, const Json& value, std::int64_t& out);
  bool decimal(const FieldRules& rules, const Place& place, const Json& value, Decimal& out);
  bool count(const FieldRules& rules, const Place& place, std::size_t items);

  bool parse_text(const FieldRules& rules, const Place& place, std::string_view text,
                  std::string& out);
  bool parse_boolean(const Place& place, std::string_view text, bool& out);
  bool parse_integer(const FieldRules& rules, const Place& place, std::string_view text,
                     std::int64_t& out);
  bool parse_decimal(const FieldRules& rules, const Place& place, std::string_view text,
                     Decimal& out);

 private:
  friend class BodyReader;
  void note(UnknownPart::Kind kind, const Place& place, std::string value);
  bool accept_text(const FieldRules& rules, const Place& place, std::string_view text);
  bool accept_integer(const FieldRules& rules, const Place& place, std::int64_t value);
  bool accept_decimal(const FieldRules& rules, const Place& place, const Decimal& value);

  ReadMode mode_;
  Site site_;
  FieldProblem problem_;
  std::vector<UnknownPart> unknown_;
  /// The names that were asked for in the objects that are being read, the innermost last: one for
  /// all, because most answers are many small objects.
  std::vector<std::string_view> names_;
};

/// What to do with a field after a look at whether it is there.
enum class Take : std::uint8_t { kRead, kLeave, kReset, kRefused };

template <class T>
bool read_value(ReadContext& context, const FieldRules& rules, const Place& place, Json& value,
                T& out);

template <class T>
void reset_field(T& member) {
  if constexpr (IsOptional<T>::value) member.reset();
}

/// Reads the members of one JSON object.
class BodyReader {
 public:
  BodyReader(ReadContext& context, Json& object, const Place* outer)
      : context_(context), object_(object), outer_(outer), names_begin_(context.names_.size()) {}

  template <class T>
  bool operator()(const FieldRules& rules, T& member) {
    Json* value = object_.find(rules.name);
    const Place place{outer_, rules.name, std::nullopt};
    switch (decide(rules, place, value)) {
      case Take::kRead:
        return read_value(context_, rules, place, *value, member);
      case Take::kReset:
        reset_field(member);
        return true;
      case Take::kRefused:
        return false;
      case Take::kLeave:
        break;
    }
    return true;
  }
  /// A member that nobody asked for is noted; in strict mode the object is refused for it.
  bool finish();

 private:
  Take decide(const FieldRules& rules, const Place& place, const Json* value);

  ReadContext& context_;
  Json& object_;
  const Place* outer_;
  std::size_t names_begin_;
  std::size_t found_ = 0;
};

/// Reads fields that arrive as text: query parameters, headers, path segments.
class TextReader {
 public:
  enum class Source : std::uint8_t { kPath, kQuery, kHeader };
  TextReader(ReadContext& context, Source source, const NameValues& values,
             const std::vector<std::string>* blank = nullptr)
      : context_(context), source_(source), values_(values), blank_(blank) {}

  template <class T>
  bool operator()(const FieldRules& rules, T& member) {
    const Place place{nullptr, rules.name, std::nullopt};
    const std::string* text = find(rules.name);
    switch (decide(rules, place, text)) {
      case Take::kRead:
        break;
      case Take::kReset:
        reset_field(member);
        return true;
      case Take::kRefused:
        return false;
      case Take::kLeave:
        return true;
    }
    if constexpr (IsVector<T>::value) {
      return read_all(rules, place, member);
    } else {
      // Blank, and taken as a value: an empty one.
      return read_one(rules, place, text == nullptr ? std::string_view() : *text, member);
    }
  }

 private:
  const std::string* find(std::string_view name) const;
  bool same_name(std::string_view left, std::string_view right) const;
  Take decide(const FieldRules& rules, const Place& place, const std::string* text);

  template <class T>
  bool read_one(const FieldRules& rules, const Place& place, std::string_view text, T& out) {
    if constexpr (IsOptional<T>::value) {
      return read_one(rules, place, text, out.emplace());
    } else if constexpr (TextAccess<T>::kIsText) {
      std::string value;
      if (!context_.parse_text(rules, place, text, value)) return false;
      TextAccess<T>::set(out, std::move(value));
      return true;
    } else if constexpr (std::is_same_v<T, bool>) {
      return context_.parse_boolean(place, text, out);
    } else if constexpr (std::is_same_v<T, Decimal>) {
      return context_.parse_decimal(rules, place, text, out);
    } else {
      std::int64_t value = 0;
      if (!context_.parse_integer(rules, place, text, value)) return false;
      out = static_cast<T>(value);
      return out == value || context_.fail(place, "It is out of range.");
    }
  }
  template <class T>
  bool read_all(const FieldRules& rules, const Place& place, std::vector<T>& out) {
    out.clear();
    for (const auto& [name, text] : values_) {
      if (!same_name(name, rules.name)) continue;
      const Place item{&place, {}, out.size()};
      T value{};
      if (!read_one(rules.item == nullptr ? rules : *rules.item, item, text, value)) return false;
      out.push_back(std::move(value));
    }
    return context_.count(rules, place, out.size());
  }

  ReadContext& context_;
  Source source_;
  const NameValues& values_;
  const std::vector<std::string>* blank_;
};

template <class T>
bool read_object(ReadContext& context, const Place* place, Json& value, T& out) {
  BodyReader reader(context, value, place);
  return Fields<T>::visit_body(reader, out) && reader.finish();
}

template <class T>
bool read_items(ReadContext& context, const FieldRules& rules, const Place& place, Json& value,
                std::vector<T>& out) {
  if (value.kind() != Json::Kind::kArray) return context.fail(place, "It must be an array.");
  if (!context.count(rules, place, value.items().size())) return false;
  constexpr FieldRules kNoRules;
  out.clear();
  out.reserve(value.items().size());
  for (Json& element : value.items()) {
    const Place item{&place, {}, out.size()};
    T read{};
    if (!read_value(context, rules.item == nullptr ? kNoRules : *rules.item, item, element, read)) {
      return false;
    }
    out.push_back(std::move(read));
  }
  return true;
}

template <class T>
bool read_value(ReadContext& context, const FieldRules& rules, const Place& place, Json& value,
                T& out) {
  if constexpr (IsOptional<T>::value) {
    return read_value(context, rules, place, value, out.emplace());
  } else if constexpr (IsVector<T>::value) {
    return read_items(context, rules, place, value, out);
  } else if constexpr (TextAccess<T>::kIsText) {
    std::string text;
    if (!context.text(rules, place, value, text)) return false;
    TextAccess<T>::set(out, std::move(text));
    return true;
  } else if constexpr (std::is_same_v<T, bool>) {
    return context.boolean(rules, place, value, out);
  } else if constexpr (std::is_same_v<T, Decimal>) {
    return context.decimal(rules, place, value, out);
  } else if constexpr (std::is_integral_v<T>) {
    std::int64_t number = 0;
    if (!context.integer(rules, place, value, number)) return false;
    out = static_cast<T>(number);
    return out == number || context.fail(place, "It is out of range.");
  } else {
    if (value.kind() != Json::Kind::kObject) return context.fail(place, "It must be an object.");
    return read_object(context, &place, value, out);
  }
}

/// Parses a body that must be one JSON object. False with a problem of the whole body otherwise; an
/// empty text is an empty object only where `may_be_empty`.
bool read_body_object(ReadContext& context, std::string_view text, bool may_be_empty, Json& out);

/// Fits `path` to `pattern` ("/v2/orders/{order_id}"): false if it does not; else the parameters,
/// in order. A parameter is never empty and never spans a '/'.
bool match_path(std::string_view pattern, std::string_view path, NameValues* parameters);

/// The pattern with its parameters put in.
std::string expand_path(std::string_view pattern, const NameValues& parameters);

}  // namespace bss::wire
