// Documented errors of the coupon operations. What all operations share stands in
// gateway_errors.cpp.
#include "cast.h"
#include "error_scenario.h"

namespace bss::contract {
namespace {

constexpr auto kQuotas = &bss::Operations::list_quota_coupons;
constexpr auto kIssue = &bss::Operations::create_partner_coupons;
constexpr auto kIssued = &bss::Operations::list_issued_partner_coupons;
constexpr auto kHeld = &bss::Operations::list_sub_customer_coupons;
constexpr auto kReclaim = &bss::Operations::reclaim_partner_coupons;

constexpr const char* kQuotasPath = "/v2/partners/coupon-quotas/query";
constexpr const char* kCouponsPath = "/v2/promotions/benefits/partner-coupons";
constexpr const char* kReclaimPath = "/v2/promotions/benefits/partner-coupons/reclaim";
constexpr const char* kIssueName = "CreatePartnerCoupons";
constexpr const char* kReclaimName = "ReclaimPartnerCoupons";

const std::string k65(65, 'a');

/// `count` JSON strings, "a0" and so on.
std::string names(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += std::string(i == 0 ? "" : ",") + "\"a" + std::to_string(i) + "\"";
  return text;
}

/// One coupon of 10.00 for demo-customer out of that quota.
CreatePartnerCouponsRequest one_coupon(const std::string& quota_id) {
  return {.quota_id = quota_id, .customer_ids = {kCustomerId}, .face_value = yuan("10.00")};
}

/// A refusal of one coupon out of a quota that is granted with these fields.
ErrorScenario of_quota(const char* code, int status, const char* variant, Fields fields) {
  ErrorScenario scenario{kIssueName, code, status, variant, [fields](Stage& stage) {
                           Fields all = fields;
                           all.emplace_back("quota_value", number("100.00"));
                           return call(stage.partner(), kIssue,
                                       one_coupon(grant_quota(stage, all)));
                         }};
  return scenario;
}

ErrorScenario in_details(ErrorScenario scenario) {
  scenario.in_details = true;
  return scenario;
}

/// A refusal of this customer alone, out of the demo quota.
ErrorScenario of_customer(const char* code, const char* variant, const char* customer,
                          Fields flags = {}) {
  return in_details({kIssueName, code, 200, variant, [customer, flags](Stage& stage) {
                       if (!flags.empty()) set_flags(stage, customer, flags);
                       CreatePartnerCouponsRequest request = one_coupon(partner_quota(stage));
                       request.customer_ids = {customer};
                       return call(stage.partner(), kIssue, request);
                     }});
}

void add_issue_parameters(std::vector<ErrorScenario>& table) {
  const auto body = [](const std::string& more) {
    return R"({"quota_id":"q","customer_ids":["c0000000000000000000000000000001"],"face_value":10.00)" +
           more + "}";
  };
  add_bad_inputs(
      table, kIssueName, "POST", kCouponsPath,
      {{"NoQuota", R"({"customer_ids":["c1"],"face_value":1.00})"},
       {"NullQuota", R"({"quota_id":null,"customer_ids":["c1"],"face_value":1.00})"},
       {"EmptyQuota", R"({"quota_id":"","customer_ids":["c1"],"face_value":1.00})"},
       {"LongQuota", R"({"quota_id":")" + k65 + R"(","customer_ids":["c1"],"face_value":1.00})"},
       {"NoCustomers", R"({"quota_id":"q","face_value":1.00})"},
       {"NullCustomers", R"({"quota_id":"q","customer_ids":null,"face_value":1.00})"},
       {"EmptyCustomers", R"({"quota_id":"q","customer_ids":[],"face_value":1.00})"},
       {"101Customers",
        R"({"quota_id":"q","customer_ids":[)" + names(101) + R"(],"face_value":1.00})"},
       {"EmptyCustomerId", R"({"quota_id":"q","customer_ids":[""],"face_value":1.00})"},
       {"NoValue", R"({"quota_id":"q","customer_ids":["c1"]})"},
       {"NullValue", R"({"quota_id":"q","customer_ids":["c1"],"face_value":null})"},
       {"ZeroValue", R"({"quota_id":"q","customer_ids":["c1"],"face_value":0})"},
       {"NegativeValue", R"({"quota_id":"q","customer_ids":["c1"],"face_value":-5.00})"},
       {"ThreeDecimals", R"({"quota_id":"q","customer_ids":["c1"],"face_value":1.005})"},
       {"EmptyValidTime", body(R"(,"valid_time":"")")},
       {"DateForValidTime", body(R"(,"valid_time":"2025-01-01")")},
       {"EmptyExpireTime", body(R"(,"expire_time":"")")},
       {"TooManyServices", body(R"(,"cloud_service_types":[)" + names(11) + "]")},
       {"TooManyProducts", body(R"(,"product_ids":[)" + names(11) + "]")},
       {"LongMemo", body(R"(,"memo":")" + std::string(257, 'm') + "\"")},
       {"EmptyReseller", body(R"(,"indirect_partner_id":"")")}});
  // Rule 3: quota.effective_time <= valid_time < expire_time <= quota.expire_time and expire_time >
  // now.
  struct Span {
    const char* name;
    std::optional<std::string> valid;
    std::optional<std::string> expire;
  };
  for (const Span& span : {Span{"ValidBeforeTheQuota", "2020-01-01T00:00:00Z", std::nullopt},
                           Span{"ExpiresAfterTheQuota", std::nullopt, "2099-01-01T00:00:00Z"},
                           Span{"ExpiresInThePast", std::nullopt, "2020-01-01T00:00:00Z"}}) {
    table.push_back({kIssueName, "CBC.0100", 400, span.name, [span](Stage& stage) {
                       CreatePartnerCouponsRequest request = one_coupon(partner_quota(stage));
                       request.valid_time = span.valid;
                       request.expire_time = span.expire;
                       return call(stage.partner(), kIssue, request);
                     }});
  }
  table.push_back({kIssueName, "CBC.0100", 400, "ExpiresWhenItBecomesValid", [](Stage& stage) {
                     const auto quotas =
                         stage.partner().client.list_quota_coupons({}).value().quotas;
                     CreatePartnerCouponsRequest request =
                         one_coupon(quotas.at(0).quota_id.value());
                     request.valid_time = quotas.at(0).expire_time;
                     request.expire_time = quotas.at(0).expire_time;
                     return call(stage.partner(), kIssue, request);
                   }});
}

void add_quota_states(std::vector<ErrorScenario>& table) {
  const char* code = "CBC.99000012";
  table.push_back({kIssueName, code, 400, "Unknown", [](Stage& stage) {
                     return call(stage.partner(), kIssue, one_coupon("2024999999999999"));
                   }});
  table.push_back({kIssueName, code, 400, "AnotherPartners", [](Stage& stage) {
                     return call(stage.partner(), kIssue, one_coupon(distributor_quota(stage)));
                   }});
  // ListQuotaCoupons 4: the quotas of a reseller are its own.
  table.push_back({kIssueName, code, 400, "TheResellersWithoutNamingIt", [](Stage& stage) {
                     return call(stage.distributor(), kIssue, one_coupon(reseller_quota(stage)));
                   }});
  struct State {
    const char* name;
    const char* verb;
    Fields fields;
  };
  for (const State& state : {State{"BeingAdjusted", "vendor/adjust-quota", {{"begin", yes()}}},
                             State{"Frozen", "vendor/freeze-quota", {}},
                             State{"Disabled", "vendor/disable-quota", {}}}) {
    table.push_back({kIssueName, code, 400, state.name, [state](Stage& stage) {
                       const std::string quota = partner_quota(stage);
                       Fields fields = state.fields;
                       fields.insert(fields.begin(), {"quota_id", text(quota)});
                       stage.control.portal(state.verb, fields);
                       return call(stage.partner(), kIssue, one_coupon(quota));
                     }});
  }
  table.push_back(of_quota("CBC.99000017", 400, "NotYetEffective",
                           {{"effective_time", text("2098-01-01T00:00:00Z")},
                            {"expire_time", text("2099-01-01T00:00:00Z")}}));
  table.push_back(
      {kIssueName, "CBC.99000017", 400, "Expired", [](Stage& stage) {
         const std::string quota = grant_quota(stage, {{"quota_value", number("100.00")}});
         stage.control.advance_clock("P367D");
         return call(stage.partner(), kIssue, one_coupon(quota));
       }});
}

void add_quota_limits(std::vector<ErrorScenario>& table) {
  table.push_back(
      of_quota("CBC.99000018", 400, "OneFenBelow", {{"min_face_value", number("10.01")}}));
  table.push_back(
      of_quota("CBC.99000019", 400, "OneFenAbove", {{"max_face_value", number("9.99")}}));
  table.push_back(of_quota("CBC.50000020", 400, "", {{"customer_ids", list({kReferralId})}}));
  table.push_back(
      of_quota("CBC.99000024", 400, "VoucherQuota", {{"subscribe_types", list({"new"})}}));
  table.push_back({kIssueName, "CBC.99000022", 400, "", [](Stage& stage) {
                     set_flags(stage, kCustomerId, {{"associated_before", yes()}});
                     const std::string quota = grant_quota(
                         stage,
                         {{"quota_value", number("100.00")}, {"first_associated_only", yes()}});
                     return call(stage.partner(), kIssue, one_coupon(quota));
                   }});
  table.push_back({kIssueName, "CBC.99000023", 400, "ServiceOutsideTheQuotas", [](Stage& stage) {
                     const std::string quota = grant_quota(
                         stage, {{"quota_value", number("100.00")},
                                 {"cloud_service_types", list({"hws.service.type.ec2"})}});
                     CreatePartnerCouponsRequest request = one_coupon(quota);
                     request.cloud_service_types = {"hws.service.type.ebs"};
                     return call(stage.partner(), kIssue, request);
                   }});
  table.push_back({kIssueName, "CBC.50000055", 400, "", [](Stage& stage) {
                     CreatePartnerCouponsRequest request = one_coupon(partner_quota(stage));
                     request.cloud_service_types = {"hws.service.type.nowhere"};
                     return call(stage.partner(), kIssue, request);
                   }});
  table.push_back({kIssueName, "CBC.50000054", 400, "", [](Stage& stage) {
                     CreatePartnerCouponsRequest request = one_coupon(partner_quota(stage));
                     request.product_ids = {"no-such-product"};
                     return call(stage.partner(), kIssue, request);
                   }});
  table.push_back({kIssueName, "CBC.99000025", 400, "", [](Stage& stage) {
                     CreatePartnerCouponsRequest request = one_coupon(partner_quota(stage));
                     request.customer_ids = {kCustomerId, kPartnerId};
                     return call(stage.partner(), kIssue, request);
                   }});
  table.push_back({kIssueName, "CBC.50000010", 400, "", [](Stage& stage) {
                     set_flags(stage, kPartnerId, {{"uses_coupons_itself", yes()}});
                     return call(stage.partner(), kIssue, one_coupon(partner_quota(stage)));
                   }});
}

void add_customer_level(std::vector<ErrorScenario>& table) {
  table.push_back(of_customer("CBC.99000035", "Unknown", kStrangerId));
  table.push_back(of_customer("CBC.99000035", "AnotherPartners", kResellerCustomerId));
  table.push_back(of_customer("CBC.99000014", "", kReferralId));
  table.push_back(of_customer("CBC.50000034", "", kCustomerId, {{"finance_custody", yes()}}));
  table.push_back(of_customer("CBC.99000000", "Frozen", kCustomerId, {{"frozen", yes()}}));
  table.push_back(of_customer("CBC.99000000", "NoAccount", kCustomerId, {{"no_account", yes()}}));
  table.push_back(in_details({kIssueName, "CBC.99000013", 200, "", [](Stage& stage) {
                                CreatePartnerCouponsRequest request =
                                    one_coupon(partner_quota(stage));
                                request.face_value = yuan("100000.01");
                                return call(stage.partner(), kIssue, request);
                              }}));
  table.push_back(
      in_details({kIssueName, "CBC.99000035", 200, "ResellersWithoutNamingIt", [](Stage& stage) {
                    CreatePartnerCouponsRequest request = one_coupon(distributor_quota(stage));
                    request.customer_ids = {kResellerCustomerId};
                    return call(stage.distributor(), kIssue, request);
                  }}));
  table.push_back(in_details({kIssueName, "CBC.99000020", 200, "SecondOfOne", [](Stage& stage) {
                                const std::string quota =
                                    grant_quota(stage, {{"quota_value", number("100.00")},
                                                        {"max_coupons", number("1")}});
                                issue_coupon(stage, quota, kCustomerId, "10.00");
                                return call(stage.partner(), kIssue, one_coupon(quota));
                              }}));
  table.push_back(
      in_details(of_quota("CBC.99000021", 200, "", {{"max_total_face_value", number("9.99")}})));
}

void add_reclaim(std::vector<ErrorScenario>& table) {
  add_bad_inputs(table, kReclaimName, "POST", kReclaimPath,
                 {{"NoCoupon", "{}"},
                  {"NullCoupon", R"({"coupon_id":null})"},
                  {"EmptyCoupon", R"({"coupon_id":""})"},
                  {"LongCoupon", R"({"coupon_id":")" + k65 + R"("})"},
                  {"EmptyReseller", R"({"coupon_id":"c","indirect_partner_id":""})"},
                  {"LongReseller", R"({"coupon_id":"c","indirect_partner_id":")" +
                                       std::string(101, 'a') + R"("})"}});
  // Rule 5: unknown, or issued by somebody else.
  table.push_back({kReclaimName, "CBC.0100", 400, "Unknown", [](Stage& stage) {
                     return call(stage.partner(), kReclaim, {.coupon_id = "2024999999999999"});
                   }});
  table.push_back({kReclaimName, "CBC.0100", 400, "AnotherPartners", [](Stage& stage) {
                     const std::string coupon =
                         issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
                     return call(stage.distributor(), kReclaim, {.coupon_id = coupon});
                   }});
  add_foreign_reseller(table, kReclaimName, kReclaim,
                       ReclaimPartnerCouponsRequest{.coupon_id = "c"});
  // Rule 6, judged before the state of the coupon: the switch has taken the coupon back.
  table.push_back({kReclaimName, "CBC.99000045", 400, "", [](Stage& stage) {
                     const std::string coupon =
                         issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
                     make_referral(stage, kCustomerId);
                     return call(stage.partner(), kReclaim, {.coupon_id = coupon});
                   }});
  const auto after = [](std::function<void(Stage&, const std::string&)> happening) {
    return [happening = std::move(happening)](Stage& stage) {
      const std::string coupon = issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
      happening(stage, coupon);
      return call(stage.partner(), kReclaim, {.coupon_id = coupon});
    };
  };
  table.push_back({kReclaimName, "CBC.99000048", 200, "Reclaimed",
                   after([](Stage& stage, const std::string& coupon) {
                     stage.partner().client.reclaim_partner_coupons({.coupon_id = coupon}).value();
                   })});
  table.push_back(
      {kReclaimName, "CBC.99000048", 200, "Expired",
       after([](Stage& stage, const std::string&) { stage.control.advance_clock("P366D"); })});
  table.push_back({kReclaimName, "CBC.99000048", 200, "Used",
                   after([](Stage& stage, const std::string& coupon) {
                     consume_coupon(stage, kCustomerId, "10.00", coupon);
                   })});
  table.push_back({kReclaimName, "CBC.99000048", 200, "Frozen",
                   after([](Stage& stage, const std::string& coupon) {
                     stage.control.portal("vendor/freeze-coupon",
                                          {{"coupon_id", text(coupon)}, {"frozen", yes()}});
                   })});
}

void add_lists(std::vector<ErrorScenario>& table) {
  add_bad_inputs(table, "ListQuotaCoupons", "POST", kQuotasPath,
                 {{"51Quotas", R"({"quota_ids":[)" + names(51) + "]}"},
                  {"LongQuota", R"({"quota_ids":[")" + k65 + R"("]})"},
                  {"SixStates", R"({"quota_status_list":[0,3,4,5,0,3]})"},
                  {"UnknownState", R"({"quota_status_list":[1]})"},
                  {"UnknownType", R"({"quota_type":2})"},
                  {"TimeEmpty", R"({"create_time_begin":""})"},
                  {"DateForTime", R"({"effective_time_begin":"2025-01-01"})"},
                  {"ExpireEndEmpty", R"({"expire_time_end":""})"},
                  {"LimitZero", R"({"limit":0})"},
                  {"Limit101", R"({"limit":101})"},
                  {"OffsetNegative", R"({"offset":-1})"},
                  {"EmptyReseller", R"({"indirect_partner_id":""})"}});
  add_foreign_reseller(table, "ListQuotaCoupons", kQuotas, ListQuotaCouponsRequest{});
  add_bad_inputs(table, "ListIssuedPartnerCoupons", "GET", kCouponsPath,
                 {{"EmptyCoupon", "coupon_id="},
                  {"EmptyCustomer", "customer_id="},
                  {"EmptyOrder", "order_id="},
                  {"UnknownType", "coupon_type=2"},
                  {"EmptyType", "coupon_type="},
                  {"UnknownStatus", "status=6"},
                  {"EmptyStatus", "status="},
                  {"DateForTime", "create_time_begin=2025-01-01"},
                  {"LimitZero", "limit=0"},
                  {"Limit101", "limit=101"},
                  {"OffsetNegative", "offset=-1"},
                  {"LongCoupon", "coupon_id=" + k65}});
  add_foreign_reseller(table, "ListIssuedPartnerCoupons", kIssued,
                       ListIssuedPartnerCouponsRequest{});
}

void add_held(std::vector<ErrorScenario>& table) {
  add_bad_inputs(table, "ListSubCustomerCoupons", "GET", "/v2/promotions/benefits/coupons",
                 {{"UnknownType", "coupon_type=5"},
                  {"EmptyType", "coupon_type="},
                  {"UnknownStatus", "status=6"},
                  {"EmptyStatus", "status="},
                  {"EmptyTime", "active_start_time="},
                  {"TextNullForTime", "active_end_time=null"},
                  {"DateForTime", "active_end_time=2025-05-06"},
                  {"LongCoupon", "coupon_id=" + k65},
                  {"LongOrder", "order_id=" + k65},
                  {"LongPlan", "promotion_plan_id=" + k65},
                  {"LongSource", "source_id=" + std::string(256, 'a')},
                  {"EmptyReseller", "indirect_partner_id="},
                  {"LimitZero", "limit=0"},
                  {"Limit101", "limit=101"},
                  {"OffsetNegative", "offset=-1"}});
  add_foreign_reseller(table, "ListSubCustomerCoupons", kHeld, ListSubCustomerCouponsRequest{});
  table.push_back({"ListSubCustomerCoupons", "CBC.99000037", 400, "Customer", [](Stage& stage) {
                     return call(stage.customer(), kHeld, {.indirect_partner_id = kResellerId});
                   }});
  add_bad_inputs(table, "ListStoredValueCards", "GET", "/v2/promotions/benefits/stored-value-cards",
                 {{"NoStatus", "limit=10"},
                  {"BlankStatus", "status"},
                  {"EmptyStatus", "status="},
                  {"UnknownStatus", "status=3"},
                  {"LongCard", "status=1&card_id=" + k65},
                  {"LimitZero", "status=1&limit=0"},
                  {"Limit101", "status=1&limit=101"},
                  {"OffsetNegative", "status=1&offset=-1"}});
}

}  // namespace

std::vector<ErrorScenario> coupons_errors() {
  std::vector<ErrorScenario> table;
  add_lists(table);
  add_issue_parameters(table);
  add_quota_states(table);
  add_quota_limits(table);
  add_customer_level(table);
  add_foreign_reseller(
      table, kIssueName, kIssue,
      CreatePartnerCouponsRequest{
          .quota_id = "q", .customer_ids = {kCustomerId}, .face_value = yuan("10.00")});
  add_reclaim(table);
  add_held(table);
  return table;
}

}  // namespace bss::contract
