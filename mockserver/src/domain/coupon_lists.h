// The lists of coupons and of the records about them: what a partner issued, and what somebody
// holds (accounts-coupons part D). Reads only.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/coupon_records.h"
#include "store/coupons.h"

namespace bss::mock::domain {

struct ListedCoupon {
  store::CouponRow coupon;
  std::vector<store::CouponRestrictionRow> limits;
};

struct CouponQuery {
  std::optional<std::string> indirect_partner_id;
  store::CouponFilter filter;  ///< issuer_id and expired_after are filled in
};
/// ListIssuedPartnerCoupons.
Outcome<store::Page<ListedCoupon>> list_issued_coupons(World& world, const Actor& actor,
                                                       CouponQuery query);

struct HeldCouponQuery {
  std::optional<std::string> indirect_partner_id;
  store::HeldCouponFilter filter;  ///< holder_id and expired_after are filled in
};
/// ListSubCustomerCoupons: what the caller, or its reseller, holds itself.
Outcome<store::Page<ListedCoupon>> list_held_coupons(World& world, const Actor& actor,
                                                     HeldCouponQuery query);

/// ListPartnerCouponsRecord; `issuer_id` is filled in.
Outcome<store::Page<store::CouponRecordRow>> list_coupon_records(
    World& world, const Actor& actor, store::CouponRecordFilter filter,
    const std::optional<std::string>& indirect_partner_id);

}  // namespace bss::mock::domain
