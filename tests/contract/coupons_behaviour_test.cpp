// Issuing coupons and taking them back, beside their errors: the numbered rules of
// accounts-coupons.md part D. The lists of quotas and coupons stand in coupon_lists_test.cpp.
#include "cast.h"

namespace bss::contract {
namespace {

class Coupons : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }

  IQueryUserPartnerCouponsResultV2 coupon(const std::string& id) {
    return partner().list_issued_partner_coupons({.coupon_id = id}).value().user_coupons.at(0);
  }
  /// "id: coupon" or "id: code" for every customer, in the order of the two lists.
  static std::vector<std::string> outcome(const CreatePartnerCouponsResponse& answer) {
    std::vector<std::string> lines;
    for (const CouponSimpleInfo& made : answer.coupon_infos) lines.push_back(made.id + ": coupon");
    for (const ErrorDetail& failed : answer.error_details) {
      lines.push_back(failed.id.value_or("?") + ": " + failed.error_code.value_or("?"));
    }
    return lines;
  }
  CreatePartnerCouponsResponse issue(const std::string& quota, std::vector<std::string> customers,
                                     const char* value) {
    return partner()
        .create_partner_coupons(
            {.quota_id = quota, .customer_ids = std::move(customers), .face_value = yuan(value)})
        .value();
  }
  std::string quota_of(Fields fields) {
    fields.emplace_back("quota_value", number("100.00"));
    return grant_quota(stage, std::move(fields));
  }
  using Lines = std::vector<std::string>;
};

TEST_F(Coupons, AnIssuedCouponIsUsableAtOnce) {  // rule 7
  const std::string quota = partner_quota(stage);
  const auto granted = partner().list_quota_coupons({.quota_ids = {quota}}).value().quotas.at(0);
  const auto made = coupon(issue_coupon(stage, quota, kCustomerId, "10.00"));
  EXPECT_EQ(made.status, 2);
  EXPECT_EQ(made.balance.value().to_string(), "10.00");
  EXPECT_EQ(made.face_value.value().to_string(), "10.00");
  EXPECT_EQ(made.coupon_type, 1);
  EXPECT_EQ(made.media_type, 1);
  EXPECT_EQ(made.fetch_method, 3);
  EXPECT_EQ(made.is_frozen, "0");
  EXPECT_EQ(made.create_time, stage.control.now());
  EXPECT_EQ(made.active_time, made.create_time);
  EXPECT_FALSE(made.order_id.has_value());
  EXPECT_FALSE(made.last_used_time.has_value());
  EXPECT_EQ(made.effective_time, granted.effective_time) << "absent: as the quota";
  EXPECT_EQ(made.expire_time, granted.expire_time);
  EXPECT_EQ(quota_balance(stage.partner(), quota), yuan("99990.00"));
}

TEST_F(Coupons, ACashCouponQuotaMakesCashCoupons) {  // rule 7
  const std::string quota = quota_of({{"quota_type", number("1")}});
  EXPECT_EQ(coupon(issue_coupon(stage, quota, kCustomerId, "10.00")).coupon_type, 4);
}

TEST_F(Coupons, ValidityAndRestrictionsAreNarrowedByTheRequest) {  // rules 3 and 7
  const std::string quota = partner_quota(stage);
  // The seed's quota has been effective since a day before the start.
  const auto granted = partner().list_quota_coupons({.quota_ids = {quota}}).value().quotas.at(0);
  const std::string valid = stage.control.now();
  const std::string expire = granted.expire_time.value();
  const auto answer = partner()
                          .create_partner_coupons({.quota_id = quota,
                                                   .customer_ids = {kCustomerId},
                                                   .face_value = yuan("10.00"),
                                                   .valid_time = valid,
                                                   .expire_time = expire,
                                                   .cloud_service_types = {"hws.service.type.ec2"}})
                          .value();
  const auto made = coupon(answer.coupon_infos.at(0).coupon_id);
  EXPECT_EQ(made.effective_time, valid);
  EXPECT_EQ(made.expire_time, expire);
  ASSERT_EQ(made.use_limits.size(), 1U);
  EXPECT_EQ(made.use_limits[0].limit_key, "serviceType");
  EXPECT_EQ(made.use_limits[0].value1, "hws.service.type.ec2");
}

TEST_F(Coupons, EachCustomerOnItsOwnInTheOrderOfTheRequest) {  // rules 4, 5 and 6
  const std::string a = add_customer(stage, "a");
  const std::string b = add_customer(stage, "b");
  const std::string quota = quota_of({});
  const auto answer = issue(quota, {a, kReferralId, kStrangerId, kCustomerId, a, b}, "40.00");
  EXPECT_EQ(outcome(answer),
            (Lines{a + ": coupon", std::string(kCustomerId) + ": coupon",
                   std::string(kReferralId) + ": CBC.99000014",
                   std::string(kStrangerId) + ": CBC.99000035", b + ": CBC.99000013"}))
      << "together every distinct customer; the first that qualify are served";
  EXPECT_EQ(quota_balance(stage.partner(), quota), yuan("20.00"));
}

TEST_F(Coupons, ALaterSmallerNeedIsNotServedBeforeAnEarlierOne) {  // rule 5: what is left is judged
                                                                   // at each turn
  const std::string a = add_customer(stage, "a");
  const std::string quota = quota_of({});
  EXPECT_EQ(outcome(issue(quota, {kCustomerId, a}, "60.00")),
            (Lines{std::string(kCustomerId) + ": coupon", a + ": CBC.99000013"}));
  EXPECT_EQ(outcome(issue(quota, {a}, "40.00")), Lines{a + ": coupon"}) << "equality is allowed";
  EXPECT_EQ(quota_balance(stage.partner(), quota), yuan("0.00"));
}

TEST_F(Coupons, CountAndTotalAreLimitedPerQuota) {  // rule 4
  const std::string a = add_customer(stage, "a");
  const std::string b = add_customer(stage, "b");
  EXPECT_EQ(outcome(issue(quota_of({{"max_coupons", number("2")}}), {kCustomerId, a, b}, "10.00")),
            (Lines{std::string(kCustomerId) + ": coupon", a + ": coupon", b + ": CBC.99000020"}));
  EXPECT_EQ(outcome(issue(quota_of({{"max_total_face_value", number("25.00")}}),
                          {kCustomerId, a, b}, "10.00")),
            (Lines{std::string(kCustomerId) + ": coupon", a + ": coupon", b + ": CBC.99000021"}));
}

TEST_F(Coupons, FaceValuesAtTheLimitsAreAllowed) {  // rule 2
  const std::string quota =
      quota_of({{"min_face_value", number("10.00")}, {"max_face_value", number("10.00")}});
  EXPECT_EQ(outcome(issue(quota, {kCustomerId}, "10.00")),
            Lines{std::string(kCustomerId) + ": coupon"});
}

/// Rule 2: when several things are wrong with the request, the earlier check answers.
TEST_F(Coupons, ChecksOfTheRequestRunInTheirOrder) {
  const std::string quota = quota_of({{"effective_time", text("2098-01-01T00:00:00Z")},
                                      {"expire_time", text("2099-01-01T00:00:00Z")},
                                      {"min_face_value", number("10.00")},
                                      {"customer_ids", list({kReferralId})}});
  const auto refusal = [&](const std::string& id, const char* value) {
    const auto result = partner().create_partner_coupons(
        {.quota_id = id, .customer_ids = {kCustomerId}, .face_value = yuan(value)});
    return result.ok() ? std::string("ok") : result.error().code;
  };
  set_flags(stage, kPartnerId, {{"uses_coupons_itself", yes()}});
  EXPECT_EQ(refusal("unknown", "1.00"), "CBC.50000010");
  set_flags(stage, kPartnerId, {{"uses_coupons_itself", no()}});
  EXPECT_EQ(refusal("unknown", "1.00"), "CBC.99000012");
  EXPECT_EQ(refusal(quota, "1.00"), "CBC.99000017");
  const std::string effective =
      quota_of({{"min_face_value", number("10.00")}, {"customer_ids", list({kReferralId})}});
  EXPECT_EQ(refusal(effective, "1.00"), "CBC.99000018");
  EXPECT_EQ(refusal(effective, "10.00"), "CBC.50000020");
}

TEST_F(Coupons, AResellerIssuesOutOfItsOwnQuotaToItsOwnCustomers) {
  RecordedClient& d = stage.distributor();
  const bss::Identity reseller = d.client.as_reseller(kResellerId);
  const std::string quota = reseller_quota(stage);
  EXPECT_NE(quota, distributor_quota(stage)) << "ListQuotaCoupons 4: their ids differ";
  const auto answer =
      reseller
          .create_partner_coupons({.quota_id = quota,
                                   .customer_ids = {kResellerCustomerId, kCustomerId},
                                   .face_value = yuan("10.00")})
          .value();
  EXPECT_EQ(outcome(answer), (Lines{std::string(kResellerCustomerId) + ": coupon",
                                    std::string(kCustomerId) + ": CBC.99000035"}));
  EXPECT_EQ(quota_balance(d, quota, kResellerId), yuan("4990.00"));
  EXPECT_EQ(quota_balance(d, distributor_quota(stage)), yuan("50000.00"));
  const std::string coupon_id = answer.coupon_infos.at(0).coupon_id;
  // The distributor itself did not issue it (Reclaim 5).
  const auto refused = d.client.reclaim_partner_coupons({.coupon_id = coupon_id});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.0100");
  EXPECT_TRUE(reseller.reclaim_partner_coupons({.coupon_id = coupon_id}).ok());
  EXPECT_EQ(quota_balance(d, quota, kResellerId), yuan("5000.00"));
}

// --- ReclaimPartnerCoupons

TEST_F(Coupons, TheRestReturnsAndTheCouponStaysListed) {  // rules 1, 2 and 3
  const std::string quota = partner_quota(stage);
  const std::string id = issue_coupon(stage, quota, kCustomerId, "10.00");
  consume_coupon(stage, kCustomerId, "3.50", id);
  ASSERT_TRUE(partner().reclaim_partner_coupons({.coupon_id = id}).ok());
  EXPECT_EQ(quota_balance(stage.partner(), quota), yuan("99996.50"));
  EXPECT_EQ(coupon(id).status, 5);
  EXPECT_EQ(coupon(id).balance.value().to_string(), "0.00");
  EXPECT_EQ(coupon(id).face_value, yuan("10.00"));
}

TEST_F(Coupons, AThawedCouponCanBeReclaimed) {  // rule 7
  const std::string id = issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
  const auto freeze = [&](wire::Json frozen) {
    stage.control.portal("vendor/freeze-coupon",
                         {{"coupon_id", text(id)}, {"frozen", std::move(frozen)}});
  };
  freeze(yes());
  const auto refused = partner().reclaim_partner_coupons({.coupon_id = id});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.99000048");
  EXPECT_EQ(coupon(id).status, 2);
  freeze(no());
  EXPECT_TRUE(partner().reclaim_partner_coupons({.coupon_id = id}).ok());
}

TEST_F(Coupons, AfterTheHolderLeftItsCouponsAreBack) {  // E.3: unbinding, records 3
  const std::string quota = partner_quota(stage);
  const std::string id = issue_coupon(stage, quota, kCustomerId, "10.00");
  stage.control.portal("partner/unbind", {{"customer_id", text(kCustomerId)}});
  EXPECT_EQ(quota_balance(stage.partner(), quota), yuan("100000.00"));
}

}  // namespace
}  // namespace bss::contract
