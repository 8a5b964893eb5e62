// The other IAM operations (auth-gateway 3.6, 3.7, 4), through the gateway: token and signature,
// errors in IAM's shapes.
#include <string>

#include "gateway/gateway_fixture.h"
#include "store/accounts.h"
#include "store/identity.h"

namespace bss::mock::test {
namespace {

using ShowToken = GatewayTest;
using Projects = GatewayTest;
using CallerIdentity = GatewayTest;

class TemporaryKeys : public GatewayTest {
 protected:
  static constexpr std::string_view kPath = "/v3.0/OS-CREDENTIAL/securitytokens";
  static constexpr const char* kOwn = R"({"auth":{"identity":{"methods":["token"]}}})";

  struct Keys {
    std::string access, secret, token;
  };
  Keys keys(const std::string& body) {
    const auto response = send(token_request("POST", kPath, token(), body));
    EXPECT_EQ(response.status, 201) << response.body;
    return {at(response, "/credential/access"), at(response, "/credential/secret"),
            at(response, "/credential/securitytoken")};
  }
  std::string agency(const std::string& more = {}) const {
    return R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"DEMO_PLATFORM")" +
           more + "}}}}";
  }
  http::Response call(const Keys& with, std::string_view target,
                      std::string_view signed_headers = "host;x-sdk-date;x-security-token") {
    auto made = request("GET", target);
    made.headers.emplace_back("X-Security-Token", with.token);
    sign(made, with.access, with.secret, signed_headers);
    return send(made);
  }
};

http::Request with_subject(http::Request call, const std::string& subject) {
  call.headers.emplace_back("X-Subject-Token", subject);
  return call;
}

TEST_F(ShowToken, DescribesAGoodTokenAndEchoesIt) {
  const auto text = token();
  const auto response =
      send(with_subject(token_request("GET", "/v3/auth/tokens?nocatalog=1", text), text));
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(header(response, "X-Subject-Token"), text);
  EXPECT_EQ(at(response, "/token/user/name"), "demo-partner");
  EXPECT_EQ(at(response, "/token/issued_at"), "2025-06-01T00:00:00.000000Z");
}

TEST_F(ShowToken, RefusesInTheDocumentedWays) {
  const auto mine = token();
  const auto unknown = send(with_subject(token_request("GET", "/v3/auth/tokens", mine), "x"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(
      unknown.body,
      R"({"error":{"message":"X-Subject-Token is invalid in the request","code":404,"title":"Not Found"}})");
  EXPECT_EQ(send(with_subject(token_request("GET", "/v3/auth/tokens", "x"), mine)).status, 401);
  EXPECT_EQ(send(token_request("GET", "/v3/auth/tokens", mine)).status, 400);
  const auto other = token("demo-customer", "Customer@2025");
  EXPECT_EQ(send(with_subject(token_request("GET", "/v3/auth/tokens", mine), other)).status, 403);
  // Only a token proves the caller here.
  EXPECT_EQ(send(with_subject(signed_request("GET", "/v3/auth/tokens"), mine)).status, 401);
}

TEST_F(Projects, AreListedForATokenOrASignature) {
  const auto by_key = send(signed_request("GET", "/v3/projects?name=cn-north-1"));
  ASSERT_EQ(by_key.status, 200) << by_key.body;
  EXPECT_EQ(at(by_key, "/projects/0/name"), "cn-north-1");
  EXPECT_EQ(at(by_key, "/projects/0/domain_id"), kPartner);
  EXPECT_EQ(at(by_key, "/projects/0/parent_id"), kPartner);
  EXPECT_EQ(at(by_key, "/projects/1"), "<absent>");
  EXPECT_EQ(at(by_key, "/projects/0/id").size(), 32U);
  EXPECT_EQ(at(by_key, "/links/self"), "http://127.0.0.1:12180/v3/projects?name=cn-north-1");
  const auto by_token = send(token_request("GET", "/v3/projects", token()));
  EXPECT_EQ(at(by_token, "/projects/2/name"), "cn-north-4");
  EXPECT_EQ(at(by_token, "/projects/3"), "<absent>");
}

TEST_F(Projects, FiltersMustAllHold) {
  const auto count = [&](const std::string& query) {
    const auto response = send(signed_request("GET", "/v3/projects?" + query));
    const auto document = wire::read_json(response.body);
    return document.value->find("projects")->items().size();
  };
  EXPECT_EQ(count("enabled=true"), 3U);
  EXPECT_EQ(count("enabled=false"), 0U);
  EXPECT_EQ(count("parent_id=" + std::string(kPartner)), 3U);
  EXPECT_EQ(count("parent_id=x"), 0U);
  EXPECT_EQ(count("name=cn-north-1&enabled=false"), 0U);
  EXPECT_EQ(send(signed_request("GET", "/v3/projects?domain_id=x")).status, 403);
}

TEST_F(Projects, PagesComeWithTheirNeighbours) {
  const auto page = [&](int number) {
    return send(
        signed_request("GET", "/v3/projects?page=" + std::to_string(number) + "&per_page=2"));
  };
  EXPECT_EQ(at(page(1), "/projects/1/name"), "cn-north-1");
  EXPECT_EQ(at(page(1), "/links/next"), "http://127.0.0.1:12180/v3/projects?page=2&per_page=2");
  EXPECT_EQ(at(page(1), "/links/previous"), "<absent>");
  EXPECT_EQ(at(page(2), "/projects/0/name"), "cn-north-4");
  EXPECT_EQ(at(page(2), "/links/previous"), "http://127.0.0.1:12180/v3/projects?page=1&per_page=2");
  EXPECT_EQ(at(page(2), "/links/next"), "<absent>");
  EXPECT_EQ(at(page(2147483647), "/projects/0"), "<absent>");
  for (const std::string_view query :
       {"page=1", "per_page=1", "page=0&per_page=1", "page=1&per_page=5001", "enabled=maybe"}) {
    const auto response = send(signed_request("GET", "/v3/projects?" + std::string(query)));
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_EQ(at(response, "/error/title"), "Bad Request");
  }
  EXPECT_EQ(at(send(signed_request("GET", "/v3/projects?page=1")), "/error/message"),
            "Request parameter per_page is invalid.");
}

TEST_F(Projects, ReachableProjectsAndAccountsAreTheCallersOwn) {
  const auto projects = send(signed_request("GET", "/v3/auth/projects"));
  EXPECT_EQ(at(projects, "/projects/0/name"), "cn-east-3");
  const auto domains = send(signed_request("GET", "/v3/auth/domains"));
  ASSERT_EQ(domains.status, 200);
  EXPECT_EQ(at(domains, "/domains/0/id"), kPartner);
  EXPECT_EQ(at(domains, "/domains/0/name"), "demo-partner");
  EXPECT_EQ(at(domains, "/domains/1"), "<absent>");
}

// Keystone's shape for tokens, the gateway's for signatures.
TEST_F(Projects, ProofsAreRefusedInTheShapeOfWhoRefuses) {
  const std::string keystone =
      R"({"error":{"message":"The request you have made requires authentication.","code":401,"title":"Unauthorized"}})";
  EXPECT_EQ(send(request("GET", "/v3/projects")).body, keystone);
  EXPECT_EQ(send(token_request("GET", "/v3/projects", "x")).body, keystone);
  const auto unsigned_key = send(signed_request("GET", "/v3/projects", {}, kPartnerKey, "wrong"));
  EXPECT_EQ(unsigned_key.status, 401);
  EXPECT_EQ(at(unsigned_key, "/error_code"), "APIG.0301");
}

TEST_F(Projects, IamLimitsTheRateOnlyWhenToldTo) {
  for (int i = 0; i < 50; ++i) EXPECT_EQ(send(signed_request("GET", "/v3/projects")).status, 200);
  gateway::ThrottlePlan plan;
  plan.mode = gateway::ThrottleMode::kCustom;
  plan.limits["ListProjects"] = {2, 60};
  workspace->throttle().set_plan(plan);
  EXPECT_EQ(send(signed_request("GET", "/v3/projects")).status, 200);
  EXPECT_EQ(send(signed_request("GET", "/v3/projects")).status, 200);
  const auto refused = send(signed_request("GET", "/v3/projects"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.body,
            R"({"error_msg":"The throttling threshold has been reached. Threshold: 2 times per 60 )"
            R"(seconds","error_code":"IAM.0012"})");
}

TEST_F(CallerIdentity, NamesTheUserOrTheAgency) {
  const auto user = send(signed_request("GET", "/v5/caller-identity"));
  ASSERT_EQ(user.status, 200) << user.body;
  EXPECT_EQ(at(user, "/account_id"), kPartner);
  EXPECT_EQ(at(user, "/principal_urn"), "iam::" + std::string(kPartner) + ":user:demo-partner");
  const auto acting =
      header(send(token_request("POST", "/v3/auth/tokens", token(),
                                assume_body(R"({"domain":{"name":"demo-customer"}})"))),
             "X-Subject-Token");
  const auto agency = send(token_request("GET", "/v5/caller-identity", acting));
  EXPECT_EQ(at(agency, "/account_id"), kCustomer);
  EXPECT_EQ(at(agency, "/principal_urn"),
            "sts::" + std::string(kCustomer) + ":assumed-agency:DEMO_PLATFORM/demo-partner");
  const auto nobody = send(request("GET", "/v5/caller-identity"));
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(at(nobody, "/error_code"), "IAM.0001");
}

TEST_F(TemporaryKeys, OfTheUserLiveFifteenMinutes) {
  const auto mine = keys(kOwn);
  EXPECT_EQ(call(mine, kBalances).status, 200);
  wall = wall.plus_seconds(899);
  advance(899);
  EXPECT_EQ(call(mine, kBalances).status, 200);
  wall = wall.plus_seconds(1);
  advance(1);
  const auto expired = call(mine, kBalances);
  EXPECT_EQ(expired.status, 401);
  EXPECT_EQ(
      at(expired, "/error_msg"),
      "Incorrect IAM authentication information: calc ak sk signature fail:signature expired");
}

TEST_F(TemporaryKeys, LastAsLongAsAsked) {
  const auto response = send(token_request(
      "POST", kPath, token(),
      R"({"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":86400}}}})"));
  EXPECT_EQ(at(response, "/credential/expires_at"), "2025-06-02T00:00:00.000000Z");
  for (const int seconds : {0, 899, 86'401}) {
    const auto refused = send(
        token_request("POST", kPath, token(),
                      R"({"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":)" +
                          std::to_string(seconds) + "}}}}"));
    EXPECT_EQ(refused.status, 400) << seconds;
    EXPECT_EQ(at(refused, "/error_code"), "IAM.0007");
  }
}

// "All three values must be used together: sign with the pair and send X-Security-Token (signed
// header)."
TEST_F(TemporaryKeys, NeedTheirSecurityTokenSigned) {
  const auto mine = keys(kOwn);
  auto without = request("GET", kBalances);
  sign(without, mine.access, mine.secret, "host;x-sdk-date");
  EXPECT_EQ(send(without).status, 401);
  EXPECT_EQ(call(mine, kBalances, "host;x-sdk-date").status, 401);
  auto other = mine;
  other.token = keys(kOwn).token;
  EXPECT_EQ(at(call(other, kBalances), "/error_msg"),
            "Incorrect IAM authentication information: decrypt token fail");
  EXPECT_EQ(call(mine, kBalances).status, 200);
}

TEST_F(TemporaryKeys, OfAnAgencyActAsTheCustomer) {
  const auto acting = keys(agency(R"(,"session_user":{"name":"Session-1"})"));
  EXPECT_EQ(at(call(acting, "/v3/auth/domains"), "/domains/0/id"), kCustomer);
  EXPECT_EQ(call(acting, kBalances).status, 403);
  EXPECT_EQ(at(call(acting, "/v5/caller-identity"), "/principal_urn"),
            "sts::" + std::string(kCustomer) + ":assumed-agency:DEMO_PLATFORM/Session-1");
}

TEST_F(TemporaryKeys, OfATokenThatActsThroughAnAgencyActThroughItToo) {
  const auto acting =
      header(send(token_request("POST", "/v3/auth/tokens", token(),
                                assume_body(R"({"domain":{"name":"demo-customer"}})"))),
             "X-Subject-Token");
  const auto response = send(token_request("POST", kPath, acting, kOwn));
  ASSERT_EQ(response.status, 201) << response.body;
  const Keys derived{at(response, "/credential/access"), at(response, "/credential/secret"),
                     at(response, "/credential/securitytoken")};
  EXPECT_EQ(at(call(derived, "/v5/caller-identity"), "/principal_urn"),
            "sts::" + std::string(kCustomer) + ":assumed-agency:DEMO_PLATFORM/demo-partner");
}

TEST_F(TemporaryKeys, AreRefusedInIamsShape) {
  const auto text = token();
  const auto code = [&](const std::string& body, const std::string& with) {
    auto made =
        with.empty() ? request("POST", kPath, body) : token_request("POST", kPath, with, body);
    if (body.empty()) made.headers.emplace_back("Content-Type", "application/json");
    return at(send(made), "/error_code");
  };
  EXPECT_EQ(code(kOwn, ""), "IAM.0001");
  EXPECT_EQ(code(kOwn, "x"), "IAM.0067");
  EXPECT_EQ(code("", text), "IAM.1101");
  EXPECT_EQ(code(std::string(33UL * 1024, ' ') + kOwn, text), "IAM.1101");
  EXPECT_EQ(code("[]", text), "IAM.0011");
  EXPECT_EQ(code("{}", text), "IAM.0072");
  EXPECT_EQ(code(R"({"auth":{"identity":{"methods":["password"]}}})", text), "IAM.0007");
  EXPECT_EQ(code(R"({"auth":{"identity":{"methods":["assume_role"]}}})", text), "IAM.0072");
  EXPECT_EQ(
      code(R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"a"}}}})",
           text),
      "IAM.0072");
  EXPECT_EQ(code(R"({"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}})", text),
            "IAM.0067");
  EXPECT_EQ(code(agency(R"(,"session_user":{"name":"1bad"})"), text), "IAM.0007");
  EXPECT_EQ(code(agency(R"(,"domain_id":"nobody")"), text), "IAM.0004");
  EXPECT_EQ(
      code(
          R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"OTHER"}}}})",
          text),
      "IAM.0002");
  EXPECT_EQ(
      code(
          R"({"auth":{"identity":{"methods":["token"],"policy":{"Version":"1.1","Statement":[]}}}})",
          text),
      "IAM.NotModelled");
  advance(86'400);
  EXPECT_EQ(code(kOwn, text), "IAM.0066");
}

TEST_F(TemporaryKeys, ADisabledUserGetsNone) {
  const auto text = token();
  world().run([&] {
    const auto user = store::list_users(world().db(), kPartner).front();
    store::set_user_flags(world().db(), user.id, true, false, false);
  });
  const auto response = send(token_request("POST", kPath, text, kOwn));
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(at(response, "/error_code"), "IAM.0082");
}

}  // namespace
}  // namespace bss::mock::test
