// The examples E14-E25 and E29-E32 of accounts-coupons.md, sent by the SDK.
#include "examples_cast.h"

namespace bss::contract {
namespace {

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

// E15, E16, E22 to E25: one story about a quota of 5000.00.
class QuotaStory : public AccountsExamples {
 protected:
  QuotaStory() {
    quota = grant_quota(stage,
                        {{"account_id", text(kDistributorId)}, {"quota_value", number("5000.00")}});
    r2 = stage.control
             .portal("vendor/add-reseller",
                     {{"distributor_id", text(kDistributorId)}, {"name", text("reseller-r2")}})
             .find("reseller_id")
             ->text();
    set_flags(stage, r2, {{"leaving", yes()}});
  }
  /// E15: 1000.00 for R; its new quota.
  std::string give_1000() {
    return d.client
        .update_coupon_quotas({.quota_id = quota,
                               .indirect_partner_ids = {kResellerId, r2},
                               .quota_amount = yuan("1000.00")})
        .value()
        .simple_quota_infos.at(0)
        .quota_id;
  }

  std::string quota;
  std::string r2;
};

TEST_F(QuotaStory, E15AResellerThatIsLeavingFailsAlone) {
  const std::string made = give_1000();
  EXPECT_EQ(
      d.transport->last().body,
      R"({"error_details":[{"error_code":"CBC.50010105","error_msg":"Coupon quotas cannot be issued to a reseller that is leaving.","id":")" +
          r2 +
          R"("}],"simple_quota_infos":[{"id":"d0000000000000000000000000000003","quota_id":")" +
          made + R"("}]})");
  EXPECT_EQ(quota_balance(d, quota), yuan("4000.00"));
  EXPECT_EQ(quota_balance(d, made, kResellerId), yuan("1000.00"));
}

TEST_F(QuotaStory, E16MoreThanTheQuotaHoldsIsRefusedAsAWhole) {
  give_1000();
  const auto refused = d.client.update_coupon_quotas({.quota_id = quota,
                                                      .indirect_partner_ids = {kResellerId, r2},
                                                      .quota_amount = yuan("2500.00")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().http_status, 400);
  EXPECT_EQ(d.transport->last().body,
            R"({"error_code":"CBC.99000013","error_msg":"The coupon quota is insufficient."})");
  EXPECT_EQ(quota_balance(d, quota), yuan("4000.00"));
}

TEST_F(QuotaStory, E22E29ACouponsRecordsAndChanges) {
  const auto issued = d.client
                          .create_partner_coupons({.quota_id = quota,
                                                   .customer_ids = {c1},
                                                   .face_value = yuan("1500.00"),
                                                   .memo = "req-7f3a91"})
                          .value();
  const std::string coupon = issued.coupon_infos.at(0).coupon_id;
  const std::string day = stage.control.later(8L * 3600).substr(0, 10);  // GMT+8
  consume_coupon(stage, c1, "300.00", coupon);
  d.client.reclaim_partner_coupons({.coupon_id = coupon}).value();

  const auto records = d.client.list_partner_coupons_record({.coupon_ids = {coupon}}).value();
  EXPECT_EQ(records.total_count, 2);
  ASSERT_EQ(records.records.size(), 2U);
  EXPECT_EQ(records.records[0].operation_type, "2");
  EXPECT_EQ(records.records[0].operation_amount->to_string(), "1200.00");
  EXPECT_EQ(records.records[0].remark, "");
  EXPECT_EQ(records.records[1].operation_type, "1");
  EXPECT_EQ(records.records[1].operation_amount->to_string(), "1500.00");
  EXPECT_EQ(records.records[1].remark, "req-7f3a91");
  EXPECT_EQ(records.records[1].quota_id, quota);
  EXPECT_EQ(records.records[1].customer_id, c1);

  ListCustomerCouponChangeRecordsRequest request{.balance_type = "BALANCE_TYPE_COUPON",
                                                 .coupon_id = coupon};
  request.trade_time_begin = request.trade_time_end = day;
  const auto changes = as_customer(c1).list_customer_coupon_change_records(request).value();
  EXPECT_EQ(changes.total_count, 3);
  ASSERT_EQ(changes.records.size(), 3U);
  EXPECT_EQ(changes.records[0].trade_detail_type, "SOURCE_OPERATION_COUPONCANCEL");
  EXPECT_EQ(changes.records[0].change_amount->to_string(), "1200.00");
  EXPECT_EQ(changes.records[0].balance_after_change->to_string(), "0.00");
  EXPECT_EQ(changes.records[1].change_amount->to_string(), "300.00");
  EXPECT_EQ(changes.records[1].balance_after_change->to_string(), "1200.00");
  EXPECT_EQ(changes.records[2].revenue_expense_type, "REVENUE");
  EXPECT_EQ(changes.records[2].bill_cycle, day.substr(0, 7));
}

TEST_F(QuotaStory, E23E24E25TheRestOfAResellersQuotaComesBack) {
  const std::string made = give_1000();
  d.client
      .create_partner_coupons({.quota_id = made,
                               .customer_ids = {kResellerCustomerId},
                               .face_value = yuan("400.00"),
                               .indirect_partner_id = kResellerId})
      .value();
  stage.control.advance_clock("PT1S");
  d.client.reclaim_coupon_quotas({.quota_ids = {made, "2024999999999999"}, .remark = "quarter end"})
      .value();
  EXPECT_EQ(
      d.transport->last().body,
      R"({"error_details":[{"error_code":"CBC.99000012","error_msg":"The quota does not exist or is in an incorrect state.","id":"2024999999999999"}],"simple_quota_infos":[{"quota_id":")" +
          made + R"(","quota_balance":0.00}]})");
  EXPECT_EQ(quota_balance(d, quota), yuan("4600.00"));

  const auto records =
      d.client.list_coupon_quotas_records({.parent_quota_id = quota}).value().records;
  ASSERT_EQ(records.size(), 3U) << "with that of R2's failure";
  EXPECT_EQ(records[0].operation_type, "11");
  EXPECT_EQ(records[0].amount->to_string(), "600.00");
  EXPECT_EQ(records[0].remark, "quarter end");
  EXPECT_EQ(records[0].quota_id, made);
  EXPECT_EQ(records[0].operator_, "demo-distributor");
  EXPECT_EQ(records[0].indirect_partner_id, kResellerId);

  const auto quotas =
      d.client.list_issued_coupon_quotas({.indirect_partner_id = kResellerId}).value();
  EXPECT_EQ(quotas.total_count, 1);
  EXPECT_EQ(quotas.quotas.at(0).quota_status, 6);
  EXPECT_EQ(quotas.quotas.at(0).balance->to_string(), "0.00");
  EXPECT_EQ(quotas.quotas.at(0).quota_value->to_string(), "1000.00");
}

TEST_F(CouponExamples, E30TheCustomerFindsThePartnersCoupons) {
  const std::string coupon = issue_e17().coupon_infos.at(1).coupon_id;
  const auto answer = as_customer(c2)
                          .list_sub_customer_coupons(
                              {.status = 2, .offset = 0, .limit = 10, .source_id = kDistributorId})
                          .value();
  EXPECT_EQ(answer.count, 1);
  ASSERT_EQ(answer.user_coupons.size(), 1U);
  const IQueryUserCouponsResultV2& row = answer.user_coupons[0];
  EXPECT_EQ(row.coupon_id, coupon);
  EXPECT_EQ(row.coupon_code->substr(0, 3), "VCH");
  EXPECT_EQ(row.status, 2);
  EXPECT_EQ(row.customer_id, c2);
  EXPECT_EQ(row.coupon_type, 1);
  EXPECT_EQ(row.face_value->to_string(), "1500.00");
  EXPECT_EQ(row.balance->to_string(), "1500.00");
  EXPECT_EQ(row.media_type, 1);
  EXPECT_EQ(row.fetch_method, 3);
  EXPECT_TRUE(row.use_limits.empty());
  EXPECT_EQ(row.active_time, row.create_time);
  EXPECT_EQ(row.coupon_version, 2);
  EXPECT_EQ(row.lock_order_id, "");
  EXPECT_EQ(row.is_frozen, "0");
  EXPECT_EQ(row.currency, "CNY");
  EXPECT_EQ(row.source_id, kDistributorId);
}

TEST_F(CouponExamples, E31TheCustomersUsableCards) {
  const std::string card = stage.control
                               .portal("vendor/grant-card", {{"customer_id", text(kCustomerId)},
                                                             {"face_value", number("1000.00")},
                                                             {"card_name", text("Compute card")}})
                               .find("card_id")
                               ->text();
  stage.control.portal(
      "customer/consume",
      {{"customer_id", text(kCustomerId)}, {"amount", number("359.75")}, {"card_id", text(card)}});
  const auto answer = stage.customer()
                          .client.list_stored_value_cards({.status = 1, .offset = 0, .limit = 10})
                          .value();
  EXPECT_EQ(answer.total_count, 1);
  const UserStoredValueCard& row = answer.stored_value_cards.at(0);
  EXPECT_EQ(row.card_id, card);
  EXPECT_EQ(row.card_name, "Compute card");
  EXPECT_EQ(row.status, 1);
  EXPECT_EQ(row.face_value->to_string(), "1000.00");
  EXPECT_EQ(row.balance->to_string(), "640.25");
  EXPECT_EQ(row.effective_time, stage.control.now());
}

TEST_F(CouponExamples, E32ThrottledNothingWasDone) {
  const Decimal before = quota_balance(d, quota);
  stage.control.refuse_next("CreatePartnerCoupons", 1);
  const HttpExchange answer = stage.send_with_token(
      stage.distributor_token(), "POST", "/v2/promotions/benefits/partner-coupons",
      R"({"quota_id":")" + quota + R"(","customer_ids":[")" + c1 + R"("],"face_value":10.00})");
  EXPECT_EQ(answer.status, 429);
  const wire::Json body = json_of(answer.body);
  EXPECT_EQ(body.find("error_code")->text(), "APIG.0308");
  EXPECT_EQ(body.find("error_msg")
                ->text()
                .rfind("The throttling threshold has been reached: "
                       "policy user over ratelimit,limit:",
                       0),
            0U)
      << answer.body;
  EXPECT_EQ(body.find("request_id")->text().size(), 32U);
  EXPECT_EQ(quota_balance(d, quota), before);
}

}  // namespace
}  // namespace bss::contract
