// ledger/check finds what is wrong with the books (accounts-coupons E.4): each invariant is broken
// behind the rules' back, as far as the schema lets anybody.
#include "domain/ledger_check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/coupons.h"
#include "domain/portal.h"
#include "domain/quotas.h"
#include "store/sql.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

class LedgerCheck : public testing::Test {
 protected:
  LedgerCheck() {
    world_->run([&] {
      QuotaGrant grant;
      grant.account_id = test::kPartner;
      grant.value = Money::cents(1'000'00);
      grant.cloud_service_types = {"hws.service.type.ec2"};
      CouponOrder order;
      order.quota_id = *grant_quota(*world_, grant);
      order.customer_ids = {test::kCustomer};
      order.face_value = Money::cents(100'00);
      EXPECT_TRUE(issue_coupons(*world_, {test::kPartner, ""}, order));
    });
  }
  /// The invariants that are broken after this statement.
  std::vector<int> broken_by(const char* sql) {
    return world_->run([&] {
      store::execute(world_->db(), sql);
      return broken();
    });
  }
  std::vector<int> broken() {
    std::vector<int> numbers;
    for (const auto& violation : check_ledger(*world_).violations)
      numbers.push_back(violation.invariant);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
  }
  std::unique_ptr<World> world_ = test::make_demo_world();
};

using Numbers = std::vector<int>;

TEST_F(LedgerCheck, FindsNothingInBooksThatBalance) {
  const auto report = world_->run([&] { return check_ledger(*world_); });
  EXPECT_TRUE(report.ok);
  EXPECT_GT(report.accounts, 8);
  EXPECT_GT(report.entries, 10);
}

TEST_F(LedgerCheck, FindsMoneyOutOfNothing) {
  EXPECT_EQ(
      broken_by("UPDATE cash_accounts SET amount = amount + 1000000 WHERE purpose = 'partner'"),
      (Numbers{1, 4}));
}

TEST_F(LedgerCheck, FindsACustomersBalanceThatNoAllocationExplains) {
  EXPECT_EQ(
      broken_by("UPDATE cash_accounts SET amount = amount + 1000000 WHERE purpose = 'allocated'"),
      (Numbers{1, 4, 5}));
}

TEST_F(LedgerCheck, FindsCashBesideArrears) {
  world_->run([&] {
    ASSERT_TRUE(consume(*world_, test::kCustomer, Money::cents(600'00), std::nullopt));
    EXPECT_TRUE(broken().empty());
  });
  EXPECT_EQ(broken_by("UPDATE cash_accounts SET amount = 1000000 WHERE purpose = 'allocated'"),
            (Numbers{1, 3, 4, 5}));
}

TEST_F(LedgerCheck, FindsAnAdjustmentWithoutItsChangeRecords) {
  EXPECT_EQ(
      broken_by(
          "INSERT INTO adjustment_records SELECT 900, 'AD-forged', transaction_id, partner_id, "
          "partner_id, '', operation_type, amount + 1000000, currency, operation_time, visible_at "
          "FROM "
          "adjustment_records LIMIT 1"),
      (Numbers{6}));
}

TEST_F(LedgerCheck, FindsABrokenChainOfChangeRecords) {
  EXPECT_EQ(
      broken_by(
          "INSERT INTO account_change_records SELECT 900, 'PC-forged', cash_account_id, owner_id, "
          "transaction_id, balance_type, 'ADJUST', 'SOURCE_OPERAIION_ADJUST', trade_time, 'X', 1, "
          "1000000, "
          "balance_after, '', '' FROM account_change_records WHERE trade_type = 'RECHARGE' LIMIT "
          "1"),
      (Numbers{4}));
}

TEST_F(LedgerCheck, FindsAQuotaThatItsRecordsDoNotExplain) {
  EXPECT_EQ(broken_by("UPDATE coupon_quotas SET balance = balance - 1000000"), (Numbers{7, 9}));
  EXPECT_EQ(broken_by("UPDATE coupon_quotas SET balance = balance + 1000000"), Numbers{});
  EXPECT_EQ(broken_by("UPDATE coupon_quotas SET quota_value = quota_value + 1000000"),
            (Numbers{7}));
}

TEST_F(LedgerCheck, FindsACouponThatNobodyPaidFor) {
  EXPECT_EQ(broken_by("UPDATE coupons SET balance = balance - 1000000"), (Numbers{9}));
}

TEST_F(LedgerCheck, FindsACouponOutsideOfItsQuota) {
  EXPECT_EQ(broken_by("UPDATE coupons SET expire_time = expire_time + 1000"), (Numbers{11}));
  EXPECT_EQ(broken_by("UPDATE coupons SET expire_time = expire_time - 1000"), Numbers{});
  EXPECT_EQ(broken_by("UPDATE coupon_restrictions SET value1 = 'hws.service.type.ebs'"),
            (Numbers{11}));
  EXPECT_EQ(broken_by("DELETE FROM coupon_restrictions"), (Numbers{11}));
}

TEST_F(LedgerCheck, FindsACouponThatShouldHaveExpired) {
  EXPECT_EQ(broken_by("UPDATE coupons SET effective_time = 1, expire_time = 2"), (Numbers{10, 11}));
}

TEST_F(LedgerCheck, FindsATransactionThatDoesNotSumToZero) {
  EXPECT_EQ(broken_by("INSERT INTO ledger_postings (transaction_id, account, amount) SELECT id, "
                      "'TOPUP', 1000000 FROM "
                      "ledger_transactions WHERE ledger = 'money' LIMIT 1"),
            (Numbers{0, 1}));
}

}  // namespace
}  // namespace bss::mock::domain
