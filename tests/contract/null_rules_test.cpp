// What absent, null, empty and blank mean where they are accepted, field by field (accounts-coupons
// 0.4, customers.md sections 3 and 4, products-bills 1.5), and that unknown fields are ignored.
// What is refused stands in the *_errors.cpp tables.
#include "cast.h"

namespace bss::contract {
namespace {

enum class Means {
  kSame,     ///< as if the field were absent
  kNothing,  ///< taken literally, and nothing matches
};

struct NullRule {
  std::string name;
  std::string method;
  std::string path;
  std::string plain;    ///< body or query without the field
  std::string variant;  ///< with it
  Means means = Means::kSame;
  std::string (Stage::*token)() = &Stage::partner_token;
};

constexpr const char* kCustomers = "/v2/partners/sub-customers/query";
constexpr const char* kQuotas = "/v2/partners/coupon-quotas/query";
constexpr const char* kCoupons = "/v2/promotions/benefits/partner-coupons";
constexpr const char* kRecords = "/v3/accounts/partner-accounts/adjust-records";
constexpr const char* kChanges = "/v2/accounts/partner-accounts/account-change-records";
constexpr const char* kBalances = "/v2/accounts/partner-accounts/balances";
constexpr const char* kCustomerBalances = "/v2/accounts/customer-accounts/balances/batch-query";
constexpr const char* kCouponRecords = "/v2/promotions/benefits/partner-coupons/records/query";
constexpr const char* kHeld = "/v2/promotions/benefits/coupons";
constexpr const char* kTags = "/v2/partners/sub-customers/new-customers-tags/batch-query";
constexpr const char* kResellers = "/v2/partners/indirect-partners/query";
constexpr const char* kProvinces = "/v2/systems/configs/provinces";
constexpr const char* kUsageTypes = "/v2/products/usage-types";
constexpr const char* kConversions = "/v2/bases/conversions";
constexpr const char* kServiceTypes = "/v2/products/service-types";

const std::string kOneCustomer =
    R"("customer_infos":[{"customer_id":"c0000000000000000000000000000001"}])";

void add_bodies(std::vector<NullRule>& rules, const std::string& prefix, const char* path,
                std::initializer_list<const char*> fields,
                std::initializer_list<const char*> values) {
  for (const std::string field : fields) {
    for (const std::string value : values) {
      const std::string shown = value == "null" ? "Null" : value == "\"\"" ? "Empty" : "EmptyList";
      rules.push_back({prefix + "_" + field + "_" + shown, "POST", path, "{}",
                       "{\"" + field + "\":" + value + "}"});
    }
  }
}

void add_queries(std::vector<NullRule>& rules, const std::string& prefix, const char* path,
                 std::initializer_list<const char*> fields, const std::string& shown,
                 const std::string& suffix, Means means) {
  for (const std::string field : fields) {
    rules.push_back({prefix + "_" + field + "_" + shown, "GET", path, "", field + suffix, means});
  }
}

/// customers.md sections 4, 9 and 10; the catalogue by products-bills 1.5.
void add_registration_and_catalogue(std::vector<NullRule>& rules) {
  add_bodies(rules, "Tags", kTags, {"customer_ids"}, {"null", "[]"});
  add_bodies(rules, "Tags", kTags, {"indirect_partner_id"}, {"null", R"("")"});
  add_bodies(rules, "Tags", kTags, {"offset", "limit"}, {"null"});
  const std::size_t before = rules.size();
  add_bodies(rules, "Resellers", kResellers, {"account_name", "indirect_partner_id"},
             {"null", R"("")"});
  add_bodies(rules, "Resellers", kResellers,
             {"associated_on_begin", "associated_on_end", "offset", "limit"}, {"null"});
  for (std::size_t i = before; i < rules.size(); ++i) rules[i].token = &Stage::distributor_token;
  for (const auto& [shown, suffix] :
       {std::pair{"Blank", ""}, {"Empty", "="}, {"TextNull", "=null"}}) {
    add_queries(rules, "Provinces", kProvinces, {"offset"}, shown, suffix, Means::kSame);
    add_queries(rules, "UsageTypes", kUsageTypes, {"resource_type_code", "limit", "offset"}, shown,
                suffix, Means::kSame);  // NS3, NS8
    add_queries(rules, "Conversions", kConversions, {"measure_type"}, shown, suffix,
                Means::kSame);  // NS2
  }
  add_queries(rules, "UsageTypes", kUsageTypes, {"resource_type_code"}, "TwoQuotes", "=%22%22",
              Means::kNothing);  // NS3
}

std::vector<NullRule> null_rules() {
  std::vector<NullRule> rules;
  add_bodies(rules, "Customers", kCustomers,
             {"account_name", "customer", "label", "association_type", "customer_id",
              "indirect_partner_id"},
             {"null", R"("")"});
  add_bodies(rules, "Customers", kCustomers,
             {"associated_on_begin", "associated_on_end", "offset", "limit"}, {"null"});
  add_bodies(rules, "Quotas", kQuotas, {"quota_ids", "quota_status_list"}, {"null", "[]"});
  add_bodies(rules, "Quotas", kQuotas, {"quota_type"}, {"null", R"("")"});
  add_bodies(rules, "Quotas", kQuotas,
             {"create_time_begin", "create_time_end", "effective_time_begin", "effective_time_end",
              "expire_time_begin", "expire_time_end", "offset", "limit", "indirect_partner_id"},
             {"null"});
  rules.push_back({"CustomerBalances_indirect_partner_id_Null", "POST", kCustomerBalances,
                   "{" + kOneCustomer + "}",
                   "{" + kOneCustomer + R"(,"indirect_partner_id":null})"});

  // A key without a value is like absent.
  add_queries(rules, "Records", kRecords,
              {"customer_id", "operation_type", "operation_time_begin", "operation_time_end",
               "trans_id", "offset", "limit", "indirect_partner_id"},
              "Blank", "", Means::kSame);
  add_queries(rules, "Coupons", kCoupons,
              {"coupon_id", "customer_id", "order_id", "coupon_type", "status", "create_time_begin",
               "create_time_end", "effective_time_begin", "effective_time_end", "expire_time_begin",
               "expire_time_end", "offset", "limit", "indirect_partner_id"},
              "Blank", "", Means::kSame);
  add_queries(rules, "Balances", kBalances, {"indirect_partner_id"}, "Blank", "", Means::kSame);
  const std::string debit = "balance_type=BALANCE_TYPE_DEBIT";
  for (const char* field : {"trade_type", "trade_time_begin", "trade_time_end", "offset", "limit",
                            "indirect_partner_id"}) {
    rules.push_back(
        {std::string("Changes_") + field + "_Blank", "GET", kChanges, debit, debit + "&" + field});
  }
  add_queries(rules, "CouponRecords", kCouponRecords,
              {"quota_id", "quota_type", "customer_id", "operation_time_begin",
               "operation_time_end", "result", "offset", "limit", "indirect_partner_id"},
              "Blank", "", Means::kSame);
  add_queries(rules, "CouponRecords", kCouponRecords, {"quota_type"}, "TextNull", "=null",
              Means::kSame);
  // An empty list or id is one that nothing has.
  add_queries(rules, "CouponRecords", kCouponRecords, {"operation_types", "coupon_ids", "quota_id"},
              "Empty", "=", Means::kNothing);
  add_queries(
      rules, "Held", kHeld,
      {"coupon_id", "order_id", "promotion_plan_id", "coupon_type", "status", "active_start_time",
       "active_end_time", "offset", "limit", "source_id", "indirect_partner_id"},
      "Blank", "", Means::kSame);
  add_queries(rules, "Held", kHeld, {"coupon_type"}, "TextNull", "=null", Means::kSame);
  add_queries(rules, "Held", kHeld, {"coupon_id", "order_id", "promotion_plan_id", "source_id"},
              "Empty", "=", Means::kNothing);
  // The four letters are taken literally, except for two fields.
  add_queries(rules, "Coupons", kCoupons, {"coupon_id", "customer_id", "order_id"}, "TextNull",
              "=null", Means::kNothing);
  add_queries(rules, "Coupons", kCoupons, {"coupon_type", "status"}, "TextNull", "=null",
              Means::kSame);
  add_queries(rules, "Records", kRecords, {"customer_id", "trans_id"}, "TextNull", "=null",
              Means::kNothing);
  // products-bills 1.5, NS8: absent, blank, empty and null are the default.
  for (const auto& [shown, suffix] :
       {std::pair{"Blank", ""}, {"Empty", "="}, {"TextNull", "=null"}}) {
    add_queries(rules, "ServiceTypes", kServiceTypes, {"limit", "offset"}, shown, suffix,
                Means::kSame);
  }

  add_registration_and_catalogue(rules);

  // Fields and parameters that nobody knows, and those of the other site.
  for (const char* path : {kCustomers, kQuotas}) {
    const std::string prefix = path == kCustomers ? "Customers" : "Quotas";
    rules.push_back(
        {prefix + "_unknown_field", "POST", path, "{}", R"({"no_such_field":{"a":[1,null,"x"]}})"});
  }
  for (const auto& [prefix, path] : {std::pair{"Records", kRecords},
                                     {"Coupons", kCoupons},
                                     {"Balances", kBalances},
                                     {"ServiceTypes", kServiceTypes}}) {
    rules.push_back(
        {std::string(prefix) + "_unknown_parameter", "GET", path, "", "no_such_parameter=1&x"});
  }
  return rules;
}

class NullRules : public ::testing::TestWithParam<NullRule> {};

/// Number of all matches, whatever the operation calls it.
std::int64_t total_of(const wire::Json& body) {
  for (const char* name : {"total_count", "count"}) {
    if (const wire::Json* total = body.find(name)) return total->as_integer().value_or(-1);
  }
  return -1;
}

TEST_P(NullRules, MeansWhatTheRuleSays) {
  const NullRule& rule = GetParam();
  Stage stage;
  issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
  stage.control.portal("vendor/grant-coupon",
                       {{"account_id", text(kPartnerId)}, {"face_value", number("10.00")}});
  const std::string token = (stage.*rule.token)();
  const auto send = [&](const std::string& input) {
    const bool body = rule.method == "POST";
    return stage.send_with_token(token, rule.method,
                                 body || input.empty() ? rule.path : rule.path + "?" + input,
                                 body ? input : std::string());
  };
  const HttpExchange plain = send(rule.plain);
  ASSERT_EQ(plain.status, 200) << plain.body;
  const HttpExchange variant = send(rule.variant);
  ASSERT_EQ(variant.status, 200) << variant.body;
  if (rule.means == Means::kSame) {
    EXPECT_EQ(variant.body, plain.body);
    return;
  }
  EXPECT_GT(total_of(json_of(plain.body)), 0) << "else the rule shows nothing";
  EXPECT_EQ(total_of(json_of(variant.body)), 0);
}

std::string rule_name(const ::testing::TestParamInfo<NullRule>& row) {
  return row.param.name;
}

INSTANTIATE_TEST_SUITE_P(Fields, NullRules, ::testing::ValuesIn(null_rules()), rule_name);

// --- Calls that change something

// The distributor's lists: a value that is there and says nothing.
TEST_F(StageTest, NullRulesOfSharedQuotas) {
  const auto total = [this](const std::string& target) {
    const HttpExchange answer = stage.send_with_token(stage.distributor_token(), "GET", target);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return total_of(json_of(answer.body));
  };
  stage.distributor()
      .client
      .update_coupon_quotas({.quota_id = distributor_quota(stage),
                             .indirect_partner_ids = {kResellerId},
                             .quota_amount = yuan("1.00")})
      .value();
  const std::string quotas = "/v2/partners/issued-coupon-quotas?";
  EXPECT_EQ(total(quotas + "quota_id&indirect_partner_id"), 1);
  for (const char* nothing : {"parent_quota_id", "parent_quota_id=", "parent_quota_id=null"})
    EXPECT_EQ(total(quotas + nothing), 0) << nothing;
  const std::string records = "/v2/partners/coupon-quotas/records?";
  for (const char* all : {"indirect_partner_id", "quota_id", "operation_time_begin",
                          "operation_time_end", "parent_quota_id", "operation_type"}) {
    EXPECT_EQ(total(records + all), 1) << all;
  }
  for (const char* nothing : {"parent_quota_id=", "parent_quota_id=null"})
    EXPECT_EQ(total(records + nothing), 0) << nothing;
}

class NullsInCommands : public StageTest {
 protected:
  HttpExchange post(const std::string& path, const std::string& body) {
    return stage.send_with_token(stage.partner_token(), "POST", path, body);
  }
};

TEST_F(NullsInCommands, CreatingACustomerWithEveryOptionalFieldNull) {
  const HttpExchange answer =
      post("/v2/partners/sub-customers",
           R"({"domain_name":null,"mobile_phone":null,"verification_code":null,"password":null,
      "is_close_market_ms":null,"cooperation_type":null,"indirect_partner_id":null,"include_association_result":null,
      "xaccount_id":"u-1","xaccount_type":"DEMO_PLATFORM"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(NullsInCommands, CreatingACustomerWithEmptyFieldsThatMayBeEmpty) {
  // customers.md 1.5 and 1.12: "" for the reseller, the marketing switch and the boolean is like
  // absent.
  const HttpExchange answer =
      post("/v2/partners/sub-customers",
           R"({"domain_name":"","mobile_phone":"","is_close_market_ms":"","cooperation_type":"",
      "indirect_partner_id":"","include_association_result":"","xaccount_id":"u-1","xaccount_type":"DEMO_PLATFORM"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(NullsInCommands, FieldsOfTheOtherSiteAreIgnored) {
  const HttpExchange answer = post(
      "/v2/partners/sub-customers",
      R"({"email":"no address","domain_area":17,"xaccount_id":"u-1","xaccount_type":"DEMO_PLATFORM"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(NullsInCommands, SendingACodeWithOptionalFieldsNullOrEmpty) {
  for (const char* more :
       {R"("timeout":null,"lang":null,"scene":null,"customer_id":null)",
        R"("lang":"","customer_id":"")", R"("customer_id":"c-is-not-looked-at")"}) {
    const HttpExchange answer =
        post("/v2/bases/verificationcode/send",
             R"({"receiver_type":1,"mobile_phone":"13800138000",)" + std::string(more) + "}");
    EXPECT_EQ(answer.status, 204) << more << " " << answer.body;
  }
}

TEST_F(NullsInCommands, MoneyWithAnUnknownFieldAndANullReseller) {
  const HttpExchange answer = post(
      "/v2/accounts/partner-accounts/adjust-amount",
      R"({"customer_id":"c0000000000000000000000000000001","amount":1.00,"indirect_partner_id":null,"remark":"x"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(NullsInCommands, IssuingCouponsWithOptionalFieldsNullOrEmpty) {
  const std::string quota = partner_quota(stage);
  for (
      const char* more :
      {R"("valid_time":null,"expire_time":null,"cloud_service_types":null,"product_ids":null,"memo":null,"indirect_partner_id":null)",
       R"("cloud_service_types":[],"product_ids":[],"memo":"")"}) {
    const HttpExchange answer =
        post("/v2/promotions/benefits/partner-coupons",
             R"({"quota_id":")" + quota +
                 R"(","customer_ids":["c0000000000000000000000000000001"],"face_value":10.00,)" +
                 more + "}");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(json_of(answer.body).at_pointer("/coupon_infos/0/id")->text(), kCustomerId);
    // Both lists are always there.
    EXPECT_NE(json_of(answer.body).find("error_details"), nullptr);
  }
  EXPECT_EQ(quota_balance(stage.partner(), quota), yuan("99980.00"));
}

}  // namespace
}  // namespace bss::contract
