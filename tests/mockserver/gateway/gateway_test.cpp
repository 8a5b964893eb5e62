// What every answer carries, how handlers answer through the gateway, waiting, faults and the
// journal.
#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "gateway/gateway_fixture.h"

namespace bss::mock::test {
namespace {

using GatewayAnswers = GatewayTest;
using GatewayFaults = GatewayTest;

constexpr std::size_t kIdLength = 32;

gateway::FaultRule rule(gateway::FaultEffect effect) {
  gateway::FaultRule made;
  made.effect = std::move(effect);
  return made;
}

TEST_F(GatewayAnswers, CarryRequestIdTypeAndTheWorkspaceDate) {
  advance(90L * 24 * 3600);
  for (const auto& response : {send(signed_request("GET", kBalances)),
                               send(request("GET", kBalances)), send(request("GET", "/nowhere"))}) {
    const std::string id = header(response, "X-Request-Id");
    EXPECT_EQ(id.size(), kIdLength);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(header(response, "Content-Type"), "application/json;charset=UTF-8");
    EXPECT_EQ(header(response, "Date"), "Sat, 30 Aug 2025 00:00:00 GMT");
    EXPECT_EQ(header(response, "X-Mock-Explain").empty(), response.status < 400);
    if (response.status >= 400) {
      EXPECT_EQ(at(response, "/request_id"), id);
    }
  }
}

// auth-gateway 6.1: all three fields, in this order in every sample; 7.1: business errors have two
// fields only.
TEST_F(GatewayAnswers, BodiesHaveTheirFieldsInTheDocumentedOrder) {
  const auto of_gateway = send(request("GET", kBalances));
  EXPECT_EQ(of_gateway.body,
            R"({"error_msg":"Incorrect IAM authentication information: x-auth-token not found",)"
            R"("error_code":"APIG.0301","request_id":")" +
                header(of_gateway, "X-Request-Id") + "\"}");
  accounts.balances = [](const api::CallContext&) -> api::Reply<api::ListPartnerBalancesResponse> {
    return api::Failure{"CBC.99000037", {}, {{"domain_id", "x"}}};
  };
  EXPECT_EQ(
      send(signed_request("GET", kBalances)).body,
      R"({"error_code":"CBC.99000037","error_msg":"You do not have the permission to operate )"
      R"(this Huawei Cloud reseller.","domain_id":"x"})");
}

// 6.1: two prefixes for the same numbers; the 404 sample is APIGW in any case.
TEST_F(GatewayAnswers, ThePrefixIsASetting) {
  ASSERT_FALSE(world().set("error_prefix", "APIGW"));
  EXPECT_EQ(at(send(request("GET", kBalances)), "/error_code"), "APIGW.0301");
  ASSERT_FALSE(world().set("error_prefix", "APIG"));
  EXPECT_EQ(at(send(request("GET", "/nowhere")), "/error_code"), "APIGW.0101");
}

TEST_F(GatewayAnswers, IamAnswersCarryATraceId) {
  const auto response = send(request("GET", "/v3/auth/domains"));
  EXPECT_EQ(header(response, "X-IAM-Trace-Id"), header(response, "X-Request-Id"));
}

TEST_F(GatewayAnswers, DebugModeShowsTheQuota) {
  gateway::ThrottlePlan plan;
  workspace->throttle().set_plan(plan);
  auto call = signed_request("GET", kBalances);
  call.headers.emplace_back("X-Apig-Mode", "debug");
  const auto response = send(call);
  EXPECT_EQ(header(response, "X-Apig-RateLimit-user"), "remain:9,limit:10,time:1 second");
  EXPECT_FALSE(header(response, "X-Apig-Latency").empty());
  EXPECT_EQ(header(send(signed_request("GET", kBalances)), "X-Apig-RateLimit-user"), "");
}

TEST_F(GatewayAnswers, ACodeOutsideTheDescriptionIsAMistakeOfTheServer) {
  accounts.balances = [](const api::CallContext&) -> api::Reply<api::ListPartnerBalancesResponse> {
    return api::Failure{"CBC.12345", {}, {}};
  };
  const auto response = send(signed_request("GET", kBalances));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(at(response, "/error_code"), "APIG.0601");
}

TEST_F(GatewayAnswers, AnExceptionOfAHandlerIsA500AndRollsBack) {
  const auto good = accounts.adjust;
  accounts.adjust = [&](const api::CallContext& context) {
    auto reply = good(context);
    throw std::runtime_error("broken");
    return reply;
  };
  const auto response = send(signed_request("POST", kAdjust, std::string(kAdjustBody)));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("broken"), std::string::npos);
  EXPECT_EQ(commits(), 0);
}

TEST_F(GatewayAnswers, ARefusedCommandIsRolledBack) {
  const auto good = accounts.adjust;
  accounts.adjust = [&](const api::CallContext& context) {
    good(context);
    return api::Failure{"CBC.5003", {}, {}};
  };
  EXPECT_EQ(send(signed_request("POST", kAdjust, std::string(kAdjustBody))).status, 400);
  EXPECT_EQ(commits(), 0);
  EXPECT_FALSE(workspace->journal().entries().back().committed);
}

TEST_F(GatewayAnswers, AWishToWaitKeepsWhatWasDoneAndIsAskedAgain) {
  real_steady = true;
  const auto good = accounts.adjust;
  std::vector<std::string> asked;
  accounts.adjust =
      [&](const api::CallContext& context) -> api::Reply<api::UpdateCustomerAccountAmountResponse> {
    asked.push_back(context.resume_token + (context.waited_out ? "!" : ""));
    if (context.resume_token.empty()) {
      good(context);
      return api::Wait{std::chrono::milliseconds(5000), "order-1"};
    }
    if (asked.size() < 3) return api::Wait{std::chrono::milliseconds(5000), "order-1"};
    return api::UpdateCustomerAccountAmountResponse{};
  };
  EXPECT_EQ(send(signed_request("POST", kAdjust, std::string(kAdjustBody))).status, 200);
  EXPECT_EQ(asked, (std::vector<std::string>{"", "order-1", "order-1"}));
  EXPECT_EQ(commits(), 1);
}

TEST_F(GatewayAnswers, AWaitEndsWhenItsTimeIsOver) {
  real_steady = true;
  int asked = 0;
  accounts.adjust =
      [&](const api::CallContext& context) -> api::Reply<api::UpdateCustomerAccountAmountResponse> {
    ++asked;
    if (!context.waited_out) return api::Wait{std::chrono::milliseconds(30), "x"};
    return api::Failure{"CBC.5003", {}, {}};
  };
  EXPECT_EQ(send(signed_request("POST", kAdjust, std::string(kAdjustBody))).status, 400);
  EXPECT_GE(asked, 2);
}

TEST_F(GatewayAnswers, RefusalsOfTheListenerHaveTheGatewaysBody) {
  for (const auto& [status, text] :
       std::vector<std::pair<int, std::string>>{{400, "API request error."},
                                                {408, "API request error."},
                                                {413, "Request entity too large."},
                                                {414, "Request URI too large."},
                                                {494, "Request headers too large."}}) {
    const auto response = gateway->refuse({status, "broken request line"});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(at(response, "/error_msg"), text);
    EXPECT_EQ(at(response, "/error_code"), "APIG.0201");
    EXPECT_EQ(response.after, http::After::kClose);
  }
}

TEST_F(GatewayFaults, LoseAnswerCommitsAndBreaksTheConnection) {
  gateway::FaultEffect effect;
  effect.lose_answer = true;
  workspace->faults().append({rule(effect)});
  const auto response = send(signed_request("POST", kAdjust, std::string(kAdjustBody)));
  EXPECT_EQ(response.after, http::After::kResetBeforeAnswer);
  EXPECT_EQ(commits(), 1);
  const auto entry = workspace->journal().entries().back();
  EXPECT_TRUE(entry.committed);
  EXPECT_FALSE(entry.answered);
  EXPECT_EQ(entry.fault, "lose_answer");
  ASSERT_EQ(workspace->journal().money_lines().size(), 1U);
  EXPECT_EQ(workspace->journal().money_lines()[0].transaction_id, "T1");
}

TEST_F(GatewayFaults, DropBeforeCommitNeverRunsTheCommand) {
  gateway::FaultEffect effect;
  effect.drop_before_commit = true;
  effect.fin = true;
  workspace->faults().append({rule(effect)});
  const auto response = send(signed_request("POST", kAdjust, std::string(kAdjustBody)));
  EXPECT_EQ(response.after, http::After::kFinBeforeAnswer);
  EXPECT_EQ(commits(), 0);
  const auto entry = workspace->journal().entries().back();
  EXPECT_FALSE(entry.committed);
  EXPECT_FALSE(entry.answered);
}

TEST_F(GatewayFaults, EveryDocumentedCodeCanBeAnswered) {
  for (const auto& [code, status, error_code] :
       std::vector<std::tuple<std::string, int, std::string>>{
           {"CBC.0250", 429, "CBC.0250"},
           {"APIG.0308", 429, "APIG.0308"},
           {"APIG.0613", 503, "APIG.0613"},
           {"CBC.99000050", 500, "CBC.99000050"}}) {
    workspace->faults().clear();
    gateway::FaultEffect effect;
    effect.error = code;
    workspace->faults().append({rule(effect)});
    const auto response = send(signed_request("POST", kAdjust, std::string(kAdjustBody)));
    EXPECT_EQ(response.status, status) << code;
    EXPECT_EQ(at(response, "/error_code"), error_code);
    EXPECT_EQ(response.body.find('<'), std::string::npos) << response.body;
  }
  EXPECT_EQ(commits(), 0);
}

TEST_F(GatewayFaults, ABareStatusCarriesTheGivenBodyAndHeaders) {
  gateway::FaultEffect effect;
  effect.status = 503;
  effect.body = "Blocked by olc";
  effect.headers = {{"Retry-After", "2"}};
  workspace->faults().append({rule(effect)});
  const auto response = send(signed_request("GET", kBalances));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, "Blocked by olc");
  EXPECT_EQ(header(response, "Retry-After"), "2");
}

TEST_F(GatewayFaults, AnswersCanBeSpoiled) {
  const auto spoiled = [&](auto change) {
    workspace->faults().clear();
    gateway::FaultEffect effect;
    change(effect);
    workspace->faults().append({rule(effect)});
    return send(signed_request("GET", kBalances));
  };
  workspace->faults().clear();
  const auto whole = send(signed_request("GET", kBalances)).body;
  EXPECT_EQ(spoiled([](auto& effect) { effect.malformed_json = true; }).body,
            whole.substr(0, whole.size() - 1));
  EXPECT_EQ(spoiled([](auto& effect) { effect.truncate_body = 3; }).cut_body_after, 3U);
  EXPECT_EQ(spoiled([](auto& effect) { effect.slow_body_bytes_per_s = 7; }).body_bytes_per_second,
            7U);
  EXPECT_EQ(spoiled([](auto& effect) { effect.hang = true; }).after, http::After::kHang);
  EXPECT_EQ(spoiled([](auto& effect) { effect.reset = gateway::ResetPlace::kAfterHeaders; }).after,
            http::After::kResetAfterHeaders);
  EXPECT_EQ(spoiled([](auto& effect) { effect.reset = gateway::ResetPlace::kBeforeHeaders; }).after,
            http::After::kResetBeforeAnswer);
}

TEST_F(GatewayFaults, MatchOnTheProvedAccountAndTheBody) {
  gateway::FaultRule only;
  only.match.account = "demo-partner";
  only.match.body = {{"/amount", wire::Json::number_text("10.5")}};
  only.effect.status = 502;
  workspace->faults().append({only});
  EXPECT_EQ(send(signed_request("POST", kAdjust, std::string(kAdjustBody))).status, 502);
  EXPECT_EQ(send(signed_request("POST", kAdjust, R"({"customer_id":"c","amount":10.51})")).status,
            200);
}

TEST_F(GatewayAnswers, TheJournalCountsEveryRequestOfAnOperation) {
  send(signed_request("GET", kBalances));
  send(request("GET", kBalances));
  workspace->throttle().force_next("ListPartnerBalances", 1);
  send(signed_request("GET", kBalances));
  const auto counts = workspace->journal().count("ListPartnerBalances");
  EXPECT_EQ(counts.received, 3U);
  EXPECT_EQ(counts.succeeded, 1U);
  EXPECT_EQ(counts.refused, 2U);
  EXPECT_EQ(counts.throttled, 1U);
  const auto entries = workspace->journal().entries();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].account, kPartner);
  EXPECT_EQ(entries[1].account, "");
  EXPECT_EQ(entries[1].error_code, "APIG.0301");
  EXPECT_EQ(entries[2].status, 429);
  EXPECT_TRUE(entries[0].answered);
}

// One writer, many readers: nothing is lost, nothing is counted twice, and stale credentials are
// not used.
TEST_F(GatewayAnswers, SeveralThreadsMayCallAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kCalls = 50;
  gateway::ThrottlePlan plan;
  plan.mode = gateway::ThrottleMode::kCustom;
  plan.limits["ListPartnerBalances"] = {60, 1};
  workspace->throttle().set_plan(plan);
  std::atomic<int> read{0};
  std::atomic<int> throttled{0};
  std::atomic<int> moved{0};
  std::atomic<int> logins{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kCalls; ++i) {
        const int status = send(signed_request("GET", kBalances)).status;
        read += status == 200 ? 1 : 0;
        throttled += status == 429 ? 1 : 0;
        moved +=
            send(signed_request("POST", kAdjust, R"({"customer_id":"c","amount":1})")).status ==
            200;
        if (i % 10 == 0) {
          const auto answer = login();
          const auto used =
              send(token_request("GET", "/v3/auth/domains", header(answer, "X-Subject-Token")));
          logins += used.status == 200 ? 1 : 0;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(read, 60);
  EXPECT_EQ(throttled, kThreads * kCalls - 60);
  EXPECT_EQ(moved, 10);  // its documented quota; the steady clock stands still
  EXPECT_EQ(logins, kThreads * 5);
  EXPECT_EQ(commits(), 10);
  EXPECT_EQ(workspace->journal().count("ListPartnerBalances").received,
            std::uint64_t{kThreads} * kCalls);
}

}  // namespace
}  // namespace bss::mock::test
