// The examples E1-E4, E6-E11, E13, E14 and E17-E21 of accounts-coupons.md, sent by the SDK. The
// cast has other ids than the document's, and the distributor's spare money is parked, so that the
// amounts are those of the story (without E5 and what follows from it: the calls for resellers are
// not part of this description).
#include <regex>

#include "cast.h"

namespace bss::contract {
namespace {

class AccountsExamples : public StageTest {
 protected:
  /// D has 10000.00, of it 1500.00 dedicated; C1, C2, C3 are its resale customers, A1 is a referral
  /// customer.
  AccountsExamples() : d(stage.distributor()) {
    c1 = add_distributor_customer(stage, "c1");
    c2 = add_distributor_customer(stage, "c2");
    c3 = add_distributor_customer(stage, "c3");
    a1 = add_distributor_customer(stage, "a1");
    make_referral(stage, a1);
    const std::string spare = add_distributor_customer(stage, "spare");
    d.client.update_customer_account_amount({.customer_id = spare, .amount = yuan("490000.00")})
        .value();
    set_flags(stage, kDistributorId,
              {{"designated_amount", number("1500.00")}, {"has_allocatable_account", yes()}});
    stage.control.advance_clock("PT1H");
  }

  std::string allocate(const std::string& customer, const char* amount) {
    return d.client
        .update_customer_account_amount({.customer_id = customer, .amount = yuan(amount)})
        .value()
        .transfer_id.value();
  }
  bss::Error refused_allocation(UpdateCustomerAccountAmountRequest request) {
    const auto result = d.client.update_customer_account_amount(request);
    return result.ok() ? bss::Error{} : result.error();
  }
  /// The last answer's bytes.
  wire::Json last_body() { return json_of(d.transport->last().body); }

  RecordedClient& d;
  std::string c1, c2, c3, a1;
};

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

class CouponExamples : public AccountsExamples {
 protected:
  CouponExamples() {
    quota = grant_quota(stage,
                        {{"account_id", text(kDistributorId)}, {"quota_value", number("4000.00")}});
  }

  CreatePartnerCouponsResponse issue_e17() {
    return d.client
        .create_partner_coupons({.quota_id = quota,
                                 .customer_ids = {c1, a1, c2, c3},
                                 .face_value = yuan("1500.00"),
                                 .memo = "req-7f3a91"})
        .value();
  }

  std::string quota;
};

TEST_F(CouponExamples, E14ListsQuotas) {
  const auto answer =
      d.client
          .list_quota_coupons({.quota_status_list = {0}, .quota_type = 0, .offset = 0, .limit = 10})
          .value();
  EXPECT_EQ(answer.total_count, 2) << "the seed's and this one";
  ASSERT_EQ(answer.quotas.size(), 2U);
  const CouponQuotaV2& newest = answer.quotas[0];
  EXPECT_EQ(newest.quota_id, quota);
  EXPECT_EQ(newest.quota_type, 0);
  EXPECT_EQ(newest.quota_status, 0);
  EXPECT_EQ(newest.quota_value.value().to_string(), "4000.00");
  EXPECT_EQ(newest.balance.value().to_string(), "4000.00");
  EXPECT_EQ(newest.measure_id, 1);
  EXPECT_EQ(newest.currency, "CNY");
  EXPECT_EQ(newest.create_time, stage.control.now());
  EXPECT_EQ(newest.effective_time, stage.control.now());
  EXPECT_TRUE(newest.limit_infos.empty());
}

TEST_F(CouponExamples, E17ServesTheFirstThatQualify) {
  const auto answer = issue_e17();
  ASSERT_EQ(answer.error_details.size(), 2U);
  EXPECT_EQ(answer.error_details[0].id, a1);
  EXPECT_EQ(answer.error_details[0].error_code, "CBC.99000014");
  EXPECT_EQ(answer.error_details[1].id, c3);
  EXPECT_EQ(answer.error_details[1].error_code, "CBC.99000013");
  ASSERT_EQ(answer.coupon_infos.size(), 2U);
  EXPECT_EQ(answer.coupon_infos[0].id, c1);
  EXPECT_EQ(answer.coupon_infos[1].id, c2);
  EXPECT_NE(answer.coupon_infos[0].coupon_id, answer.coupon_infos[1].coupon_id);
  EXPECT_EQ(quota_balance(d, quota), yuan("1000.00"));
}

TEST_F(CouponExamples, E18AboveTheMaximumNothingIsIssued) {
  const std::string limited = grant_quota(stage, {{"account_id", text(kDistributorId)},
                                                  {"quota_value", number("5000.00")},
                                                  {"max_face_value", number("2000.00")}});
  const auto refused = d.client.create_partner_coupons(
      {.quota_id = limited, .customer_ids = {c1}, .face_value = yuan("999999.00")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().http_status, 400);
  EXPECT_EQ(refused.error().code, "CBC.99000019");
  EXPECT_EQ(refused.error().message, "The face value cannot exceed the maximum.");
  EXPECT_EQ(quota_balance(d, limited), yuan("5000.00"));
}

TEST_F(CouponExamples, E19E20E21APartlyUsedCouponComesBackOnce) {
  const std::string coupon = issue_e17().coupon_infos.at(0).coupon_id;
  consume_coupon(stage, c1, "300.00", coupon);

  const auto listed =
      d.client.list_issued_partner_coupons({.customer_id = c1, .status = 2}).value();
  EXPECT_EQ(listed.total_count, 1);
  ASSERT_EQ(listed.user_coupons.size(), 1U);
  const IQueryUserPartnerCouponsResultV2& row = listed.user_coupons[0];
  EXPECT_EQ(row.coupon_id, coupon);
  EXPECT_EQ(row.status, 2);
  EXPECT_EQ(row.customer_id, c1);
  EXPECT_EQ(row.coupon_type, 1);
  EXPECT_EQ(row.face_value.value().to_string(), "1500.00");
  EXPECT_EQ(row.balance.value().to_string(), "1200.00");
  EXPECT_EQ(row.media_type, 1);
  EXPECT_EQ(row.fetch_method, 3);
  EXPECT_EQ(row.is_frozen, "0");
  EXPECT_EQ(row.lock_order_id, "");
  EXPECT_EQ(row.create_time, stage.control.now());
  EXPECT_EQ(row.active_time, row.create_time);
  EXPECT_EQ(row.last_used_time, stage.control.now());

  // E20: 204 and nothing else; what was spent stays spent.
  ASSERT_TRUE(d.client.reclaim_partner_coupons({.coupon_id = coupon}).ok());
  EXPECT_EQ(d.transport->last().status, 204);
  EXPECT_EQ(d.transport->last().body, "");
  EXPECT_EQ(quota_balance(d, quota), yuan("2200.00"));

  // E21: the same again is a 200 with an error body.
  const auto again = d.client.reclaim_partner_coupons({.coupon_id = coupon});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().http_status, 200);
  EXPECT_EQ(again.error().code, "CBC.99000048");
  EXPECT_EQ(
      d.transport->last().body,
      R"({"error_code":"CBC.99000048","error_msg":"The coupon has expired or has been reclaimed."})");
  EXPECT_EQ(quota_balance(d, quota), yuan("2200.00"));
}

}  // namespace
}  // namespace bss::contract
