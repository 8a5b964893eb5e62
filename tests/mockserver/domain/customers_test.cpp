// Registration, verification codes, association and the list of customers (customers.md sections 3,
// 4 and 11).
#include "domain/customers.h"

#include <gtest/gtest.h>

#include "domain/coupons.h"
#include "domain/ledger.h"
#include "domain/portal.h"
#include "domain/verification.h"
#include "store/identity.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

using test::kCustomer;
using test::kReferral;
using test::kReseller;
using test::kResellerCustomer;
using test::reason;

constexpr const char* kMobile = "13800138000";

class Customers : public test::DemoWorld {
 protected:
  NewCustomer wish(const std::string& xaccount_id = "u-1") const {
    NewCustomer customer;
    customer.xaccount_id = xaccount_id;
    customer.xaccount_type = "DEMO_PLATFORM";
    return customer;
  }
  Outcome<CreatedCustomer> create(const NewCustomer& customer) {
    return run([&] { return create_customer(world(), partner_, customer); });
  }
  Outcome<Done> send(const std::string& mobile = kMobile, int timeout = 10) {
    CodeOrder order;
    order.mobile_phone = mobile;
    order.timeout_minutes = timeout;
    return run([&] { return send_code(world(), partner_, order); });
  }
  /// The code last sent, as the mailbox shows it.
  std::string mailed(const std::string& to = kMobile) {
    const auto messages = run([&] { return store::list_messages(world().db(), to); });
    return messages.empty() ? "" : messages.front().code.value_or("");
  }
  NewCustomer with_mobile(const std::string& xaccount_id, const std::string& code) const {
    NewCustomer customer = wish(xaccount_id);
    customer.mobile_phone = kMobile;
    customer.verification_code = code;
    return customer;
  }
  store::Page<store::CustomerRow> list(const store::CustomerFilter& filter = {},
                                       std::optional<std::string> reseller = std::nullopt) {
    const Actor& actor = reseller ? distributor_ : partner_;
    return *run([&] { return domain::list_customers(world(), actor, {reseller, filter}); });
  }
  void flag(const char* account, const AccountFlags& flags) {
    ASSERT_TRUE(run([&] { return set_account_flags(world(), account, flags); }));
  }
};

// CreateSubCustomer 1, 3, 5, 10: account, random name of 32 hex digits, resale, associated.
TEST_F(Customers, AreCreatedAndAssociated) {
  const auto created = create(wish());
  ASSERT_TRUE(created);
  EXPECT_EQ(created->domain_id.size(), 32U);
  EXPECT_EQ(created->domain_name.size(), 32U);
  EXPECT_EQ(created->association, AssociationState::kAssociated);
  store::CustomerFilter filter;
  filter.customer_id = created->domain_id;
  const auto page = list(filter);
  ASSERT_EQ(page.total, 1);
  EXPECT_EQ(page.rows[0].association_type, 2);
  EXPECT_EQ(page.rows[0].verified_status, -1);
  EXPECT_EQ(page.rows[0].customer_type, -1);
  EXPECT_FALSE(page.rows[0].frozen);
  EXPECT_EQ(page.rows[0].xaccount_id, "u-1");
  // The partner may act as its customer: an agency named after the platform (R-AUTH-07).
  EXPECT_TRUE(
      run([&] { return store::find_agency(world().db(), created->domain_id, "DEMO_PLATFORM"); }));
}

// CreateSubCustomer 1: the association completes after the delay; until then the list does not have
// it.
TEST_F(Customers, AppearInTheListWhenTheirAssociationIsDue) {
  set("association_delay_ms", "1000");
  const auto created = create(wish());
  EXPECT_EQ(created->association, AssociationState::kPending);
  store::CustomerFilter filter;
  filter.customer_id = created->domain_id;
  EXPECT_EQ(list(filter).total, 0);
  advance(999);
  EXPECT_EQ(list(filter).total, 0);
  advance(1);
  ASSERT_EQ(list(filter).total, 1);
  EXPECT_EQ(list(filter).rows[0].associated_at, test::kStart.plus_ms(1000).ms);
}

// CreateSubCustomer 13: the order of checks. Every wish below breaks all the later ones too.
TEST_F(Customers, AreCheckedInTheOrderOfTheRules) {
  NewCustomer bad = wish();
  bad.domain_name = "1bad";
  bad.mobile_phone = "12";
  bad.verification_code = "000000";
  bad.password = "short";
  bad.indirect_partner_id = "nobody";
  bad.xaccount_type = "NOT_MINE";
  EXPECT_EQ(reason(create(bad)), Refusal::kNameMalformed);
  bad.domain_name = "demo-customer";  // exists
  EXPECT_EQ(reason(create(bad)), Refusal::kMobileMalformed);
  bad.mobile_phone = kMobile;
  EXPECT_EQ(reason(create(bad)), Refusal::kPasswordBreaksRules);
  bad.password = "Secret#2025";
  EXPECT_EQ(reason(create(bad)), Refusal::kResellerNotOwned);
  bad.indirect_partner_id.reset();
  EXPECT_EQ(reason(create(bad)), Refusal::kXaccountTypeForeign);
  bad.xaccount_type = "DEMO_PLATFORM";
  AccountFlags flags;
  flags.channel_only = true;
  flags.restricted = true;
  flags.sandbox = true;
  flag(test::kPartner, flags);
  EXPECT_EQ(reason(create(bad)), Refusal::kChannelOnlyDistributor);
  flags.channel_only = false;
  flag(test::kPartner, flags);
  EXPECT_EQ(reason(create(bad)), Refusal::kPartnerRestricted);
  flags.restricted = false;
  flag(test::kPartner, flags);
  EXPECT_EQ(reason(create(bad)), Refusal::kSandboxPartner);
  flags.sandbox = false;
  flag(test::kPartner, flags);
  set("mobile_exists", kMobile);
  set("reported_contacts", kMobile);
  bad.xaccount_id = "demo-customer";  // the seed's own
  EXPECT_EQ(reason(create(bad)), Refusal::kNameExists);
  bad.domain_name = "fresh-name";
  EXPECT_EQ(reason(create(bad)), Refusal::kMobileExists);
  set("mobile_exists", "");
  EXPECT_EQ(reason(create(bad)), Refusal::kXaccountDuplicate);
  bad.xaccount_id = "u-2";
  EXPECT_EQ(reason(create(bad)), Refusal::kContactReported);
  set("reported_contacts", "");
  EXPECT_EQ(reason(create(bad)), Refusal::kCodeWrong);
  ASSERT_TRUE(send());
  bad.verification_code = mailed();
  EXPECT_TRUE(create(bad));
}

// CreateSubCustomer: a contact needs a code (CBC.0100), an empty number needs none.
TEST_F(Customers, WithAContactNeedACode) {
  NewCustomer customer = wish();
  customer.mobile_phone = kMobile;
  EXPECT_EQ(reason(create(customer)), Refusal::kInvalidField);
  customer.mobile_phone = "";
  EXPECT_TRUE(create(customer));
}

// CreateSubCustomer 5: names are unique without regard to case (Check 2).
TEST_F(Customers, HaveNamesThatAreUniqueInAnyCase) {
  NewCustomer customer = wish();
  customer.domain_name = "DEMO-Customer";
  EXPECT_EQ(reason(create(customer)), Refusal::kNameExists);
  customer.domain_name = "North-Lake_7";
  EXPECT_EQ(create(customer)->domain_name, "North-Lake_7");
}

// CreateSubCustomer 4: a repetition fails and makes no second account.
TEST_F(Customers, AreMappedToOnePlatformUserOnce) {
  ASSERT_TRUE(create(wish("u-7")));
  const auto before = list().total;
  EXPECT_EQ(reason(create(wish("u-7"))), Refusal::kXaccountDuplicate);
  EXPECT_EQ(list().total, before);
}

// CreateSubCustomer 6: three accounts a number (setting accounts_per_mobile).
TEST_F(Customers, ShareAMobileNumberUpToTheLimit) {
  for (const char* id : {"m-1", "m-2", "m-3"}) {
    ASSERT_TRUE(send());
    ASSERT_TRUE(create(with_mobile(id, mailed()))) << id;
  }
  ASSERT_TRUE(send());
  EXPECT_EQ(reason(create(with_mobile("m-4", mailed()))), Refusal::kMobileLimit);
  set("accounts_per_mobile", "4");
  EXPECT_TRUE(create(with_mobile("m-4", mailed())));
}

// CreateSubCustomer 8: consumed by a creation, left alone by one that fails for another reason.
TEST_F(Customers, ConsumeTheCodeOnlyWhenTheyAreCreated) {
  ASSERT_TRUE(send());
  const std::string code = mailed();
  EXPECT_EQ(reason(create(with_mobile("demo-customer", code))), Refusal::kXaccountDuplicate);
  ASSERT_TRUE(create(with_mobile("u-3", code)));
  EXPECT_EQ(reason(create(with_mobile("u-4", code))), Refusal::kCodeWrong);
}

// Wrong tries 1 to 4 are CBC.99004010, from the 5th on CBC.99004009, also with the right code.
TEST_F(Customers, LockTheCodeAfterFourWrongTries) {
  ASSERT_TRUE(send());
  const std::string code = mailed();
  const std::string wrong = code == "000000" ? "000001" : "000000";
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(reason(create(with_mobile("u-5", wrong))), Refusal::kCodeWrong) << i;
  EXPECT_EQ(reason(create(with_mobile("u-5", wrong))), Refusal::kCodeLocked);
  EXPECT_EQ(reason(create(with_mobile("u-5", code))), Refusal::kCodeLocked);
  ASSERT_TRUE(send());  // a newer one replaces it
  EXPECT_TRUE(create(with_mobile("u-5", mailed())));
}

TEST_F(Customers, DoNotAcceptACodeAfterItsLife) {
  ASSERT_TRUE(send(kMobile, 10));
  advance(Instant{}.plus_minutes(10).ms - 1);
  const auto other = with_mobile("u-6", "x");
  EXPECT_EQ(reason(create(other)), Refusal::kCodeWrong);
  advance(1);
  EXPECT_EQ(reason(create(with_mobile("u-6", mailed()))), Refusal::kCodeExpired);
}

// SendVerificationMessageCode: a timeout above 60 becomes 5, not 60.
TEST_F(Customers, GetACodeOfFiveMinutesForALongTimeout) {
  ASSERT_TRUE(send(kMobile, 61));
  advance(Instant{}.plus_minutes(5).ms);
  EXPECT_EQ(reason(create(with_mobile("u-6", mailed()))), Refusal::kCodeExpired);
  ASSERT_TRUE(send(kMobile, 60));
  advance(Instant{}.plus_minutes(59).ms);
  EXPECT_TRUE(create(with_mobile("u-6", mailed())));
}

// SendVerificationMessageCode 3: the newer code replaces the older one.
TEST_F(Customers, CanUseTheNewestCodeOnly) {
  ASSERT_TRUE(send());
  const std::string older = mailed();
  ASSERT_TRUE(send());
  ASSERT_NE(mailed(), older);
  EXPECT_EQ(reason(create(with_mobile("u-6", older))), Refusal::kCodeWrong);
  EXPECT_TRUE(create(with_mobile("u-6", mailed())));
}

// SendVerificationMessageCode 4: 15 an hour and 60 a day for a receiver, sliding; a refused send
// does not count.
TEST_F(Customers, GetFifteenCodesAnHourAndSixtyADay) {
  for (int hour = 0; hour < 4; ++hour) {
    for (int i = 0; i < 15; ++i) ASSERT_TRUE(send()) << hour << ' ' << i;
    EXPECT_EQ(reason(send()), Refusal::kCodeLimit);
    ASSERT_TRUE(send("1390000000" + std::to_string(hour)));  // another receiver has its own count
    advance(Instant{}.plus_hours(1).ms - 1);
    EXPECT_EQ(reason(send()), Refusal::kCodeLimit);
    advance(1);
  }
  EXPECT_EQ(reason(send()), Refusal::kCodeLimit);  // 60 within the day
  advance(Instant{}.plus_hours(20).ms);
  EXPECT_TRUE(send());
}

TEST_F(Customers, GetNoCodeInTheMailboxWhenDeliveryFails) {
  set("fail_code_delivery_to", kMobile);
  EXPECT_EQ(reason(send()), Refusal::kCodeNotDelivered);
  EXPECT_EQ(mailed(), "");
  set("fail_code_delivery_to", "");
  for (int i = 0; i < 14; ++i) ASSERT_TRUE(send());
  EXPECT_EQ(reason(send()), Refusal::kCodeLimit);  // the undelivered one counted
}

// SendVerificationMessageCode: fields by site and scene.
TEST_F(Customers, AskForCodesInTheWayOfTheirSite) {
  CodeOrder order;
  order.channel = Channel::kEmail;
  order.email = "a@b.example";
  EXPECT_EQ(run([&] { return send_code(world(), partner_, order); }).refusal().field,
            "receiver_type");
  EXPECT_TRUE(run([&] { return send_code(world(), partner_intl_, order); }));
  order.email = "nowhere";
  EXPECT_EQ(run([&] { return send_code(world(), partner_intl_, order); }).refusal().field, "email");
  EXPECT_EQ(reason(send("23800138000")), Refusal::kMobileMalformed);
  CodeOrder bank;
  bank.mobile_phone = kMobile;
  bank.scene = kSceneBankCard;
  EXPECT_EQ(run([&] { return send_code(world(), partner_, bank); }).refusal().field, "customer_id");
  bank.customer_id = kResellerCustomer;
  EXPECT_EQ(reason(run([&] { return send_code(world(), partner_, bank); })),
            Refusal::kNotSubCustomer);
  bank.customer_id = kCustomer;
  EXPECT_TRUE(run([&] { return send_code(world(), partner_, bank); }));
  // A code of scene 18 registers nobody.
  EXPECT_EQ(reason(create(with_mobile("u-8", mailed()))), Refusal::kCodeWrong);
}

// CreateSubCustomer 2: the association fails, the account remains (setting
// refuse_authorization_for).
TEST_F(Customers, RemainWhenTheirAssociationFails) {
  set("refuse_authorization_for", "u-9");
  const auto created = create(wish("u-9"));
  ASSERT_TRUE(created);
  EXPECT_EQ(created->association, AssociationState::kFailed);
  store::CustomerFilter filter;
  filter.customer_id = created->domain_id;
  EXPECT_EQ(list(filter).total, 0);
  EXPECT_EQ(reason(create(wish("u-9"))), Refusal::kXaccountDuplicate);
}

// CreateSubCustomer 11: a distributor creates a reseller's customer; the customer is the
// reseller's.
TEST_F(Customers, OfAResellerBelongToTheReseller) {
  NewCustomer customer = wish("r-1");
  customer.xaccount_type = "DEMO_DISTRIBUTOR";
  customer.indirect_partner_id = kReseller;
  const auto by_distributor = [&] {
    return run([&] { return create_customer(world(), distributor_, customer); });
  };
  const auto created = by_distributor();
  ASSERT_TRUE(created);
  store::CustomerFilter filter;
  filter.customer_id = created->domain_id;
  EXPECT_EQ(list(filter, kReseller).total, 1);
  const auto own = run([&] {
    return domain::list_customers(world(), distributor_, {std::nullopt, filter});
  });
  EXPECT_EQ(own->total, 0);  // ListSubCustomers 5
  customer.xaccount_id = "r-2";
  AccountFlags flags;
  flags.restricted = true;
  flag(test::kDistributor, flags);
  EXPECT_EQ(reason(by_distributor()), Refusal::kDistributorRestricted);
  flags.removed = true;
  flag(test::kDistributor, flags);
  EXPECT_EQ(reason(by_distributor()), Refusal::kDistributorRemoved);
}

// International: email and area, association type 3 on the wire, frozen at association
// (CreateSubCustomer 10).
TEST_F(Customers, OfTheInternationalSiteStartFrozen) {
  NewCustomer customer;
  customer.xaccount_id = "mx-1";
  customer.xaccount_type = "DEMO_PLATFORM_INTL";
  customer.domain_area = "MX";
  customer.mobile_phone = "not looked at";
  const auto created = run([&] { return create_customer(world(), partner_intl_, customer); });
  ASSERT_TRUE(created);
  const auto page = run([&] {
    return domain::list_customers(world(), partner_intl_, {std::nullopt, store::CustomerFilter{}});
  });
  ASSERT_EQ(page->total, 1);
  EXPECT_TRUE(page->rows[0].frozen);
  EXPECT_EQ(association_code(AssociationType::kResale, Site::kInternational), "3");
  set("unsupported_domain_areas", "mx");
  customer.xaccount_id = "mx-2";
  EXPECT_EQ(reason(run([&] { return create_customer(world(), partner_intl_, customer); })),
            Refusal::kDomainAreaUnsupported);
}

// The switch cooperation_type_enabled makes referral customers.
TEST_F(Customers, AreReferralOnlyWhenTheSwitchIsOn) {
  NewCustomer customer = wish("c-1");
  customer.cooperation_type = "1";
  ASSERT_TRUE(create(customer));
  set("cooperation_type_enabled", "true");
  customer.xaccount_id = "c-2";
  const auto created = create(customer);
  store::CustomerFilter filter;
  filter.association_type = 1;
  EXPECT_EQ(list(filter).total, 2);  // with the seed's demo-referral
}

// CheckUserIdentity 2 to 6.
TEST_F(Customers, CanAskWhetherAnIdentityIsFree) {
  const auto check = [&](IdentityKind kind, const std::string& value) {
    return run([&] { return check_identity(world(), partner_, kind, value); });
  };
  EXPECT_FALSE(check(IdentityKind::kName, "DEMO-PARTNER")->available);
  EXPECT_TRUE(check(IdentityKind::kName, "brand-new")->available);
  EXPECT_EQ(reason(check(IdentityKind::kName, "_leading")), Refusal::kInvalidField);
  EXPECT_EQ(check(IdentityKind::kMobile, "0086-13800138000")->remaining, 3);
  ASSERT_TRUE(send());
  ASSERT_TRUE(create(with_mobile("u-1", mailed())));
  EXPECT_EQ(check(IdentityKind::kMobile, "0086-13800138000")->remaining, 2);
  set("accounts_per_mobile", "1");
  EXPECT_FALSE(check(IdentityKind::kMobile, "0086-13800138000")->available);
  EXPECT_EQ(reason(check(IdentityKind::kMobile, "13800138000")), Refusal::kInvalidField);
  EXPECT_EQ(reason(check(IdentityKind::kMobile, "0052-5512345678")), Refusal::kInvalidField);
  EXPECT_TRUE(run([&] {
                return check_identity(world(), partner_intl_, IdentityKind::kMobile,
                                      "0052-5512345678");
              })->available);
  EXPECT_TRUE(check(IdentityKind::kEmail, "new@north.example")->available);
  EXPECT_EQ(reason(check(IdentityKind::kEmail, "north.example")), Refusal::kInvalidField);
}

// ListSubCustomers 1 to 4: filters together, fuzzy without regard to case (labels with), newest
// first, page by record.
TEST_F(Customers, AreListedByFilter) {
  NewCustomer lake = wish("l-1");
  lake.domain_name = "north-lake-foods";
  advance(1'000);
  ASSERT_TRUE(create(lake));
  NewCustomer sea = wish("l-2");
  sea.domain_name = "south-LAKE-100";
  advance(1'000);
  ASSERT_TRUE(create(sea));
  store::CustomerFilter filter;
  filter.name_part = "Lake";
  filter.limit = 1;
  EXPECT_EQ(list(filter).total, 2);
  EXPECT_EQ(list(filter).rows.at(0).name, "south-LAKE-100");
  filter.offset = 1;
  EXPECT_EQ(list(filter).rows.at(0).name, "north-lake-foods");
  filter.offset = 2;
  EXPECT_TRUE(list(filter).rows.empty());
  filter = {};
  filter.name_part = "%";  // no wildcard
  EXPECT_EQ(list(filter).total, 0);
  filter = {};
  filter.label_part = "x";
  EXPECT_EQ(list(filter).total, 0);
  filter = {};
  filter.customer_id = kResellerCustomer;
  EXPECT_EQ(list(filter).total, 0);
  filter = {};
  filter.associated = {test::kStart.plus_seconds(1).ms, test::kStart.plus_seconds(2).ms};
  EXPECT_EQ(list(filter).total, 1);
  EXPECT_EQ(list({}, kReseller).total, 1);
}

// R-DIS-08, R-DIS-09: money and coupons go back; R-ASSOC-02: the customer is free; former coupons
// stay in the records.
TEST_F(Customers, WhoLeaveGiveEverythingBack) {
  ASSERT_TRUE(run([&] { return unbind(world(), kCustomer); }));
  EXPECT_EQ(partner_cash(partner_), Money::cents(1'000'500'00));
  EXPECT_EQ(list().total, 1);
  EXPECT_FALSE(run([&] { return store::find_agency(world().db(), kCustomer, "DEMO_PLATFORM"); }));
  EXPECT_EQ(reason(run([&] { return unbind(world(), kCustomer); })), Refusal::kNotSubCustomer);
  EXPECT_EQ(reason(run([&] {
              return allocate(world(), partner_, {kCustomer, Money::cents(1), std::nullopt});
            })),
            Refusal::kNotSubCustomer);  // R-ALLOC-01
}

// R-DIS-06, R-SW-04: not in arrears.
TEST_F(Customers, InArrearsCannotLeaveOrSwitch) {
  ASSERT_TRUE(run([&] { return consume(world(), kCustomer, Money::cents(600'00), std::nullopt); }));
  EXPECT_EQ(reason(run([&] { return unbind(world(), kCustomer); })), Refusal::kWrongState);
  EXPECT_EQ(reason(run([&] {
              return switch_association(world(), kCustomer, AssociationType::kReferral);
            })),
            Refusal::kWrongState);
}

// R-SW-05: resale to referral returns the allocated balance; back again it starts with nothing.
TEST_F(Customers, WhoSwitchReturnTheAllocatedBalance) {
  ASSERT_TRUE(
      run([&] { return switch_association(world(), kCustomer, AssociationType::kReferral); }));
  EXPECT_EQ(partner_cash(partner_), Money::cents(1'000'500'00));
  EXPECT_EQ(reason(run([&] {
              return switch_association(world(), kCustomer, AssociationType::kReferral);
            })),
            Refusal::kWrongState);
  ASSERT_TRUE(
      run([&] { return switch_association(world(), kCustomer, AssociationType::kResale); }));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money());
}

}  // namespace
}  // namespace bss::mock::domain
