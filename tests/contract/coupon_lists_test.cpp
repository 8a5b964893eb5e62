// ListQuotaCoupons and ListIssuedPartnerCoupons beside their errors: the numbered rules of
// accounts-coupons.md parts C and D.
#include "cast.h"

namespace bss::contract {
namespace {

using Ids = std::vector<std::string>;

class CouponLists : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }

  Ids quotas(ListQuotaCouponsRequest request) {
    quota_page = partner().list_quota_coupons(request).value();
    Ids ids;
    for (const CouponQuotaV2& quota : quota_page.quotas) ids.push_back(quota.quota_id.value());
    return ids;
  }
  Ids coupons(ListIssuedPartnerCouponsRequest request) {
    coupon_page = partner().list_issued_partner_coupons(request).value();
    Ids ids;
    for (const auto& coupon : coupon_page.user_coupons) ids.push_back(coupon.coupon_id.value());
    return ids;
  }
  std::string granted(Fields fields = {}) {
    fields.emplace_back("quota_value", number("100.00"));
    return grant_quota(stage, std::move(fields));
  }
  std::string issued(const std::string& quota, const char* value = "10.00") {
    return issue_coupon(stage, quota, kCustomerId, value);
  }
  int state_of(const std::string& quota) {
    quotas({.quota_ids = {quota}});
    return quota_page.quotas.at(0).quota_status.value();
  }

  ListQuotaCouponsResponse quota_page;
  ListIssuedPartnerCouponsResponse coupon_page;
};

// --- ListQuotaCoupons

TEST_F(CouponLists, WithoutATypeOnlyVoucherQuotas) {  // rule 1
  const std::string seed = partner_quota(stage);
  stage.control.advance_clock("PT1H");
  const std::string cash = granted({{"quota_type", number("1")}});
  const std::string voucher = granted();
  EXPECT_EQ(quotas({}), (Ids{voucher, seed})) << "newest first";
  EXPECT_EQ(quotas({.quota_type = 0}), (Ids{voucher, seed}));
  EXPECT_EQ(quotas({.quota_type = 1}), Ids{cash});
}

TEST_F(CouponLists, QuotaTimesAreExclusiveBounds) {  // rule 2
  stage.control.advance_clock("PT1H");
  const std::string before = stage.control.now();
  stage.control.advance_clock("PT1S");
  const std::string at = stage.control.now();
  const std::string quota = granted();
  stage.control.advance_clock("PT1S");
  const std::string after = stage.control.now();
  EXPECT_EQ(quotas({.create_time_begin = before, .create_time_end = after}), Ids{quota});
  EXPECT_EQ(quotas({.create_time_begin = at}), Ids{});
  EXPECT_EQ(quotas({.create_time_begin = before, .create_time_end = at}), Ids{});
  EXPECT_EQ(quotas({.effective_time_begin = before, .effective_time_end = after}), Ids{quota});
  EXPECT_EQ(quotas({.effective_time_begin = at}), Ids{});
  const std::string expire = [&] {
    quotas({.quota_ids = {quota}});
    return quota_page.quotas.at(0).expire_time.value();
  }();
  EXPECT_EQ(quotas({.quota_ids = {quota}, .expire_time_begin = expire}), Ids{});
  EXPECT_EQ(quotas({.quota_ids = {quota}, .expire_time_end = expire}), Ids{});
}

TEST_F(CouponLists, AnExpiredQuotaIsInvalidWhateverWasStored) {  // rule 3
  const std::string normal = granted();
  const std::string frozen = granted();
  stage.control.portal("vendor/freeze-quota", {{"quota_id", text(frozen)}});
  EXPECT_EQ(state_of(normal), 0);
  EXPECT_EQ(state_of(frozen), 5);
  stage.control.advance_clock("P367D");
  EXPECT_EQ(state_of(normal), 3);
  EXPECT_EQ(state_of(frozen), 3);
  EXPECT_EQ(quota_page.quotas.at(0).balance, yuan("100.00")) << "the balance stays, unusable";
}

TEST_F(CouponLists, StatesFilterTheQuotas) {
  const std::string seed = partner_quota(stage);
  stage.control.advance_clock("PT1H");
  const std::string adjusted = granted();
  stage.control.advance_clock("PT1H");
  const std::string frozen = granted();
  stage.control.advance_clock("PT1H");
  const std::string disabled = granted();
  stage.control.portal("vendor/adjust-quota", {{"quota_id", text(adjusted)}, {"begin", yes()}});
  stage.control.portal("vendor/freeze-quota", {{"quota_id", text(frozen)}});
  stage.control.portal("vendor/disable-quota", {{"quota_id", text(disabled)}});
  EXPECT_EQ(quotas({.quota_status_list = {0}}), Ids{seed});
  EXPECT_EQ(quotas({.quota_status_list = {4}}), Ids{adjusted});
  EXPECT_EQ(quotas({.quota_status_list = {5, 3}}), (Ids{disabled, frozen}));
  EXPECT_EQ(quotas({.quota_ids = {frozen, kStrangerId}, .quota_status_list = {5, 3}}), Ids{frozen});
  stage.control.portal(
      "vendor/adjust-quota",
      {{"quota_id", text(adjusted)}, {"finish", yes()}, {"quota_value", number("150.00")}});
  EXPECT_EQ(quotas({.quota_ids = {adjusted}}), Ids{adjusted});
  EXPECT_EQ(quota_page.quotas.at(0).quota_status, 0);
  EXPECT_EQ(quota_page.quotas.at(0).quota_value, yuan("150.00"));
  EXPECT_EQ(quota_page.quotas.at(0).balance, yuan("150.00"));
}

TEST_F(CouponLists, QuotaPagesCountRecords) {  // 0.5
  for (int i = 0; i < 10; ++i) granted();
  EXPECT_EQ(quotas({}).size(), 10U);
  EXPECT_EQ(quota_page.total_count, 11);
  const Ids all = quotas({.limit = 100});
  EXPECT_EQ(quotas({.offset = 9, .limit = 100}), Ids(all.begin() + 9, all.end()));
  EXPECT_EQ(quotas({.offset = 11}), Ids{});
  EXPECT_EQ(quota_page.total_count, 11);
}

TEST_F(CouponLists, AQuotaOfSomebodyElseIsNotListed) {
  EXPECT_EQ(quotas({.quota_ids = {distributor_quota(stage)}}), Ids{});
  const auto resellers =
      stage.distributor().client.as_reseller(kResellerId).list_quota_coupons({}).value();
  ASSERT_EQ(resellers.quotas.size(), 1U);
  EXPECT_EQ(resellers.quotas[0].quota_value, yuan("5000.00"));
}

// --- ListIssuedPartnerCoupons

TEST_F(CouponLists, IssuedCouponsNewestFirst) {
  const std::string quota = partner_quota(stage);
  const std::string first = issued(quota);
  stage.control.advance_clock("PT1S");
  const std::string second = issued(quota);
  const std::string same_second = issued(quota);
  EXPECT_EQ(coupons({}), (Ids{same_second, second, first}));
  EXPECT_EQ(coupon_page.total_count, 3);
  EXPECT_EQ(coupons({.offset = 1, .limit = 1}), Ids{second});
  EXPECT_EQ(coupons({.offset = 3}), Ids{});
  EXPECT_EQ(coupon_page.total_count, 3);
}

TEST_F(CouponLists, CouponFiltersMustAllHold) {
  const std::string quota = partner_quota(stage);
  const std::string other = add_customer(stage, "other");
  const std::string theirs = issue_coupon(stage, quota, other, "10.00");
  const std::string used = issued(quota);
  consume_coupon(stage, kCustomerId, "10.00", used);
  const std::string cash = issued(granted({{"quota_type", number("1")}}));
  EXPECT_EQ(coupons({.customer_id = other}), Ids{theirs});
  EXPECT_EQ(coupons({.coupon_type = 4}), Ids{cash});
  EXPECT_EQ(coupons({.status = 3}), Ids{used});
  EXPECT_EQ(coupons({.customer_id = other, .status = 3}), Ids{});
  EXPECT_EQ(coupons({.coupon_id = theirs, .customer_id = other, .coupon_type = 1, .status = 2}),
            Ids{theirs});
  EXPECT_EQ(coupons({.status = 1}), Ids{});
  EXPECT_EQ(coupons({.order_id = "CS2400000000"}), Ids{});
}

TEST_F(CouponLists, CouponTimesAreExclusiveBounds) {  // parameters
  const std::string quota = partner_quota(stage);
  const std::string before = stage.control.now();
  stage.control.advance_clock("PT1S");
  const std::string at = stage.control.now();
  const std::string id = issued(quota);
  stage.control.advance_clock("PT1S");
  const std::string after = stage.control.now();
  EXPECT_EQ(coupons({.create_time_begin = before, .create_time_end = after}), Ids{id});
  EXPECT_EQ(coupons({.create_time_begin = at}), Ids{});
  EXPECT_EQ(coupons({.create_time_end = at}), Ids{});
  const std::string expire =
      coupons({}).empty() ? "" : coupon_page.user_coupons.at(0).expire_time.value();
  const std::string effective = coupon_page.user_coupons.at(0).effective_time.value();
  EXPECT_EQ(coupons({.expire_time_begin = expire}), Ids{});
  EXPECT_EQ(coupons({.expire_time_end = expire}), Ids{});
  EXPECT_EQ(coupons({.expire_time_begin = after}), Ids{id});
  EXPECT_EQ(coupons({.effective_time_begin = effective}), Ids{});
  EXPECT_EQ(coupons({.effective_time_end = at}), Ids{id});
}

TEST_F(CouponLists, ExpiryIsSeenAtOnceAndTheRestReturns) {  // rule 3, E.3 record 4
  const std::string quota = partner_quota(stage);
  const std::string soon = stage.control.later(3600);
  const std::string id = partner()
                             .create_partner_coupons({.quota_id = quota,
                                                      .customer_ids = {kCustomerId},
                                                      .face_value = yuan("10.00"),
                                                      .expire_time = soon})
                             .value()
                             .coupon_infos.at(0)
                             .coupon_id;
  consume_coupon(stage, kCustomerId, "4.00", id);
  EXPECT_EQ(coupons({.status = 2}), Ids{id});
  stage.control.advance_clock("PT2H");
  EXPECT_EQ(coupons({.status = 2}), Ids{});
  EXPECT_EQ(coupons({.status = 4}), Ids{id});
  EXPECT_EQ(coupon_page.user_coupons.at(0).balance.value().to_string(), "0.00");
  EXPECT_EQ(quota_balance(stage.partner(), quota), yuan("99996.00"));
}

TEST_F(CouponLists, ExpiredForTwoYearsIsGone) {  // rule 2
  const std::string id = issued(partner_quota(stage));
  stage.control.advance_clock("P1Y1D");
  EXPECT_EQ(coupons({.coupon_id = id}), Ids{id});
  stage.control.advance_clock("P2Y");
  EXPECT_EQ(coupons({.coupon_id = id}), Ids{});
}

TEST_F(CouponLists, FrozenCouponsAreListed) {  // rule 4
  const std::string id = issued(partner_quota(stage));
  stage.control.portal("vendor/freeze-coupon", {{"coupon_id", text(id)}, {"frozen", yes()}});
  EXPECT_EQ(coupons({.status = 2}), Ids{id});
  EXPECT_EQ(coupon_page.user_coupons.at(0).is_frozen, "1");
}

TEST_F(CouponLists, CouponsOfReferralCustomersAreNotListed) {  // rule 1
  issued(partner_quota(stage));
  make_referral(stage, kCustomerId);
  EXPECT_EQ(coupons({}), Ids{});
  EXPECT_EQ(coupon_page.total_count, 0);
}

}  // namespace
}  // namespace bss::contract
