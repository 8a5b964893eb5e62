#include "bss/wire/writer.h"

#include <algorithm>

namespace bss::wire {

void BodyWriter::name(std::string_view member_name) {
  if (!first_) out_ += ',';
  first_ = false;
  append_json_string(out_, member_name);
  out_ += ':';
}

void BodyWriter::number(const FieldRules& rules, const Decimal& number) {
  int scale = style_.minimum_scale;
  if (rules.max_decimals >= 0) scale = std::min(scale, rules.max_decimals);
  if (rules.format == Format::kDecimalText) {
    append_json_string(out_, number.to_string(scale));
  } else {
    out_ += number.to_string(scale);
  }
}

bool Validator::fail(const Place& place, std::string_view complaint) {
  problem_ = problem_at(place, complaint);
  return false;
}

bool Validator::report(const Place& place, const Complaint& complaint) {
  return complaint.empty() || fail(place, complaint);
}

bool Validator::presence(const FieldRules& rules, const Place& place, bool given) {
  if (!rules.on_site(site_)) {
    // The service would ignore it silently; whoever set it believes that it does something.
    return !given || fail(place, "It does not exist on this site.");
  }
  return given || !rules.required_on(site_) || fail(place, "It is required.");
}

bool Validator::text(const FieldRules& rules, const Place& place, std::string_view value) {
  if (!is_utf8(value)) return fail(place, "It must be UTF-8.");
  if (value.empty()) {
    const Null meaning = rules.empty != Null::kUsual ? rules.empty
                         : rules.required_on(site_)  ? Null::kError
                                                     : Null::kValue;
    if (meaning == Null::kError) return fail(place, "It must not be empty.");
    if (meaning != Null::kValue) return true;
  }
  return report(place, check_text(rules, value));
}

bool HeadValidator::safe(const FieldRules& rules, const NameValues& values) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  for (const auto& entry : values) {
    const std::string& text = entry.second;
    const bool unsafe = part_ == Part::kPath ? text.empty() || text == "." || text == ".." ||
                                                   text.find('/') != std::string::npos
                                             : std::any_of(text.begin(), text.end(), is_control);
    if (unsafe) {
      problem_ = problem_at(
          Place{nullptr, rules.name, std::nullopt},
          part_ == Part::kPath ? "It cannot stand in a path." : "It cannot stand in a header.");
      return false;
    }
  }
  return true;
}

}  // namespace bss::wire
