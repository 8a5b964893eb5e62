// contract.md "Order of refusals": sizes -> route -> caller -> quota -> role -> JSON and fields ->
// fault -> executor. Every case breaks two neighbouring steps and must be refused by the earlier
// one.
#include <functional>
#include <string>
#include <vector>

#include "gateway/gateway_fixture.h"
#include "store/accounts.h"

namespace bss::mock::test {
namespace {

using Order = GatewayTest;

std::string code_of(const http::Response& response) {
  const auto document = wire::read_json(response.body);
  const auto* code = document.value ? document.value->find("error_code") : nullptr;
  return code == nullptr ? "none" : code->text();
}

void force_throttle(gateway::Workspace& workspace, std::string_view operation) {
  workspace.throttle().force_next(operation, 1);
}

TEST_F(Order, TheEarlierOfTwoRefusalsWins) {
  struct Case {
    std::string name;
    std::function<http::Response()> call;
    int status;
    std::string code;
  };
  const std::string oversized = "/" + std::string(32UL * 1024, 'a');
  const std::vector<Case> cases = {
      {"target before headers",
       [&] {
         auto bad = request("GET", oversized);
         bad.headers.emplace_back("X-Big", std::string(40'000, 'x'));
         return send(bad);
       },
       414, "APIG.0201"},
      {"headers before body",
       [&] {
         auto bad = request("POST", kAdjust, std::string(13UL * 1024 * 1024, 'x'));
         bad.headers.emplace_back("X-Big", std::string(40'000, 'x'));
         return send(bad);
       },
       494, "APIG.0201"},
      {"sizes before route",
       [&] { return send(request("POST", "/nowhere", std::string(13UL * 1024 * 1024, 'x'))); }, 413,
       "APIG.0201"},
      {"route before caller", [&] { return send(request("GET", "/v2/nowhere")); }, 404,
       "APIGW.0101"},
      {"caller before quota",
       [&] {
         force_throttle(*workspace, "ListPartnerBalances");
         return send(request("GET", kBalances));
       },
       401, "APIG.0301"},
      {"quota before role",
       [&] {
         force_throttle(*workspace, "ListPartnerBalances");
         return send(signed_request("GET", kBalances, {}, kCustomerKey, kCustomerSecret));
       },
       429, "APIG.0308"},
      {"role before fields",
       [&] {
         return send(signed_request("POST", kAdjust, "not json", kCustomerKey, kCustomerSecret));
       },
       403, "CBC.0151"},
      {"fields before fault", [&] { return send(signed_request("POST", kAdjust, "{}")); }, 400,
       "CBC.0100"},
      {"fault before executor",
       [&] { return send(signed_request("POST", kAdjust, std::string(kAdjustBody))); }, 500,
       "CBC.0999"},
  };
  gateway::FaultRule rule;
  rule.effect.error = "CBC.0999";
  workspace->faults().append({rule});
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    workspace->throttle().reset();
    const auto response = one.call();
    EXPECT_EQ(response.status, one.status) << response.body;
    EXPECT_EQ(code_of(response), one.code);
    EXPECT_FALSE(header(response, "X-Mock-Explain").empty());
  }
  EXPECT_EQ(workspace->faults().list().at(0).hits, 1U);
  EXPECT_EQ(commits(), 0);
}

// "A call refused with 404, 401 or 429 takes no quota"; what is refused later took its quota.
TEST_F(Order, OnlyCallsThatPassTheQuotaTakeIt) {
  gateway::ThrottlePlan plan;
  plan.mode = gateway::ThrottleMode::kDocumented;
  workspace->throttle().set_plan(plan);
  const auto used = [&] {
    int all = 0;
    for (const auto& counter : workspace->throttle().counters()) all += counter.used;
    return all;
  };
  send(signed_request("GET", "/v2/nowhere"));
  send(signed_request("PATCH", kBalances));
  send(request("GET", kBalances));
  EXPECT_EQ(used(), 0);
  EXPECT_EQ(send(signed_request("POST", kAdjust, "{}")).status, 400);
  EXPECT_EQ(used(), 1);
  EXPECT_EQ(send(signed_request("POST", kAdjust, "{}", kCustomerKey, kCustomerSecret)).status, 403);
  EXPECT_EQ(used(), 2);
}

TEST_F(Order, TheDocumentedQuotaIsRefusedWithItsTextUntilTheNextWindow) {
  gateway::ThrottlePlan plan;
  plan.mode = gateway::ThrottleMode::kDocumented;
  workspace->throttle().set_plan(plan);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(send(signed_request("GET", kBalances)).status, 200);
  const auto refused = send(signed_request("GET", kBalances));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.body,
            R"({"error_msg":"The throttling threshold has been reached: policy user over )"
            R"(ratelimit,limit:10,time:1 second","error_code":"APIG.0308","request_id":")" +
                header(refused, "X-Request-Id") + "\"}");
  steady += std::chrono::seconds(1);
  EXPECT_EQ(send(signed_request("GET", kBalances)).status, 200);
}

TEST_F(Order, AnUnknownPathAndAnUnknownMethodHaveTheirOwnTexts) {
  const auto path = send(request("GET", "/v2/nowhere"));
  EXPECT_EQ(at(path, "/error_msg"), "API not exist or not published in the environment");
  const auto method = send(request("DELETE", kBalances));
  EXPECT_EQ(method.status, 404);
  EXPECT_EQ(at(method, "/error_msg"), "The API does not exist.");
}

TEST_F(Order, RolesAreJudgedInTheirOrder) {
  const auto body = std::string(kAdjustBody);
  const auto call = [&] { return send(signed_request("POST", kAdjust, body)); };
  const auto with_account = [&](auto change) {
    world().run([&] {
      auto account = *store::find_account(world().db(), kPartner);
      change(account);
      store::update_account(world().db(), account);
    });
  };
  EXPECT_EQ(call().status, 200);

  world().run([&] {
    store::set_operation_bars(world().db(), kPartner, "refused", {"UpdateCustomerAccountAmount"});
  });
  EXPECT_EQ(code_of(call()), "CBC.0155");
  world().run([&] {
    store::set_operation_bars(world().db(), kPartner, "missing_permission",
                              {"UpdateCustomerAccountAmount"});
  });
  const auto missing = call();
  EXPECT_EQ(missing.status, 403);
  EXPECT_EQ(at(missing, "/error_msg"),
            "user access denied.checkCustomerPermission,correct permission code is "
            "UpdateCustomerAccountAmount");
  with_account([](store::AccountRow& account) { account.joined_programme = false; });
  EXPECT_EQ(at(call(), "/error_msg"), "Access denied.");
  EXPECT_EQ(code_of(call()), "CBC.0151");
  ASSERT_FALSE(world().set("endpoint_site", "intl"));
  EXPECT_EQ(code_of(call()), "CBC.0156");
}

// An operation that lists CBC.5001 answers for itself when the programme was
// not joined.
TEST_F(Order, AnOperationThatListsNotAPartnerAnswersItItself) {
  world().run([&] {
    auto account = *store::find_account(world().db(), kPartner);
    account.joined_programme = false;
    store::update_account(world().db(), account);
  });
  accounts.balances = [](const api::CallContext&) -> api::Reply<api::ListPartnerBalancesResponse> {
    return api::Failure{"CBC.5001", {}, {}};
  };
  const auto response = send(signed_request("GET", kBalances));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(code_of(response), "CBC.5001");
  EXPECT_EQ(header(response, "X-Mock-Explain"), "");
}

TEST_F(Order, AnOperationOfTheOtherSiteIsNotForThisAccount) {
  const auto response = send(signed_request("GET", kBalances, {}, kIntlKey, kIntlSecret));
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body,
            R"({"error_code":"CBC.0156","error_msg":"Access denied. The customer does not belong )"
            R"(to the website you are now at."})");
}

TEST_F(Order, BodiesNeedAJsonContentTypeAndAJsonObject) {
  const auto with_type = [&](std::string_view type, std::string body) {
    auto made = request("POST", kAdjust, std::move(body));
    std::erase_if(made.headers, [](const auto& one) { return one.first == "Content-Type"; });
    if (!type.empty()) made.headers.emplace_back("Content-Type", type);
    sign(made, kPartnerKey, kPartnerSecret, "host;x-sdk-date");
    return send(made);
  };
  const std::string good(kAdjustBody);
  EXPECT_EQ(with_type("application/json;charset=utf8", good).status, 200);
  EXPECT_EQ(with_type("Application/JSON; charset=UTF-8", good).status, 200);
  for (const std::string_view type : {"", "text/plain", "application/jsonx", "application/xml"}) {
    const auto response = with_type(type, good);
    EXPECT_EQ(response.status, 400) << type;
    EXPECT_EQ(response.body,
              R"({"error_code":"CBC.0100","error_msg":"Invalid parameter: Content-Type."})");
  }
  for (const std::string_view body : {"", "[]", "1", "{\"a\":", "not json"}) {
    const auto response = with_type("application/json", std::string(body));
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(code_of(response), "CBC.0100");
  }
}

TEST_F(Order, AFieldProblemNamesTheField) {
  const auto response = send(signed_request("POST", kAdjust, R"({"customer_id":"c","amount":-1})"));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, R"({"error_code":"CBC.0100","error_msg":"Invalid parameter: amount."})");
  EXPECT_EQ(header(response, "X-Mock-Explain"), "UpdateCustomerAccountAmount fields; field=amount");
}

}  // namespace
}  // namespace bss::mock::test
