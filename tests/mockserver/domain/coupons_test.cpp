// Coupon quotas and coupons (accounts-coupons part C and D, E.3, E.5; business-rules R-COUP).
#include "domain/coupons.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "domain/association.h"
#include "domain/coupon_lists.h"
#include "domain/portal.h"
#include "domain/quotas.h"
#include "domain/reseller_quotas.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

using test::kCustomer;
using test::kReferral;
using test::kReseller;
using test::kResellerCustomer;
using test::reason;

class Coupons : public test::DemoWorld {
 protected:
  /// A quota of the demo partner, normal and effective, unless the grant says otherwise.
  std::string quota(QuotaGrant grant = {}) {
    if (grant.account_id.empty()) grant.account_id = test::kPartner;
    if (grant.value.is_zero()) grant.value = Money::cents(1'000'00);
    const auto id = run([&] { return grant_quota(world(), grant); });
    EXPECT_TRUE(id);
    return *id;
  }
  static CouponOrder order(const std::string& quota_id, std::int64_t cents,
                           std::vector<std::string> customers = {kCustomer}) {
    CouponOrder order;
    order.quota_id = quota_id;
    order.face_value = Money::cents(cents);
    order.customer_ids = std::move(customers);
    return order;
  }
  Outcome<CouponIssue> issue(const CouponOrder& what, const Actor* actor = nullptr) {
    return run([&] { return issue_coupons(world(), actor != nullptr ? *actor : partner_, what); });
  }
  /// The id of one coupon that must come to be.
  std::string coupon(const std::string& quota_id, std::int64_t cents) {
    const auto issued = issue(order(quota_id, cents));
    EXPECT_TRUE(issued);
    EXPECT_EQ(issued->issued.size(), 1U);
    return issued->issued.at(0).coupon_id;
  }
  Outcome<Money> take_back(const std::string& coupon_id) {
    return run([&] { return reclaim_coupon(world(), partner_, coupon_id, std::nullopt); });
  }
  store::QuotaRow row(const std::string& quota_id) {
    return run([&] { return *store::find_quota(world().db(), quota_id); });
  }
  store::CouponRow coupon_row(const std::string& coupon_id) {
    return run([&] { return *store::find_coupon(world().db(), coupon_id); });
  }
  std::vector<store::CouponRecordRow> records() {
    store::CouponRecordFilter filter;
    filter.issuer_id = test::kPartner;
    auto rows = run([&] { return store::list_coupon_records(world().db(), filter).rows; });
    std::reverse(rows.begin(), rows.end());  // in the order they were written
    return rows;
  }
  void flag(const char* account, const AccountFlags& flags) {
    ASSERT_TRUE(run([&] { return set_account_flags(world(), account, flags); }));
  }
};

// CreatePartnerCoupons 4 and 7.
TEST_F(Coupons, AreIssuedOutOfTheQuota) {
  const std::string id = quota();
  const std::string coupon_id = coupon(id, 300'00);
  EXPECT_EQ(row(id).balance, Money::cents(700'00).units());
  const auto issued = coupon_row(coupon_id);
  EXPECT_EQ(issued.status, 2);
  EXPECT_EQ(issued.coupon_type, 1);
  EXPECT_EQ(issued.balance, issued.face_value);
  EXPECT_EQ(issued.effective_time, row(id).effective_time);
  EXPECT_EQ(issued.expire_time, row(id).expire_time);
  EXPECT_TRUE(coupon_id.find_first_not_of("0123456789") == std::string::npos);
}

// CreatePartnerCoupons 5: the first k are served, the rest get CBC.99000013; 6: a duplicate once.
TEST_F(Coupons, ServeTheFirstOnesWhenTheQuotaRunsShort) {
  const std::string id = quota();
  const auto issued =
      issue(order(id, 600'00, {kReferral, kCustomer, kCustomer, "nobody", kResellerCustomer}));
  ASSERT_TRUE(issued);
  ASSERT_EQ(issued->issued.size(), 1U);
  EXPECT_EQ(issued->issued[0].customer_id, kCustomer);
  ASSERT_EQ(issued->refused.size(), 3U);
  EXPECT_EQ(issued->refused[0].reason, Refusal::kWrongAssociationType);
  EXPECT_EQ(issued->refused[1].reason, Refusal::kNotSubCustomer);
  EXPECT_EQ(issued->refused[2].reason, Refusal::kNotSubCustomer);
  const auto second = issue(order(id, 600'00));
  EXPECT_EQ(second->refused.at(0).reason, Refusal::kQuotaInsufficient);
  EXPECT_EQ(row(id).balance, Money::cents(400'00).units());
}

// CreatePartnerCoupons 9 and 10: failures leave a record -1 without a coupon; the memo comes back
// as remark.
TEST_F(Coupons, LeaveARecordOfSuccessAndFailure) {
  const std::string id = quota();
  auto what = order(id, 600'00, {kCustomer, "nobody"});
  what.memo = "req-7f3a91";
  ASSERT_TRUE(issue(what));
  const auto all = records();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].result, 0);
  EXPECT_EQ(all[0].remark, "req-7f3a91");
  EXPECT_TRUE(all[0].coupon_id.has_value());
  EXPECT_EQ(all[1].result, -1);
  EXPECT_FALSE(all[1].coupon_id.has_value());
}

// CreatePartnerCoupons 2: uses its coupons itself comes first, then the quota.
TEST_F(Coupons, CheckTheIssuerBeforeTheQuota) {
  AccountFlags flags;
  flags.uses_coupons_itself = true;
  flag(test::kPartner, flags);
  EXPECT_EQ(reason(issue(order("unknown", 1'00))), Refusal::kPartnerUsesCoupons);
  flags.uses_coupons_itself = false;
  flag(test::kPartner, flags);
  EXPECT_EQ(reason(issue(order("unknown", 1'00))), Refusal::kQuotaNotUsable);
}

// 99000012 against 99000017: being adjusted, frozen, disabled, foreign; not yet in force, expired.
TEST_F(Coupons, NeedAQuotaInStateAndInForce) {
  QuotaGrant foreign;
  foreign.account_id = test::kDistributor;
  EXPECT_EQ(reason(issue(order(quota(foreign), 1'00))), Refusal::kQuotaNotUsable);
  for (const int status : {3, 4, 5}) {
    QuotaGrant grant;
    grant.status = status;
    EXPECT_EQ(reason(issue(order(quota(grant), 1'00))), Refusal::kQuotaNotUsable) << status;
  }
  QuotaGrant later;
  later.effective_time = test::kStart.plus_days(1);
  const std::string coming = quota(later);
  EXPECT_EQ(reason(issue(order(coming, 1'00))), Refusal::kQuotaNotInForce);
  QuotaGrant soon_over;
  soon_over.expire_time = test::kStart.plus_days(1);
  const std::string going = quota(soon_over);
  EXPECT_TRUE(issue(order(going, 1'00)));
  advance(Instant{}.plus_days(1).ms);
  EXPECT_EQ(reason(issue(order(going, 1'00))), Refusal::kQuotaNotInForce);
  EXPECT_EQ(row(going).status, 3);
  EXPECT_TRUE(issue(order(coming, 1'00)));
}

// CreatePartnerCoupons 2: face value, services, products, order types, in this order.
TEST_F(Coupons, KeepWithinTheRestrictionsOfTheQuota) {
  QuotaGrant grant;
  grant.min_face_value = Money::cents(10'00);
  grant.max_face_value = Money::cents(20'00);
  grant.cloud_service_types = {"hws.service.type.ec2", "hws.service.type.ebs"};
  const std::string id = quota(grant);
  EXPECT_EQ(reason(issue(order(id, 9'99))), Refusal::kFaceValueTooSmall);
  EXPECT_EQ(reason(issue(order(id, 20'01))), Refusal::kFaceValueTooLarge);
  auto what = order(id, 10'00);
  what.cloud_service_types = {"hws.service.type.nosuch"};
  what.product_ids = {"nosuch"};
  EXPECT_EQ(reason(issue(what)), Refusal::kServiceTypeUnknown);
  what.cloud_service_types = {"hws.service.type.rds"};
  EXPECT_EQ(reason(issue(what)), Refusal::kProductUnknown);
  what.product_ids = {"OFFI900000000000051002"};
  EXPECT_EQ(reason(issue(what)), Refusal::kBeyondQuotaScope);
  what.cloud_service_types = {"hws.service.type.ebs"};
  const auto issued = issue(what);
  ASSERT_TRUE(issued);
  const auto limits = run([&] {
    return store::list_coupon_restrictions(world().db(), issued->issued.at(0).coupon_id);
  });
  ASSERT_EQ(limits.size(), 2U);
  EXPECT_EQ(limits[0].limit_key, "serviceType");
  EXPECT_EQ(limits[0].value1, "hws.service.type.ebs");
  EXPECT_EQ(limits[1].limit_key, "productId");
}

// E.4 invariant 11: without a wish the coupon inherits the quota's list.
TEST_F(Coupons, InheritTheRestrictionsOfTheQuota) {
  QuotaGrant grant;
  grant.cloud_service_types = {"hws.service.type.ec2", "hws.service.type.ebs"};
  const std::string coupon_id = coupon(quota(grant), 10'00);
  EXPECT_EQ(run([&] { return store::list_coupon_restrictions(world().db(), coupon_id); }).size(),
            2U);
}

// 0.7: restrictions by kind of order belong to cash-coupon quotas (coupon_type 4).
TEST_F(Coupons, OfAVoucherQuotaCarryNoOrderTypes) {
  QuotaGrant grant;
  grant.subscribe_types = {"new"};
  EXPECT_EQ(reason(issue(order(quota(grant), 1'00))), Refusal::kBeyondQuotaOrderTypes);
  grant.quota_type = 1;
  const std::string coupon_id = coupon(quota(grant), 1'00);
  EXPECT_EQ(coupon_row(coupon_id).coupon_type, 4);
}

// 99000025, 99000022, 50000020: one offending customer rejects the request.
TEST_F(Coupons, AreRefusedAsAWholeForOneCustomerThatTheQuotaExcludes) {
  EXPECT_EQ(reason(issue(order(quota(), 1'00, {kCustomer, test::kPartner}))),
            Refusal::kIssueToItself);
  AccountFlags before;
  before.associated_before = true;
  QuotaGrant first;
  first.first_associated_only = true;
  const std::string first_only = quota(first);
  ASSERT_TRUE(issue(order(first_only, 1'00)));
  flag(kCustomer, before);
  EXPECT_EQ(reason(issue(order(first_only, 1'00, {kReferral, kCustomer}))),
            Refusal::kFirstAssociatedOnly);
  QuotaGrant named;
  named.customer_ids = {kCustomer};
  const std::string named_only = quota(named);
  EXPECT_EQ(reason(issue(order(named_only, 1'00, {kCustomer, kReferral}))),
            Refusal::kNamedCustomersOnly);
  EXPECT_TRUE(issue(order(named_only, 1'00)));
}

// CreatePartnerCoupons 3: quota.effective_time <= valid_time < expire_time <= quota.expire_time,
// expire_time > now.
TEST_F(Coupons, KeepTheirValidityInsideTheQuotas) {
  QuotaGrant grant;
  grant.effective_time = test::kStart.plus_days(-10);
  grant.expire_time = test::kStart.plus_days(10);
  const std::string id = quota(grant);
  const auto with = [&](std::int64_t from_days, std::int64_t until_days) {
    auto what = order(id, 1'00);
    what.valid_time = test::kStart.plus_days(from_days);
    what.expire_time = test::kStart.plus_days(until_days);
    return reason(issue(what));
  };
  EXPECT_EQ(with(-10, 10), std::nullopt);
  EXPECT_EQ(with(-11, 10), Refusal::kInvalidField);
  EXPECT_EQ(with(-10, 11), Refusal::kInvalidField);
  EXPECT_EQ(with(5, 5), Refusal::kInvalidField);
  EXPECT_EQ(with(-5, 0), Refusal::kInvalidField);  // over this moment
  EXPECT_EQ(with(5, 6), std::nullopt);
}

// CreatePartnerCoupons 4, one customer after the other.
TEST_F(Coupons, CheckEachCustomerInTheOrderOfTheRules) {
  QuotaGrant grant;
  grant.max_coupons = 2;
  grant.max_total_face_value = Money::cents(25'00);
  const std::string id = quota(grant);
  const auto why = [&](std::int64_t cents) {
    const auto issued = issue(order(id, cents));
    return issued->refused.empty() ? std::nullopt : std::optional(issued->refused[0].reason);
  };
  AccountFlags flags;
  flags.frozen = true;
  flags.finance_custody = true;
  flag(kCustomer, flags);
  EXPECT_EQ(why(1'00), Refusal::kCustomerNotOperable);
  flags.frozen = false;
  flag(kCustomer, flags);
  EXPECT_EQ(why(1'00), Refusal::kFinanceCustody);
  flags.finance_custody = false;
  flag(kCustomer, flags);
  EXPECT_EQ(why(26'00), Refusal::kTotalFaceValueTooLarge);
  EXPECT_EQ(why(20'00), std::nullopt);
  EXPECT_EQ(why(5'01), Refusal::kTotalFaceValueTooLarge);
  EXPECT_EQ(why(5'00), std::nullopt);
  EXPECT_EQ(why(1), Refusal::kTooManyCoupons);
}

// ReclaimPartnerCoupons 1 to 4 and 8: the whole rest, once; the coupon stays listed as reclaimed.
TEST_F(Coupons, GiveTheirRestBackOnce) {
  const std::string id = quota();
  const std::string coupon_id = coupon(id, 500'00);
  ASSERT_TRUE(
      run([&] { return spend_coupon(world(), kCustomer, coupon_id, Money::cents(120'00)); }));
  const auto taken = take_back(coupon_id);
  ASSERT_TRUE(taken);
  EXPECT_EQ(*taken, Money::cents(380'00));
  EXPECT_EQ(row(id).balance, Money::cents(880'00).units());
  EXPECT_EQ(coupon_row(coupon_id).status, 5);
  EXPECT_EQ(records().back().operation_type, 2);
  EXPECT_EQ(reason(take_back(coupon_id)), Refusal::kCouponNotUsable);
}

// ReclaimPartnerCoupons 4, 5, 7: used up, unknown or foreign, frozen.
TEST_F(Coupons, CannotBeTakenBackInTheWrongState) {
  const std::string id = quota();
  EXPECT_EQ(reason(take_back("nosuch")), Refusal::kCouponUnknown);
  const std::string used = coupon(id, 10'00);
  const auto rest =
      run([&] { return spend_coupon(world(), kCustomer, used, Money::cents(15'00)); });
  EXPECT_EQ(*rest, Money::cents(5'00));
  EXPECT_EQ(coupon_row(used).status, 3);
  EXPECT_EQ(reason(take_back(used)), Refusal::kCouponNotUsable);
  const std::string frozen = coupon(id, 10'00);
  ASSERT_TRUE(run([&] { return freeze_coupon(world(), frozen, true); }));
  EXPECT_EQ(reason(take_back(frozen)), Refusal::kCouponNotUsable);
  ASSERT_TRUE(run([&] { return freeze_coupon(world(), frozen, false); }));
  EXPECT_TRUE(take_back(frozen));
  const std::string other = coupon(id, 10'00);
  EXPECT_EQ(reason(run([&] { return reclaim_coupon(world(), distributor_, other, std::nullopt); })),
            Refusal::kCouponUnknown);
  EXPECT_EQ(reason(run([&] { return reclaim_coupon(world(), partner_, other, kReseller); })),
            Refusal::kResellerNotOwned);
}

// ReclaimPartnerCoupons 6: the holder is a referral customer now; judged before the state of the
// coupon.
TEST_F(Coupons, OfAReferralCustomerStay) {
  const std::string coupon_id = coupon(quota(), 10'00);
  ASSERT_TRUE(
      run([&] { return switch_association(world(), kCustomer, AssociationType::kReferral); }));
  EXPECT_EQ(coupon_row(coupon_id).status, 5);  // R-SW-05: returned by the switch, record 8
  EXPECT_EQ(records().back().operation_type, 8);
  EXPECT_EQ(reason(take_back(coupon_id)), Refusal::kReferralCustomersCoupon);
}

// E.5, record 4: the rest returns to the quota at expire_time, and the clock does it.
TEST_F(Coupons, ExpireIntoTheirQuota) {
  const std::string id = quota();
  auto what = order(id, 100'00);
  what.expire_time = test::kStart.plus_days(3);
  const std::string coupon_id = issue(what)->issued.at(0).coupon_id;
  advance(Instant{}.plus_days(3).ms - 1);
  EXPECT_EQ(coupon_row(coupon_id).status, 2);
  advance(1);
  EXPECT_EQ(coupon_row(coupon_id).status, 4);
  EXPECT_EQ(coupon_row(coupon_id).balance, 0);
  EXPECT_EQ(row(id).balance, Money::cents(1'000'00).units());
  EXPECT_EQ(records().back().operation_type, 4);
  EXPECT_EQ(reason(take_back(coupon_id)), Refusal::kCouponNotUsable);
}

// value that returns when its quota has expired at the same moment stays in the quota,
// unusable.
TEST_F(Coupons, ReturnBeforeTheirQuotaExpires) {
  QuotaGrant grant;
  grant.expire_time = test::kStart.plus_days(3);
  const std::string id = quota(grant);
  coupon(id, 100'00);
  advance(Instant{}.plus_days(3).ms);
  EXPECT_EQ(row(id).status, 3);
  EXPECT_EQ(row(id).balance, Money::cents(1'000'00).units());
}

// E.3 note: value that returns to a reclaimed reseller quota is passed on to the parent with a
// further record 11.
TEST_F(Coupons, OfAReclaimedResellerQuotaReturnToTheParent) {
  QuotaGrant grant;
  grant.account_id = test::kDistributor;
  const std::string parent = quota(grant);
  const auto share = run([&] {
    return share_quota(world(), distributor_, {parent, {kReseller}, Money::cents(400'00)});
  });
  ASSERT_TRUE(share);
  const std::string child = share->made.at(0).quota_id;
  EXPECT_EQ(row(parent).balance, Money::cents(600'00).units());
  auto what = order(child, 150'00, {kResellerCustomer});
  what.indirect_partner_id = kReseller;
  const auto issued = issue(what, &distributor_);
  ASSERT_EQ(issued->issued.size(), 1U);
  const auto back =
      run([&] { return take_quotas_back(world(), distributor_, {child}, "quarter end"); });
  ASSERT_EQ(back->taken.size(), 1U);
  EXPECT_EQ(row(parent).balance, Money::cents(850'00).units());
  EXPECT_EQ(row(child).status, 6);
  ASSERT_TRUE(run([&] {
    return reclaim_coupon(world(), distributor_, issued->issued[0].coupon_id,
                          std::string(kReseller));
  }));
  EXPECT_EQ(row(child).balance, 0);
  EXPECT_EQ(row(parent).balance, Money::cents(1'000'00).units());
}

// UpdateCouponQuotas 2: a hundred times a large amount is more than an amount can be.
TEST_F(Coupons, SharesWhoseSumWouldOverflowAreRefused) {
  QuotaGrant grant;
  grant.account_id = test::kDistributor;
  const std::string parent = quota(grant);
  const auto refused = run([&] {
    return share_quota(world(), distributor_,
                       {parent, {kReseller}, Money::cents(9'999'999'999'99)});
  });
  EXPECT_EQ(reason(refused), Refusal::kQuotaInsufficient);
}

// E.5, quota: 0 -> 4 -> 0, freeze and back, disabled for good.
TEST_F(Coupons, QuotaFollowsItsStateMachine) {
  const std::string id = quota();
  coupon(id, 300'00);
  EXPECT_EQ(reason(run([&] { return finish_adjusting_quota(world(), id, std::nullopt); })),
            Refusal::kWrongState);
  ASSERT_TRUE(run([&] { return begin_adjusting_quota(world(), id); }));
  EXPECT_EQ(reason(run([&] { return begin_adjusting_quota(world(), id); })), Refusal::kWrongState);
  ASSERT_TRUE(run([&] { return freeze_quota(world(), id, true); }));
  EXPECT_EQ(row(id).status, 5);
  ASSERT_TRUE(run([&] { return freeze_quota(world(), id, false); }));
  EXPECT_EQ(row(id).status, 4);
  EXPECT_EQ(reason(run([&] { return finish_adjusting_quota(world(), id, Money::cents(299'99)); })),
            Refusal::kInvalidField);  // 300.00 are issued already
  ASSERT_TRUE(run([&] { return finish_adjusting_quota(world(), id, Money::cents(800'00)); }));
  EXPECT_EQ(row(id).status, 0);
  EXPECT_EQ(row(id).balance, Money::cents(500'00).units());
  ASSERT_TRUE(run([&] { return disable_quota(world(), id); }));
  EXPECT_EQ(row(id).status, 3);
  EXPECT_EQ(reason(run([&] { return freeze_quota(world(), id, true); })), Refusal::kWrongState);
}

// ListQuotaCoupons 2: time bounds are exclusive; quotas of the owner only; filters by id, state,
// type.
TEST_F(Coupons, QuotasAreListedByFilter) {
  advance(5'000);
  QuotaGrant cash;
  cash.quota_type = 1;
  const std::string first = quota();
  const std::string second = quota(cash);
  const auto list = [&](const store::QuotaFilter& filter) {
    return *run([&] { return domain::list_quotas(world(), partner_, {std::nullopt, filter}); });
  };
  EXPECT_EQ(list({}).total, 2);  // vouchers, with the seed's
  store::QuotaFilter filter;
  filter.quota_type = 1;
  ASSERT_EQ(list(filter).total, 1);
  EXPECT_EQ(list(filter).rows[0].quota_id, second);
  filter = {};
  filter.quota_ids = {first, "other"};
  EXPECT_EQ(list(filter).total, 1);
  filter = {};
  filter.statuses = {4, 5};
  EXPECT_EQ(list(filter).total, 0);
}

class IssuedCoupons : public Coupons {
 protected:
  store::Page<ListedCoupon> list(const store::CouponFilter& filter = {}) {
    return *run([&] { return list_issued_coupons(world(), partner_, {std::nullopt, filter}); });
  }
};

TEST_F(IssuedCoupons, AreFilteredAndPaged) {
  const std::string id = quota();
  for (int i = 0; i < 3; ++i) {
    advance(1'000);
    coupon(id, 10'00);
  }
  const auto all = list();
  ASSERT_EQ(all.total, 3);
  EXPECT_GT(all.rows[0].coupon.create_time, all.rows[2].coupon.create_time);
  store::CouponFilter filter;
  filter.customer_id = "nobody";
  EXPECT_EQ(list(filter).total, 0);
  filter = {};
  filter.coupon_id = all.rows[1].coupon.coupon_id;
  EXPECT_EQ(list(filter).total, 1);
  filter = {};
  filter.status = 5;
  EXPECT_EQ(list(filter).total, 0);
  take_back(all.rows[1].coupon.coupon_id);
  EXPECT_EQ(list(filter).total, 1);
}

// ListIssuedPartnerCoupons 2: gone two years after their expiry, that day included.
TEST_F(IssuedCoupons, AreForgottenTwoYearsAfterTheirExpiry) {
  QuotaGrant grant;
  grant.expire_time = test::kStart.plus_days(10);
  coupon(quota(grant), 10'00);
  ASSERT_TRUE(world().advance_to(plus_months(test::kStart.plus_days(10), 24).plus_ms(-1)));
  EXPECT_EQ(list().total, 1);
  advance(1);
  EXPECT_EQ(list().total, 0);
}

// ListIssuedPartnerCoupons 1: not those of referral customers.
TEST_F(IssuedCoupons, OfReferralCustomersAreLeftOut) {
  coupon(quota(), 10'00);
  EXPECT_EQ(list().total, 1);
  ASSERT_TRUE(
      run([&] { return switch_association(world(), kCustomer, AssociationType::kReferral); }));
  EXPECT_EQ(list().total, 0);
}

// A grant that makes no sense names its field.
TEST_F(Coupons, GrantsAreChecked) {
  const auto problem = [&](const QuotaGrant& grant) {
    const auto outcome = run([&] { return grant_quota(world(), grant); });
    return outcome ? std::string("granted") : outcome.refusal().field;
  };
  QuotaGrant grant;
  grant.account_id = test::kPartner;
  EXPECT_EQ(problem(grant), "quota_value");
  grant.value = Money::cents(1);
  grant.status = 6;
  EXPECT_EQ(problem(grant), "status");
  grant.status = 0;
  grant.expire_time = test::kStart;
  EXPECT_EQ(problem(grant), "expire_time");
  grant.expire_time.reset();
  grant.subscribe_types = {"later"};
  EXPECT_EQ(problem(grant), "subscribe_types");
  grant.subscribe_types.clear();
  grant.cloud_service_types = {"hws.service.type.marketplace"};
  EXPECT_EQ(problem(grant), "cloud_service_types");
  grant.cloud_service_types.clear();
  grant.account_id = kCustomer;
  EXPECT_EQ(reason(run([&] { return grant_quota(world(), grant); })), Refusal::kWrongKind);
}

}  // namespace
}  // namespace bss::mock::domain
