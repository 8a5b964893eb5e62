// Tokens from login to their end (auth-gateway 3, contract "Order of refusals"), through the
// gateway.
#include <string>

#include "gateway/gateway_fixture.h"
#include "store/accounts.h"
#include "store/identity.h"

namespace bss::mock::test {
namespace {

using Tokens = GatewayTest;
using AssumeRole = GatewayTest;

void set_flags(domain::World& world, const char* account, bool disabled, bool console_only,
               bool no_agent_operator) {
  world.run([&] {
    const auto user = store::list_users(world.db(), account).front();
    store::set_user_flags(world.db(), user.id, disabled, console_only, no_agent_operator);
  });
}

TEST_F(Tokens, ALoginAnswersTheTokenWithItsLifeAndOwner) {
  const auto response =
      login("demo-partner", "Partner@2025", R"({"domain":{"name":"demo-partner"}})");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_GT(header(response, "X-Subject-Token").size(), 100U);
  EXPECT_EQ(at(response, "/token/methods/0"), "password");
  EXPECT_EQ(at(response, "/token/issued_at"), "2025-06-01T00:00:00.000000Z");
  EXPECT_EQ(at(response, "/token/expires_at"), "2025-06-02T00:00:00.000000Z");
  EXPECT_EQ(at(response, "/token/domain/id"), kPartner);
  EXPECT_EQ(at(response, "/token/project"), "<absent>");
  EXPECT_EQ(at(response, "/token/user/name"), "demo-partner");
  EXPECT_EQ(at(response, "/token/user/domain/name"), "demo-partner");
  EXPECT_EQ(at(response, "/token/user/password_expires_at"), "");
  EXPECT_EQ(at(response, "/token/roles/0/id"), "0");
  EXPECT_EQ(at(response, "/token/catalog/0/endpoints/0/interface"), "public");
  EXPECT_EQ(at(response, "/token/catalog/0/endpoints/0/url"), "http://127.0.0.1:12180/v2");
}

// 3.4: millisecond precision.
TEST_F(Tokens, TimesHaveSixDigitsOfWhichThreeAreZero) {
  ASSERT_TRUE(world().advance_to(kStart.plus_ms(701)));
  EXPECT_EQ(at(login(), "/token/issued_at"), "2025-06-01T00:00:00.701000Z");
}

TEST_F(Tokens, NocatalogLeavesTheCatalogueOut) {
  const std::string body =
      R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"demo-partner","password":"Partner@2025","domain":{"name":"demo-partner"}}}}}})";
  const auto without = send(request("POST", "/v3/auth/tokens?nocatalog=true", body));
  EXPECT_NE(without.body.find(R"("catalog":[])"), std::string::npos) << without.body;
  EXPECT_EQ(at(send(request("POST", "/v3/auth/tokens?nocatalog=", body)), "/token/catalog/0/name"),
            "bss");
}

TEST_F(Tokens, ScopeIsTheAccountOrOneOfItsProjects) {
  const auto project =
      login("demo-partner", "Partner@2025", R"({"project":{"name":"cn-north-1"}})");
  ASSERT_EQ(project.status, 201) << project.body;
  EXPECT_EQ(at(project, "/token/project/name"), "cn-north-1");
  EXPECT_EQ(at(project, "/token/project/domain/id"), kPartner);
  EXPECT_EQ(at(project, "/token/domain"), "<absent>");
  const std::string id = at(project, "/token/project/id");
  EXPECT_EQ(at(login("demo-partner", "Partner@2025", R"({"project":{"id":")" + id + "\"}}"),
               "/token/project/id"),
            id);
  // Both members: the project wins.
  EXPECT_EQ(at(login("demo-partner", "Partner@2025",
                     R"({"domain":{"name":"demo-partner"},"project":{"name":"cn-north-4"}})"),
               "/token/project/name"),
            "cn-north-4");
  EXPECT_EQ(login("demo-partner", "Partner@2025",
                  R"({"project":{"name":"cn-north-1","domain":{"name":"demo-partner"}}})")
                .status,
            201);
}

TEST_F(Tokens, AScopeOfSomebodyElseIsRefused) {
  EXPECT_EQ(login("demo-partner", "Partner@2025", R"({"domain":{"name":"demo-customer"}})").status,
            403);
  EXPECT_EQ(login("demo-partner", "Partner@2025",
                  R"({"project":{"name":"cn-north-1","domain":{"name":"demo-customer"}}})")
                .status,
            403);
  const auto unknown = login("demo-partner", "Partner@2025", R"({"project":{"name":"mars-1"}})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(
      unknown.body,
      R"({"error":{"message":"Could not find project: mars-1.","code":404,"title":"Not Found"}})");
  const std::string foreign =
      at(login("demo-customer", "Customer@2025", R"({"project":{"name":"cn-north-1"}})"),
         "/token/project/id");
  EXPECT_EQ(
      login("demo-partner", "Partner@2025", R"({"project":{"id":")" + foreign + "\"}}").status,
      404);
  EXPECT_EQ(login("demo-partner", "Partner@2025", "{}").status, 400);
  EXPECT_EQ(login("demo-partner", "Partner@2025", R"({"project":{}})").status, 400);
}

// 3.8: the numeric code, and one text for whatever is wrong.
TEST_F(Tokens, WrongCredentialsLookAllTheSame) {
  const std::string expected =
      R"({"error":{"message":"The username or password is wrong.","code":401,"title":"Unauthorized"}})";
  for (const auto& [user, password] :
       std::vector<std::pair<std::string, std::string>>{{"demo-partner", "wrong"},
                                                        {"nobody", "Partner@2025"},
                                                        {"demo-customer", "Partner@2025"}}) {
    const auto response = login(user, password);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, expected);
  }
}

TEST_F(Tokens, MalformedBodiesAreKeystones400) {
  const std::string expected =
      R"({"error":{"message":"The request body is invalid","code":400,"title":"Bad Request"}})";
  for (
      const std::string body :
      {"", "[]", "{}", R"({"auth":{}})", R"({"auth":{"identity":{"methods":[]}}})",
       R"({"auth":{"identity":{"methods":["magic"]}}})",
       R"({"auth":{"identity":{"methods":["password"]}}})",
       R"({"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}})",
       R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"password":"x","domain":{"name":"d"}}}}}})",
       R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"n","password":"x"}}}}})"}) {
    auto call = request("POST", "/v3/auth/tokens", body);
    if (body.empty()) call.headers.emplace_back("Content-Type", "application/json");
    const auto response = send(call);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(response.body, expected) << body;
  }
}

TEST_F(Tokens, FiveWrongPasswordsLockTheUserForAWhile) {
  for (int i = 0; i < 4; ++i) EXPECT_EQ(login("demo-partner", "wrong").status, 401);
  EXPECT_EQ(login().status, 201);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(at(login("demo-partner", "wrong"), "/error/code"), "401");
  }
  const auto locked = login();
  EXPECT_EQ(locked.status, 401);
  EXPECT_EQ(locked.body, R"({"error_msg":"Account locked.","error_code":"IAM.0061"})");
  EXPECT_EQ(login("demo-customer", "Customer@2025").status, 201);
  advance(899);
  EXPECT_EQ(login().status, 401);
  advance(1);
  EXPECT_EQ(login().status, 201);
}

TEST_F(Tokens, TheLockIsASetting) {
  ASSERT_FALSE(world().set("login_failures_before_lock", "1"));
  ASSERT_FALSE(world().set("login_lock_seconds", "10"));
  EXPECT_EQ(login("demo-partner", "wrong").status, 401);
  EXPECT_EQ(at(login(), "/error_code"), "IAM.0061");
  advance(10);
  ASSERT_FALSE(world().set("login_lock_seconds", "0"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(login("demo-partner", "wrong").status, 401);
  EXPECT_EQ(login().status, 201);
}

TEST_F(Tokens, FlagsOfTheUserRefuseTheLogin) {
  set_flags(world(), kPartner, true, false, false);
  EXPECT_EQ(at(login(), "/error_code"), "IAM.0082");
  set_flags(world(), kPartner, false, true, false);
  EXPECT_EQ(at(login(), "/error_code"), "IAM.0081");
  EXPECT_EQ(login("demo-partner", "wrong").status, 401);
}

TEST_F(Tokens, ATokenProvesTheCallerOfThePartnerApi) {
  const auto first = token();
  const auto second = token();
  EXPECT_NE(first, second);
  EXPECT_EQ(send(token_request("GET", kBalances, first)).status, 200);
  EXPECT_EQ(send(token_request("GET", kBalances, second)).status, 200);
  EXPECT_EQ(send(token_request("GET", kBalances, token("demo-customer", "Customer@2025"))).status,
            403);
}

// Tokens are kept as digests only.
TEST_F(Tokens, TheTextOfATokenIsNowhereInTheState) {
  const auto text = token();
  EXPECT_EQ(world().image().data.view().find(text), std::string_view::npos);
}

// contract.md: expired 401 0307; unknown or damaged 401 0301 decrypt token fail.
TEST_F(Tokens, EndAfterTheirLifeByTheWorkspaceClock) {
  const auto text = token();
  advance(86'399);
  EXPECT_EQ(send(token_request("GET", kBalances, text)).status, 200);
  advance(1);
  const auto expired = send(token_request("GET", kBalances, text));
  EXPECT_EQ(expired.status, 401);
  EXPECT_EQ(at(expired, "/error_code"), "APIG.0307");
  EXPECT_EQ(at(expired, "/error_msg"), "The token must be updated.");
  auto damaged = text;
  damaged.back() = damaged.back() == 'a' ? 'b' : 'a';
  for (const auto& bad : {damaged, text + "x", std::string("x")}) {
    const auto response = send(token_request("GET", kBalances, bad));
    EXPECT_EQ(at(response, "/error_code"), "APIG.0301");
    EXPECT_EQ(at(response, "/error_msg"),
              "Incorrect IAM authentication information: decrypt token fail");
  }
}

TEST_F(Tokens, TheLifeIsASetting) {
  ASSERT_FALSE(world().set("token_life_seconds", "60"));
  const auto text = token();
  advance(59);
  EXPECT_EQ(send(token_request("GET", kBalances, text)).status, 200);
  advance(1);
  EXPECT_EQ(send(token_request("GET", kBalances, text)).status, 401);
}

TEST_F(Tokens, OtherDocumentedAnswersToAnExpiredTokenAreASetting) {
  const auto text = token();
  advance(86'400);
  struct Answer {
    std::string_view setting, code, message;
  };
  for (const auto& one :
       {Answer{"gateway_0301", "APIG.0301",
               "Incorrect IAM authentication information: decrypt token fail"},
        Answer{"business_0154", "CBC.0154", "The token is invalid or has expired."},
        Answer{"business_text", "CBC.0154", "x_auth_token is expired."},
        Answer{"gateway_0307", "APIG.0307", "The token must be updated."}}) {
    ASSERT_FALSE(world().set("expired_token_answer", one.setting));
    const auto response = send(token_request("GET", kBalances, text));
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(at(response, "/error_code"), one.code);
    EXPECT_EQ(at(response, "/error_msg"), one.message);
  }
}

TEST_F(Tokens, ADisabledUserLosesItsTokensAtOnce) {
  const auto text = token();
  EXPECT_EQ(send(token_request("GET", kBalances, text)).status, 200);
  set_flags(world(), kPartner, true, false, false);
  EXPECT_EQ(send(token_request("GET", kBalances, text)).status, 401);
  set_flags(world(), kPartner, false, false, false);
  EXPECT_EQ(send(token_request("GET", kBalances, text)).status, 200);
}

// A restored snapshot knows only the tokens of its time.
TEST_F(Tokens, ARestoredSnapshotForgetsLaterTokens) {
  const auto before = token();
  const auto image = world().image();
  const auto after = token();
  EXPECT_EQ(send(token_request("GET", kBalances, after)).status, 200);
  world().restore(image);
  workspace->state_replaced();
  EXPECT_EQ(send(token_request("GET", kBalances, before)).status, 200);
  EXPECT_EQ(send(token_request("GET", kBalances, after)).status, 401);
}

TEST_F(Tokens, MethodTokenGivesAnotherScopeUntilTheSameEnd) {
  const auto text = token();
  advance(100);
  const auto body = [&](const std::string& id) {
    return R"({"auth":{"identity":{"methods":["token"],"token":{"id":")" + id +
           R"("}},"scope":{"project":{"name":"cn-north-1"}}}})";
  };
  const auto response = send(request("POST", "/v3/auth/tokens", body(text)));
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(at(response, "/token/methods/0"), "token");
  EXPECT_EQ(at(response, "/token/project/name"), "cn-north-1");
  EXPECT_EQ(at(response, "/token/expires_at"), "2025-06-02T00:00:00.000000Z");
  EXPECT_EQ(send(request("POST", "/v3/auth/tokens", body("nonsense"))).status, 401);
}

TEST_F(Tokens, ASecondFactorIsNotModelled) {
  const auto response = send(request(
      "POST", "/v3/auth/tokens",
      R"({"auth":{"identity":{"methods":["password","totp"],"password":{"user":{"name":"n","password":"x","domain":{"name":"d"}}},"totp":{"user":{"id":"u","passcode":"123456"}}}}})"));
  EXPECT_EQ(response.status, 501);
}

TEST_F(AssumeRole, APartnerActsAsItsCustomer) {
  const auto response = send(token_request("POST", "/v3/auth/tokens", token(),
                                           assume_body(R"({"project":{"name":"cn-north-1"}})")));
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(at(response, "/token/methods/0"), "assume_role");
  EXPECT_EQ(at(response, "/token/project/domain/id"), kCustomer);
  EXPECT_EQ(at(response, "/token/user/name"), "demo-customer/DEMO_PLATFORM");
  EXPECT_EQ(at(response, "/token/user/domain/id"), kCustomer);
  EXPECT_EQ(at(response, "/token/user/password_expires_at"), "<absent>");
  EXPECT_EQ(at(response, "/token/assumed_by/user/name"), "demo-partner");
  EXPECT_EQ(at(response, "/token/assumed_by/user/domain/id"), kPartner);
  EXPECT_EQ(at(response, "/token/assumed_by/user/password_expires_at"), "");
  EXPECT_EQ(at(response, "/token/roles/0/id"), "c40fc1b70fb14140a61ac60c7c292874");
  EXPECT_EQ(at(response, "/token/roles/1/name"), "te_admin");
  EXPECT_EQ(at(response, "/token/roles/2/id"), "0");
  // The token is the customer's: the partner's own operations are closed to it.
  const auto acting = header(response, "X-Subject-Token");
  EXPECT_EQ(send(token_request("GET", kBalances, acting)).status, 403);
  EXPECT_EQ(at(send(token_request("GET", "/v3/auth/domains", acting)), "/domains/0/name"),
            "demo-customer");
}

TEST_F(AssumeRole, NeedsAGoodPartnerToken) {
  const std::string expected =
      R"({"error":{"message":"The X-Auth-Token is invalid!","code":401,"title":"Unauthorized"}})";
  const auto body = assume_body(R"({"domain":{"name":"demo-customer"}})");
  EXPECT_EQ(send(request("POST", "/v3/auth/tokens", body)).body, expected);
  EXPECT_EQ(send(token_request("POST", "/v3/auth/tokens", "nonsense", body)).body, expected);
  const auto text = token();
  advance(86'400);
  EXPECT_EQ(send(token_request("POST", "/v3/auth/tokens", text, body)).body, expected);
}

// 3.8: 403 "no permission, agency missing or not for this partner".
TEST_F(AssumeRole, NeedsAnAgencyForThisPartner) {
  const std::string scope = R"({"domain":{"name":"demo-customer"}})";
  const auto text = token();
  const auto forbidden = [&](const std::string& partner_token, const std::string& body) {
    const auto response = send(token_request("POST", "/v3/auth/tokens", partner_token, body));
    EXPECT_EQ(response.status, 403) << response.body;
    EXPECT_EQ(
        response.body,
        R"({"error":{"message":"You have no right to do this action","code":403,"title":"Forbidden"}})");
  };
  const auto wish = [&](const std::string& name, const std::string& agency) {
    return R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":")" +
           name + R"(","agency_name":")" + agency + R"("}},"scope":{"domain":{"name":")" + name +
           R"("}}}})";
  };
  forbidden(text, wish("demo-customer", "OTHER"));
  forbidden(text, wish("nobody", "DEMO_PLATFORM"));
  forbidden(text, wish("demo-reseller-customer", "DEMO_DISTRIBUTOR"));
  forbidden(token("demo-distributor", "Distributor@2025"), wish("demo-customer", "DEMO_PLATFORM"));
  forbidden(
      text,
      R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"DEMO_PLATFORM"}},"scope":{"domain":{"name":"demo-partner"}}}})");
  set_flags(world(), kPartner, false, false, true);
  forbidden(text, wish("demo-customer", "DEMO_PLATFORM"));
}

TEST_F(AssumeRole, BlockingTheAgencyEndsItsTokens) {
  const auto response = send(token_request("POST", "/v3/auth/tokens", token(),
                                           assume_body(R"({"domain":{"name":"demo-customer"}})")));
  const auto acting = header(response, "X-Subject-Token");
  EXPECT_EQ(send(token_request("GET", "/v3/auth/domains", acting)).status, 200);
  world().run([&] {
    auto account = *store::find_account(world().db(), kCustomer);
    account.blocked_agency = true;
    store::update_account(world().db(), account);
  });
  EXPECT_EQ(send(token_request("GET", "/v3/auth/domains", acting)).status, 401);
}

TEST_F(AssumeRole, NeedsAScopeOfTheCustomer) {
  const auto text = token();
  const std::string without =
      R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"DEMO_PLATFORM"}}}})";
  EXPECT_EQ(send(token_request("POST", "/v3/auth/tokens", text, without)).status, 400);
  const std::string nameless =
      R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"DEMO_PLATFORM"}},"scope":{"domain":{"name":"x"}}}})";
  EXPECT_EQ(send(token_request("POST", "/v3/auth/tokens", text, nameless)).status, 400);
}

}  // namespace
}  // namespace bss::mock::test
