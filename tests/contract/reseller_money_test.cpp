// Money between a distributor and its resellers beside the errors: the numbered rules of
// UpdateIndirectPartnerAccount and ReclaimIndirectPartnerAccount (accounts-coupons part A).
#include <future>

#include "cast.h"

namespace bss::contract {
namespace {

class ResellerMoney : public StageTest {
 protected:
  bss::Client& distributor() { return stage.distributor().client; }

  std::string give(const char* amount) {
    return distributor()
        .update_indirect_partner_account(
            {.indirect_partner_id = kResellerId, .amount = yuan(amount)})
        .value()
        .transfer_id.value();
  }
  std::string take(const char* amount) {
    return distributor()
        .reclaim_indirect_partner_account(
            {.indirect_partner_id = kResellerId, .amount = yuan(amount)})
        .value()
        .trans_id.value();
  }
  Decimal own() { return cash_of(stage.distributor()); }
  Decimal resellers() { return cash_of(stage.distributor(), kResellerId); }
};

TEST_F(ResellerMoney, MovesBetweenTheTwoAndNowhereElse) {  // rule 3 of both
  give("1000.00");
  EXPECT_EQ(own(), yuan("499000.00"));
  EXPECT_EQ(resellers(), yuan("21000.00"));
  take("20999.99");
  EXPECT_EQ(own(), yuan("519999.99"));
  EXPECT_EQ(resellers(), yuan("0.01"));
  EXPECT_EQ(cash_of_customer(stage.distributor(), kResellerCustomerId, kResellerId), yuan("0.00"));
}

TEST_F(ResellerMoney, EqualityWithTheFreePartIsAllowed) {  // rule 2 of both
  give("500000.00");
  EXPECT_EQ(own(), yuan("0.00"));
  take("520000.00");
  EXPECT_EQ(resellers(), yuan("0.00"));
  EXPECT_EQ(own(), yuan("520000.00"));
}

TEST_F(ResellerMoney, DedicatedMoneyStaysOnEitherSide) {  // rule 2 of both
  set_flags(stage, kDistributorId, {{"designated_amount", number("499999.00")}});
  set_flags(stage, kResellerId, {{"designated_amount", number("19999.00")}});
  give("1.00");
  take("2.00");
  EXPECT_FALSE(distributor()
                   .reclaim_indirect_partner_account(
                       {.indirect_partner_id = kResellerId, .amount = yuan("0.01")})
                   .ok());
  EXPECT_EQ(own(), yuan("500001.00"));
}

TEST_F(ResellerMoney, IsLoggedUnderTheResellersId) {  // rule 3 of both
  stage.control.advance_clock("PT1H");
  const std::string given = give("100.00");
  stage.control.advance_clock("PT1S");
  const std::string taken = take("40.00");
  const auto page = distributor().list_partner_adjust_records({.customer_id = kResellerId}).value();
  ASSERT_GE(page.records.size(), 2U);
  EXPECT_EQ(page.records[0].trans_id, taken);
  EXPECT_EQ(page.records[0].operation_type, "SOURCE_OPERATION_BERETRIEVE");
  EXPECT_EQ(page.records[0].amount, yuan("40.00"));
  EXPECT_EQ(page.records[1].trans_id, given);
  EXPECT_EQ(page.records[1].operation_type, "SOURCE_OPERATION_BEADJUST");
  // The reseller's own records are those with its customers.
  const auto resellers_own =
      distributor().list_partner_adjust_records({.indirect_partner_id = kResellerId}).value();
  for (const AdjustRecordV3& record : resellers_own.records) EXPECT_NE(record.trans_id, given);
}

TEST_F(ResellerMoney, EveryAcceptedCallMovesAgain) {  // rules 5 and 4
  EXPECT_NE(give("10.00"), give("10.00"));
  EXPECT_EQ(resellers(), yuan("20020.00"));
  EXPECT_NE(take("10.00"), take("10.00"));
  EXPECT_EQ(resellers(), yuan("20000.00"));
}

TEST_F(ResellerMoney, MoneyWithItsCustomersIsOutOfReach) {  // ReclaimIndirectPartnerAccount 1
  distributor()
      .update_customer_account_amount({.customer_id = kResellerCustomerId,
                                       .amount = yuan("19000.00"),
                                       .indirect_partner_id = kResellerId})
      .value();
  const auto refused = distributor().reclaim_indirect_partner_account(
      {.indirect_partner_id = kResellerId, .amount = yuan("1000.01")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.99005003");
  take("1000.00");
}

TEST_F(ResellerMoney, TwoCallsThatTogetherExceedTheBalanceCannotBothSucceed) {
  const bss::Client& client = distributor();  // made before two threads ask for it
  const auto one = [&client] {
    return client.update_indirect_partner_account(
        {.indirect_partner_id = kResellerId, .amount = yuan("300000.00")});
  };
  auto first = std::async(std::launch::async, one);
  auto second = std::async(std::launch::async, one);
  const auto a = first.get();
  const auto b = second.get();
  ASSERT_NE(a.ok(), b.ok());
  EXPECT_EQ((a.ok() ? b : a).error().code, "CBC.99005003");
  EXPECT_EQ(own(), yuan("200000.00"));
}

TEST_F(ResellerMoney, AResellerViewRefusesACallWithoutItsField) {
  // as_reseller fills indirect_partner_id where a request has it as an option; here it names the
  // counterparty, so it must be given.
  const auto answer = distributor().as_reseller(kResellerId).show_customer_account_balances({});
  ASSERT_FALSE(answer.ok());
  EXPECT_TRUE(answer.error().attempts.empty()) << "nothing was sent";
}

}  // namespace
}  // namespace bss::contract
