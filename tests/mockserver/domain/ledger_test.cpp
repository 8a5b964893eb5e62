// Allocation, reclaim and what belongs to them (accounts-coupons part A, E.2; business-rules
// R-ALLOC, R-BAL).
#include "domain/ledger.h"

#include <gtest/gtest.h>

#include "domain/adjustments.h"
#include "domain/association.h"
#include "domain/portal.h"
#include "store/ledger.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

using test::kCustomer;
using test::kReferral;
using test::kReseller;
using test::kResellerCustomer;
using test::reason;

class Ledger : public test::DemoWorld {
 protected:
  Outcome<std::string> give(const std::string& customer, std::int64_t cents,
                            std::optional<std::string> reseller = std::nullopt) {
    const Actor& actor = reseller ? distributor_ : partner_;
    return run([&] { return allocate(world(), actor, {customer, Money::cents(cents), reseller}); });
  }
  Outcome<std::string> take(const std::string& customer, std::int64_t cents,
                            std::optional<std::string> reseller = std::nullopt) {
    const Actor& actor = reseller ? distributor_ : partner_;
    return run([&] { return reclaim(world(), actor, {customer, Money::cents(cents), reseller}); });
  }
};

// R-ALLOC-04, R-BAL-02: partner -= a, customer += a.
TEST_F(Ledger, MovesAnAllocationFromPartnerToCustomer) {
  const auto id = give(kCustomer, 300'00);
  ASSERT_TRUE(id);
  EXPECT_EQ(partner_cash(partner_), Money::cents(999'700'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money::cents(800'00));
}

// UpdateCustomerAccountAmount: `AD` + yyMMddHHmmss (UTC) + 6 lower-case hex digits, unique.
TEST_F(Ledger, GivesEveryTransferAnIdOfItsOwn) {
  const auto first = give(kCustomer, 1'00);
  const auto second = give(kCustomer, 1'00);
  EXPECT_EQ(first->substr(0, 14), "AD250601000000");
  EXPECT_EQ(first->size(), 20U);
  EXPECT_NE(*first, *second);
  EXPECT_EQ(take(kCustomer, 1'00)->substr(0, 14), "RE250601000000");
}

// UpdateCustomerAccountAmount 3: equality is allowed, a fen more is not, and nothing changes then
// (E.4 invariant 13).
TEST_F(Ledger, AllocatesUpToTheLastCentAndNotOneMore) {
  EXPECT_EQ(reason(give(kCustomer, 1'000'000'01)), Refusal::kInsufficientBalance);
  EXPECT_EQ(partner_cash(partner_), Money::cents(1'000'000'00));
  ASSERT_TRUE(give(kCustomer, 1'000'000'00));
  EXPECT_EQ(partner_cash(partner_), Money());
  EXPECT_EQ(reason(give(kCustomer, 1)), Refusal::kInsufficientBalance);
}

// ListPartnerBalances 2: only amount - designated_amount can be allocated.
TEST_F(Ledger, NeverAllocatesDedicatedMoney) {
  ASSERT_TRUE(
      run([&] { return set_designated(world(), test::kPartner, Money::cents(999'999'00)); }));
  EXPECT_EQ(reason(give(kCustomer, 1'01)), Refusal::kInsufficientBalance);
  EXPECT_TRUE(give(kCustomer, 1'00));
}

// The split of CBC.99000035 and CBC.99000000 (UpdateCustomerAccountAmount, errors; contract
// "Words").
TEST_F(Ledger, TellsStrangersFromCustomersOfTheWrongKind) {
  EXPECT_EQ(reason(give("ffffffffffffffffffffffffffffffff", 1'00)), Refusal::kNotSubCustomer);
  EXPECT_EQ(reason(give(kResellerCustomer, 1'00)), Refusal::kNotSubCustomer);
  EXPECT_EQ(reason(give(test::kDistributor, 1'00)), Refusal::kNotSubCustomer);
  EXPECT_EQ(reason(give(kReferral, 1'00)), Refusal::kCustomerNotOperable);  // R-ALLOC-02
  AccountFlags flags;
  flags.no_account = true;
  ASSERT_TRUE(run([&] { return set_account_flags(world(), kCustomer, flags); }));
  EXPECT_EQ(reason(give(kCustomer, 1'00)), Refusal::kCustomerNotOperable);
  EXPECT_EQ(reason(take(kCustomer, 1'00)), Refusal::kCustomerNotOperable);
}

// accounts-coupons 0.1: with indirect_partner_id all money is the reseller's; contract: a solution
// partner is refused.
TEST_F(Ledger, ActsForAResellerWithTheResellersMoneyOnly) {
  ASSERT_TRUE(give(kResellerCustomer, 500'00, kReseller));
  EXPECT_EQ(partner_cash(distributor_, kReseller), Money::cents(19'500'00));
  EXPECT_EQ(partner_cash(distributor_), Money::cents(500'000'00));
  EXPECT_EQ(reason(give(kResellerCustomer, 19'500'01, kReseller)), Refusal::kInsufficientBalance);
  const auto by_partner = run([&] {
    return allocate(world(), partner_, {kResellerCustomer, Money::cents(1'00), kReseller});
  });
  EXPECT_EQ(reason(by_partner), Refusal::kResellerNotOwned);
  EXPECT_EQ(reason(give(kResellerCustomer, 1'00, test::kPartner)), Refusal::kResellerNotOwned);
}

// ReclaimToPartnerAccount 1: no allocation ever, no allocated account (CBC.99000047).
TEST_F(Ledger, ReclaimsNothingFromWhoNeverGotAnything) {
  EXPECT_EQ(reason(take(kResellerCustomer, 1'00, kReseller)), Refusal::kNoAllocatedAccount);
}

// ReclaimToPartnerAccount 2: all or nothing, R-ALLOC-05.
TEST_F(Ledger, ReclaimsUnspentMoneyAllOrNothing) {
  EXPECT_EQ(reason(take(kCustomer, 500'01)), Refusal::kInsufficientBalance);
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money::cents(500'00));
  ASSERT_TRUE(take(kCustomer, 500'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money());
  EXPECT_EQ(partner_cash(partner_), Money::cents(1'000'500'00));
  EXPECT_EQ(reason(take(kCustomer, 1)), Refusal::kInsufficientBalance);
}

// V-43: resale life cycle with partner 1000 and customer 0 (scaled to the demo figures).
TEST_F(Ledger, FollowsTheResaleLifeCycleOfV43) {
  ASSERT_TRUE(take(kCustomer, 500'00));
  const Money start = partner_cash(partner_);
  ASSERT_TRUE(give(kCustomer, 300'00));
  ASSERT_TRUE(run([&] { return spend_cash(world(), kCustomer, Money::cents(120'00)); }));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money::cents(180'00));
  EXPECT_EQ(partner_cash(partner_), start - Money::cents(300'00));  // R-BAL-02
  ASSERT_TRUE(take(kCustomer, 50'00));
  ASSERT_TRUE(run([&] { return unbind(world(), kCustomer); }));
  EXPECT_EQ(partner_cash(partner_), start - Money::cents(120'00));
  const auto records = run([&] { return list_adjustments(world(), partner_, {}); });
  EXPECT_EQ(records->rows[0].operation_type, "SOURCE_OPERATION_BEUNBIND");  // R-DIS-13
  EXPECT_EQ(records->rows[0].amount, Money::cents(130'00).units());
}

// E.2: consuming more than the balance makes arrears; the next allocation repays them first.
TEST_F(Ledger, RepaysArrearsOutOfTheNextAllocation) {
  ASSERT_TRUE(run([&] { return spend_cash(world(), kCustomer, Money::cents(700'00)); }));
  EXPECT_EQ(customer_balance(partner_, kCustomer).debt, Money::cents(200'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money());
  EXPECT_EQ(reason(take(kCustomer, 1)),
            Refusal::kInsufficientBalance);  // ReclaimToPartnerAccount 3
  ASSERT_TRUE(give(kCustomer, 150'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).debt, Money::cents(50'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money());
  ASSERT_TRUE(give(kCustomer, 80'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).debt, Money());
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money::cents(30'00));
}

TEST_F(Ledger, LeavesArrearsAloneWhenTheSwitchIsOff) {
  ASSERT_TRUE(run([&] { return spend_cash(world(), kCustomer, Money::cents(700'00)); }));
  set("repay_arrears_on_allocation", "false");
  ASSERT_TRUE(give(kCustomer, 150'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).debt, Money::cents(200'00));
  EXPECT_EQ(customer_balance(partner_, kCustomer).amount, Money::cents(150'00));
}

// R-ALLOC-10: distributor and reseller follow the same scheme; the record stands under the
// reseller's id.
TEST_F(Ledger, MovesMoneyBetweenDistributorAndReseller) {
  ASSERT_TRUE(run(
      [&] { return give_to_reseller(world(), distributor_, kReseller, Money::cents(100'00)); }));
  const auto too_much = run([&] {
    return take_from_reseller(world(), distributor_, kReseller, Money::cents(20'100'01));
  });
  EXPECT_EQ(reason(too_much), Refusal::kInsufficientBalance);
  ASSERT_TRUE(run([&] {
    return take_from_reseller(world(), distributor_, kReseller, Money::cents(20'100'00));
  }));
  EXPECT_EQ(partner_cash(distributor_), Money::cents(520'000'00));
  EXPECT_EQ(partner_cash(distributor_, kReseller), Money());
}

// E.2 "Partner tops up".
TEST_F(Ledger, AcceptsTopUpsOfPartnersOnly) {
  ASSERT_TRUE(run([&] { return recharge(world(), test::kPartner, Money::cents(5)); }));
  EXPECT_EQ(partner_cash(partner_), Money::cents(1'000'000'05));
  const auto to_customer = run([&] { return recharge(world(), kCustomer, Money::cents(5)); });
  EXPECT_EQ(reason(to_customer), Refusal::kWrongKind);
  EXPECT_EQ(reason(run([&] { return recharge(world(), "x", Money::cents(5)); })),
            Refusal::kUnknownAccount);
  EXPECT_EQ(reason(run([&] { return recharge(world(), test::kPartner, Money()); })),
            Refusal::kInvalidField);
  EXPECT_EQ(reason(run([&] { return recharge(world(), test::kPartner, Money::from_units(1)); })),
            Refusal::kInvalidField);
}

// E.4 invariants 4 and 6: the change records of both sides, each with its running balance.
TEST_F(Ledger, WritesAChangeRecordOnEachSide) {
  const auto id = give(kCustomer, 300'00);
  run([&] {
    const auto cash = store::find_cash_account(world().db(), kCustomer, "allocated");
    const auto changes = store::list_changes(world().db(), cash->id);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[1].trade_id, *id);
    EXPECT_TRUE(changes[1].income);
    EXPECT_EQ(changes[1].balance_after, Money::cents(800'00).units());
    const auto own = store::find_cash_account(world().db(), test::kPartner, "partner");
    const auto of_partner = store::list_changes(world().db(), own->id).back();
    EXPECT_FALSE(of_partner.income);
    EXPECT_EQ(of_partner.counterparty_id, kCustomer);
    EXPECT_EQ(of_partner.counterparty_name, "demo-customer");
  });
}

class AdjustmentRecords : public Ledger {
 protected:
  store::Page<store::AdjustmentRow> list(const AdjustmentQuery& query) {
    return *run([&] { return list_adjustments(world(), partner_, query); });
  }
};

// ListPartnerAdjustRecords 1: one record a success, none for a refusal.
TEST_F(AdjustmentRecords, HoldSuccessesOnly) {
  EXPECT_EQ(list({}).total, 1);  // the allocation of the seed
  give(kCustomer, 2'000'000'00);
  EXPECT_EQ(list({}).total, 1);
  give(kCustomer, 1'00);
  EXPECT_EQ(list({}).total, 2);
}

// accounts-coupons 0.5: offset counts records; beyond the end the page is empty and the total
// stays; newest first.
TEST_F(AdjustmentRecords, ArePagedByRecordNewestFirst) {
  for (int i = 1; i <= 4; ++i) {
    advance(1000);
    give(kCustomer, i);
  }
  AdjustmentQuery query;
  query.offset = 1;
  query.limit = 2;
  const auto page = list(query);
  EXPECT_EQ(page.total, 5);
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.rows[0].amount, Money::cents(3).units());
  EXPECT_EQ(page.rows[1].amount, Money::cents(2).units());
  query.offset = 9;
  EXPECT_EQ(list(query).total, 5);
  EXPECT_TRUE(list(query).rows.empty());
}

// Bounds are inclusive, and a record belongs to its whole second.
TEST_F(AdjustmentRecords, KeepTheirBoundsInclusive) {
  advance(10'500);
  const auto id = give(kCustomer, 1'00);  // at :10.500, shown as :10
  AdjustmentQuery query;
  query.operation_time_begin = test::kStart.plus_seconds(10);
  query.operation_time_end = test::kStart.plus_seconds(10);
  ASSERT_EQ(list(query).rows.size(), 1U);
  EXPECT_EQ(list(query).rows[0].trans_id, *id);
  query.operation_time_end = test::kStart.plus_seconds(9);
  query.operation_time_begin = std::nullopt;
  EXPECT_EQ(list(query).total, 1);  // the seed's only
  query.operation_time_begin = test::kStart.plus_seconds(11);
  query.operation_time_end = std::nullopt;
  EXPECT_EQ(list(query).total, 0);
}

// ListPartnerAdjustRecords 3: another partner's customer gives an empty list, no error.
TEST_F(AdjustmentRecords, AreFilteredByCustomerKindAndId) {
  const auto id = give(kCustomer, 1'00);
  take(kCustomer, 1'00);
  AdjustmentQuery query;
  query.operation_type = "SOURCE_OPERATION_BERETRIEVE";
  EXPECT_EQ(list(query).total, 1);
  query = {};
  query.trans_id = *id;
  EXPECT_EQ(list(query).total, 1);
  query = {};
  query.customer_id = kResellerCustomer;
  EXPECT_EQ(list(query).total, 0);
  query.customer_id = kCustomer;
  EXPECT_EQ(list(query).total, 3);
}

// A distributor sees transfers to resellers under its own name, the reseller's customers with
// indirect_partner_id.
TEST_F(AdjustmentRecords, OfADistributorAndItsResellerAreApart) {
  give(kResellerCustomer, 7'00, kReseller);
  AdjustmentQuery query;
  const auto own = run([&] { return list_adjustments(world(), distributor_, query); });
  ASSERT_EQ(own->total, 1);
  EXPECT_EQ(own->rows[0].counterparty_id, kReseller);
  query.indirect_partner_id = kReseller;
  const auto resellers = run([&] { return list_adjustments(world(), distributor_, query); });
  ASSERT_EQ(resellers->total, 1);
  EXPECT_EQ(resellers->rows[0].counterparty_id, kResellerCustomer);
  EXPECT_EQ(reason(run([&] { return list_adjustments(world(), partner_, query); })),
            Refusal::kResellerNotOwned);
}

// E.6, setting records_delay_ms: the record exists at once and shows later.
TEST_F(AdjustmentRecords, BecomeVisibleLaterWhenTheyAreToldTo) {
  set("records_delay_ms", "60000");
  give(kCustomer, 1'00);
  EXPECT_EQ(list({}).total, 1);
  advance(59'999);
  EXPECT_EQ(list({}).total, 1);
  advance(1);
  EXPECT_EQ(list({}).total, 2);
}

// ListCustomersBalancesDetail 1 and 2: others are dropped, duplicates answered once, order of first
// mention.
TEST_F(Ledger, ReadsTheBalancesOfItsResaleCustomersOnly) {
  const auto balances = run([&] {
    return customer_balances(world(), partner_,
                             {"unknown", kReferral, kCustomer, kResellerCustomer, kCustomer},
                             std::nullopt);
  });
  ASSERT_EQ(balances->size(), 1U);
  EXPECT_EQ((*balances)[0].customer_id, kCustomer);
  EXPECT_EQ((*balances)[0].currency, "CNY");
}

// ListPartnerBalances 1 and 3: credit and the virtual allocatable row only when granted.
TEST_F(Ledger, ShowsCreditAndAllocatableOnlyWhenGranted) {
  AccountFlags flags;
  flags.has_allocatable_account = true;
  flags.credit_limit = Money::cents(1'000'00);
  flags.designated_amount = Money::cents(250'00);
  ASSERT_TRUE(run([&] { return set_account_flags(world(), test::kPartner, flags); }));
  const auto rows = run([&] { return partner_balances(world(), partner_, std::nullopt); });
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[0].designated, Money::cents(250'00));
  EXPECT_EQ((*rows)[1].account_type, 2);
  EXPECT_EQ((*rows)[1].credit_limit, Money::cents(1'000'00));
  EXPECT_EQ((*rows)[2].account_type, 8);
  EXPECT_EQ((*rows)[2].amount, Money::cents(999'750'00));
  AccountFlags out;
  out.joined_programme = false;
  ASSERT_TRUE(run([&] { return set_account_flags(world(), test::kPartner, out); }));
  EXPECT_EQ(reason(run([&] { return partner_balances(world(), partner_, std::nullopt); })),
            Refusal::kNotInProgramme);
}

}  // namespace
}  // namespace bss::mock::domain
