#include "domain/coupon_lists.h"

#include <utility>

namespace bss::mock::domain {

namespace {

constexpr int kIssuedListedAfterExpiryMonths = 24;
constexpr int kHeldListedAfterExpiryMonths = 12;

store::Page<ListedCoupon> with_limits(World& world, store::Page<store::CouponRow> page) {
  store::Page<ListedCoupon> listed;
  listed.total = page.total;
  for (store::CouponRow& coupon : page.rows) {
    auto limits = store::list_coupon_restrictions(world.db(), coupon.coupon_id);
    listed.rows.push_back({std::move(coupon), std::move(limits)});
  }
  return listed;
}

}  // namespace

Outcome<store::Page<ListedCoupon>> list_issued_coupons(World& world, const Actor& actor,
                                                       CouponQuery query) {
  const auto issuer = effective_partner(world, actor, query.indirect_partner_id);
  if (!issuer) return issuer.refusal();
  query.filter.issuer_id = issuer->id;
  // ListIssuedPartnerCoupons 2: expired for two years or more, that day included, are gone.
  query.filter.expired_after = plus_months(world.now(), -kIssuedListedAfterExpiryMonths).ms;
  return with_limits(world, store::list_coupons(world.db(), query.filter));
}

Outcome<store::Page<ListedCoupon>> list_held_coupons(World& world, const Actor& actor,
                                                     HeldCouponQuery query) {
  const auto holder = effective_partner(world, actor, query.indirect_partner_id);
  if (!holder) return holder.refusal();
  query.filter.holder_id = holder->id;
  // ListSubCustomerCoupons 1.
  query.filter.expired_after = plus_months(world.now(), -kHeldListedAfterExpiryMonths).ms;
  return with_limits(world, store::list_held_coupons(world.db(), query.filter));
}

Outcome<store::Page<store::CouponRecordRow>> list_coupon_records(
    World& world, const Actor& actor, store::CouponRecordFilter filter,
    const std::optional<std::string>& indirect_partner_id) {
  const auto issuer = effective_partner(world, actor, indirect_partner_id);
  if (!issuer) return issuer.refusal();
  filter.issuer_id = issuer->id;
  return store::list_coupon_records(world.db(), filter);
}

}  // namespace bss::mock::domain
