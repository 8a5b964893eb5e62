// The examples E1-E13 and E26-E28 of accounts-coupons.md, sent by the SDK.
#include <regex>

#include "examples_cast.h"

namespace bss::contract {
namespace {

TEST_F(AccountsExamples, E1ShowsCashAndWhatCanBeAllocated) {
  const auto answer = d.client.list_partner_balances({}).value();
  ASSERT_EQ(answer.account_balances.size(), 2U);
  const AccountBalanceV2& cash = answer.account_balances[0];
  EXPECT_EQ(cash.account_type, 1);
  EXPECT_EQ(cash.amount.to_string(), "10000.00");
  EXPECT_EQ(cash.designated_amount.value().to_string(), "1500.00");
  EXPECT_EQ(cash.currency, "CNY");
  EXPECT_EQ(cash.measure_id, 1);
  const AccountBalanceV2& allocatable = answer.account_balances[1];
  EXPECT_EQ(allocatable.account_type, 8);
  EXPECT_EQ(allocatable.amount.to_string(), "8500.00");
}

TEST_F(AccountsExamples, E2E3E4AllocationsAreAllOrNothing) {
  const std::string transfer = allocate(c1, "3000.00");
  EXPECT_TRUE(std::regex_match(transfer, std::regex("AD[0-9]{12}[0-9a-f]{6}"))) << transfer;
  EXPECT_EQ(cash_of(d), yuan("7000.00"));
  EXPECT_EQ(cash_of_customer(d, c1), yuan("3000.00"));

  // E3: only 7000.00 - 1500.00 = 5500.00 are free.
  const bss::Error refused = refused_allocation({.customer_id = c1, .amount = yuan("6000.00")});
  EXPECT_EQ(refused.code, "CBC.5003");
  EXPECT_EQ(refused.http_status, 400);
  EXPECT_EQ(refused.message, "Insufficient balance.");
  // Rule 3: equality is allowed.
  allocate(c2, "5500.00");
  EXPECT_EQ(cash_of(d), yuan("1500.00"));

  // E4: three decimals; the SDK would not send them.
  const HttpExchange bad = stage.send_with_token(
      stage.distributor_token(), "POST", "/v2/accounts/partner-accounts/adjust-amount",
      R"({"customer_id":")" + c1 + R"(","amount":10.005})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.body, R"({"error_code":"CBC.0100","error_msg":"Invalid parameter: amount."})");
}

TEST_F(AccountsExamples, E5AResellerGetsMoney) {
  const Decimal before = cash_of(d, kResellerId);
  const std::string transfer =
      d.client
          .update_indirect_partner_account(
              {.indirect_partner_id = kResellerId, .amount = yuan("2000.00")})
          .value()
          .transfer_id.value();
  EXPECT_TRUE(std::regex_match(transfer, std::regex("AD[0-9]{12}[0-9a-f]{6}"))) << transfer;
  EXPECT_EQ(cash_of(d), yuan("8000.00"));
  EXPECT_EQ(before, yuan("20000.00"));
  EXPECT_EQ(cash_of(d, kResellerId), yuan("22000.00"));
}

TEST_F(AccountsExamples, E6E7AResellersCustomerIsPaidByTheReseller) {
  const std::string rc1 = add_reseller_customer(stage, "rc1");
  d.client
      .update_customer_account_amount(
          {.customer_id = rc1, .amount = yuan("500.00"), .indirect_partner_id = kResellerId})
      .value();
  EXPECT_EQ(cash_of(d, kResellerId), yuan("19500.00"));
  EXPECT_EQ(cash_of_customer(d, rc1, kResellerId), yuan("500.00"));
  EXPECT_EQ(cash_of(d), yuan("10000.00")) << "the distributor is not touched";

  const bss::Error refused = refused_allocation({.customer_id = rc1, .amount = yuan("500.00")});
  EXPECT_EQ(refused.code, "CBC.99000035");
  EXPECT_EQ(refused.message, "The customer is not a sub-customer of the partner.");
}

TEST_F(AccountsExamples, E8ReferralCustomersAreDropped) {
  allocate(c1, "3000.00");
  d.client
      .list_customers_balances_detail(
          {.customer_infos = {{.customer_id = c1}, {.customer_id = a1}}})
      .value();
  EXPECT_EQ(wire::write_json(last_body()),
            R"({"customer_balances":[{"customer_id":")" + c1 +
                R"(","debt_amount":0.00,"amount":3000.00,"currency":"CNY","measure_id":1}]})");
}

TEST_F(AccountsExamples, E9E10E11WhatWasNotSpentComesBack) {
  const std::string begin = stage.control.now();
  const std::string transfer = allocate(c1, "3000.00");
  consume(stage, c1, "1234.56");
  stage.control.advance_clock("P1DT6H");

  const auto refused =
      d.client.reclaim_to_partner_account({.customer_id = c1, .amount = yuan("2000.00")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.99005003");
  EXPECT_EQ(refused.error().message, "Insufficient balance.");

  const std::string reclaim =
      d.client.reclaim_to_partner_account({.customer_id = c1, .amount = yuan("1765.44")})
          .value()
          .trans_id.value();
  EXPECT_TRUE(std::regex_match(reclaim, std::regex("RE[0-9]{12}[0-9a-f]{6}"))) << reclaim;
  EXPECT_EQ(cash_of_customer(d, c1), yuan("0.00"));
  EXPECT_EQ(cash_of(d), yuan("8765.44"));

  const std::string end = stage.control.now();
  const auto page = d.client
                        .list_partner_adjust_records({.customer_id = c1,
                                                      .operation_time_begin = begin,
                                                      .operation_time_end = end,
                                                      .offset = 0,
                                                      .limit = 10})
                        .value();
  EXPECT_EQ(page.total_count, 2);
  ASSERT_EQ(page.records.size(), 2U);
  EXPECT_EQ(page.records[0].operation_type, "SOURCE_OPERATION_BERETRIEVE");
  EXPECT_EQ(page.records[0].trans_id, reclaim);
  EXPECT_EQ(page.records[0].operation_time, end);
  EXPECT_EQ(page.records[1].operation_type, "SOURCE_OPERATION_BEADJUST");
  EXPECT_EQ(page.records[1].trans_id, transfer);
  EXPECT_EQ(page.records[1].operation_time, begin);
  // The amounts are decimal strings, and never signed (ListPartnerAdjustRecords 2).
  const wire::Json body = last_body();
  EXPECT_EQ(body.at_pointer("/records/0/amount")->kind(), wire::Json::Kind::kString);
  EXPECT_EQ(body.at_pointer("/records/0/amount")->text(), "1765.44");
  EXPECT_EQ(body.at_pointer("/records/1/amount")->text(), "3000.00");
  EXPECT_EQ(body.at_pointer("/records/1/customer_id")->text(), c1);
  EXPECT_EQ(body.at_pointer("/records/1/currency")->text(), "CNY");
  EXPECT_EQ(body.at_pointer("/records/1/measure_id")->text(), "1");
}

TEST_F(AccountsExamples, E12EachChangeWithTheBalanceAfterIt) {
  const std::string to_customer = allocate(c1, "3000.00");
  stage.control.advance_clock("PT5M");
  const std::string to_reseller = give_reseller_2000();
  consume(stage, c1, "1234.56");
  const std::string first_day = stage.control.now().substr(0, 10);
  stage.control.advance_clock("P1D");
  const std::string reclaimed =
      d.client.reclaim_to_partner_account({.customer_id = c1, .amount = yuan("1765.44")})
          .value()
          .trans_id.value();
  const auto page =
      d.client
          .list_partner_account_change_records(
              {.balance_type = "BALANCE_TYPE_DEBIT", .trade_time_begin = first_day, .limit = 3})
          .value();
  EXPECT_EQ(page.currency, "CNY");
  ASSERT_EQ(page.records.size(), 3U);
  const auto check = [&](std::size_t at, const std::string& trade, const char* detail,
                         const char* amount, const char* after, const char* type,
                         const std::string& other) {
    const AccountChangeRecord& record = page.records[at];
    EXPECT_EQ(record.trade_id, trade);
    EXPECT_EQ(record.trade_detail_type, detail);
    EXPECT_EQ(record.change_amount.value().to_string(), amount);
    EXPECT_EQ(record.balance_after_change.value().to_string(), after);
    EXPECT_EQ(record.type, type);
    EXPECT_EQ(record.customer_id, other);
    EXPECT_FALSE(record.account_name.value_or("").empty());
  };
  check(0, reclaimed, "SOURCE_OPERATION_BERETRIEVE", "1765.44", "6765.44", "1", c1);
  check(1, to_reseller, "SOURCE_OPERATION_BEADJUST", "2000.00", "5000.00", "2", kResellerId);
  check(2, to_customer, "SOURCE_OPERATION_BEADJUST", "3000.00", "7000.00", "2", c1);
  EXPECT_EQ(page.records[0].trade_time, stage.control.now());
  EXPECT_EQ(page.records[1].account_name, "demo-reseller");
  EXPECT_EQ(last_body().at_pointer("/records/0/change_amount")->kind(), wire::Json::Kind::kString);
}

TEST_F(AccountsExamples, E13CustomersAndForeignResellersAreRefused) {
  const auto denied = stage.customer().client.list_partner_balances({});
  ASSERT_FALSE(denied.ok());
  EXPECT_EQ(denied.error().http_status, 403);
  EXPECT_EQ(denied.error().code, "CBC.0151");
  EXPECT_EQ(denied.error().kind, ErrorKind::kDenied);
  const auto foreign = d.client.list_partner_balances({.indirect_partner_id = kStrangerId});
  ASSERT_FALSE(foreign.ok());
  EXPECT_EQ(foreign.error().http_status, 400);
  EXPECT_EQ(foreign.error().code, "CBC.99000037");
}

TEST_F(AccountsExamples, E26OnlyWhatTheResellerHasLeftComesBack) {
  give_reseller_2000();
  const std::string rc1 = add_reseller_customer(stage, "rc1");
  d.client
      .update_customer_account_amount(
          {.customer_id = rc1, .amount = yuan("500.00"), .indirect_partner_id = kResellerId})
      .value();
  const auto too_much = d.client.reclaim_indirect_partner_account(
      {.indirect_partner_id = kResellerId, .amount = yuan("1500.01")});
  ASSERT_FALSE(too_much.ok());
  EXPECT_EQ(too_much.error().code, "CBC.99005003");
  const std::string reclaim =
      d.client
          .reclaim_indirect_partner_account(
              {.indirect_partner_id = kResellerId, .amount = yuan("1500.00")})
          .value()
          .trans_id.value();
  EXPECT_TRUE(std::regex_match(reclaim, std::regex("RE[0-9]{12}[0-9a-f]{6}"))) << reclaim;
  EXPECT_EQ(cash_of(d, kResellerId), yuan("0.00"));
  EXPECT_EQ(cash_of(d), yuan("9500.00"));
  EXPECT_EQ(cash_of_customer(d, rc1, kResellerId), yuan("500.00")) << "not reachable this way";
}

TEST_F(AccountsExamples, E27ACustomerReadsItsOwnAccount) {
  allocate(c1, "3000.00");
  const bss::Identity customer = as_customer(c1);
  const auto answer = customer.show_customer_account_balances({}).value();
  ASSERT_EQ(answer.account_balances.size(), 1U);
  const std::string id = answer.account_balances[0].account_id;
  EXPECT_EQ(
      agent->transport->last().body,
      R"({"account_balances":[{"account_id":")" + id +
          R"(","account_type":1,"amount":3000.00,"currency":"CNY","designated_amount":0.00,)" +
          R"("measure_id":1}],"debt_amount":0.00,"measure_id":1,"currency":"CNY"})");
}

TEST_F(AccountsExamples, E28ACustomerReadsItsOwnChanges) {
  const std::string transfer = allocate(c1, "3000.00");
  stage.control.advance_clock("PT1H");
  consume(stage, c1, "1234.56");
  stage.control.advance_clock("P1D");
  const std::string reclaim =
      d.client.reclaim_to_partner_account({.customer_id = c1, .amount = yuan("1765.44")})
          .value()
          .trans_id.value();
  const auto page =
      as_customer(c1)
          .list_customer_account_change_records({.balance_type = "BALANCE_TYPE_DEBIT"})
          .value();
  EXPECT_EQ(page.total_count, 3);
  EXPECT_EQ(page.currency, "CNY");
  ASSERT_EQ(page.records.size(), 3U);
  const auto check = [&](std::size_t at, const char* detail, const char* amount, const char* after,
                         const char* kind) {
    const CustomerAccountChangeRecord& record = page.records[at];
    EXPECT_EQ(record.trade_detail_type, detail);
    EXPECT_EQ(record.change_amount.value().to_string(), amount);
    EXPECT_EQ(record.balance_after_change.value().to_string(), after);
    EXPECT_EQ(record.revenue_expense_type, kind);
    EXPECT_EQ(record.payment_channel_id, "0");
    EXPECT_EQ(record.payment_channel_no, "");
    EXPECT_FALSE(record.account_name.value_or("").empty());
  };
  check(0, "SOURCE_OPERATION_BERETRIEVE", "1765.44", "0.00", "EXPENSE");
  check(1, "SOURCE_OPERAIION_DEDEUCT", "1234.56", "1765.44", "EXPENSE");
  check(2, "SOURCE_OPERATION_BEADJUST", "3000.00", "3000.00", "REVENUE");
  EXPECT_EQ(page.records[0].trade_id, reclaim);
  EXPECT_EQ(page.records[2].trade_id, transfer);
}

}  // namespace
}  // namespace bss::contract
