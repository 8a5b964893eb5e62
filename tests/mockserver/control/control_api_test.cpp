// The control and portal APIs over a socket, as a test in another language would use them.
#include <gtest/gtest.h>

#include "bss/mock/server.h"
#include "bss/wire/json.h"
#include "support/raw_client.h"

namespace bss::mock::control {
namespace {

using wire::Json;

class ControlApiTest : public ::testing::Test {
 protected:
  struct Answer {
    int status = 0;
    Json body;
    std::string text;
    std::string member(const std::string& pointer) const {
      const Json* found = body.at_pointer(pointer);
      return found == nullptr ? "(absent)" : found->text();
    }
  };

  Answer call(const std::string& method, const std::string& target, const std::string& body = {},
              const std::string& headers = {}) {
    test_support::RawClient client(server_->port());
    client.send(method + " " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const auto raw = client.read_answer();
    Answer answer{raw.status, {}, raw.body};
    if (!raw.body.empty()) answer.body = wire::read_json(raw.body).value.value_or(Json());
    return answer;
  }

  std::unique_ptr<Server> server_ = std::make_unique<Server>();
};

TEST_F(ControlApiTest, IsHealthy) {
  EXPECT_EQ(call("GET", "/_mock/health").text, R"({"status":"ok"})");
}

TEST_F(ControlApiTest, FreezesAndAdvancesTheClock) {
  auto answer = call("POST", "/_mock/v1/clock", R"({"freeze":"2030-06-01T00:00:00Z"})");
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.member("/mode"), "frozen");
  answer = call("POST", "/_mock/v1/clock", R"({"advance":"P1M3DT2H","dry_run":true})");
  EXPECT_EQ(answer.member("/now"), "2030-06-01T00:00:00Z") << "a dry run moves nothing";
  answer = call("POST", "/_mock/v1/clock", R"({"advance":"P1M3DT2H"})");
  EXPECT_EQ(answer.member("/now"), "2030-07-04T02:00:00Z");
  EXPECT_EQ(call("GET", "/_mock/v1/clock").member("/now"), "2030-07-04T02:00:00Z");
  EXPECT_EQ(call("POST", "/_mock/v1/clock", R"({"advance_to":"2030-07-01T00:00:00Z"})").status,
            409);
  EXPECT_EQ(call("POST", "/_mock/v1/clock", R"({"real":true})").member("/mode"), "real");
}

TEST_F(ControlApiTest, ListsEventsOfADryRunWithoutDoingThem) {
  call("POST", "/_mock/v1/clock", R"({"freeze":true})");
  const auto dry = call("POST", "/_mock/v1/clock", R"({"advance":"P2Y","dry_run":true})");
  const auto wet = call("POST", "/_mock/v1/clock", R"({"advance":"P2Y"})");
  ASSERT_NE(dry.body.find("events"), nullptr) << dry.text;
  EXPECT_FALSE(dry.body.find("events")->items().empty());
  EXPECT_EQ(wire::write_json(*dry.body.find("events")), wire::write_json(*wet.body.find("events")));
}

TEST_F(ControlApiTest, RefusesClockVerbsThatContradict) {
  for (const char* body :
       {"{}", R"({"freeze":true,"real":true})", R"({"freeze":false})", R"({"advance":5})",
        R"({"advance":"soon"})", R"({"real":true,"dry_run":true})", R"({"stop":true})", "[", "[]",
        R"({"advance":"P1D","advance":"P1D"})"}) {
    const auto answer = call("POST", "/_mock/v1/clock", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.member("/error"), "bad_request") << answer.text;
    EXPECT_NE(answer.member("/message"), "(absent)");
  }
}

TEST_F(ControlApiTest, ChangesSettingsAllOrNone) {
  auto answer =
      call("PATCH", "/_mock/v1/settings",
           R"({"token_life_seconds":60,"reported_contacts":["a@b.c","1"],"error_prefix":"APIGW"})");
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.member("/token_life_seconds/value"), "60");
  EXPECT_EQ(answer.member("/token_life_seconds/default"), "86400");
  EXPECT_EQ(answer.member("/reported_contacts/value/1"), "1");
  answer =
      call("PATCH", "/_mock/v1/settings", R"({"token_life_seconds":70,"error_prefix":"nonsense"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.member("/field"), "error_prefix");
  EXPECT_EQ(call("GET", "/_mock/v1/settings").member("/token_life_seconds/value"), "60");
  EXPECT_EQ(call("PATCH", "/_mock/v1/settings", R"({"no_such":1})").member("/field"), "no_such");
}

TEST_F(ControlApiTest, ShowsAndChangesTheThrottle) {
  EXPECT_EQ(call("GET", "/_mock/v1/throttle").member("/mode"), "documented");
  auto answer =
      call("PUT", "/_mock/v1/throttle",
           R"({"mode":"custom","limits":{"CreateSubCustomer":{"limit":3,"per_seconds":2}}})");
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.member("/mode"), "custom");
  EXPECT_EQ(call("PUT", "/_mock/v1/throttle", R"({"limits":{"Nonsense":{"limit":3}}})").status,
            400);
  EXPECT_EQ(call("PUT", "/_mock/v1/throttle", R"({"mode":"fast"})").member("/field"), "mode");
  EXPECT_EQ(call("PUT", "/_mock/v1/throttle", R"({"mode":"off"})").member("/mode"), "off");
  EXPECT_EQ(
      call("POST", "/_mock/v1/throttle/force", R"({"operation":"CreateSubCustomer","next":3})")
          .status,
      204);
  EXPECT_EQ(call("POST", "/_mock/v1/throttle/force", R"({"operation":"Nonsense"})").status, 400);
}

TEST_F(ControlApiTest, KeepsFaultRules) {
  auto answer =
      call("POST", "/_mock/v1/faults",
           R"([{"match":{"operation":"CreateSubCustomer"},"effect":{"error":"CBC.0999"}},)"
           R"({"effect":{"lose_answer":true}}])");
  EXPECT_EQ(answer.status, 201) << answer.text;
  const std::string id = answer.member("/rules/0/id");
  EXPECT_EQ(answer.member("/rules/0/hits"), "0");
  EXPECT_EQ(call("GET", "/_mock/v1/faults").body.find("rules")->items().size(), 2U);
  EXPECT_EQ(call("DELETE", "/_mock/v1/faults/" + id).status, 204);
  EXPECT_EQ(call("DELETE", "/_mock/v1/faults/" + id).status, 404);
  EXPECT_EQ(call("DELETE", "/_mock/v1/faults").status, 204);
  EXPECT_TRUE(call("GET", "/_mock/v1/faults").body.find("rules")->items().empty());
  answer = call("POST", "/_mock/v1/faults", R"({"effect":{"error":"nonsense"}})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.member("/field").find("effect/error"), std::string::npos) << answer.text;
}

TEST_F(ControlApiTest, DoesPortalVerbsAndRefusesThemByTheSameRules) {
  const auto list = call("GET", "/_portal/v1");
  EXPECT_NE(list.text.find("vendor/grant-quota"), std::string::npos);
  auto answer = call("POST", "/_portal/v1/partner/recharge",
                     R"({"account_id":"d0000000000000000000000000000001","amount":"12.30"})");
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_NE(call("GET", "/_mock/v1/state/ledger").text.find("12.30"), std::string::npos);
  EXPECT_EQ(
      call("POST", "/_portal/v1/partner/recharge", R"({"account_id":"nobody","amount":"1.00"})")
          .status,
      404);
  EXPECT_EQ(call("POST", "/_portal/v1/partner/recharge", R"({"account_id":"x"})").member("/field"),
            "amount");
  EXPECT_EQ(call("POST", "/_portal/v1/partner/dance", "{}").status, 404);
  EXPECT_EQ(call("GET", "/_portal/v1/partner/recharge").status, 405);
  answer = call("POST", "/_portal/v1/vendor/set-account-flags",
                R"({"account_id":"d0000000000000000000000000000001","sandbox":true})");
  EXPECT_EQ(answer.status, 200) << answer.text;
  ASSERT_NE(answer.body.find("sandbox"), nullptr);
  EXPECT_TRUE(answer.body.find("sandbox")->as_boolean());
  EXPECT_FALSE(answer.body.find("removed")->as_boolean());
}

TEST_F(ControlApiTest, ShowsStateInYuanAndWithoutSecrets) {
  for (const char* entity : {"accounts", "customers", "users", "projects", "associations",
                             "balances", "arrears", "ledger", "adjustments", "changes", "quotas",
                             "coupons", "coupon_records", "quota_records"}) {
    const auto answer = call("GET", std::string("/_mock/v1/state/") + entity);
    EXPECT_EQ(answer.status, 200) << entity << answer.text;
    EXPECT_EQ(answer.member("/total"), std::to_string(answer.body.find("items")->items().size()));
    EXPECT_EQ(answer.text.find("SecretKey"), std::string::npos) << entity;
    EXPECT_EQ(answer.text.find("Partner@2025"), std::string::npos) << entity;
  }
  EXPECT_NE(call("GET", "/_mock/v1/state/balances").text.find("1000000.00"), std::string::npos);
  EXPECT_EQ(call("GET", "/_mock/v1/state/nonsense").status, 404);
}

TEST_F(ControlApiTest, ChecksTheLedger) {
  const auto answer = call("GET", "/_mock/v1/ledger/check");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body.find("ok")->as_boolean()) << answer.text;
  EXPECT_NE(answer.member("/entries"), "0");
}

TEST_F(ControlApiTest, JournalsEmulatedCallsButNotItself) {
  call("GET", "/v2/no/such/path");
  auto answer = call("GET", "/_mock/v1/journal?status=404&limit=5");
  EXPECT_EQ(answer.member("/total"), "1") << answer.text;
  EXPECT_EQ(answer.member("/items/0/request/target"), "/v2/no/such/path");
  EXPECT_EQ(call("DELETE", "/_mock/v1/journal").status, 204);
  EXPECT_EQ(call("GET", "/_mock/v1/journal").member("/total"), "0");
  EXPECT_EQ(call("GET", "/_mock/v1/journal?limit=x").member("/field"), "limit");
}

TEST_F(ControlApiTest, KnowsOneWorkspace) {
  EXPECT_EQ(call("GET", "/_mock/v1/clock?workspace=default").status, 200);
  const auto answer = call("GET", "/_mock/v1/clock?workspace=other");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.member("/error"), "not_found");
}

TEST_F(ControlApiTest, TellsWhatItDoesNotKnowFromWhatItDoesOtherwise) {
  EXPECT_EQ(call("GET", "/_mock/v1/nonsense").status, 404);
  EXPECT_EQ(call("GET", "/_mock/v2/clock").status, 404);
  EXPECT_EQ(call("DELETE", "/_mock/v1/clock").status, 405);
  EXPECT_EQ(call("GET", "/_mock/v1/messages?to=nobody").member("/total"), "0");
  EXPECT_EQ(call("GET", "/_mock/v1/seeds").member("/seeds/0/name"), "demo");
  EXPECT_EQ(call("POST", "/_mock/v1/reset").status, 204);
}

TEST_F(ControlApiTest, ServesTheDescription) {
  const auto answer = call("GET", "/openapi.json");
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.text.find("UpdateCustomerAccountAmount"), std::string::npos);
}

TEST_F(ControlApiTest, AsksForItsTokenWhenItHasOne) {
  Options options;
  options.control_token = "open sesame";
  server_ = std::make_unique<Server>(std::move(options));
  EXPECT_EQ(call("GET", "/_mock/v1/clock").status, 403);
  EXPECT_EQ(call("GET", "/_portal/v1", "", "Authorization: Bearer wrong\r\n").status, 403);
  EXPECT_EQ(call("GET", "/_mock/v1/clock", "", "Authorization: Bearer open sesame\r\n").status,
            200);
  EXPECT_EQ(call("GET", "/_mock/v1/clock", "", "X-Mock-Control-Token: open sesame\r\n").status,
            200);
  EXPECT_EQ(call("GET", "/_mock/health").status, 200);
}

TEST_F(ControlApiTest, IsClosedOffLoopbackWithoutAToken) {
  // contract.md: off loopback the control and portal APIs need --control-token, else they answer
  // 403.
  Options options;
  options.host = "0.0.0.0";
  server_ = std::make_unique<Server>(std::move(options));
  EXPECT_EQ(call("GET", "/_mock/v1/clock").status, 403);
  EXPECT_EQ(call("POST", "/_portal/v1/partner/recharge", "{}").status, 403);
  EXPECT_EQ(call("GET", "/_mock/health").status, 200);
}

}  // namespace
}  // namespace bss::mock::control
