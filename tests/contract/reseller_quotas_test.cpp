// Quotas of resellers and the records about quotas and coupons beside their errors: the numbered
// rules of accounts-coupons.md parts C and D.
#include <set>

#include "cast.h"

namespace bss::contract {
namespace {

class ResellerQuotas : public StageTest {
 protected:
  ResellerQuotas() { parent = distributors("100.00"); }

  bss::Client& distributor() { return stage.distributor().client; }
  std::string distributors(const char* value, Fields fields = {}) {
    fields.emplace_back("account_id", text(kDistributorId));
    fields.emplace_back("quota_value", number(value));
    return grant_quota(stage, std::move(fields));
  }
  Result<UpdateCouponQuotasResponse> try_share(const char* amount,
                                               std::vector<std::string> resellers = {kResellerId}) {
    return distributor().update_coupon_quotas({.quota_id = parent,
                                               .indirect_partner_ids = std::move(resellers),
                                               .quota_amount = yuan(amount)});
  }
  /// The id of the one quota that must come to be.
  std::string share(const char* amount) {
    return try_share(amount).value().simple_quota_infos.at(0).quota_id;
  }
  ReclaimCouponQuotasResponse take(std::vector<std::string> quotas, const char* remark = "") {
    return distributor()
        .reclaim_coupon_quotas({.quota_ids = std::move(quotas), .remark = remark})
        .value();
  }
  IssuedCouponQuota shared(const std::string& quota) {
    return distributor().list_issued_coupon_quotas({.quota_id = quota}).value().quotas.at(0);
  }
  std::vector<QuotaRecord> records(ListCouponQuotasRecordsRequest request = {}) {
    return distributor().list_coupon_quotas_records(request).value().records;
  }
  Decimal left() { return quota_balance(stage.distributor(), parent); }

  std::string parent;
};

TEST_F(ResellerQuotas, ANewQuotaIsAsItsParentButForTheValue) {  // UpdateCouponQuotas 4
  parent = distributors("100.00", {{"expire_time", text("2097-01-01T00:00:00Z")},
                                   {"cloud_service_types", list({"hws.service.type.ec2"})}});
  stage.control.advance_clock("PT1H");
  const std::string made = share("30.00");
  EXPECT_EQ(left(), yuan("70.00"));
  const IssuedCouponQuota quota = shared(made);
  EXPECT_EQ(quota.parent_quota_id, parent);
  EXPECT_EQ(quota.indirect_partner_id, kResellerId);
  EXPECT_EQ(quota.quota_type, 0);
  EXPECT_EQ(quota.quota_status, 0);
  EXPECT_EQ(quota.quota_value.value(), yuan("30.00"));
  EXPECT_EQ(quota.balance.value(), yuan("30.00"));
  EXPECT_EQ(quota.create_time, stage.control.now());
  EXPECT_EQ(quota.expire_time, "2097-01-01T00:00:00Z");
  // The restriction holds for the reseller too.
  const auto refused =
      distributor().create_partner_coupons({.quota_id = made,
                                            .customer_ids = {kResellerCustomerId},
                                            .face_value = yuan("1.00"),
                                            .cloud_service_types = {"hws.service.type.ebs"},
                                            .indirect_partner_id = kResellerId});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.99000023");
}

TEST_F(ResellerQuotas, EveryCallMakesAFurtherQuota) {  // UpdateCouponQuotas 5 and 8
  EXPECT_NE(share("10.00"), share("10.00"));
  EXPECT_EQ(left(), yuan("80.00"));
}

TEST_F(ResellerQuotas, AResellerNamedTwiceIsServedOnce) {  // UpdateCouponQuotas 7
  const auto answer = try_share("60.00", {kResellerId, kResellerId}).value();
  EXPECT_EQ(answer.simple_quota_infos.size(), 1U);
  EXPECT_EQ(left(), yuan("40.00"));
}

TEST_F(ResellerQuotas, TheWholeBalanceMayBeGiven) {  // UpdateCouponQuotas 2
  share("100.00");
  EXPECT_EQ(left(), yuan("0.00"));
}

TEST_F(ResellerQuotas, ALeavingResellerFailsAloneAndConsumesNothing) {  // UpdateCouponQuotas 3
  const std::string second =
      stage.control
          .portal("vendor/add-reseller",
                  {{"distributor_id", text(kDistributorId)}, {"name", text("second-reseller")}})
          .find("reseller_id")
          ->text();
  set_flags(stage, second, {{"leaving", yes()}});
  const auto answer = try_share("50.00", {second, kResellerId}).value();
  ASSERT_EQ(answer.error_details.size(), 1U);
  EXPECT_EQ(answer.error_details[0].id, second);
  EXPECT_EQ(answer.error_details[0].error_code, "CBC.50010105");
  ASSERT_EQ(answer.simple_quota_infos.size(), 1U);
  EXPECT_EQ(answer.simple_quota_infos[0].id, kResellerId);
  EXPECT_EQ(left(), yuan("50.00"));
  // ListCouponQuotasRecords 3: the failure is logged, without a quota.
  const auto log = records({.indirect_partner_id = second});
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].result, "-1");
  EXPECT_EQ(log[0].operation_type, "10");
  EXPECT_FALSE(log[0].quota_id.has_value());
  EXPECT_EQ(log[0].amount.value(), yuan("50.00"));
}

TEST_F(ResellerQuotas, TheIntervalIsCountedPerQuota) {  // UpdateCouponQuotas 6
  stage.control.set("quota_issue_interval_ms", number("60000"));
  share("1.00");
  EXPECT_EQ(try_share("1.00").error().code, "CBC.50000045");
  const std::string first = parent;
  parent = distributors("5.00");
  share("1.00");
  parent = first;
  stage.control.advance_clock("PT1M");
  share("1.00");
  EXPECT_EQ(left(), yuan("98.00"));
}

TEST_F(ResellerQuotas, WhatIsLeftComesBackAndTheQuotaEnds) {  // ReclaimCouponQuotas 1 and 3
  const std::string made = share("30.00");
  const std::string coupon = distributor()
                                 .create_partner_coupons({.quota_id = made,
                                                          .customer_ids = {kResellerCustomerId},
                                                          .face_value = yuan("12.50"),
                                                          .indirect_partner_id = kResellerId})
                                 .value()
                                 .coupon_infos.at(0)
                                 .coupon_id;
  const auto answer = take({made}, "quarter end");
  EXPECT_TRUE(answer.error_details.empty());
  ASSERT_EQ(answer.simple_quota_infos.size(), 1U);
  EXPECT_EQ(answer.simple_quota_infos[0].quota_balance->to_string(), "0.00");
  EXPECT_EQ(left(), yuan("87.50"));
  EXPECT_EQ(shared(made).quota_status, 6);
  // A coupon stays with its customer, and what returns from it later goes on to the parent (E.3).
  distributor()
      .reclaim_partner_coupons({.coupon_id = coupon, .indirect_partner_id = kResellerId})
      .value();
  EXPECT_EQ(left(), yuan("100.00"));
  EXPECT_EQ(shared(made).balance.value(), yuan("0.00"));
  const auto log = records({.quota_id = made});
  ASSERT_EQ(log.size(), 3U);
  EXPECT_EQ(log[0].operator_, "system");
  EXPECT_EQ(log[0].amount.value(), yuan("12.50"));
  EXPECT_EQ(log[1].amount.value(), yuan("17.50"));
  EXPECT_EQ(log[1].remark, "quarter end");
  EXPECT_EQ(log[2].amount.value(), yuan("30.00"));
  EXPECT_EQ(log[2].operation_type, "10");
}

TEST_F(ResellerQuotas, EachQuotaOnItsOwnAndOnce) {  // ReclaimCouponQuotas 2, 4 and 5
  const std::string a = share("10.00");
  const std::string b = share("20.00");
  take({a});
  const auto answer = take({a, b, "2024999999999999", b});
  ASSERT_EQ(answer.error_details.size(), 2U);
  EXPECT_EQ(answer.error_details[0].id, a);
  EXPECT_EQ(answer.error_details[0].error_code, "CBC.99000012");
  EXPECT_EQ(answer.error_details[1].id, "2024999999999999");
  ASSERT_EQ(answer.simple_quota_infos.size(), 1U);
  EXPECT_EQ(answer.simple_quota_infos[0].quota_id, b);
  EXPECT_EQ(left(), yuan("100.00"));
}

TEST_F(ResellerQuotas, AQuotaWithNothingLeftIsClosedWithoutARecord) {  // ReclaimCouponQuotas 3
  const std::string made = share("10.00");
  distributor()
      .create_partner_coupons({.quota_id = made,
                               .customer_ids = {kResellerCustomerId},
                               .face_value = yuan("10.00"),
                               .indirect_partner_id = kResellerId})
      .value();
  take({made});
  EXPECT_EQ(shared(made).quota_status, 6);
  EXPECT_EQ(records({.quota_id = made}).size(), 1U) << "only that of the issue";
}

TEST_F(ResellerQuotas, AnExpiredQuotaGivesBackWhatIsLeft) {  // ReclaimCouponQuotas 2
  const std::string made = share("10.00");
  stage.control.advance_clock("P367D");
  EXPECT_EQ(shared(made).quota_status, 3);
  EXPECT_EQ(take({made}).simple_quota_infos.size(), 1U);
  EXPECT_EQ(left(), yuan("100.00"));
}

TEST_F(ResellerQuotas, AreListedByParentResellerAndId) {
  const std::string first = share("10.00");
  stage.control.advance_clock("PT1S");
  const std::string second = share("10.00");
  const std::string other = parent;
  parent = distributors("5.00");
  stage.control.advance_clock("PT1S");
  const std::string third = share("1.00");
  const auto ids = [this](const ListIssuedCouponQuotasRequest& request) {
    std::vector<std::string> found;
    const auto answer = distributor().list_issued_coupon_quotas(request).value();
    for (const auto& quota : answer.quotas) found.push_back(quota.quota_id.value());
    return found;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids({}), (Ids{third, second, first})) << "the vendor's grant is none of them";
  EXPECT_EQ(ids({.parent_quota_id = other}), (Ids{second, first}));
  EXPECT_EQ(ids({.indirect_partner_id = kResellerId, .limit = 1}), Ids{third});
  EXPECT_EQ(ids({.offset = 2}), Ids{first});
  EXPECT_EQ(ids({.quota_id = distributor_quota(stage)}), Ids{});
  const auto row = shared(first);
  EXPECT_EQ(row.indirect_partner_account_name, "demo-reseller");
  EXPECT_FALSE(row.indirect_partner_name->empty());
  EXPECT_EQ(row.measure_id, 1);
  EXPECT_EQ(row.currency, "CNY");
}

TEST_F(ResellerQuotas, RecordsAreFiltered) {
  const std::string made = share("10.00");
  const std::string given_at = stage.control.now();
  stage.control.advance_clock("PT5S");
  take({made});
  using Types = std::vector<std::string>;
  const auto types = [this](const ListCouponQuotasRecordsRequest& request) {
    Types found;
    for (const auto& record : records(request)) found.push_back(record.operation_type.value());
    return found;
  };
  EXPECT_EQ(types({.parent_quota_id = parent}), (Types{"11", "10"}));
  EXPECT_EQ(types({.operation_type = "10"}), Types{"10"});
  EXPECT_EQ(types({.operation_type = "12"}), (Types{"11", "10"})) << "ignored (rule 1)";
  EXPECT_EQ(types({.operation_time_begin = given_at, .operation_time_end = given_at}), Types{"10"})
      << "both bounds count themselves";
  EXPECT_EQ(types({.indirect_partner_id = kStrangerId}), Types{});
  EXPECT_EQ(types({.parent_quota_id = distributor_quota(stage)}), Types{});
  EXPECT_EQ(types({.offset = 1, .limit = 1}), Types{"10"});
  const auto record = records().at(0);
  EXPECT_EQ(record.operator_, "demo-distributor");
  EXPECT_EQ(record.indirect_partner_account_name, "demo-reseller");
  EXPECT_EQ(record.result, "0");
}

// --- ListPartnerCouponsRecord

class CouponRecords : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }
  std::vector<CouponRecordV2> records(ListPartnerCouponsRecordRequest request = {}) {
    return partner().list_partner_coupons_record(request).value().records;
  }
  using Types = std::vector<std::string>;
  Types types(const ListPartnerCouponsRecordRequest& request) {
    Types found;
    for (const auto& record : records(request)) found.push_back(record.operation_type.value());
    return found;
  }
};

TEST_F(CouponRecords, SayWhyValueReturned) {  // rule 1
  const std::string quota = partner_quota(stage);
  const std::string a = issue_coupon(stage, quota, kCustomerId, "10.00");
  const std::string b = issue_coupon(stage, quota, kCustomerId, "20.00");
  consume_coupon(stage, kCustomerId, "4.00", a);
  stage.control.advance_clock("PT1S");
  partner().reclaim_partner_coupons({.coupon_id = a}).value();
  stage.control.advance_clock("PT1S");
  make_referral(stage, kCustomerId);
  EXPECT_EQ(types({}), (Types{"8", "2", "1", "1"}));
  const auto manual = records({.operation_types = {"2"}}).at(0);
  EXPECT_EQ(manual.coupon_id, a);
  EXPECT_EQ(manual.operation_amount.value(), yuan("6.00")) << "what this return took";
  EXPECT_EQ(manual.quota_id, quota);
  EXPECT_EQ(manual.quota_type, 0);
  EXPECT_EQ(manual.customer_id, kCustomerId);
  EXPECT_EQ(manual.result, "0");
  const auto of_b = records({.coupon_ids = {b}});
  ASSERT_EQ(of_b.size(), 2U);
  EXPECT_EQ(of_b[0].operation_amount.value(), yuan("20.00"));
}

TEST_F(CouponRecords, AFailureHasNoCouponAndTheMemoIsTheRemark) {
  partner()
      .create_partner_coupons({.quota_id = partner_quota(stage),
                               .customer_ids = {kReferralId, kCustomerId},
                               .face_value = yuan("10.00"),
                               .memo = "req-1"})
      .value();
  const auto failed = records({.result = "-1"});
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].customer_id, kReferralId);
  EXPECT_FALSE(failed[0].coupon_id.has_value());
  EXPECT_EQ(failed[0].remark, "req-1");
  const auto succeeded = records({.result = "0"});
  ASSERT_EQ(succeeded.size(), 1U);
  EXPECT_EQ(succeeded[0].customer_id, kCustomerId);
  EXPECT_EQ(records({.result = "7"}).size(), 2U) << "any other value is ignored";
}

TEST_F(CouponRecords, AreFiltered) {
  const std::string cash =
      grant_quota(stage, {{"quota_value", number("100.00")}, {"quota_type", number("1")}});
  issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
  const std::string first = stage.control.now();
  stage.control.advance_clock("PT2S");
  issue_coupon(stage, cash, kCustomerId, "10.00");
  const std::string second = stage.control.now();
  EXPECT_EQ(records({.quota_id = cash}).size(), 1U);
  EXPECT_EQ(records({.quota_type = 1}).at(0).quota_id, cash);
  EXPECT_EQ(records({.customer_id = kReferralId}).size(), 0U);
  EXPECT_EQ(records({.operation_types = {"1", "2"}}).size(), 2U);
  EXPECT_EQ(records({.operation_types = {"x"}}).size(), 0U) << "matches nothing";
  EXPECT_EQ(records({.operation_time_begin = first}).size(), 1U) << "strictly after";
  EXPECT_EQ(records({.operation_time_end = second}).size(), 1U) << "strictly before";
  EXPECT_EQ(records({.offset = 1, .limit = 5}).size(), 1U);
}

TEST_F(CouponRecords, AResellersAreSeenByNamingIt) {
  stage.distributor()
      .client
      .create_partner_coupons({.quota_id = reseller_quota(stage),
                               .customer_ids = {kResellerCustomerId},
                               .face_value = yuan("10.00"),
                               .indirect_partner_id = kResellerId})
      .value();
  const auto seen = [this](std::optional<std::string> reseller) {
    return stage.distributor()
        .client.list_partner_coupons_record({.indirect_partner_id = std::move(reseller)})
        .value()
        .total_count;
  };
  EXPECT_EQ(seen(std::nullopt), 0);
  EXPECT_EQ(seen(kResellerId), 1);
}

// Rule 3: issued less returned is what the quota misses.
TEST_F(CouponRecords, AddUpToWhatTheQuotaMisses) {
  const std::string quota = partner_quota(stage);
  const std::string a = issue_coupon(stage, quota, kCustomerId, "10.00");
  issue_coupon(stage, quota, kCustomerId, "0.37");
  consume_coupon(stage, kCustomerId, "9.99", a);
  partner().reclaim_partner_coupons({.coupon_id = a}).value();
  Decimal sum = yuan("100000.00");
  for (const auto& record : records({.quota_id = quota})) {
    sum = record.operation_type == "1" ? *sum.minus(record.operation_amount.value())
                                       : *sum.plus(record.operation_amount.value());
  }
  EXPECT_EQ(sum, quota_balance(stage.partner(), quota));
}

// --- ListCustomerCouponChangeRecords

class CouponChanges : public StageTest {
 protected:
  ListCustomerCouponChangeRecordsResponse changes(ListCustomerCouponChangeRecordsRequest request) {
    request.balance_type = "BALANCE_TYPE_COUPON";
    return stage.customer().client.list_customer_coupon_change_records(request).value();
  }
  using Details = std::vector<std::string>;
  Details details(const ListCustomerCouponChangeRecordsRequest& request) {
    Details found;
    for (const auto& record : changes(request).records)
      found.push_back(record.trade_detail_type.value());
    return found;
  }
};

TEST_F(CouponChanges, ShowIncomeAndExpenseWithWhatIsLeft) {             // rules 2 and 3
  const std::string day = stage.control.later(8 * 3600).substr(0, 10);  // GMT+8
  const std::string quota = partner_quota(stage);
  const std::string coupon = issue_coupon(stage, quota, kCustomerId, "10.00");
  const std::string other = issue_coupon(stage, quota, kCustomerId, "5.00");
  consume_coupon(stage, kCustomerId, "4.00", coupon);
  stage.partner().client.reclaim_partner_coupons({.coupon_id = coupon}).value();
  stage.control.advance_clock("P366D");  // the other one expires
  EXPECT_EQ(details({.coupon_id = coupon}), Details{}) << "longer ago than a year";
  EXPECT_EQ(details({}), Details{"SOURCE_OPERAIION_EXPIRECLEAR"});
  ListCustomerCouponChangeRecordsRequest request{.coupon_id = coupon};
  request.trade_time_begin = request.trade_time_end = day;
  const auto answer = changes(request);
  EXPECT_EQ(answer.currency, "CNY");
  ASSERT_EQ(answer.records.size(), 3U);
  const auto expect = [](const CustomerCouponChangeRecord& record, const char* detail,
                         const char* direction, const char* amount, const char* after) {
    EXPECT_EQ(record.trade_detail_type, detail);
    EXPECT_EQ(record.revenue_expense_type, direction);
    EXPECT_EQ(record.change_amount->to_string(), amount);
    EXPECT_EQ(record.balance_after_change->to_string(), after);
    EXPECT_EQ(record.account_name, "demo-customer");
  };
  expect(answer.records[0], "SOURCE_OPERATION_COUPONCANCEL", "EXPENSE", "6.00", "0.00");
  expect(answer.records[1], "SOURCE_OPERAIION_DEDEUCT", "EXPENSE", "4.00", "6.00");
  expect(answer.records[2], "SOURCE_OPERAIION_PRIZE", "REVENUE", "10.00", "10.00");
  EXPECT_NE(answer.records[2].coupon_id, other);
}

TEST_F(CouponChanges, AreFiltered) {
  const std::string quota = partner_quota(stage);
  const std::string coupon = issue_coupon(stage, quota, kCustomerId, "10.00");
  consume_coupon(stage, kCustomerId, "4.00", coupon);
  EXPECT_EQ(details({.revenue_expense_type = "REVENUE"}), Details{"SOURCE_OPERAIION_PRIZE"});
  EXPECT_EQ(details({.trade_type = "DEDEUCT"}), Details{"SOURCE_OPERAIION_DEDEUCT"});
  EXPECT_EQ(details({.trade_type = "RFROZEN"}), Details{});
  const auto all = changes({});
  EXPECT_EQ(all.total_count, 2);
  EXPECT_EQ(changes({.trade_id = all.records[0].trade_id}).total_count, 1);
  EXPECT_EQ(changes({.coupon_id = "2024999999999999"}).total_count, 0);
  EXPECT_EQ(changes({.offset = 1, .limit = 1}).records.size(), 1U);
}

TEST_F(CouponChanges, ThePartnerSeesThemInTheCustomersName) {
  issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
  bss::Client agent =
      make_client(bss::Credentials::password("demo-partner", bss::Secret("Partner@2025")),
                  bss::Site::kChina, kPlatform)
          .client;
  const auto own =
      agent.list_customer_coupon_change_records({.balance_type = "BALANCE_TYPE_COUPON"});
  ASSERT_FALSE(own.ok());
  EXPECT_EQ(own.error().http_status, 403);
  EXPECT_EQ(agent.as_customer(bss::DomainId{kCustomerId})
                .list_customer_coupon_change_records({.balance_type = "BALANCE_TYPE_COUPON"})
                .value()
                .total_count,
            1);
}

}  // namespace
}  // namespace bss::contract
