// control-api "Workspaces": isolation that follows the credential, over a real socket.
#include "workspaces_fixture.h"

namespace bss::mock {
namespace {

TEST_F(Workspaces, AreReachedByTheTokenThatWasMadeInThem) {
  auto first = server_.create_workspace();
  auto second = server_.create_workspace();
  first.recharge(first.credentials().partner.domain_id, "7.00");
  const auto balance = [&](const Identity& who) {
    const auto token = login(who);
    EXPECT_EQ(token.status, 201) << token.text;
    return call("GET", kBalances, {}, with(token.token)).member("/account_balances/0/amount");
  };
  EXPECT_EQ(balance(first.credentials().partner), "1000007.00");
  EXPECT_EQ(balance(second.credentials().partner), "1000000.00");
  EXPECT_EQ(balance(server_.credentials().partner), "1000000.00");
  EXPECT_EQ(first.calls("ListPartnerBalances").succeeded, 1U);
  EXPECT_EQ(second.calls("ListPartnerBalances").succeeded, 1U);
  EXPECT_EQ(server_.workspace().calls("ListPartnerBalances").succeeded, 1U);
}

TEST_F(Workspaces, HaveNamesIdsAndKeysOfTheirOwn) {
  WorkspaceOptions wish;
  wish.id = "7f3a";
  const auto workspace = server_.create_workspace(wish);
  EXPECT_EQ(workspace.id(), "7f3a");
  const Identity& partner = workspace.credentials().partner;
  const Identity& demo = server_.credentials().partner;
  EXPECT_EQ(partner.domain_name, "demo-partner-7f3a");
  EXPECT_EQ(partner.user_name, "demo-partner-7f3a");
  EXPECT_NE(partner.domain_id, demo.domain_id);
  EXPECT_NE(partner.access_key, demo.access_key);
  EXPECT_EQ(partner.access_key.size(), 20U);
  EXPECT_NE(partner.secret_key, demo.secret_key);
  EXPECT_EQ(partner.platform, demo.platform);
  const auto again = server_.create_workspace();
  EXPECT_NE(again.credentials().partner.domain_id, partner.domain_id);
}

// The same seed of ids and the same calls give the same bytes, wherever.
TEST_F(Workspaces, OfOneIdAndSeedAreAlikeInEveryServer) {
  WorkspaceOptions wish;
  wish.id = "same";
  wish.id_seed = 7;
  wish.start_at = "2025-06-01T00:00:00Z";
  Server other(options());
  static_cast<void>(other.create_workspace());
  const auto here = server_.create_workspace(wish);
  const auto there = other.create_workspace(wish);
  for (const char* entity : {"accounts", "customers", "ledger", "coupons"})
    EXPECT_EQ(here.state(entity), there.state(entity)) << entity;
  EXPECT_EQ(here.credentials().customer.secret_key, there.credentials().customer.secret_key);
}

TEST_F(Workspaces, GoWithTheirLastHandle) {
  Identity partner;
  std::string token;
  {
    auto workspace = std::make_unique<Workspace>(server_.create_workspace());
    const Workspace copy = *workspace;
    workspace.reset();
    partner = copy.credentials().partner;
    token = login(partner).token;
    EXPECT_EQ(call("GET", kBalances, {}, with(token)).status, 200);
    EXPECT_EQ(call("GET", "/_mock/v1/workspaces").member("/total"), "2");
  }
  EXPECT_EQ(call("GET", "/_mock/v1/workspaces").member("/total"), "1");
  EXPECT_EQ(call("GET", kBalances, {}, with(token)).status, 401);
  EXPECT_EQ(login(partner).status, 401);
}

TEST_F(Workspaces, OutliveTheirServerAsValues) {
  auto server = std::make_unique<Server>(options());
  auto workspace = server->create_workspace();
  server.reset();
  EXPECT_TRUE(workspace.check_ledger().ok);
  workspace.recharge(workspace.credentials().partner.domain_id, "1.00");
}

TEST_F(Workspaces, ResetToTheSameCredentials) {
  auto workspace = server_.create_workspace();
  const std::string before = workspace.state("accounts");
  const std::string token = login(workspace.credentials().partner).token;
  workspace.recharge(workspace.credentials().partner.domain_id, "7.00");
  workspace.reset();
  EXPECT_EQ(call("GET", kBalances, {}, with(token)).status, 401) << "tokens of before are gone";
  const auto fresh = login(workspace.credentials().partner);
  EXPECT_EQ(call("GET", kBalances, {}, with(fresh.token)).member("/account_balances/0/amount"),
            "1000000.00");
}

TEST_F(Workspaces, AreSteeredOverHttp) {
  auto made = call("POST", "/_mock/v1/workspaces",
                   R"({"id":"ci1","seed":"demo","clock":{"freeze":"2025-06-01T00:00:00Z"},)"
                   R"("id_seed":7,"ttl_seconds":600,"throttle":"documented",)"
                   R"("settings":{"token_life_seconds":60}})");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.member("/id"), "ci1");
  EXPECT_EQ(made.member("/seed"), "demo");
  EXPECT_EQ(made.member("/endpoint"), server_.endpoint());
  EXPECT_EQ(made.member("/credentials/partner/user"), "demo-partner-ci1");
  EXPECT_EQ(made.member("/credentials/partner/password"), "Partner@2025");
  for (const char* role : {"partner", "distributor", "customer"}) {
    const std::string at = std::string("/credentials/") + role;
    EXPECT_EQ(made.member(at + "/ak").size(), 20U);
    EXPECT_EQ(made.member(at + "/sk").size(), 40U);
    EXPECT_EQ(made.member(at + "/domain_id").size(), 32U);
  }
  EXPECT_EQ(call("GET", "/_mock/v1/clock?workspace=ci1").member("/now"), "2025-06-01T00:00:00Z");
  EXPECT_EQ(call("GET", "/_mock/v1/clock").member("/mode"), "real");
  EXPECT_EQ(call("GET", "/_mock/v1/settings?workspace=ci1").member("/token_life_seconds/value"),
            "60");
  EXPECT_EQ(call("GET", "/_mock/v1/throttle?workspace=ci1").member("/mode"), "documented");
  EXPECT_EQ(call("GET", "/_mock/v1/workspaces/ci1").member("/id"), "ci1");
  EXPECT_EQ(call("GET", "/_mock/v1/workspaces/ci2").status, 404);
  EXPECT_EQ(call("POST", "/_mock/v1/workspaces", R"({"id":"ci1"})").status, 409);
  EXPECT_EQ(call("POST", "/_mock/v1/workspaces/ci1/reset").status, 204);
  EXPECT_EQ(call("GET", "/_mock/v1/settings?workspace=ci1").member("/token_life_seconds/value"),
            "60")
      << "a reset goes back to how it began";
  EXPECT_EQ(call("GET", "/_mock/v1/clock?workspace=ci1").member("/now"), "2025-06-01T00:00:00Z");
  EXPECT_EQ(call("DELETE", "/_mock/v1/workspaces/default").status, 409);
  EXPECT_EQ(call("DELETE", "/_mock/v1/workspaces/ci1").status, 204);
  EXPECT_EQ(call("DELETE", "/_mock/v1/workspaces/ci1").status, 404);
  EXPECT_EQ(call("GET", "/_mock/v1/clock?workspace=ci1").status, 404);
}

TEST_F(Workspaces, RefuseWishesThatCannotBe) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"id":"Upper"})", "id"},
      {R"({"id":"default"})", "id"},
      {R"({"id":"thirteenchars"})", "id"},
      {R"({"seed":"nobody"})", "seed"},
      {R"({"seed":7})", "seed"},
      {R"({"seed":{"partners":[{"name":"a","cash":"-1"}]}})", "seed"},
      {R"({"clock":{"freeze":"soon"}})", "clock/freeze"},
      {R"({"ttl_seconds":0})", "ttl_seconds"},
      {R"({"throttle":"slow"})", "throttle"},
      {R"({"settings":{"colour":"blue"}})", "colour"},
      {R"({"names":true})", "names"}};
  for (const auto& [body, field] : wrong) {
    const auto answer = call("POST", "/_mock/v1/workspaces", body);
    EXPECT_EQ(answer.status, 400) << body << answer.text;
    EXPECT_EQ(answer.member("/field"), field) << answer.text;
  }
  EXPECT_EQ(
      call("POST", "/_mock/v1/workspaces", R"({"clock":{"real":true,"advance":"P1D"}})").status,
      400);
  EXPECT_EQ(call("GET", "/_mock/v1/workspaces").member("/total"), "1") << "nothing is left behind";
}

TEST_F(Workspaces, TakeASeedAsItIsSent) {
  const auto made = call(
      "POST", "/_mock/v1/workspaces",
      R"({"id":"own","seed":{"partners":[{"name":"acme","platform":"ACME","password":"Acme@2025",)"
      R"("cash":"10.00","customers":[{"name":"first","allocated":"4.00"}]}]}})");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.member("/credentials/acme/user"), "acme-own");
  const Identity acme{"", "acme-own", "acme-own", "Acme@2025", "", "", ""};
  const auto token = login(acme);
  ASSERT_EQ(token.status, 201) << token.text;
  EXPECT_EQ(call("GET", kBalances, {}, with(token.token)).member("/account_balances/0/amount"),
            "6.00");
  EXPECT_EQ(
      call("POST", kCustomers, "{}", with(token.token)).member("/customer_infos/0/account_name"),
      "first-own");
}

TEST_F(Workspaces, ArePickedByAHeaderWhereNamesAreInSeveral) {
  const char* seed =
      R"({"seed":{"partners":[{"name":"acme","platform":"ACME","password":"A@2025"}]},)";
  ASSERT_EQ(call("POST", "/_mock/v1/workspaces", std::string(seed) + R"("id":"a"})").status, 201);
  ASSERT_EQ(call("POST", "/_mock/v1/workspaces", std::string(seed) + R"("id":"b"})").status, 201);
  // A name that both know: an account of the API, not of the seed.
  for (const std::string id : {"a", "b"}) {
    const Identity acme{"", "acme-" + id, "acme-" + id, "A@2025", "", "", ""};
    const auto token = login(acme).token;
    const auto made =
        call("POST", "/v2/partners/sub-customers",
             R"({"xaccount_id":"one","xaccount_type":"ACME","domain_name":"fixed-name",)"
             R"("password":"Fixed@2025"})",
             with(token));
    ASSERT_EQ(made.status, 200) << made.text;
  }
  const Identity fixed{"", "fixed-name", "fixed-name", "Fixed@2025", "", "", ""};
  const auto ambiguous = login(fixed);
  EXPECT_EQ(ambiguous.status, 409) << ambiguous.text;
  EXPECT_EQ(ambiguous.member("/error"), "ambiguous_login");
  EXPECT_EQ(ambiguous.member("/field"), "X-Mock-Workspace");
  EXPECT_EQ(login(fixed, "X-Mock-Workspace: b\r\n").status, 201);
  EXPECT_EQ(login(fixed, "X-Mock-Workspace: c\r\n").status, 404);
  EXPECT_EQ(login(fixed, "X-Mock-Workspace: default\r\n").status, 401);
  call("DELETE", "/_mock/v1/workspaces/a");
  EXPECT_EQ(login(fixed).status, 201) << "it is in one only now";
}

TEST_F(Workspaces, MayHaveAnEndpointOfTheirOwn) {
  WorkspaceOptions wish;
  wish.own_endpoint = true;
  std::uint16_t port = 0;
  {
    auto workspace = server_.create_workspace(wish);
    ASSERT_NE(workspace.endpoint(), server_.endpoint());
    const std::string endpoint = workspace.endpoint();
    port = static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1)));
    // No name and no header is needed there.
    const auto token =
        call_at(port, "POST", "/v3/auth/tokens", login_body(workspace.credentials().partner));
    ASSERT_EQ(token.status, 201) << token.text;
    EXPECT_EQ(call_at(port, "GET", kBalances, {}, with(token.token)).status, 200);
    EXPECT_EQ(
        call_at(port, "POST", "/v3/auth/tokens", login_body(server_.credentials().partner)).status,
        401)
        << "it knows nobody of the others";
    workspace.freeze("2030-01-01T00:00:00Z");
    EXPECT_EQ(call_at(port, "GET", "/_mock/v1/clock").member("/now"), "2030-01-01T00:00:00Z");
    // It cannot be made to take itself away.
    const std::string own = "/_mock/v1/workspaces/" + workspace.id();
    EXPECT_EQ(call_at(port, "DELETE", own).status, 409);
    EXPECT_EQ(call_at(port, "GET", "/_mock/v1/workspaces").status, 409);
    EXPECT_EQ(call_at(port, "POST", "/_mock/v1/snapshots/current/fork").status, 409);
    EXPECT_EQ(call("DELETE", own).status, 204);
  }
  test_support::RawClient gone(port);
  EXPECT_FALSE(gone.connected());
}

TEST_F(Workspaces, EndWhenTheirTimeIsOver) {
  WorkspaceOptions wish;
  wish.id = "brief";
  wish.ttl_seconds = 1;
  const auto workspace = server_.create_workspace(wish);
  const auto info = call("GET", "/_mock/v1/workspaces/brief");
  EXPECT_EQ(info.member("/seconds_left"), "1");
}

TEST_F(Workspaces, AssumeRolesAndTemporaryKeysStayInThem) {
  auto workspace = server_.create_workspace();
  const Identity& partner = workspace.credentials().partner;
  const Identity& customer = workspace.credentials().customer;
  const std::string token = login(partner).token;
  const auto assumed = call(
      "POST", "/v3/auth/tokens",
      R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_id":")" +
          customer.domain_id + R"(","agency_name":"DEMO_PLATFORM"}},"scope":{"domain":{"id":")" +
          customer.domain_id + R"("}}}})",
      with(token));
  ASSERT_EQ(assumed.status, 201) << assumed.text;
  EXPECT_EQ(call("GET", "/v3/auth/domains", {}, with(assumed.token)).member("/domains/0/id"),
            customer.domain_id);
  const auto rescoped =
      call("POST", "/v3/auth/tokens",
           R"({"auth":{"identity":{"methods":["token"],"token":{"id":")" + token +
               R"("}},"scope":{"domain":{"id":")" + partner.domain_id + R"("}}}})");
  ASSERT_EQ(rescoped.status, 201) << rescoped.text;
  EXPECT_EQ(call("GET", kBalances, {}, with(rescoped.token)).status, 200);
  const auto key = call("POST", "/v3.0/OS-CREDENTIAL/securitytokens",
                        R"({"auth":{"identity":{"methods":["token"]}}})", with(token));
  ASSERT_EQ(key.status, 201) << key.text;
  EXPECT_EQ(key.member("/credential/access").substr(0, 3), "HST");
  EXPECT_EQ(workspace.calls("CreateTemporaryAccessKey").succeeded, 1U);
}

TEST_F(Workspaces, VerifyTheirJournalAndNameTheNearestMiss) {
  auto workspace = server_.create_workspace();
  const std::string at = "/_mock/v1/journal/verify?workspace=" + workspace.id();
  const std::string token = login(workspace.credentials().partner).token;
  const std::string customer = workspace.credentials().customer.domain_id;
  const auto pay = [&](const char* amount) {
    return call("POST", "/v2/accounts/partner-accounts/adjust-amount",
                R"({"customer_id":")" + customer + R"(","amount":)" + amount + "}", with(token));
  };
  ASSERT_EQ(pay("10.00").status, 200);
  ASSERT_EQ(pay("20.5").status, 200);
  const auto ok = call("POST", at,
                       R"({"match":{"operation":"UpdateCustomerAccountAmount","committed":true,)"
                       R"("body":{"/amount":10}},"times":{"at_most":1}})");
  EXPECT_EQ(ok.text, R"({"ok":true,"count":1})");
  const std::string partner = "demo-partner-" + workspace.id();
  std::string expected = R"({"match":{"operation":"UpdateCustomerAccountAmount","method":"POST",)";
  expected += R"("status":200,"body":{"/amount":"21"},"account":")" + partner + R"("}})";
  const auto missed = call("POST", at, expected);
  EXPECT_EQ(missed.member("/ok"), "false") << missed.text;
  EXPECT_EQ(missed.member("/nearest/0/differences/0/field"), "body/amount");
  EXPECT_EQ(missed.member("/nearest/0/differences/0/wanted"), "21");
  EXPECT_EQ(missed.member("/nearest/0/differences/0/found"), "20.5") << "the newest of the nearest";
  EXPECT_EQ(missed.member("/nearest/0/differences/1/field"), "(absent)");
  EXPECT_EQ(missed.member("/nearest/1/differences/0/found"), "10.00");
  const auto often = call("POST", at,
                          R"({"match":{"operation":"UpdateCustomerAccountAmount"},)"
                          R"("times":{"at_least":1,"at_most":1}})");
  EXPECT_EQ(often.member("/ok"), "false");
  EXPECT_EQ(often.member("/count"), "2");
  EXPECT_EQ(often.member("/matched/0/operation"), "UpdateCustomerAccountAmount");
  const auto secret = call("POST", at, R"({"match":{"header":{"X-Auth-Token":"guess"}}})");
  EXPECT_EQ(secret.text.find(token), std::string::npos);
  EXPECT_EQ(secret.member("/nearest/0/differences/0/found"), "***");
  EXPECT_EQ(call("POST", at, R"({"match":{"operation":"Nothing"}})").member("/field"),
            "/match/operation");
  EXPECT_EQ(call("POST", at, R"({"times":{"at_least":2,"at_most":1}})").member("/field"),
            "/times/at_most");
  const auto verified = workspace.verify(R"({"match":{"status":418}})");
  EXPECT_FALSE(verified);
  EXPECT_NE(verified.report.find("status: wanted 418, found 20"), std::string::npos)
      << verified.report;
}

TEST_F(Workspaces, ExplainASignatureInTheWorldOfItsKey) {
  const auto workspace = server_.create_workspace();
  const std::string request =
      R"({"method":"GET","target":"/v2/accounts/partner-accounts/balances","headers":{)"
      R"("X-Sdk-Date":"20250601T000000Z","Authorization":"SDK-HMAC-SHA256 Access=)" +
      workspace.credentials().partner.access_key + R"(, SignedHeaders=x-sdk-date, Signature=00"}})";
  const auto explained = call("POST", "/_mock/v1/auth/explain", request);
  EXPECT_EQ(explained.status, 200) << explained.text;
  EXPECT_EQ(explained.member("/known_key"), "true");
  EXPECT_EQ(explained.member("/matches"), "false");
  EXPECT_NE(explained.member("/canonical_request").find("x-sdk-date:20250601T000000Z"),
            std::string::npos);
  EXPECT_EQ(call("POST", "/_mock/v1/auth/explain?workspace=default", request).member("/known_key"),
            "false");
  EXPECT_EQ(
      call("POST", "/_mock/v1/auth/explain", R"({"method":"GET","target":"/"})").member("/field"),
      "headers");
  EXPECT_EQ(explained.text.find(workspace.credentials().partner.secret_key), std::string::npos);
}

TEST_F(Workspaces, AreCountedInTheMetrics) {
  WorkspaceOptions wish;
  wish.id = "m1";
  const auto workspace = server_.create_workspace(wish);
  const std::string token = login(workspace.credentials().partner).token;
  call("GET", kBalances, {}, with(token));
  call("GET", kBalances, {}, with("wrong"));
  const auto metrics = call("GET", "/_mock/metrics");
  EXPECT_EQ(metrics.status, 200);
  const auto counted = [](const char* name, const char* of, const char* operation) {
    return std::string("bss_mock_") + name + "_total{workspace=\"" + of + "\",operation=\"" +
           operation + "\"} 1\n";
  };
  for (const std::string& line :
       {std::string("bss_mock_workspaces 2\n"), std::string("bss_mock_requests_in_flight 0\n"),
        counted("requests", "m1", "ListPartnerBalances"), counted("requests", "m1", "CreateToken"),
        counted("requests_refused", "default", "ListPartnerBalances"),
        std::string("# TYPE bss_mock_requests_total counter\n")}) {
    EXPECT_NE(metrics.text.find(line), std::string::npos) << line << metrics.text;
  }
}

}  // namespace
}  // namespace bss::mock
