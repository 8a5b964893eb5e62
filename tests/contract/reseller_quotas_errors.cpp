// Documented errors of the quotas that a distributor gives to its resellers, and of the lists of
// records about quotas and coupons.
#include "cast.h"
#include "error_scenario.h"

namespace bss::contract {
namespace {

constexpr auto kShare = &bss::Operations::update_coupon_quotas;
constexpr auto kTakeBack = &bss::Operations::reclaim_coupon_quotas;
constexpr auto kIssuedQuotas = &bss::Operations::list_issued_coupon_quotas;
constexpr auto kCouponRecords = &bss::Operations::list_partner_coupons_record;
constexpr auto kCouponChanges = &bss::Operations::list_customer_coupon_change_records;

constexpr const char* kShareName = "UpdateCouponQuotas";
constexpr const char* kTakeBackName = "ReclaimCouponQuotas";

const std::string k65(65, 'a');

/// 10.00 of that quota for the one reseller.
UpdateCouponQuotasRequest ten_yuan(const std::string& quota_id) {
  return {
      .quota_id = quota_id, .indirect_partner_ids = {kResellerId}, .quota_amount = yuan("10.00")};
}

/// A quota of the distributor that is granted with these fields.
std::string distributors(Stage& stage, Fields fields = {}) {
  fields.emplace_back("account_id", text(kDistributorId));
  fields.emplace_back("quota_value", number("100.00"));
  return grant_quota(stage, std::move(fields));
}

ErrorScenario of_quota(const char* code, const char* variant, Fields fields) {
  return {kShareName, code, 400, variant, [fields](Stage& stage) {
            return call(stage.distributor(), kShare, ten_yuan(distributors(stage, fields)));
          }};
}

void add_bad_shares(std::vector<ErrorScenario>& table) {
  const auto body = [](const std::string& quota, const std::string& resellers,
                       const std::string& amount) {
    return R"({"quota_id":)" + quota + R"(,"indirect_partner_ids":)" + resellers +
           R"(,"quota_amount":)" + amount + "}";
  };
  const std::string quota = R"("q")";
  const std::string one = R"(["d0000000000000000000000000000003"])";
  std::string many = R"("a")";
  for (int i = 0; i < 100; ++i) many += R"(,"a")";
  add_bad_inputs(table, kShareName, "POST", "/v2/partners/coupon-quotas/indirect-partner-adjust",
                 {{"NoQuota", R"({"indirect_partner_ids":["r"],"quota_amount":1.00})"},
                  {"NullQuota", body("null", one, "1.00")},
                  {"EmptyQuota", body(R"("")", one, "1.00")},
                  {"LongQuota", body("\"" + k65 + "\"", one, "1.00")},
                  {"NoResellers", R"({"quota_id":"q","quota_amount":1.00})"},
                  {"NullResellers", body(quota, "null", "1.00")},
                  {"EmptyResellers", body(quota, "[]", "1.00")},
                  {"101Resellers", body(quota, "[" + many + "]", "1.00")},
                  {"TextForResellers", body(quota, R"("r")", "1.00")},
                  {"NoAmount", R"({"quota_id":"q","indirect_partner_ids":["r"]})"},
                  {"NullAmount", body(quota, one, "null")},
                  {"ZeroAmount", body(quota, one, "0")},
                  {"NegativeAmount", body(quota, one, "-1.00")},
                  {"ThreeDecimals", body(quota, one, "1.005")}});
}

void add_shares(std::vector<ErrorScenario>& table) {
  add_bad_shares(table);
  for (const char* stranger : {kStrangerId, kDistributorId, kPartnerId, kResellerCustomerId}) {
    table.push_back(
        {kShareName, "CBC.99000037", 400, std::string("Is_") + stranger, [stranger](Stage& stage) {
           auto request = ten_yuan(distributor_quota(stage));
           request.indirect_partner_ids.emplace_back(stranger);
           return call(stage.distributor(), kShare, request);
         }});
  }
  const char* state = "CBC.99000015";
  table.push_back({kShareName, state, 400, "Unknown", [](Stage& stage) {
                     return call(stage.distributor(), kShare, ten_yuan("2024999999999999"));
                   }});
  table.push_back({kShareName, state, 400, "AnotherPartners", [](Stage& stage) {
                     return call(stage.distributor(), kShare, ten_yuan(partner_quota(stage)));
                   }});
  table.push_back({kShareName, state, 400, "TheResellersOwn", [](Stage& stage) {
                     return call(stage.distributor(), kShare, ten_yuan(reseller_quota(stage)));
                   }});
  table.push_back(of_quota(state, "CashCoupons", {{"quota_type", number("1")}}));
  table.push_back(of_quota(state, "BeingAdjusted", {{"status", number("4")}}));
  table.push_back(of_quota(state, "Frozen", {{"status", number("5")}}));
  table.push_back(of_quota(state, "Disabled", {{"status", number("3")}}));
  table.push_back(of_quota("CBC.99000017", "NotYetEffective",
                           {{"effective_time", text("2098-01-01T00:00:00Z")},
                            {"expire_time", text("2099-01-01T00:00:00Z")}}));
  table.push_back({kShareName, "CBC.99000017", 400, "Expired", [](Stage& stage) {
                     const std::string quota = distributors(stage);
                     stage.control.advance_clock("P367D");
                     return call(stage.distributor(), kShare, ten_yuan(quota));
                   }});
  for (const char* customer : {kCustomerId, kStrangerId}) {
    table.push_back(of_quota("CBC.50000021", customer,
                             {{"customer_ids", list({kResellerCustomerId, customer})}}));
  }
  table.push_back({kShareName, "CBC.50000045", 400, "", [](Stage& stage) {
                     stage.control.set("quota_issue_interval_ms", number("60000"));
                     const auto request = ten_yuan(distributors(stage));
                     stage.distributor().client.update_coupon_quotas(request).value();
                     stage.control.advance_clock("PT59S");
                     return call(stage.distributor(), kShare, request);
                   }});
  table.push_back({kShareName, "CBC.99000013", 400, "OneFenTooMuch", [](Stage& stage) {
                     auto request = ten_yuan(distributors(stage));
                     request.quota_amount = yuan("100.01");
                     return call(stage.distributor(), kShare, request);
                   }});
  ErrorScenario leaving{kShareName, "CBC.50010105", 200, "", [](Stage& stage) {
                          set_flags(stage, kResellerId, {{"leaving", yes()}});
                          return call(stage.distributor(), kShare, ten_yuan(distributors(stage)));
                        }};
  leaving.in_details = true;
  table.push_back(leaving);
}

void add_take_backs(std::vector<ErrorScenario>& table) {
  std::string eleven = R"("a")";
  for (int i = 0; i < 10; ++i) eleven += R"(,"a")";
  add_bad_inputs(
      table, kTakeBackName, "POST", "/v2/partners/coupon-quotas/indirect-partner-reclaim",
      {{"NoQuotas", "{}"},
       {"NullQuotas", R"({"quota_ids":null})"},
       {"EmptyQuotas", R"({"quota_ids":[]})"},
       {"11Quotas", R"({"quota_ids":[)" + eleven + "]}"},
       {"EmptyQuota", R"({"quota_ids":[""]})"},
       {"LongQuota", R"({"quota_ids":[")" + k65 + R"("]})"},
       {"LongRemark", R"({"quota_ids":["q"],"remark":")" + std::string(257, 'r') + R"("})"}});
  const auto single = [&](const char* variant, std::string (*quota)(Stage&)) {
    table.push_back({kTakeBackName, "CBC.99000012", 400, variant, [quota](Stage& stage) {
                       return call(stage.distributor(), kTakeBack, {.quota_ids = {quota(stage)}});
                     }});
  };
  single("Unknown", [](Stage&) { return std::string("2024999999999999"); });
  single("ItsOwn", &distributor_quota);
  single("AnotherPartners", &partner_quota);
  // The seed's quota of the reseller was granted by the vendor.
  single("OfTheVendor", &reseller_quota);
  ErrorScenario again{kTakeBackName, "CBC.99000012", 200, "TakenBackBefore", [](Stage& stage) {
                        auto& client = stage.distributor().client;
                        const auto share =
                            client.update_coupon_quotas(ten_yuan(distributors(stage))).value();
                        const ReclaimCouponQuotasRequest request{
                            .quota_ids = {share.simple_quota_infos.at(0).quota_id}};
                        client.reclaim_coupon_quotas(request).value();
                        return call(stage.distributor(), kTakeBack, request);
                      }};
  again.in_details = true;
  table.push_back(again);
}

void add_lists(std::vector<ErrorScenario>& table) {
  const std::vector<BadInput> paging = {{"LimitZero", "limit=0"},
                                        {"Limit101", "limit=101"},
                                        {"OffsetNegative", "offset=-1"},
                                        {"LongQuota", "quota_id=" + k65}};
  const char* quotas = "ListIssuedCouponQuotas";
  add_bad_inputs(table, quotas, "GET", "/v2/partners/issued-coupon-quotas", paging);
  add_bad_inputs(
      table, quotas, "GET", "/v2/partners/issued-coupon-quotas",
      {{"EmptyReseller", "indirect_partner_id="}, {"LongParent", "parent_quota_id=" + k65}});
  for (const char* stranger : {kStrangerId, kPartnerId}) {
    table.push_back(
        {quotas, "CBC.99000037", 400, std::string("Is_") + stranger, [stranger](Stage& stage) {
           return call(stage.distributor(), kIssuedQuotas, {.indirect_partner_id = stranger});
         }});
  }
  const char* quota_records = "ListCouponQuotasRecords";
  add_bad_inputs(table, quota_records, "GET", "/v2/partners/coupon-quotas/records", paging);
  add_bad_inputs(table, quota_records, "GET", "/v2/partners/coupon-quotas/records",
                 {{"EmptyTime", "operation_time_begin="},
                  {"DateForTime", "operation_time_end=2025-05-06"},
                  {"LongType", "operation_type=123456789"},
                  {"LongReseller", "indirect_partner_id=" + k65}});
  const char* coupon_records = "ListPartnerCouponsRecord";
  const char* coupon_records_path = "/v2/promotions/benefits/partner-coupons/records/query";
  std::string nine = "operation_types=1";
  for (int i = 0; i < 8; ++i) nine += "&operation_types=1";
  std::string many = "coupon_ids=a";
  for (int i = 0; i < 100; ++i) many += "&coupon_ids=a";
  add_bad_inputs(table, coupon_records, "GET", coupon_records_path, paging);
  add_bad_inputs(table, coupon_records, "GET", coupon_records_path,
                 {{"NineTypes", nine},
                  {"101Coupons", many},
                  {"LongCoupon", "coupon_ids=" + k65},
                  {"UnknownQuotaType", "quota_type=2"},
                  {"EmptyQuotaType", "quota_type="},
                  {"DateForTime", "operation_time_begin=2025-05-06"},
                  {"EmptyLimit", "limit="},
                  {"EmptyReseller", "indirect_partner_id="}});
  add_foreign_reseller(table, coupon_records, kCouponRecords, ListPartnerCouponsRecordRequest{});
}

void add_changes(std::vector<ErrorScenario>& table) {
  const char* name = "ListCustomerCouponChangeRecords";
  const auto with = [](const std::string& more) {
    return "balance_type=BALANCE_TYPE_COUPON&" + more;
  };
  add_bad_inputs(table, name, "GET", "/v2/promotions/benefits/account-change-records",
                 {{"NoBalanceType", "limit=10"},
                  {"CashBalanceType", "balance_type=BALANCE_TYPE_DEBIT"},
                  {"UnknownTradeType", with("trade_type=BEADJUST")},
                  {"BlankTradeType", with("trade_type")},
                  {"EmptyTradeType", with("trade_type=")},
                  {"UnknownDirection", with("revenue_expense_type=INCOME")},
                  {"BlankDirection", with("revenue_expense_type")},
                  {"EmptyDirection", with("revenue_expense_type=")},
                  {"EmptyDate", with("trade_time_end=")},
                  {"TimeForDate", with("trade_time_begin=2025-05-06T00:00:00Z")},
                  {"BeginAfterEnd", with("trade_time_begin=2025-05-07&trade_time_end=2025-05-06")},
                  {"MoreThanAYear", with("trade_time_begin=2024-05-05&trade_time_end=2025-05-06")},
                  {"LongTrade", with("trade_id=" + std::string(129, 'a'))},
                  {"LongCoupon", with("coupon_id=" + k65)},
                  {"LimitZero", with("limit=0")},
                  {"OffsetNegative", with("offset=-1")}});
  table.push_back({name, "CBC.99000049", 400, "NoAccount", [](Stage& stage) {
                     set_flags(stage, kCustomerId, {{"no_account", yes()}});
                     return call(stage.customer(), kCouponChanges,
                                 {.balance_type = "BALANCE_TYPE_COUPON"});
                   }});
}

}  // namespace

std::vector<ErrorScenario> reseller_quotas_errors() {
  std::vector<ErrorScenario> table;
  add_shares(table);
  add_take_backs(table);
  add_lists(table);
  add_changes(table);
  return table;
}

}  // namespace bss::contract
