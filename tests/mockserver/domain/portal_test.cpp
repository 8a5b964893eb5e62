// Portal verbs that stand alone: flags of accounts and users, spending, resellers (control-api
// "Portal verbs").
#include "domain/portal.h"

#include <gtest/gtest.h>

#include "domain/coupons.h"
#include "domain/enrolment.h"
#include "domain/ledger.h"
#include "domain/new_customer_tags.h"
#include "domain/profiles.h"
#include "domain/quotas.h"
#include "store/accounts.h"
#include "store/identity.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

using test::kCustomer;
using test::reason;

class Portal : public test::DemoWorld {};

TEST_F(Portal, ChangesOnlyTheFlagsThatAreNamed) {
  AccountFlags flags;
  flags.sandbox = true;
  flags.missing_permissions = {"CreateSubCustomer", "CreateSubCustomer", "ListQuotaCoupons"};
  const auto after = run([&] { return set_account_flags(world(), test::kPartner, flags); });
  ASSERT_TRUE(after);
  EXPECT_EQ(after->sandbox, true);
  EXPECT_EQ(after->restricted, false);
  EXPECT_EQ(after->joined_programme, true);
  EXPECT_EQ(after->missing_permissions->size(), 2U);
  AccountFlags more;
  more.restricted = true;
  const auto later = run([&] { return set_account_flags(world(), test::kPartner, more); });
  EXPECT_EQ(later->sandbox, true);
  EXPECT_EQ(later->restricted, true);
  EXPECT_EQ(later->missing_permissions->size(), 2U);
  EXPECT_EQ(reason(run([&] { return set_account_flags(world(), "nobody", more); })),
            Refusal::kUnknownAccount);
}

// Nothing of a refused change stays, also not the flags before the one that was refused.
TEST_F(Portal, ChangesAllFlagsOrNone) {
  AccountFlags flags;
  flags.sandbox = true;
  flags.designated_amount = Money::cents(1'000'000'01);
  EXPECT_EQ(run([&] { return set_account_flags(world(), test::kPartner, flags); }).refusal().field,
            "designated_amount");
  EXPECT_EQ(run([&] { return set_account_flags(world(), test::kPartner, {}); })->sandbox, false);
}

TEST_F(Portal, FreezesAndThawsACustomer) {
  AccountFlags flags;
  flags.frozen = true;
  ASSERT_TRUE(run([&] { return set_account_flags(world(), kCustomer, flags); }));
  EXPECT_EQ(run([&] { return store::find_account(world().db(), kCustomer); })->freeze_type,
            "ACCOUNT");
  flags.frozen = false;
  ASSERT_TRUE(run([&] { return set_account_flags(world(), kCustomer, flags); }));
  EXPECT_EQ(run([&] { return store::find_account(world().db(), kCustomer); })->freeze_type,
            std::nullopt);
}

TEST_F(Portal, SetsFlagsOfUsers) {
  UserFlags flags;
  flags.disabled = true;
  const auto after =
      run([&] { return set_user_flags(world(), kCustomer, "Demo-Customer", flags); });
  ASSERT_TRUE(after);
  EXPECT_EQ(after->console_only, false);
  EXPECT_TRUE(
      run([&] { return store::find_user(world().db(), kCustomer, "demo-customer"); })->disabled);
  EXPECT_EQ(reason(run([&] { return set_user_flags(world(), kCustomer, "nobody", flags); })),
            Refusal::kUnknownUser);
}

TEST_F(Portal, AddsResellersToDistributorsOnly) {
  const auto add = [&](const char* distributor, const char* name, const char* id = "") {
    return run([&] {
      NewReseller wish;
      wish.distributor_id = distributor;
      wish.name = name;
      wish.id = id;
      return add_reseller(world(), wish);
    });
  };
  const auto added = add(test::kDistributor, "harbour-it");
  ASSERT_TRUE(added);
  EXPECT_EQ(partner_cash(distributor_, *added), Money());
  EXPECT_EQ(reason(add(test::kPartner, "other-it")), Refusal::kWrongKind);
  EXPECT_EQ(reason(add(test::kDistributor, "Harbour-IT")), Refusal::kNameExists);
  EXPECT_EQ(*add(test::kDistributor, "named-it", "0b5e9bb21980d20c0f0fc00874a9e000"),
            "0b5e9bb21980d20c0f0fc00874a9e000");
}

TEST_F(Portal, WritesRealNamesOfCustomersAndManagersOfCustomersAndResellers) {
  const auto account = [&](const char* id) {
    return *run([&] { return store::find_account(world().db(), id); });
  };
  const auto name = [&](const char* id, const char* text) {
    return run([&] { return set_real_name(world(), id, text, CustomerType::kIndividual); });
  };
  ASSERT_TRUE(name(kCustomer, "Qinghe Foods"));
  EXPECT_EQ(account(kCustomer).real_name, "Qinghe Foods");
  EXPECT_EQ(account(kCustomer).verified_status, 2);
  EXPECT_EQ(account(kCustomer).customer_type, 0);
  ASSERT_TRUE(name(kCustomer, ""));
  EXPECT_FALSE(account(kCustomer).real_name);
  EXPECT_EQ(account(kCustomer).verified_status, -1);
  EXPECT_EQ(account(kCustomer).customer_type, -1);
  EXPECT_EQ(reason(name(test::kPartner, "x")), Refusal::kWrongKind);
  EXPECT_EQ(reason(name("nobody", "x")), Refusal::kUnknownAccount);

  const auto assign = [&](const char* id) {
    return run([&] { return assign_account_manager(world(), id, "acme_cm_07", "Wang Fang"); });
  };
  EXPECT_TRUE(assign(kCustomer));
  EXPECT_TRUE(assign(test::kReseller));
  EXPECT_EQ(account(test::kReseller).manager_name, "Wang Fang");
  EXPECT_EQ(reason(assign(test::kPartner)), Refusal::kWrongKind);
}

TEST_F(Portal, TagsCustomersInMonthsThatFollowEachOther) {
  const auto tag = [&](const char* id, std::optional<Months> months) {
    return run([&] { return set_new_customer_tag(world(), id, true, months); });
  };
  EXPECT_TRUE(tag(kCustomer, Months{"2026-01", "2026-01"}));
  EXPECT_EQ(reason(tag(kCustomer, Months{"2026-02", "2026-01"})), Refusal::kInvalidField);
  EXPECT_EQ(reason(tag(test::kPartner, std::nullopt)), Refusal::kWrongKind);
  EXPECT_EQ(reason(tag("nobody", std::nullopt)), Refusal::kUnknownAccount);
}

// a voucher smaller than the order, the rest from the balance, the rest of that as arrears
// (E.2).
TEST_F(Portal, SpendsCouponThenCashThenOwes) {
  QuotaGrant grant;
  grant.account_id = test::kPartner;
  grant.value = Money::cents(100'00);
  CouponOrder order;
  order.quota_id = *run([&] { return grant_quota(world(), grant); });
  order.customer_ids = {kCustomer};
  order.face_value = Money::cents(60'00);
  const std::string coupon =
      run([&] { return issue_coupons(world(), partner_, order); })->issued.at(0).coupon_id;
  const auto spent = run([&] { return consume(world(), kCustomer, Money::cents(600'00), coupon); });
  ASSERT_TRUE(spent);
  EXPECT_EQ(spent->by_coupon, Money::cents(60'00));
  EXPECT_EQ(spent->by_cash, Money::cents(540'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money());
  EXPECT_EQ(customer_balance(partner_, kCustomer).debt, Money::cents(40'00));
  EXPECT_EQ(reason(run([&] { return consume(world(), kCustomer, Money::cents(1), coupon); })),
            Refusal::kCouponNotUsable);
  EXPECT_EQ(reason(run([&] { return consume(world(), kCustomer, Money(), std::nullopt); })),
            Refusal::kInvalidField);
}

// A referral customer spends its own money, of which it has none: arrears.
TEST_F(Portal, LetsAReferralCustomerSpendItsOwnMoneyOnly) {
  ASSERT_TRUE(
      run([&] { return consume(world(), test::kReferral, Money::cents(5'00), std::nullopt); }));
  EXPECT_EQ(partner_cash(partner_), Money::cents(1'000'000'00));
}

}  // namespace
}  // namespace bss::mock::domain
