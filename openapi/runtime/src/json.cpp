#include "bss/wire/json.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include <nlohmann/json.hpp>

namespace bss::wire {
namespace {

// Up to here a linear search for an equal name is cheaper than hashing; above, hostile objects
// would cost quadratic time.
constexpr std::size_t kHashFromMembers = 12;

/// The value under construction at one level of nesting.
struct Level {
  Json value;
  std::string pending_name;
  std::unordered_set<std::string> names;
};

class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const JsonLimits& limits, std::size_t size) : limits_(limits), size_(size) {}

  bool null() override { return put(Json()); }
  bool boolean(bool value) override { return put(Json::boolean(value)); }
  bool number_integer(number_integer_t value) override { return put(Json::number(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    return put(Json::number_text(std::to_string(value)));
  }
  bool number_float(number_float_t, const string_t& literal) override {
    std::string text = literal;
    // nlohmann writes the locale's decimal point into the token before it converts it.
    for (char& c : text) {
      const bool ours = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == 'e' || c == 'E';
      if (!ours) c = '.';
    }
    return put(Json::number_text(std::move(text)));
  }
  bool string(string_t& value) override { return put(Json::string(std::move(value))); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool key(string_t& name) override {
    Level& level = levels_.back();
    if (limits_.refuse_duplicate_names && seen_before(level, name)) {
      error_.message = "a name occurs twice in one object";
      error_.duplicate = name;
      return false;
    }
    level.pending_name = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& problem) override {
    error_.offset = std::min(position, size_);  // it counts the end of the text as a byte
    // The library's own text quotes the document, which may hold a secret.
    error_.message = problem.id == 406 ? "a number is out of range" : "not a JSON document";
    return false;
  }

  JsonResult result(bool complete) && {
    JsonResult out;
    if (complete && root_) {
      out.value = std::move(root_);
    } else {
      out.error = std::move(error_);
      if (out.error.message.empty()) out.error.message = "not a JSON document";
    }
    return out;
  }

 private:
  static bool seen_before(Level& level, const std::string& name) {
    const Json::Members& members = level.value.members();
    if (members.size() < kHashFromMembers) {
      return std::any_of(members.begin(), members.end(),
                         [&](const auto& member) { return member.first == name; });
    }
    if (level.names.empty()) {
      for (const auto& member : members) level.names.insert(member.first);
    }
    return !level.names.insert(name).second;
  }

  bool open(Json value) {
    if (levels_.size() >= static_cast<std::size_t>(std::max(limits_.depth, 0))) {
      error_.message = "nested too deeply";
      return false;
    }
    levels_.emplace_back();
    levels_.back().value = std::move(value);
    return true;
  }

  bool close() {
    Json value = std::move(levels_.back().value);
    levels_.pop_back();
    return put(std::move(value));
  }

  bool put(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Level& level = levels_.back();
    if (level.value.kind() == Json::Kind::kObject) {
      level.value.add(std::move(level.pending_name), std::move(value));
    } else {
      level.value.items().push_back(std::move(value));
    }
    return true;
  }

  JsonLimits limits_;
  const std::size_t size_;
  JsonError error_;
  std::vector<Level> levels_;
  std::optional<Json> root_;
};

void append_json(std::string& out, const Json& value) {
  switch (value.kind()) {
    case Json::Kind::kNull:
      out += "null";
      return;
    case Json::Kind::kBoolean:
      out += value.as_boolean() ? "true" : "false";
      return;
    case Json::Kind::kNumber:
      out += value.text();
      return;
    case Json::Kind::kString:
      append_json_string(out, value.text());
      return;
    case Json::Kind::kArray: {
      char separator = '[';
      for (const Json& item : value.items()) {
        out += separator;
        append_json(out, item);
        separator = ',';
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    case Json::Kind::kObject: {
      char separator = '{';
      for (const auto& [name, member] : value.members()) {
        out += separator;
        append_json_string(out, name);
        out += ':';
        append_json(out, member);
        separator = ',';
      }
      out += separator == '{' ? "{}" : "}";
      return;
    }
  }
}

std::optional<std::size_t> array_index(std::string_view token) {
  std::size_t index = 0;
  if (token.empty() || (token.size() > 1 && token.front() == '0')) return std::nullopt;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return index;
}

/// One reference token with ~1 and ~0 undone; nothing for a lone '~'.
std::optional<std::string> unescaped_token(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
      continue;
    }
    if (++i == token.size() || (token[i] != '0' && token[i] != '1')) return std::nullopt;
    out += token[i] == '0' ? '~' : '/';
  }
  return out;
}

}  // namespace

Json Json::boolean(bool value) {
  Json json;
  json.kind_ = Kind::kBoolean;
  json.boolean_ = value;
  return json;
}

Json Json::number(std::int64_t value) {
  return number_text(std::to_string(value));
}

Json Json::number_text(std::string text) {
  Json json;
  json.kind_ = Kind::kNumber;
  json.text_ = std::move(text);
  return json;
}

Json Json::decimal(const Decimal& value, int minimum_scale) {
  return number_text(value.to_string(minimum_scale));
}

Json Json::string(std::string value) {
  Json json;
  json.kind_ = Kind::kString;
  json.text_ = std::move(value);
  return json;
}

Json Json::array(std::vector<Json> items) {
  Json json;
  json.kind_ = Kind::kArray;
  json.items_ = std::move(items);
  return json;
}

Json Json::object(Members members) {
  Json json;
  json.kind_ = Kind::kObject;
  json.members_ = std::move(members);
  return json;
}

const Json* Json::find(std::string_view name) const noexcept {
  for (const auto& member : members_) {
    if (member.first == name) return &member.second;
  }
  return nullptr;
}

Json* Json::find(std::string_view name) noexcept {
  for (auto& member : members_) {
    if (member.first == name) return &member.second;
  }
  return nullptr;
}

void Json::add(std::string name, Json value) {
  members_.emplace_back(std::move(name), std::move(value));
}

const Json* Json::at_pointer(std::string_view pointer) const noexcept {
  const Json* here = this;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::size_t length = std::min(pointer.find('/'), pointer.size());
    const auto token = unescaped_token(pointer.substr(0, length));
    pointer.remove_prefix(length);
    if (!token) return nullptr;
    if (here->kind_ == Kind::kArray) {
      const auto index = array_index(*token);
      here = index && *index < here->items_.size() ? &here->items_[*index] : nullptr;
    } else {
      here = here->find(*token);
    }
    if (here == nullptr) return nullptr;
  }
  return here;
}

std::optional<std::int64_t> Json::as_integer() const noexcept {
  if (kind_ != Kind::kNumber) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text_.data() + text_.size();
  const auto [stop, error] = std::from_chars(text_.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::optional<Decimal> Json::as_decimal() const noexcept {
  return kind_ == Kind::kNumber ? Decimal::parse(text_) : std::nullopt;
}

JsonResult read_json(std::string_view text, const JsonLimits& limits) {
  Builder builder(limits, text.size());
  const bool complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder).result(complete);
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain_from, i - plain_from);
    plain_from = i + 1;
    out += '\\';
    switch (c) {
      case '"':
        out += '"';
        break;
      case '\\':
        out += '\\';
        break;
      case '\b':
        out += 'b';
        break;
      case '\f':
        out += 'f';
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out += "u00";
        out += kHex[c >> 4U];
        out += kHex[c & 0xFU];
    }
  }
  out.append(text, plain_from, std::string_view::npos);
  out += '"';
}

std::string write_json(const Json& value) {
  std::string out;
  append_json(out, value);
  return out;
}

}  // namespace bss::wire
