#include "control/body_reader.h"

#include <algorithm>

namespace bss::mock::control {

using wire::Json;

ControlError bad_field(const std::string& field, const std::string& message) {
  return {400, "bad_request", field + " " + message, field};
}

ControlError not_found(const std::string& message) {
  return {404, "not_found", message};
}

BodyReader::BodyReader(const Json& object) : object_(object) {
  if (object.kind() != Json::Kind::kObject) {
    throw ControlError(400, "bad_request", "the body must be a JSON object");
  }
}

const Json* BodyReader::find(std::string_view name) const noexcept {
  const Json* found = object_.find(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

const Json* BodyReader::take(const std::string& name) {
  known_.push_back(name);
  return find(name);
}

const Json* BodyReader::any(const std::string& name) {
  return take(name);
}

std::string BodyReader::text(const std::string& name) {
  auto value = optional_text(name);
  if (!value || value->empty()) throw bad_field(name, "is needed");
  return *std::move(value);
}

std::optional<std::string> BodyReader::optional_text(const std::string& name) {
  const Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->kind() != Json::Kind::kString) throw bad_field(name, "must be a string");
  return value->text();
}

std::optional<bool> BodyReader::flag(const std::string& name) {
  const Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->kind() != Json::Kind::kBoolean) throw bad_field(name, "must be true or false");
  return value->as_boolean();
}

std::optional<std::int64_t> BodyReader::whole(const std::string& name, std::int64_t low,
                                              std::int64_t high) {
  const Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  const auto number = value->kind() == Json::Kind::kNumber ? value->as_integer() : std::nullopt;
  if (!number || *number < low || *number > high) {
    throw bad_field(
        name, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return number;
}

domain::Money BodyReader::money(const std::string& name) {
  const auto value = optional_money(name);
  if (!value) throw bad_field(name, "is needed");
  return *value;
}

std::optional<domain::Money> BodyReader::optional_money(const std::string& name,
                                                        bool zero_allowed) {
  const Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  std::optional<Decimal> decimal;
  if (value->kind() == Json::Kind::kString) decimal = Decimal::parse(value->text());
  if (value->kind() == Json::Kind::kNumber) decimal = value->as_decimal();
  const auto money = decimal ? domain::Money::from_decimal(*decimal) : std::nullopt;
  if (!money || !money->whole_cents() || money->is_negative() ||
      (money->is_zero() && !zero_allowed)) {
    throw bad_field(
        name, zero_allowed ? "must be an amount such as \"10.00\", at most two decimals"
                           : "must be a positive amount such as \"10.00\", at most two decimals");
  }
  return money;
}

std::optional<domain::Instant> BodyReader::instant(const std::string& name) {
  const auto value = optional_text(name);
  if (!value) return std::nullopt;
  const auto at = domain::parse_utc_second(*value);
  if (!at) throw bad_field(name, "must be a time such as 2025-06-01T00:00:00Z");
  return at;
}

std::optional<std::vector<std::string>> BodyReader::texts(const std::string& name) {
  const Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> entries;
  const bool is_array = value->kind() == Json::Kind::kArray;
  if (is_array) {
    for (const auto& item : value->items()) {
      if (item.kind() != Json::Kind::kString) break;
      entries.push_back(item.text());
    }
  }
  if (!is_array || entries.size() != value->items().size()) {
    throw bad_field(name, "must be an array of strings");
  }
  return entries;
}

void BodyReader::finish() const {
  for (const auto& [name, value] : object_.members()) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    std::string allowed;
    for (const auto& known : known_) allowed += (allowed.empty() ? "" : ", ") + known;
    throw bad_field(name, "is unknown; allowed are " + allowed);
  }
}

}  // namespace bss::mock::control
