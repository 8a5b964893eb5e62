// ListPartnerAccountChangeRecords, ListCustomerAccountChangeRecords and
// ShowCustomerAccountBalances beside their errors: the numbered rules of accounts-coupons.md parts
// A and B.
#include "cast.h"

namespace bss::contract {
namespace {

using Ids = std::vector<std::string>;
constexpr const char* kDebit = "BALANCE_TYPE_DEBIT";
constexpr const char* kCredit = "BALANCE_TYPE_CREDIT";

class AccountChanges : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }
  bss::Client& customer() { return stage.customer().client; }

  std::string allocate(const char* amount, const std::string& customer = kCustomerId) {
    return partner()
        .update_customer_account_amount({.customer_id = customer, .amount = yuan(amount)})
        .value()
        .transfer_id.value();
  }
  std::string reclaim(const char* amount) {
    return partner()
        .reclaim_to_partner_account({.customer_id = kCustomerId, .amount = yuan(amount)})
        .value()
        .trans_id.value();
  }
  Ids partners(ListPartnerAccountChangeRecordsRequest request) {
    if (request.balance_type.empty()) request.balance_type = kDebit;
    partner_page = partner().list_partner_account_change_records(request).value();
    Ids ids;
    for (const auto& record : partner_page.records) ids.push_back(record.trade_id.value());
    return ids;
  }
  Ids customers(ListCustomerAccountChangeRecordsRequest request) {
    if (request.balance_type.empty()) request.balance_type = kDebit;
    customer_page = customer().list_customer_account_change_records(request).value();
    Ids ids;
    for (const auto& record : customer_page.records) ids.push_back(record.trade_id.value());
    return ids;
  }
  std::string today() { return stage.control.later(8 * 3600).substr(0, 10); }  // GMT+8

  ListPartnerAccountChangeRecordsResponse partner_page;
  ListCustomerAccountChangeRecordsResponse customer_page;
};

// --- ListPartnerAccountChangeRecords

TEST_F(AccountChanges, EachBalanceFollowsFromTheOneBefore) {  // rule 2
  allocate("10.00");
  reclaim("3.00");
  allocate("0.01");
  stage.control.portal("partner/recharge",
                       {{"account_id", text(kPartnerId)}, {"amount", number("500.00")}});
  partners({.limit = 100});
  Decimal after = yuan("0.00");
  for (auto record = partner_page.records.rbegin(); record != partner_page.records.rend();
       ++record) {
    const Decimal by = record->change_amount.value();
    after = record->type == account_change_record_type_values::kIncome ? *after.plus(by)
                                                                       : *after.minus(by);
    EXPECT_EQ(record->balance_after_change, after);
  }
  EXPECT_EQ(after, cash_of(stage.partner())) << "the newest record is the balance";
}

TEST_F(AccountChanges, JoinWithTheAdjustmentRecords) {  // rules 3 and 4
  stage.control.advance_clock("PT1H");
  const std::string given = allocate("10.00");
  stage.control.advance_clock("PT1S");
  const std::string taken = reclaim("4.00");
  const Ids changes = partners({.limit = 2});
  EXPECT_EQ(changes, (Ids{taken, given}));
  const auto adjusted = partner().list_partner_adjust_records({.limit = 2}).value();
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(adjusted.records[i].trans_id, changes[i]);
    EXPECT_EQ(partner_page.records[i].customer_id, kCustomerId);
    EXPECT_EQ(partner_page.records[i].account_name, "demo-customer");
  }
  stage.control.portal("partner/recharge",
                       {{"account_id", text(kPartnerId)}, {"amount", number("1.00")}});
  partners({.trade_type = "RECHARGE", .limit = 1});
  EXPECT_EQ(partner_page.records.at(0).customer_id, "");
  EXPECT_EQ(partner_page.records.at(0).account_name, "");
}

TEST_F(AccountChanges, DaysAreThoseOfBeijingAndBothIncluded) {
  // 16:00 UTC begins the next day in GMT+8.
  const std::string now = stage.control.now();
  const int hour = std::stoi(now.substr(11, 2));
  const int until_sixteen = (16 - hour + 24) % 24;
  stage.control.advance_clock("PT" +
                              std::to_string(until_sixteen * 3600 + 24 * 3600 -
                                             std::stoi(now.substr(14, 2)) * 60 -
                                             std::stoi(now.substr(17, 2)) - 1) +
                              "S");
  ASSERT_EQ(stage.control.now().substr(11), "15:59:59Z");
  const std::string first_day = today();
  const std::string last_second = allocate("1.00");
  stage.control.advance_clock("PT1S");
  const std::string second_day = today();
  ASSERT_NE(first_day, second_day);
  const std::string first_second = allocate("2.00");
  EXPECT_EQ(partners({.trade_time_begin = first_day, .trade_time_end = first_day}),
            Ids{last_second});
  EXPECT_EQ(partners({.trade_time_begin = second_day}), Ids{first_second});
  EXPECT_EQ(partners({.trade_time_begin = first_day, .trade_time_end = second_day}),
            (Ids{first_second, last_second}));
}

TEST_F(AccountChanges, WithoutDatesAYearIsLookedAt) {  // parameters
  const std::string old = allocate("1.00");
  stage.control.advance_clock("P364D");
  EXPECT_EQ(partners({}).size(), 3U) << "the seed's money, its allocation, this one";
  stage.control.advance_clock("P2D");
  EXPECT_EQ(partners({}), Ids{});
  EXPECT_EQ(partner_page.total_count, 0);
}

TEST_F(AccountChanges, KindsFilterAndPagesCountRecords) {
  stage.control.advance_clock("PT1H");
  Ids given;
  for (const char* amount : {"1.00", "2.00", "3.00"}) given.push_back(allocate(amount));
  const std::string taken = reclaim("1.00");
  EXPECT_EQ(partners({.trade_type = "BERETRIEVE"}), Ids{taken});
  EXPECT_EQ(partners({.trade_type = "TRANS"}), Ids{});
  EXPECT_EQ(partners({.trade_type = "BEADJUST", .limit = 2}), (Ids{given[2], given[1]}));
  EXPECT_EQ(partner_page.total_count, 4) << "with the seed's";
  EXPECT_EQ(partners({.trade_type = "BEADJUST", .offset = 2, .limit = 1}), Ids{given[0]});
  EXPECT_EQ(partners({.balance_type = kCredit}), Ids{});
}

TEST_F(AccountChanges, OfAFormerCustomerStay) {  // rule 5
  const std::string given = allocate("10.00");
  stage.control.portal("partner/unbind", {{"customer_id", text(kCustomerId)}});
  const Ids all = partners({});
  EXPECT_EQ(all.at(1), given);
  EXPECT_EQ(partner_page.records.at(0).trade_detail_type, "SOURCE_OPERATION_BEUNBIND");
  EXPECT_EQ(partner_page.records.at(0).change_amount, yuan("510.00"));
}

TEST_F(AccountChanges, ADistributorReadsItsResellers) {
  RecordedClient& d = stage.distributor();
  const std::string given = d.client
                                .update_indirect_partner_account(
                                    {.indirect_partner_id = kResellerId, .amount = yuan("5.00")})
                                .value()
                                .transfer_id.value();
  const auto newest = d.client.as_reseller(kResellerId)
                          .list_partner_account_change_records({.balance_type = kDebit, .limit = 1})
                          .value();
  EXPECT_EQ(newest.records.at(0).trade_id, given);
  EXPECT_EQ(newest.records.at(0).type, account_change_record_type_values::kIncome);
  EXPECT_EQ(newest.records.at(0).balance_after_change, yuan("20005.00"));
}

// --- ListCustomerAccountChangeRecords

TEST_F(AccountChanges, TheCustomerSeesTheOtherSide) {  // rules 1, 2 and 3
  stage.control.advance_clock("PT1H");
  const std::string given = allocate("10.00");
  const std::string taken = reclaim("4.00");
  EXPECT_EQ(customers({.limit = 2}), (Ids{taken, given}));
  EXPECT_EQ(customer_page.records[0].revenue_expense_type, "EXPENSE");
  EXPECT_EQ(customer_page.records[0].balance_after_change, yuan("506.00"));
  EXPECT_EQ(customer_page.records[1].revenue_expense_type, "REVENUE");
  EXPECT_EQ(customer_page.records[1].bill_cycle, today().substr(0, 7));
  EXPECT_EQ(customer_page.records[1].consume_time, customer_page.records[1].trade_time);
  EXPECT_EQ(customer_page.records[1].account_name, "demo-customer");
  EXPECT_EQ(customers({.revenue_expense_type = "EXPENSE"}), Ids{taken});
  EXPECT_EQ(customers({.revenue_expense_type = "REVENUE", .limit = 1}), Ids{given});
  EXPECT_EQ(customers({.trade_id = given}), Ids{given});
  EXPECT_EQ(customers({.trade_id = "no such"}), Ids{});
}

TEST_F(AccountChanges, ChannelsFilter) {  // parameters
  const std::size_t all = customers({}).size();
  EXPECT_EQ(customers({.payment_channel_id = "0"}).size(), all);
  EXPECT_EQ(customers({.payment_channel_id = "1,0,5"}).size(), all);
  EXPECT_EQ(customers({.payment_channel_id = "1,5"}), Ids{});
  EXPECT_EQ(customer_page.total_count, 0);
  EXPECT_EQ(customers({.payment_channel_no = "X1"}), Ids{});
}

TEST_F(AccountChanges, ACustomerHasNoCreditRecords) {  // rule 4
  EXPECT_EQ(customers({.balance_type = kCredit}), Ids{});
  EXPECT_EQ(customer_page.currency, "CNY");
}

TEST_F(AccountChanges, WhatACustomerOwesIsPaidFirst) {  // accounts-coupons 0.8
  consume(stage, kCustomerId, "600.00");
  allocate("150.00");
  customers({.trade_type = "DEDEUCT"});
  EXPECT_EQ(customer_page.records.at(0).trade_detail_type, "SOURCE_OPERAIION_WRITEOFF");
  EXPECT_EQ(customer_page.records.at(0).change_amount, yuan("100.00"));
  EXPECT_EQ(customer_page.records.at(0).balance_after_change, yuan("50.00"));
}

// --- ShowCustomerAccountBalances

TEST_F(AccountChanges, TheBalanceIsThatOfTheBatchQuery) {  // rules 2 and 4
  const auto own = [&] { return customer().show_customer_account_balances({}).value(); };
  EXPECT_EQ(own().account_balances.at(0).amount, cash_of_customer(stage.partner(), kCustomerId));
  consume(stage, kCustomerId, "612.34");
  const auto answer = own();
  ASSERT_EQ(answer.account_balances.size(), 1U);
  EXPECT_EQ(answer.account_balances[0].amount, yuan("0.00"));
  EXPECT_EQ(answer.debt_amount, yuan("112.34"));
  EXPECT_EQ(answer.currency, "CNY");
}

TEST_F(AccountChanges, AReferralCustomerShowsItsOwnMoneyAndCredit) {  // rules 2 and 3
  set_flags(stage, kCustomerId, {{"credit_limit", number("800.00")}});
  EXPECT_EQ(customer().show_customer_account_balances({}).value().account_balances.size(), 1U)
      << "a resale customer has no credit account";
  const auto resale = customer().show_customer_account_balances({}).value().account_balances[0];
  make_referral(stage, kCustomerId);
  const auto accounts = customer().show_customer_account_balances({}).value().account_balances;
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_EQ(accounts[0].amount, yuan("0.00")) << "the allocated money went back";
  EXPECT_NE(accounts[0].account_id, resale.account_id);
  EXPECT_EQ(accounts[1].account_type, 2);
  EXPECT_EQ(accounts[1].credit_amount, yuan("800.00"));
}

TEST_F(AccountChanges, TheAccountKeepsItsIdFromBeforeItsFirstMovement) {
  const std::string fresh = add_customer(stage, "fresh");
  RecordedClient agent =
      make_client(bss::Credentials::password("demo-partner", bss::Secret("Partner@2025")),
                  bss::Site::kChina, kPlatform);
  const bss::Identity view = agent.client.as_customer(bss::DomainId{fresh});
  const auto before = view.show_customer_account_balances({}).value().account_balances.at(0);
  allocate("7.00", fresh);
  const auto after = view.show_customer_account_balances({}).value().account_balances.at(0);
  EXPECT_EQ(before.account_id, after.account_id);
  EXPECT_EQ(before.amount, yuan("0.00"));
  EXPECT_EQ(after.amount, yuan("7.00"));
}

}  // namespace
}  // namespace bss::contract
