// Coupons and stored-value cards that the vendor gives or sells and no partner can issue or take
// back (accounts-coupons ListSubCustomerCoupons 5, ListStoredValueCards, E.2, E.3). Unbinding and
// switching leave them alone.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/cards.h"
#include "store/coupons.h"

namespace bss::mock::domain {

struct CouponGrant {
  std::string holder_id;  ///< a customer, or a partner: its incentives and test coupons
  Money face_value;
  int coupon_type = 1;                    ///< 1 voucher, 4 cash coupon
  std::optional<Instant> effective_time;  ///< default: now
  std::optional<Instant> expire_time;  ///< default: after 3 months of a partner, 12 of a customer
  std::vector<std::string> cloud_service_types;
  std::vector<std::string> product_ids;
  std::string source_id;
  std::string promotion_plan_id;
  std::string plan_name;
};
/// Vendor: makes a coupon, usable at once; its id.
Outcome<std::string> grant_coupon(World& world, const CouponGrant& grant);
/// Its time is over: what is left is lost.
void void_coupon(World& world, store::CouponRow& coupon);

struct CardGrant {
  std::string customer_id;
  Money face_value;
  std::string card_name;
  std::optional<Instant> effective_time;  ///< default: now
  std::optional<Instant> expire_time;     ///< default: a year after now
};
/// Vendor: the customer bought a card; its id.
Outcome<std::string> grant_card(World& world, const CardGrant& grant);
/// The customer pays with a card; returns what the card did not cover.
Outcome<Money> spend_card(World& world, const std::string& customer_id, const std::string& card_id,
                          Money amount);
/// ListStoredValueCards; `holder_id` and `usable_at` are filled in.
store::Page<store::CardRow> list_cards(World& world, const Actor& actor, store::CardFilter filter);

}  // namespace bss::mock::domain
