// The tie between a customer and its partner (customers.md section 11; R-ASSOC, R-DIS, R-SW): it is
// asked for when the customer is created, settles after a delay, and ends or changes its type in
// the portal.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/account.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::domain {

struct AssociationRequest {
  std::string customer_id;
  std::string partner_id;  ///< a reseller's customer belongs to the reseller
  AssociationType type = AssociationType::kResale;
  std::optional<Refusal> failure;  ///< set when it is bound to fail
  bool at_once = false;            ///< whatever the setting association_delay_ms says
};
/// Asks for it; settles at once when the setting association_delay_ms is 0, else when its time has
/// come.
void request_association(World& world, const AssociationRequest& request);
/// Completes or fails what is pending; the customer's id.
std::string settle_association(World& world, std::int64_t association_id);

enum class AssociationState : std::uint8_t { kPending, kAssociated, kFailed, kNone };
AssociationState association_state(World& world, const std::string& customer_id);

/// Portal: ends it. Cash and the partner's coupons go back to the partner (E.2, E.3; R-DIS-08,
/// R-DIS-09). A customer in arrears cannot leave (R-DIS-06).
Outcome<Done> unbind(World& world, const std::string& customer_id);
/// Portal: resale to referral or back, at once (R-SW-05).
Outcome<Done> switch_association(World& world, const std::string& customer_id,
                                 AssociationType type);

}  // namespace bss::mock::domain
