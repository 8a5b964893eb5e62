// The portal verbs as a table: name, fields, and the function that translates JSON into a rule of
// domain/ and back. Used by Commands; `GET /_portal/v1` lists it. The rules themselves stand in
// domain/.
#pragma once

#include <span>
#include <string_view>

#include "bss/wire/json.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::control {

struct PortalField {
  std::string_view name;
  std::string_view type;  ///< string, amount, time, boolean, integer, strings
  bool required;
  std::string_view description;
};

struct PortalVerb {
  std::string_view name;  ///< `vendor/grant-quota`
  std::string_view summary;
  std::span<const PortalField> fields;
  /// Runs on the workspace's executor by itself; throws ControlError.
  wire::Json (*run)(domain::World& world, const wire::Json& body);
};

std::span<const PortalVerb> partner_verbs();
std::span<const PortalVerb> vendor_verbs();
std::span<const PortalVerb> benefit_verbs();
std::span<const PortalVerb> profile_verbs();
std::span<const PortalVerb> customer_verbs();

/// Null when there is no such verb.
const PortalVerb* find_portal_verb(std::string_view name);
/// `{"verbs":[{"verb":...,"summary":...,"fields":[...]}]}`
wire::Json list_portal_verbs();

/// Throws what a refusal of a rule looks like here: 404 for what does not exist, else 409; 400 for
/// a field.
[[noreturn]] void refuse(const domain::Refused& refused);

/// The value of an outcome, or the refusal as an exception.
template <class T>
T value_or_refuse(domain::Outcome<T> outcome) {
  if (outcome.refused()) refuse(outcome.refusal());
  return *std::move(outcome);
}

}  // namespace bss::mock::control
