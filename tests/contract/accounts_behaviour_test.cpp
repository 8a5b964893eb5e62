// Balances, allocation and reclaim beside their errors: the numbered rules of accounts-coupons.md
// part A. The adjustment records stand in adjust_records_test.cpp.
#include <future>
#include <set>

#include "cast.h"

namespace bss::contract {
namespace {

class Accounts : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }

  std::string allocate(const std::string& customer, const char* amount) {
    return partner()
        .update_customer_account_amount({.customer_id = customer, .amount = yuan(amount)})
        .value()
        .transfer_id.value();
  }
  CustomerBalancesV2 balance_of(const std::string& customer) {
    return partner()
        .list_customers_balances_detail({.customer_infos = {{.customer_id = customer}}})
        .value()
        .customer_balances.at(0);
  }
  std::vector<std::string> answered(std::vector<std::string> asked) {
    std::vector<CustomerInfoV2> infos;
    for (std::string& id : asked) infos.push_back({.customer_id = std::move(id)});
    std::vector<std::string> found;
    const auto answer = partner().list_customers_balances_detail({.customer_infos = infos}).value();
    for (const CustomerBalancesV2& row : answer.customer_balances) found.push_back(row.customer_id);
    return found;
  }
  HttpExchange post_allocation(const std::string& body) {
    return stage.send_with_token(stage.partner_token(), "POST",
                                 "/v2/accounts/partner-accounts/adjust-amount", body);
  }
  using Ids = std::vector<std::string>;
};

// --- ListPartnerBalances

TEST_F(Accounts, TheCashAccountAlwaysTheOthersWhenTheyExist) {  // rules 1 and 3
  const auto types = [&] {
    std::vector<int> found;
    const auto answer = partner().list_partner_balances({}).value();
    for (const AccountBalanceV2& account : answer.account_balances) {
      found.push_back(account.account_type);
    }
    return found;
  };
  EXPECT_EQ(types(), std::vector<int>{1});
  set_flags(stage, kPartnerId, {{"credit_limit", number("800.00")}});
  EXPECT_EQ(types(), (std::vector<int>{1, 2}));
  const auto credit = partner().list_partner_balances({}).value().account_balances.at(1);
  EXPECT_EQ(credit.amount, yuan("800.00"));
  EXPECT_EQ(credit.credit_amount, yuan("800.00"));
  set_flags(stage, kPartnerId,
            {{"has_allocatable_account", yes()}, {"designated_amount", number("1500.00")}});
  EXPECT_EQ(types(), (std::vector<int>{1, 2, 8}));
  const auto accounts = partner().list_partner_balances({}).value().account_balances;
  EXPECT_EQ(accounts[0].amount, yuan("1000000.00")) << "the dedicated part is contained in amount";
  EXPECT_EQ(accounts[0].designated_amount, yuan("1500.00"));
  EXPECT_EQ(accounts[2].amount, yuan("998500.00"));
  EXPECT_FALSE(accounts[0].credit_amount.has_value());
}

TEST_F(Accounts, SpendingOfAllocatedMoneyDoesNotLowerThePartnerAgain) {  // rule 4
  allocate(kCustomerId, "100.00");
  EXPECT_EQ(cash_of(stage.partner()), yuan("999900.00"));
  consume(stage, kCustomerId, "550.00");
  EXPECT_EQ(cash_of(stage.partner()), yuan("999900.00"));
  EXPECT_EQ(balance_of(kCustomerId).amount, yuan("50.00"));
}

TEST_F(Accounts, ADistributorReadsOneOfItsResellers) {
  EXPECT_EQ(cash_of(stage.distributor()), yuan("500000.00"));
  EXPECT_EQ(cash_of(stage.distributor(), kResellerId), yuan("20000.00"));
  stage.control.portal("partner/recharge",
                       {{"account_id", text(kDistributorId)}, {"amount", number("0.01")}});
  EXPECT_EQ(cash_of(stage.distributor()), yuan("500000.01"));
}

// --- ListCustomersBalancesDetail

TEST_F(Accounts, OnlyOwnResaleCustomersAreAnswered) {  // rule 1
  EXPECT_EQ(answered({kStrangerId, kReferralId, kCustomerId, kResellerCustomerId, kPartnerId}),
            Ids{kCustomerId});
  EXPECT_EQ(answered({kReferralId}), Ids{});
  set_flags(stage, kCustomerId, {{"no_account", yes()}});
  EXPECT_EQ(answered({kCustomerId}), Ids{});
}

TEST_F(Accounts, OneElementForEachIdInTheOrderOfFirstMention) {  // rule 2
  const std::string a = add_customer(stage, "a");
  const std::string b = add_customer(stage, "b");
  EXPECT_EQ(answered({b, kCustomerId, b, a, kCustomerId}), (Ids{b, kCustomerId, a}));
  EXPECT_EQ(answered({a, b}), (Ids{a, b}));
}

TEST_F(Accounts, AHundredCustomersAtOnce) {  // rule 4
  Ids asked(99, kStrangerId);
  asked.push_back(kCustomerId);
  EXPECT_EQ(answered(asked), Ids{kCustomerId});
}

TEST_F(Accounts, WithArrearsTheBalanceIsZero) {  // rule 3
  consume(stage, kCustomerId, "612.34");
  const CustomerBalancesV2 row = balance_of(kCustomerId);
  EXPECT_EQ(row.amount.value().to_string(), "0.00");
  EXPECT_EQ(row.debt_amount.value().to_string(), "112.34");
  EXPECT_EQ(row.currency, "CNY");
  EXPECT_EQ(row.measure_id, 1);
}

TEST_F(Accounts, AResellersCustomersNeedItsName) {
  RecordedClient& d = stage.distributor();
  const auto without = d.client
                           .list_customers_balances_detail(
                               {.customer_infos = {{.customer_id = kResellerCustomerId}}})
                           .value();
  EXPECT_TRUE(without.customer_balances.empty());
  const auto with = d.client.as_reseller(kResellerId)
                        .list_customers_balances_detail(
                            {.customer_infos = {{.customer_id = kResellerCustomerId}}})
                        .value();
  EXPECT_EQ(with.customer_balances.size(), 1U);
}

// --- UpdateCustomerAccountAmount

TEST_F(Accounts, EveryAcceptedCallIsANewAllocation) {  // rule 8
  std::set<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.insert(allocate(kCustomerId, "10.00"));
  EXPECT_EQ(ids.size(), 3U);
  EXPECT_EQ(balance_of(kCustomerId).amount, yuan("530.00"));
  EXPECT_EQ(cash_of(stage.partner()), yuan("999970.00"));
}

TEST_F(Accounts, EqualityWithTheAvailableAmountIsAllowed) {  // rule 3
  allocate(kCustomerId, "1000000.00");
  EXPECT_EQ(cash_of(stage.partner()), yuan("0.00"));
}

TEST_F(Accounts, NewMoneyRepaysArrearsFirst) {  // rule 6, a switch
  consume(stage, kCustomerId, "600.00");
  allocate(kCustomerId, "30.00");
  EXPECT_EQ(balance_of(kCustomerId).debt_amount, yuan("70.00"));
  EXPECT_EQ(balance_of(kCustomerId).amount, yuan("0.00"));
  allocate(kCustomerId, "100.00");
  EXPECT_EQ(balance_of(kCustomerId).debt_amount, yuan("0.00"));
  EXPECT_EQ(balance_of(kCustomerId).amount, yuan("30.00"));
}

TEST_F(Accounts, WithTheSwitchOffArrearsStayBesideTheNewMoney) {  // rule 6
  consume(stage, kCustomerId, "600.00");
  stage.control.set("repay_arrears_on_allocation", no());
  allocate(kCustomerId, "30.00");
  EXPECT_EQ(balance_of(kCustomerId).debt_amount, yuan("100.00"));
  EXPECT_EQ(balance_of(kCustomerId).amount, yuan("30.00"));
  EXPECT_TRUE(stage.control.ledger_check().find("ok")->as_boolean());
}

TEST_F(Accounts, SignificantDecimalsCountAndNumericStringsAreTaken) {  // 0.3
  for (const char* amount : {"1", "1.0", "1.00", "1.000", R"("1.11")"}) {
    const HttpExchange answer = post_allocation(R"({"customer_id":")" + std::string(kCustomerId) +
                                                R"(","amount":)" + amount + "}");
    EXPECT_EQ(answer.status, 200) << amount << " " << answer.body;
  }
  EXPECT_EQ(balance_of(kCustomerId).amount, yuan("505.11"));
}

TEST_F(Accounts, TheSmallestAmountIsAFen) {
  allocate(kCustomerId, "0.01");
  EXPECT_EQ(balance_of(kCustomerId).amount.value().to_string(), "500.01");
}

TEST_F(Accounts, TwoCallsThatTogetherExceedTheBalanceCannotBothSucceed) {  // rule 9
  const std::string other = add_customer(stage, "other");
  const auto one = [this](const std::string& customer) {
    return partner().update_customer_account_amount(
        {.customer_id = customer, .amount = yuan("600000.00")});
  };
  auto first = std::async(std::launch::async, one, kCustomerId);
  auto second = std::async(std::launch::async, one, other);
  const auto a = first.get();
  const auto b = second.get();
  ASSERT_NE(a.ok(), b.ok());
  EXPECT_EQ((a.ok() ? b : a).error().code, "CBC.5003");
  EXPECT_EQ(cash_of(stage.partner()), yuan("400000.00"));
}

// --- ReclaimToPartnerAccount

TEST_F(Accounts, ReclaimIsAllOrNothingAndLeavesCoupons) {  // rules 2, 4 and 6
  const std::string coupon = issue_coupon(stage, partner_quota(stage), kCustomerId, "25.00");
  partner()
      .reclaim_to_partner_account({.customer_id = kCustomerId, .amount = yuan("500.00")})
      .value();
  EXPECT_EQ(balance_of(kCustomerId).amount, yuan("0.00"));
  EXPECT_EQ(cash_of(stage.partner()), yuan("1000500.00"));
  const auto coupons = partner().list_issued_partner_coupons({.coupon_id = coupon}).value();
  EXPECT_EQ(coupons.user_coupons.at(0).balance, yuan("25.00"));
  // The account is there now, but empty: no longer CBC.99000047.
  const auto again =
      partner().reclaim_to_partner_account({.customer_id = kCustomerId, .amount = yuan("0.01")});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "CBC.99005003");
}

TEST_F(Accounts, AResellersMoneyGoesBackToTheReseller) {  // rule 5
  RecordedClient& d = stage.distributor();
  const bss::Identity reseller = d.client.as_reseller(kResellerId);
  reseller
      .update_customer_account_amount(
          {.customer_id = kResellerCustomerId, .amount = yuan("300.00")})
      .value();
  EXPECT_EQ(cash_of(d, kResellerId), yuan("19700.00"));
  reseller
      .reclaim_to_partner_account({.customer_id = kResellerCustomerId, .amount = yuan("100.00")})
      .value();
  EXPECT_EQ(cash_of(d, kResellerId), yuan("19800.00"));
  EXPECT_EQ(cash_of_customer(d, kResellerCustomerId, kResellerId), yuan("200.00"));
  EXPECT_EQ(cash_of(d), yuan("500000.00")) << "never past the reseller to the distributor";
}

TEST_F(Accounts, ASwitchToReferralBringsTheMoneyBack) {  // E.2: agency-sale to advisory-sale
  make_referral(stage, kCustomerId);
  EXPECT_EQ(cash_of(stage.partner()), yuan("1000500.00"));
  const auto refused = partner().update_customer_account_amount(
      {.customer_id = kCustomerId, .amount = yuan("1.00")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.99000000");
}

}  // namespace
}  // namespace bss::contract
