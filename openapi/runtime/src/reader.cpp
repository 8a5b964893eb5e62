#include "bss/wire/reader.h"

#include <algorithm>

namespace bss::wire {
namespace {

Null resolved(Null said, bool required, Null usual) {
  if (said != Null::kUsual) return said;
  return required ? Null::kError : usual;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

Take take(ReadContext& context, const Place& place, Null meaning, std::string_view complaint) {
  switch (meaning) {
    case Null::kOmit:
      return Take::kReset;
    case Null::kValue:
      return Take::kRead;
    case Null::kError:
      context.fail(place, complaint);
      return Take::kRefused;
    case Null::kUsual:
    case Null::kDefault:
      break;
  }
  // The struct was born with its default, or without a value.
  return Take::kLeave;
}

constexpr std::string_view kRequired = "It is required.";
constexpr std::string_view kNotEmpty = "It must not be empty.";

}  // namespace

bool ReadContext::fail(const Place& place, std::string_view complaint) {
  problem_ = problem_at(place, complaint);
  // The words of CBC.0100 are for requests; an answer has fields, not parameters.
  if (!server()) {
    problem_.message = "Field " + problem_.field + ". ";
    problem_.message += complaint;
  }
  return false;
}

bool ReadContext::fail_whole(std::string message) {
  problem_ = FieldProblem{"", std::move(message)};
  return false;
}

void ReadContext::note(UnknownPart::Kind kind, const Place& place, std::string value) {
  // A page of a list whose items have all grown must not become longer by it than it was.
  constexpr std::size_t kMostNotes = 100;
  if (unknown_.size() < kMostNotes) unknown_.push_back({kind, place.text(), std::move(value)});
}

bool ReadContext::accept_text(const FieldRules& rules, const Place& place, std::string_view text) {
  if (mode_ == ReadMode::kLenient) {
    if (!is_listed(rules, text)) note(UnknownPart::Kind::kValue, place, std::string(text));
    return true;
  }
  if (mode_ == ReadMode::kStrict) {
    // Answers are held to their enumerations only: other limits speak of requests.
    return is_listed(rules, text) || fail(place, "It is not a value that the description lists.");
  }
  const Complaint complaint = check_text(rules, text);
  return complaint.empty() || fail(place, complaint);
}

bool ReadContext::accept_integer(const FieldRules& rules, const Place& place, std::int64_t value) {
  if (!server())
    return rules.allowed == nullptr || accept_text(rules, place, std::to_string(value));
  const Complaint complaint = check_integer(rules, value);
  return complaint.empty() || fail(place, complaint);
}

bool ReadContext::accept_decimal(const FieldRules& rules, const Place& place,
                                 const Decimal& value) {
  if (!server()) return true;
  const Complaint complaint = check_decimal(rules, value);
  return complaint.empty() || fail(place, complaint);
}

bool ReadContext::text(const FieldRules& rules, const Place& place, Json& value, std::string& out) {
  if (value.kind() != Json::Kind::kString) return fail(place, "It must be a string.");
  out = value.take_text();
  return accept_text(rules, place, out);
}

bool ReadContext::boolean(const FieldRules& rules, const Place& place, const Json& value,
                          bool& out) {
  if (value.kind() == Json::Kind::kString && (rules.lenient_types & kStringBoolean) != 0) {
    return parse_boolean(place, value.text(), out);
  }
  if (value.kind() != Json::Kind::kBoolean) return fail(place, "It must be true or false.");
  out = value.as_boolean();
  return true;
}

bool ReadContext::integer(const FieldRules& rules, const Place& place, const Json& value,
                          std::int64_t& out) {
  if (value.kind() == Json::Kind::kString && (rules.lenient_types & kStringNumber) != 0) {
    return parse_integer(rules, place, value.text(), out);
  }
  const auto number = value.as_integer();
  if (!number) return fail(place, "It must be a whole number.");
  out = *number;
  return accept_integer(rules, place, out);
}

bool ReadContext::decimal(const FieldRules& rules, const Place& place, const Json& value,
                          Decimal& out) {
  if (value.kind() == Json::Kind::kString) return parse_decimal(rules, place, value.text(), out);
  // A server takes a text where a text is described; an SDK reads money in either form, both are
  // exact.
  if (server() && rules.format == Format::kDecimalText &&
      (rules.lenient_types & kStringNumber) == 0) {
    return fail(place, "It must be a decimal number in a string.");
  }
  const auto number = value.as_decimal();
  if (!number) return fail(place, "It must be a decimal number without exponent.");
  out = *number;
  return accept_decimal(rules, place, out);
}

bool ReadContext::count(const FieldRules& rules, const Place& place, std::size_t items) {
  if (!server()) return true;
  const Complaint complaint = check_count(rules, items);
  return complaint.empty() || fail(place, complaint);
}

bool ReadContext::parse_text(const FieldRules& rules, const Place& place, std::string_view text,
                             std::string& out) {
  if (server() && !is_utf8(text)) return fail(place, "It must be UTF-8.");
  out.assign(text);
  return accept_text(rules, place, text);
}

bool ReadContext::parse_boolean(const Place& place, std::string_view text, bool& out) {
  if (text != "true" && text != "false") return fail(place, "It must be true or false.");
  out = text == "true";
  return true;
}

bool ReadContext::parse_integer(const FieldRules& rules, const Place& place, std::string_view text,
                                std::int64_t& out) {
  const auto number = wire::parse_integer(text);
  if (!number) return fail(place, "It must be a whole number.");
  out = *number;
  return accept_integer(rules, place, out);
}

bool ReadContext::parse_decimal(const FieldRules& rules, const Place& place, std::string_view text,
                                Decimal& out) {
  const auto number = Decimal::parse(text);
  if (!number) return fail(place, "It must be a decimal number without exponent.");
  out = *number;
  return accept_decimal(rules, place, out);
}

Take BodyReader::decide(const FieldRules& rules, const Place& place, const Json* value) {
  const bool missing = value == nullptr || value->is_null();
  if (!context_.server()) {
    context_.names_.push_back(rules.name);
    if (value != nullptr) ++found_;
    if (context_.mode() == ReadMode::kStrict) {
      // An answer does not say of which site it is: hold it to what both promise.
      if (missing && rules.required_sites == kBothSites) {
        context_.fail(place, kRequired);
        return Take::kRefused;
      }
    }
    return missing ? Take::kLeave : Take::kRead;
  }
  if (!rules.on_site(context_.site())) return Take::kLeave;
  const bool required = rules.required_on(context_.site());
  const Null absent = resolved(rules.absent, required, Null::kDefault);
  if (value == nullptr) return take(context_, place, absent, kRequired);
  if (value->is_null())
    return take(context_, place, resolved(rules.null, required, absent), kRequired);
  if (value->kind() == Json::Kind::kString && value->text().empty()) {
    if ((rules.lenient_types & kEmptyAsAbsent) != 0)
      return take(context_, place, absent, kRequired);
    return take(context_, place, resolved(rules.empty, required, Null::kValue), kNotEmpty);
  }
  return Take::kRead;
}

bool BodyReader::finish() {
  if (context_.server()) return true;
  auto& names = context_.names_;
  const auto begin = names.begin() + static_cast<std::ptrdiff_t>(names_begin_);
  bool accepted = true;
  for (const auto& [name, value] : object_.members()) {
    if (found_ == object_.members().size()) break;
    if (std::find(begin, names.end(), std::string_view(name)) != names.end()) continue;
    const Place place{outer_, name, std::nullopt};
    if (context_.mode() == ReadMode::kStrict) {
      accepted = context_.fail(place, "The description does not know it.");
      break;
    }
    context_.note(UnknownPart::Kind::kField, place, write_json(value));
  }
  names.erase(begin, names.end());
  return accepted;
}

bool TextReader::same_name(std::string_view left, std::string_view right) const {
  if (source_ != Source::kHeader) return left == right;
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char l, char r) { return lower(l) == lower(r); });
}

const std::string* TextReader::find(std::string_view name) const {
  for (const auto& value : values_) {
    if (same_name(value.first, name)) return &value.second;
  }
  return nullptr;
}

Take TextReader::decide(const FieldRules& rules, const Place& place, const std::string* text) {
  if (!context_.server()) {
    if (text == nullptr && context_.mode() == ReadMode::kStrict &&
        rules.required_sites == kBothSites) {
      context_.fail(place, kRequired);
      return Take::kRefused;
    }
    return text == nullptr ? Take::kLeave : Take::kRead;
  }
  if (!rules.on_site(context_.site())) return Take::kLeave;
  const bool required = rules.required_on(context_.site());
  const Null absent = resolved(rules.absent, required, Null::kDefault);
  if (text == nullptr) {
    const bool blank =
        blank_ != nullptr && std::find(blank_->begin(), blank_->end(), rules.name) != blank_->end();
    if (!blank) return take(context_, place, absent, kRequired);
    return take(context_, place, resolved(rules.blank, required, absent), kNotEmpty);
  }
  if (text->empty()) {
    if ((rules.lenient_types & kEmptyAsAbsent) != 0)
      return take(context_, place, absent, kRequired);
    return take(context_, place, resolved(rules.empty, required, Null::kValue), kNotEmpty);
  }
  if (source_ == Source::kQuery && *text == "null") {
    return take(context_, place, resolved(rules.null, false, Null::kValue), kRequired);
  }
  return Take::kRead;
}

bool read_body_object(ReadContext& context, std::string_view text, bool may_be_empty, Json& out) {
  if (text.empty()) {
    out = Json::object();
    return may_be_empty || context.fail_whole("The body is empty.");
  }
  JsonLimits limits;
  limits.refuse_duplicate_names = context.server();
  JsonResult result = read_json(text, limits);
  if (!result.value)
    return context.fail_whole("The body is not acceptable: " + result.error.message + ".");
  if (result.value->kind() != Json::Kind::kObject) {
    return context.fail_whole("The body is not a JSON object.");
  }
  out = std::move(*result.value);
  return true;
}

namespace {

/// Cuts the first segment off, with its '/'; an empty view when nothing is left.
std::string_view next_segment(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('/', 1), rest.size());
  const std::string_view segment = rest.substr(0, end);
  rest.remove_prefix(end);
  return segment;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 3 && segment[1] == '{' && segment.back() == '}';
}

}  // namespace

bool match_path(std::string_view pattern, std::string_view path, NameValues* parameters) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = next_segment(pattern);
    const std::string_view actual = next_segment(path);
    if (!is_parameter(expected)) {
      if (expected != actual) return false;
      continue;
    }
    if (actual.size() < 2 || actual.front() != '/') return false;
    if (parameters != nullptr) {
      parameters->emplace_back(std::string(expected.substr(2, expected.size() - 3)),
                               std::string(actual.substr(1)));
    }
  }
  return pattern.empty() && path.empty();
}

std::string expand_path(std::string_view pattern, const NameValues& parameters) {
  std::string out;
  while (!pattern.empty()) {
    const std::string_view segment = next_segment(pattern);
    if (!is_parameter(segment)) {
      out += segment;
      continue;
    }
    const std::string_view name = segment.substr(2, segment.size() - 3);
    out += '/';
    for (const auto& [known, value] : parameters) {
      if (known == name) out += value;
    }
  }
  return out;
}

}  // namespace bss::wire
