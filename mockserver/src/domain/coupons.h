// Coupons that partners issue to their resale customers (accounts-coupons part D, E.3, E.5;
// R-COUP): issuing with its two levels of failure, taking back, expiry and use. The lists stand in
// coupon_lists.h.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/coupons.h"

namespace bss::mock::domain {

struct CouponOrder {
  std::string quota_id;
  std::vector<std::string> customer_ids;
  Money face_value;
  std::optional<Instant> valid_time;   ///< default: the quota's
  std::optional<Instant> expire_time;  ///< default: the quota's
  std::vector<std::string> cloud_service_types;
  std::vector<std::string> product_ids;
  std::string memo;
  std::optional<std::string> indirect_partner_id;
};
struct IssuedCoupon {
  std::string customer_id;
  std::string coupon_id;
};
struct CouponIssue {
  std::vector<IssuedCoupon> issued;
  std::vector<RefusedItem> refused;  ///< customers
};
/// CreatePartnerCoupons: a refusal issues nothing; otherwise each customer is served or refused on
/// its own, in order.
Outcome<CouponIssue> issue_coupons(World& world, const Actor& actor, const CouponOrder& order);

/// ReclaimPartnerCoupons: the whole rest goes back to the quota; what was taken.
Outcome<Money> reclaim_coupon(World& world, const Actor& actor, const std::string& coupon_id,
                              const std::optional<std::string>& indirect_partner_id);

/// Why value returns to a quota: the record's operation_type (accounts-coupons 0.8).
enum class CouponReturn : std::uint8_t { kManual = 2, kUnbinding = 3, kExpiry = 4, kSwitch = 8 };
/// All usable coupons that the partner issued to the customer go back (E.3; R-DIS-09, R-SW-05).
void return_coupons(World& world, const std::string& customer_id, const std::string& issuer_id,
                    CouponReturn reason);
/// Its time is over: the rest returns to the quota, record 4.
void expire_coupon(World& world, const std::string& coupon_id);

/// Vendor: risk control. A frozen coupon can be neither used nor taken back.
Outcome<Done> freeze_coupon(World& world, const std::string& coupon_id, bool frozen);
/// The customer pays with a coupon; returns what the coupon did not cover.
Outcome<Money> spend_coupon(World& world, const std::string& customer_id,
                            const std::string& coupon_id, Money amount);

}  // namespace bss::mock::domain
