// How the JSON of rules and matches is read: the first thing that is wrong ends the reading and
// names its field by its path. For fault rules and the journal's verification.
//
// Pure functions.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "bss/operation_info.h"
#include "bss/wire/json.h"

namespace bss::mock::gateway {

/// Thrown while reading, so that the readers stay straight lines; whoever begins to read catches
/// it.
struct RuleRefused {
  FieldProblem problem;
};

[[noreturn]] inline void refuse_rule(const std::string& field, std::string message) {
  throw RuleRefused{{field, std::move(message)}};
}

inline void expect_object(const wire::Json& value, const std::string& at) {
  if (value.kind() != wire::Json::Kind::kObject) refuse_rule(at, "must be an object");
}

template <std::size_t N>
void allow_only(const wire::Json& object, const std::string& at,
                const std::array<std::string_view, N>& names) {
  for (const auto& [name, value] : object.members()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    std::string allowed;
    for (const auto known : names) allowed += (allowed.empty() ? "" : ", ") + std::string(known);
    refuse_rule(at + "/" + name, "is unknown; allowed are " + allowed);
  }
}

inline std::string text_at(const wire::Json& value, const std::string& at) {
  if (value.kind() != wire::Json::Kind::kString || value.text().empty()) {
    refuse_rule(at, "must be a string that is not empty");
  }
  return value.text();
}

inline std::int64_t whole_at(const wire::Json& value, const std::string& at, std::int64_t low,
                             std::int64_t high) {
  const auto number = value.as_integer();
  if (!number || *number < low || *number > high) {
    refuse_rule(
        at, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return *number;
}

inline bool flag_at(const wire::Json& value, const std::string& at) {
  if (value.kind() != wire::Json::Kind::kBoolean) refuse_rule(at, "must be true or false");
  return value.as_boolean();
}

}  // namespace bss::mock::gateway
