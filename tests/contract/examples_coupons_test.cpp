// The examples E14-E25 and E29-E31 of accounts-coupons.md, sent by the SDK.
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

}  // namespace
}  // namespace bss::contract
