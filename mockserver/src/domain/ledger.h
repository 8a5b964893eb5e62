// Money between partners, resellers and customers (accounts-coupons part A and E.2; R-ALLOC,
// R-BAL). Each function is one movement: its postings, its records on both sides, all or nothing.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>

#include "domain/money.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// A partner, distributor or reseller pays money in. `designated` is how much of it is dedicated.
Outcome<std::string> recharge(World& world, const std::string& account_id, Money amount,
                              Money designated = {});

struct CashOrder {
  std::string customer_id;
  Money amount;
  std::optional<std::string> indirect_partner_id;
};
/// UpdateCustomerAccountAmount: the new transfer_id.
Outcome<std::string> allocate(World& world, const Actor& actor, const CashOrder& order);
/// ReclaimToPartnerAccount: the new trans_id.
Outcome<std::string> reclaim(World& world, const Actor& actor, const CashOrder& order);

/// Distributor to reseller and back (R-ALLOC-10); the movement's id.
Outcome<std::string> give_to_reseller(World& world, const Actor& actor,
                                      const std::string& reseller_id, Money amount);
Outcome<std::string> take_from_reseller(World& world, const Actor& actor,
                                        const std::string& reseller_id, Money amount);

/// The customer spends cash; what the balance does not cover becomes arrears (E.2).
Outcome<std::string> spend_cash(World& world, const std::string& customer_id, Money amount);

/// Everything left goes back to the partner because the association ended or became referral
/// (BEUNBIND). The id of the movement, or nothing when there was nothing to return.
std::optional<std::string> return_allocated_cash(World& world, const store::AccountRow& customer,
                                                 const std::string& partner_id);

/// The dedicated part of a partner's cash, 0 to the balance.
Outcome<Done> set_designated(World& world, const std::string& account_id, Money designated);

}  // namespace bss::mock::domain
