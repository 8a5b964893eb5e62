// IAM and the gateway as a client meets them: logins of every kind through the SDK, the shapes of
// IAM's answers, and the order in which refusals are judged (contract "Order of refusals").
#include <regex>

#include "cast.h"

namespace bss::contract {
namespace {

class Identities : public StageTest {
 protected:
  RecordedClient with_password() {
    return make_client(bss::Credentials::password("demo-partner", bss::Secret("Partner@2025")),
                       bss::Site::kChina, kPlatform);
  }
  HttpExchange post_json(const std::string& target, const std::string& body, Headers headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return stage.http.send({"POST", target, std::move(headers), body});
  }
  std::string text_at(const HttpExchange& answer, const char* pointer) {
    const wire::Json body = json_of(answer.body);
    const wire::Json* value = body.at_pointer(pointer);
    return value == nullptr ? "(absent)" : value->text();
  }
};

TEST_F(Identities, APasswordLogsIn) {
  RecordedClient client = with_password();
  EXPECT_TRUE(client.client.list_partner_balances({}).ok());
  EXPECT_TRUE(client.client.list_partner_balances({}).ok());
  // One login, however many calls.
  EXPECT_EQ(client.transport->sent().size(), 3U);
}

TEST_F(Identities, APartnerActsAsItsCustomer) {  // auth-gateway 3.3
  RecordedClient client = with_password();
  const bss::Identity customer = client.client.as_customer(bss::DomainName{"demo-customer"});
  EXPECT_TRUE(customer.list_service_types({}).ok());
  // The scope decides whose data a call sees: for the gateway this is the customer.
  const auto denied = customer.list_partner_balances({});
  ASSERT_FALSE(denied.ok());
  EXPECT_EQ(denied.error().code, "CBC.0151");
}

TEST_F(Identities, ACustomerThatWasJustCreatedHasItsAgency) {
  stage.partner()
      .client
      .create_sub_customer(
          {.domain_name = "north-lake", .xaccount_id = "u-1", .xaccount_type = kPlatform})
      .value();
  RecordedClient client = with_password();
  EXPECT_TRUE(client.client.as_customer(bss::DomainName{"north-lake"}).list_service_types({}).ok());
}

TEST_F(Identities, ATokenTellsOwnerScopeAndLife) {  // 3.4, 3.6
  const HttpExchange made = post_json(
      "/v3/auth/tokens?nocatalog=1",
      R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"demo-partner","password":"Partner@2025","domain":{"name":"demo-partner"}}}}}})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_FALSE(made.header("X-Subject-Token").empty());
  EXPECT_EQ(text_at(made, "/token/methods/0"), "password");
  EXPECT_EQ(text_at(made, "/token/user/name"), "demo-partner");
  EXPECT_EQ(text_at(made, "/token/user/domain/id"), kPartnerId);
  const std::regex instant("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}000Z");
  EXPECT_TRUE(std::regex_match(text_at(made, "/token/issued_at"), instant)) << made.body;
  EXPECT_TRUE(std::regex_match(text_at(made, "/token/expires_at"), instant)) << made.body;
  EXPECT_EQ(json_of(made.body).at_pointer("/token/catalog")->items().size(), 0U);

  const std::string token = made.header("X-Subject-Token");
  const HttpExchange shown = stage.http.send(
      {"GET", "/v3/auth/tokens", {{"X-Auth-Token", token}, {"X-Subject-Token", token}}, {}});
  EXPECT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.header("X-Subject-Token"), token);
  EXPECT_EQ(text_at(shown, "/token/user/domain/id"), kPartnerId);
}

TEST_F(Identities, ANewTokenDoesNotEndTheOlderOne) {  // 3.5
  const std::string older = stage.partner_token();
  with_password().client.list_partner_balances({}).value();
  EXPECT_EQ(stage.send_with_token(older, "GET", "/v2/accounts/partner-accounts/balances").status,
            200);
}

TEST_F(Identities, TheAgencysTokenNamesBothSides) {  // 3.4
  const HttpExchange made = post_json(
      "/v3/auth/tokens",
      R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"DEMO_PLATFORM"}},"scope":{"project":{"name":"cn-north-1"}}}})",
      {{"X-Auth-Token", stage.partner_token()}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(text_at(made, "/token/user/name"), "demo-customer/DEMO_PLATFORM");
  EXPECT_EQ(text_at(made, "/token/user/domain/id"), kCustomerId);
  EXPECT_EQ(text_at(made, "/token/assumed_by/user/name"), "demo-partner");
  EXPECT_EQ(text_at(made, "/token/project/name"), "cn-north-1");
  EXPECT_EQ(text_at(made, "/token/user/password_expires_at"), "(absent)");
  EXPECT_NE(made.body.find("te_admin"), std::string::npos);
}

TEST_F(Identities, TemporaryKeysSignLikeOthers) {  // section 4
  const HttpExchange made = post_json("/v3.0/OS-CREDENTIAL/securitytokens",
                                      R"({"auth":{"identity":{"methods":["token"]}}})",
                                      {{"X-Auth-Token", stage.partner_token()}});
  ASSERT_EQ(made.status, 201) << made.body;
  const RecordedClient client = make_client(bss::Credentials::temporary_access_key(
      text_at(made, "/credential/access"), bss::Secret(text_at(made, "/credential/secret")),
      bss::Secret(text_at(made, "/credential/securitytoken"))));
  EXPECT_TRUE(client.client.list_partner_balances({}).ok());
  stage.control.advance_clock("PT15M1S");
  const auto late = client.client.list_partner_balances({});
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, "APIG.0301");
}

TEST_F(Identities, AccountsAndProjectsForWhoHasOnlyAKey) {  // 3.7
  const std::string token = stage.partner_token();
  const HttpExchange domains = stage.send_with_token(token, "GET", "/v3/auth/domains");
  EXPECT_EQ(text_at(domains, "/domains/0/id"), kPartnerId);
  const HttpExchange projects = stage.send_with_token(token, "GET", "/v3/projects?name=cn-north-4");
  EXPECT_EQ(text_at(projects, "/projects/0/name"), "cn-north-4");
  EXPECT_EQ(text_at(projects, "/projects/0/parent_id"), kPartnerId);
  EXPECT_EQ(json_of(projects.body).find("projects")->items().size(), 1U);
  const HttpExchange paged = stage.send_with_token(token, "GET", "/v3/projects?page=2&per_page=2");
  EXPECT_EQ(json_of(paged.body).find("projects")->items().size(), 1U);
  const HttpExchange caller = stage.send_with_token(token, "GET", "/v5/caller-identity");
  EXPECT_EQ(text_at(caller, "/account_id"), kPartnerId);
}

// --- The gateway

TEST_F(Identities, RefusalsAreJudgedInTheirOrder) {  // contract "Order of refusals"
  const std::string customer = stage.customer_token();
  const std::string partner = stage.partner_token();
  const std::string path = "/v2/accounts/partner-accounts/adjust-amount";
  const auto status_of = [&](const std::string& target, const std::string& token,
                             const std::string& body) {
    Headers headers{{"Content-Type", "application/json"}};
    if (!token.empty()) headers.emplace_back("X-Auth-Token", token);
    return stage.http.send({"POST", target, headers, body}).status;
  };
  stage.control.refuse_next("UpdateCustomerAccountAmount", 1);
  EXPECT_EQ(status_of(path + "/nowhere", "", "{"), 404) << "route before caller";
  EXPECT_EQ(status_of(path, "", "{"), 401) << "caller before quota";
  EXPECT_EQ(status_of(path, customer, "{"), 429) << "quota before role";
  EXPECT_EQ(status_of(path, customer, "{"), 403) << "role before body";
  stage.control.inject(
      R"({"match":{"operation":"UpdateCustomerAccountAmount"},"effect":{"error":"CBC.0999"}})");
  EXPECT_EQ(status_of(path, partner, "{"), 400) << "fields before the fault rule";
  EXPECT_EQ(status_of(path, partner, R"({"customer_id":"unknown","amount":1.00})"), 500)
      << "the fault rule before the business";
}

TEST_F(Identities, TheDocumentedQuotaHoldsPerAccountAndOperation) {  // throttling-and-errors 1
  // Windows on the workspace's clock, which stands still here.
  stage.control.throttle(R"({"mode":"documented","clock":"workspace"})");
  const std::string body = R"({"search_type":"name","search_value":"north-lake"})";
  const std::string path = "/v2/partners/sub-customers/users/check-identity";
  const std::string partner = stage.partner_token();
  const auto check = [&](const std::string& token) {
    return stage.send_with_token(token, "POST", path, body);
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(check(partner).status, 200);
  const HttpExchange refused = check(partner);
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(refused.body.find("policy user over ratelimit,limit:5,time:1 second"),
            std::string::npos);
  EXPECT_EQ(check(stage.distributor_token()).status, 200)
      << "another account has a quota of its own";
  EXPECT_EQ(stage.send_with_token(partner, "POST", "/v2/partners/sub-customers/query", "{}").status,
            200)
      << "and so has another operation";
  stage.control.advance_clock("PT1S");
  EXPECT_EQ(check(partner).status, 200);
}

TEST_F(Identities, TheExpiredTokensAnswerIsASetting) {  // auth-gateway 7.1
  const std::string token = stage.partner_token();
  stage.control.advance_clock("PT24H1S");
  struct Setting {
    const char* value;
    const char* code;
  };
  for (const Setting& setting :
       {Setting{"gateway_0307", "APIG.0307"}, Setting{"gateway_0301", "APIG.0301"},
        Setting{"business_0154", "CBC.0154"}, Setting{"business_text", "CBC.0154"}}) {
    stage.control.set("expired_token_answer", text(setting.value));
    const HttpExchange answer =
        stage.send_with_token(token, "GET", "/v2/accounts/partner-accounts/balances");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(text_at(answer, "/error_code"), setting.code) << setting.value;
    if (std::string_view(setting.value) == "business_text") {
      EXPECT_EQ(text_at(answer, "/error_msg"), "x_auth_token is expired.");
    }
  }
}

TEST_F(Identities,
       ThePrefixIsASetting) {  // auth-gateway 6.1; the 404 keeps its exact documented sample
  stage.control.set("error_prefix", text("APIGW"));
  const HttpExchange nobody =
      stage.http.send({"GET", "/v2/accounts/partner-accounts/balances", {}, {}});
  EXPECT_EQ(text_at(nobody, "/error_code"), "APIGW.0301");
  stage.control.set("error_prefix", text("APIG"));
  const HttpExchange nowhere = stage.http.send({"GET", "/v2/nowhere", {}, {}});
  EXPECT_EQ(text_at(nowhere, "/error_code"), "APIGW.0101");
  EXPECT_EQ(text_at(nowhere, "/error_msg"), "API not exist or not published in the environment");
}

TEST_F(Identities, AnOperationOfTheOtherSiteIsForbiddenNotUnknown) {
  const HttpExchange answer =
      stage.send_with_token(stage.intl_token(), "GET", "/v2/accounts/partner-accounts/balances");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(text_at(answer, "/error_code"), "CBC.0156");
}

TEST_F(Identities, DebugModeTellsWhatIsLeftOfTheQuota) {  // auth-gateway 6.4
  stage.control.throttle(R"({"mode":"documented","clock":"workspace"})");
  const std::string path = "/v2/accounts/partner-accounts/balances";
  const HttpExchange plain = stage.send_with_token(stage.partner_token(), "GET", path);
  EXPECT_FALSE(plain.has_header("X-Apig-RateLimit-user"));
  const HttpExchange debug =
      stage.send_with_token(stage.partner_token(), "GET", path, {}, {{"X-Apig-Mode", "debug"}});
  EXPECT_EQ(debug.header("X-Apig-RateLimit-user"), "remain:8,limit:10,time:1 second");
}

}  // namespace
}  // namespace bss::contract
