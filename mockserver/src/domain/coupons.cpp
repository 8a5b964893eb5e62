#include "domain/coupons.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "domain/catalogue.h"
#include "domain/coupon_books.h"
#include "domain/numbering.h"
#include "domain/quotas.h"
#include "domain/reseller_quotas.h"
#include "domain/vendor_benefits.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

using store::CouponRow;
using store::QuotaRow;

constexpr std::int64_t kUsable = number_of(CouponStatus::kUsable);
/// Operator of what no user did.
constexpr std::string_view kSystem = "system";

/// What one request issues, after its checks.
struct Terms {
  Instant valid_time;
  Instant expire_time;
  CouponLimits limits;
};

store::CouponRecordRow coupon_record(World& world, const QuotaRow& quota, std::int64_t type,
                                     const std::string& customer_id, std::int64_t amount) {
  store::CouponRecordRow record;
  record.record_id = record_id(world, "CR", 12);
  record.operation_type = type;
  record.issuer_id = quota.owner_id;
  record.quota_id = quota.quota_id;
  record.quota_type = quota.quota_type;
  record.customer_id = customer_id;
  record.amount = amount;
  record.operation_time = world.now().ms;
  return record;
}

/// A wish narrower than the quota's list, or the quota's list (CreatePartnerCoupons: "inherit").
Outcome<std::vector<std::string>> narrowed(const std::vector<std::string>& wish,
                                           std::vector<std::string> allowed) {
  if (wish.empty()) return allowed;
  if (!allowed.empty()) {
    for (const std::string& value : wish) {
      if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        return Refusal::kBeyondQuotaScope;
    }
  }
  return wish;
}

/// Is the quota there, the issuer's, in state and in force (99000012, 99000017)?
Outcome<QuotaRow> usable_quota(World& world, const std::string& owner_id,
                               const std::string& quota_id) {
  auto quota = store::find_quota(world.db(), quota_id);
  if (!quota || quota->owner_id != owner_id) return Refusal::kQuotaNotUsable;
  const bool expired = quota->status == 3 && !quota->disabled;
  if (quota->status != 0 && !expired) return Refusal::kQuotaNotUsable;
  if (expired || world.now().ms < quota->effective_time || world.now().ms >= quota->expire_time) {
    return Refusal::kQuotaNotInForce;
  }
  return std::move(*quota);
}

/// CreatePartnerCoupons 3.
Outcome<Terms> validity(World& world, const QuotaRow& quota, const CouponOrder& order) {
  Terms terms;
  terms.valid_time = order.valid_time.value_or(Instant{quota.effective_time});
  terms.expire_time = order.expire_time.value_or(Instant{quota.expire_time});
  // A request knows whole seconds only: the second in which the quota begins or ends is within its
  // validity.
  const std::int64_t begins = quota.effective_time - quota.effective_time % 1000;
  if (terms.valid_time.ms < begins || terms.valid_time >= terms.expire_time) {
    return Refused{Refusal::kInvalidField, "valid_time"};
  }
  if (terms.expire_time.ms > quota.expire_time || terms.expire_time <= world.now()) {
    return Refused{Refusal::kInvalidField, "expire_time"};
  }
  return terms;
}

/// The checks of CreatePartnerCoupons 2, in their order; the first that fails refuses the whole
/// request.
Outcome<Terms> request_level_checks(World& world, const store::AccountRow& issuer,
                                    const QuotaRow& quota, const CouponOrder& order) {
  auto terms = validity(world, quota, order);
  if (!terms) return terms;
  if (quota.min_face_value && order.face_value.units() < *quota.min_face_value) {
    return Refusal::kFaceValueTooSmall;
  }
  if (quota.max_face_value && order.face_value.units() > *quota.max_face_value) {
    return Refusal::kFaceValueTooLarge;
  }
  if (!std::all_of(order.cloud_service_types.begin(), order.cloud_service_types.end(),
                   service_type_exists)) {
    return Refusal::kServiceTypeUnknown;
  }
  if (!std::all_of(order.product_ids.begin(), order.product_ids.end(), product_exists)) {
    return Refusal::kProductUnknown;
  }
  auto& db = world.db();
  auto services = narrowed(order.cloud_service_types,
                           store::list_quota_restrictions(db, quota.quota_id, "service_type"));
  if (!services) return services.refusal();
  auto products =
      narrowed(order.product_ids, store::list_quota_restrictions(db, quota.quota_id, "product"));
  if (!products) return products.refusal();
  terms->limits.service_types = std::move(*services);
  terms->limits.products = std::move(*products);
  terms->limits.subscribe_types =
      store::list_quota_restrictions(db, quota.quota_id, "subscribe_type");
  // Restrictions by kind of order belong to cash-coupon quotas (0.7); a voucher cannot carry one.
  if (quota.quota_type == 0 && !terms->limits.subscribe_types.empty())
    return Refusal::kBeyondQuotaOrderTypes;
  const auto& customers = order.customer_ids;
  if (std::find(customers.begin(), customers.end(), issuer.id) != customers.end()) {
    return Refusal::kIssueToItself;
  }
  if (quota.first_associated_only) {
    for (const std::string& id : customers) {
      const auto customer = store::find_account(db, id);
      if (customer && customer->associated_before) return Refusal::kFirstAssociatedOnly;
    }
  }
  if (!store::list_quota_restrictions(db, quota.quota_id, "customer").empty()) {
    for (const std::string& id : customers) {
      if (!store::has_quota_restriction(db, quota.quota_id, "customer", id))
        return Refusal::kNamedCustomersOnly;
    }
  }
  return terms;
}

/// The checks of CreatePartnerCoupons 4 for one customer, in their order.
std::optional<Refusal> customer_level_check(World& world, const QuotaRow& quota,
                                            const std::string& customer_id, Money face_value) {
  const auto customer = own_customer(world, quota.owner_id, customer_id);
  if (!customer) return Refusal::kNotSubCustomer;
  if (customer->account.frozen || customer->account.no_account)
    return Refusal::kCustomerNotOperable;
  if (!customer->resale()) return Refusal::kWrongAssociationType;
  if (customer->account.finance_custody) return Refusal::kFinanceCustody;
  if (quota.max_coupons && quota.issued_coupons + 1 > *quota.max_coupons)
    return Refusal::kTooManyCoupons;
  if (quota.max_total_face_value && Money::from_units(quota.issued_face_value) + face_value >
                                        Money::from_units(*quota.max_total_face_value)) {
    return Refusal::kTotalFaceValueTooLarge;
  }
  if (face_value.units() > quota.balance) return Refusal::kQuotaInsufficient;
  return std::nullopt;
}

CouponRow new_coupon(World& world, const QuotaRow& quota, const CouponOrder& order,
                     const Terms& terms, const std::string& customer_id) {
  CouponRow coupon;
  coupon.coupon_id = benefit_id(world);
  coupon.coupon_code = record_id(world, quota.quota_type == 0 ? "VCH" : "CSH", 7);
  coupon.quota_id = quota.quota_id;
  coupon.issuer_id = quota.owner_id;
  coupon.holder_id = customer_id;
  coupon.coupon_type = quota.quota_type == 0 ? 1 : 4;
  coupon.currency = quota.currency;
  coupon.face_value = coupon.balance = order.face_value.units();
  coupon.status = kUsable;
  coupon.effective_time = terms.valid_time.ms;
  coupon.expire_time = terms.expire_time.ms;
  coupon.create_time = coupon.active_time = world.now().ms;
  coupon.memo = order.memo;
  coupon.source_id = quota.owner_id;
  return coupon;
}

/// Q -> V (E.3), coupon record 1, income of the customer.
std::string issue_one(World& world, QuotaRow& quota, const CouponOrder& order, const Terms& terms,
                      const std::string& customer_id) {
  const CouponRow coupon = new_coupon(world, quota, order, terms, customer_id);
  quota.balance -= coupon.face_value;
  quota.issued_coupons += 1;
  quota.issued_face_value = (Money::from_units(quota.issued_face_value) + order.face_value).units();
  quota.last_update_time = world.now().ms;
  store::update_quota(world.db(), quota);
  store::ensure_ledger_account(world.db(), coupon.coupon_id, "coupon", "coupon");
  store::insert_coupon(world.db(), coupon);
  write_limits(world, coupon.coupon_id, terms.limits);
  move_coupon_value(world, coupon, "issue", kCouponPrize, transfer_id(world, "CX"), quota.quota_id,
                    coupon.coupon_id, coupon.face_value);
  auto record = coupon_record(world, quota, 1, customer_id, coupon.face_value);
  record.coupon_id = coupon.coupon_id;
  record.remark = order.memo;
  store::insert_coupon_record(world.db(), record);
  world.schedule(terms.expire_time);
  return coupon.coupon_id;
}

/// What comes back to a reclaimed reseller quota belongs to its parent, with a further quota record
/// 11 (E.3 note).
void give_back(World& world, QuotaRow& quota, std::int64_t amount) {
  quota.balance += amount;
  quota.last_update_time = world.now().ms;
  if (quota.status == static_cast<std::int64_t>(QuotaStatus::kReclaimed)) {
    auto parent = store::find_quota(world.db(), quota.parent_quota_id.value_or(""));
    return_to_parent(world, quota, *parent, kSystem, "");
  } else {
    store::update_quota(world.db(), quota);
  }
}

/// V -> Q (E.3) with the record that says why; the coupon ends. What was taken.
Money return_value(World& world, CouponRow& coupon, CouponReturn reason) {
  auto quota = store::find_quota(world.db(), coupon.quota_id.value_or(""));
  const std::int64_t amount = std::exchange(coupon.balance, 0);
  const bool expired = reason == CouponReturn::kExpiry;
  coupon.status = number_of(expired ? CouponStatus::kExpired : CouponStatus::kReclaimed);
  coupon.lock_order_id.clear();
  store::update_coupon(world.db(), coupon);
  move_coupon_value(world, coupon, "return", expired ? kCouponCleared : kCouponCancelled,
                    transfer_id(world, "CX"), coupon.coupon_id, quota->quota_id, amount);
  auto record =
      coupon_record(world, *quota, static_cast<std::int64_t>(reason), coupon.holder_id, amount);
  record.coupon_id = coupon.coupon_id;
  store::insert_coupon_record(world.db(), record);
  give_back(world, *quota, amount);
  return Money::from_units(amount);
}

}  // namespace

Outcome<CouponIssue> issue_coupons(World& world, const Actor& actor, const CouponOrder& order) {
  const auto issuer = effective_partner(world, actor, order.indirect_partner_id);
  if (!issuer) return issuer.refusal();
  if (issuer->uses_coupons_itself) return Refusal::kPartnerUsesCoupons;
  auto quota = usable_quota(world, issuer->id, order.quota_id);
  if (!quota) return quota.refusal();
  const auto terms = request_level_checks(world, *issuer, *quota, order);
  if (!terms) return terms.refusal();
  CouponIssue result;
  std::set<std::string_view> served;
  for (const std::string& customer_id : order.customer_ids) {
    if (!served.insert(customer_id).second) continue;  // named twice: one coupon
    if (const auto reason = customer_level_check(world, *quota, customer_id, order.face_value)) {
      auto record = coupon_record(world, *quota, 1, customer_id, order.face_value.units());
      record.result = -1;
      record.remark = order.memo;
      store::insert_coupon_record(world.db(), record);
      result.refused.push_back({customer_id, *reason});
    } else {
      result.issued.push_back({customer_id, issue_one(world, *quota, order, *terms, customer_id)});
    }
  }
  return result;
}

Outcome<Money> reclaim_coupon(World& world, const Actor& actor, const std::string& coupon_id,
                              const std::optional<std::string>& indirect_partner_id) {
  const auto issuer = effective_partner(world, actor, indirect_partner_id);
  if (!issuer) return issuer.refusal();
  auto coupon = store::find_coupon(world.db(), coupon_id);
  if (!coupon || coupon->issuer_id != issuer->id)
    return Refused{Refusal::kCouponUnknown, "coupon_id"};
  const auto holder = own_customer(world, issuer->id, coupon->holder_id);
  if (holder && !holder->resale()) return Refusal::kReferralCustomersCoupon;
  if (coupon->status != kUsable || coupon->is_frozen || !coupon->lock_order_id.empty()) {
    return Refusal::kCouponNotUsable;
  }
  return return_value(world, *coupon, CouponReturn::kManual);
}

void return_coupons(World& world, const std::string& customer_id, const std::string& issuer_id,
                    CouponReturn reason) {
  for (CouponRow& coupon : store::list_usable_coupons(world.db(), customer_id, issuer_id)) {
    return_value(world, coupon, reason);
  }
}

void expire_coupon(World& world, const std::string& coupon_id) {
  auto coupon = store::find_coupon(world.db(), coupon_id);
  if (!coupon || coupon->status != kUsable) return;
  if (coupon->quota_id) {
    return_value(world, *coupon, CouponReturn::kExpiry);
  } else {
    void_coupon(world, *coupon);
  }
}

Outcome<Done> freeze_coupon(World& world, const std::string& coupon_id, bool frozen) {
  auto coupon = store::find_coupon(world.db(), coupon_id);
  if (!coupon) return Refusal::kUnknownCoupon;
  coupon->is_frozen = frozen;
  store::update_coupon(world.db(), *coupon);
  return Done{};
}

Outcome<Money> spend_coupon(World& world, const std::string& customer_id,
                            const std::string& coupon_id, Money amount) {
  if (!amount.is_positive() || !amount.whole_cents())
    return Refused{Refusal::kInvalidField, "amount"};
  auto coupon = store::find_coupon(world.db(), coupon_id);
  if (!coupon || coupon->holder_id != customer_id) return Refusal::kUnknownCoupon;
  if (coupon->status != kUsable || coupon->is_frozen || !coupon->lock_order_id.empty() ||
      world.now().ms < coupon->effective_time) {
    return Refusal::kCouponNotUsable;
  }
  const Money paid = std::min(amount, Money::from_units(coupon->balance));
  const std::string trade_id = transfer_id(world, "CS");
  coupon->balance -= paid.units();
  if (coupon->balance == 0) coupon->status = number_of(CouponStatus::kUsed);
  coupon->last_used_time = world.now().ms;
  coupon->order_id = trade_id;
  store::update_coupon(world.db(), *coupon);
  store::ensure_ledger_account(world.db(), "SPENT", "coupon", "clearing");
  move_coupon_value(world, *coupon, "use", kCouponUse, trade_id, coupon->coupon_id, "SPENT",
                    paid.units());
  return amount - paid;
}

}  // namespace bss::mock::domain
