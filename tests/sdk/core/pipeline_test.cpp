#include <gtest/gtest.h>

#include <thread>

#include "core/error_decoder.h"
#include "pipeline_fixture.h"

namespace bss::tests {
namespace {

using operations::ListSubCustomers;
using operations::ReclaimPartnerCoupons;
using operations::UpdateCustomerAccountAmount;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Cause = TransportFailure::Cause;

const std::string kEmptyList = R"({"count":0,"customer_infos":[]})";

TEST(Pipeline, SendsATypedRequestAndReadsTheAnswer) {
  Bench bench;
  bench.network->answer(200, R"({"transfer_id":"AC1"})", {{"X-Request-Id", "r-1"}});
  const auto result = bench.call<UpdateCustomerAccountAmount>(allocation());
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(result->transfer_id, "AC1");
  EXPECT_EQ(result.meta().request_id, "r-1");
  EXPECT_EQ(result.meta().http_status, 200);
  ASSERT_EQ(result.meta().attempts.size(), 1U);
  const TransportRequest sent = bench.network->requests().at(0);
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "http://bss.test");
  EXPECT_EQ(sent.target, "/v2/accounts/partner-accounts/adjust-amount");
  EXPECT_EQ(sent.body, R"({"customer_id":"c0000000000000000000000000000001","amount":10.50})");
  EXPECT_TRUE(sent.at_most_once);
  EXPECT_EQ(*detail::find_header(sent.headers, "Content-Type"), "application/json;charset=UTF-8");
  EXPECT_EQ(*detail::find_header(sent.headers, "X-Auth-Token"), "token-1");
  EXPECT_EQ(detail::find_header(sent.headers, "User-Agent")->rfind("bss-partner-sdk-cpp/", 0), 0U);
  EXPECT_EQ(sent.deadline, bench.clock->steady_now() + seconds(30));
}

// architecture.md 9: "No answer, no guess."
struct Lost {
  const char* name;
  std::function<void(testing::FakeTransport&)> script;
};

class LostAnswers : public ::testing::TestWithParam<Lost> {};

TEST_P(LostAnswers, OfMoneyAreUnknownAfterExactlyOneRequest) {
  Bench bench;
  GetParam().script(*bench.network);
  const auto result = bench.call<UpdateCustomerAccountAmount>(allocation());
  ASSERT_FALSE(result);
  EXPECT_EQ(to_string(result.error().kind), "outcome_unknown");
  EXPECT_EQ(bench.network->count(), 1U);
  ASSERT_TRUE(result.error().intent);
  EXPECT_EQ(result.error().intent->operation, "UpdateCustomerAccountAmount");
  EXPECT_EQ(result.error().intent->counterparty, "c0000000000000000000000000000001");
  EXPECT_EQ(result.error().intent->amount, Decimal::from_scaled(1050, 2));
  EXPECT_EQ(result.error().intent->sent_at, bench.clock->system_now());
  ASSERT_EQ(result.error().attempts.size(), 1U);
}

TEST_P(LostAnswers, OfReadsAreAskedForAgain) {
  Bench bench;
  GetParam().script(*bench.network);
  bench.network->answer(200, kEmptyList);
  const auto result = bench.call<ListSubCustomers>({});
  EXPECT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(bench.network->count(), 2U);
}

INSTANTIATE_TEST_SUITE_P(
    All, LostAnswers,
    ::testing::Values(
        Lost{"Reset", [](auto& network) { network.lose_answer(Cause::kReset); }},
        Lost{"Timeout", [](auto& network) { network.lose_answer(Cause::kTimeout); }},
        Lost{"OtherErrors", [](auto& network) { network.answer(500, error_body("CBC.0999")); }},
        Lost{"BadGateway", [](auto& network) { network.answer(502, "<html>"); }},
        Lost{"Unavailable", [](auto& network) { network.answer(503); }},
        Lost{"TruncatedSuccess", [](auto& network) { network.answer(200, R"({"transfer_id":)"); }},
        Lost{"HtmlSuccess", [](auto& network) { network.answer(200, "<html>login</html>"); }}),
    [](const auto& tested) { return std::string(tested.param.name); });

class RefusedBefore : public ::testing::TestWithParam<Lost> {};

TEST_P(RefusedBefore, MoneyIsRepeated) {
  Bench bench;
  GetParam().script(*bench.network);
  bench.network->answer(200, R"({"transfer_id":"AC1"})");
  const auto result = bench.call<UpdateCustomerAccountAmount>(allocation());
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(bench.network->count(), 2U);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedBefore,
    ::testing::Values(
        Lost{"Resolve", [](auto& network) { network.refuse_connection(Cause::kResolve); }},
        Lost{"Connect", [](auto& network) { network.refuse_connection(Cause::kConnect); }},
        Lost{"Tls", [](auto& network) { network.refuse_connection(Cause::kTls); }},
        Lost{"GatewayThrottle", [](auto& network) { network.answer(429, kThrottleBody); }},
        Lost{"BusinessThrottle",
             [](auto& network) { network.answer(429, error_body("CBC.0250")); }},
        Lost{"Olc", [](auto& network) { network.answer(429, "Blocked by olc"); }},
        Lost{"Gateway401", [](auto& network) { network.answer(401, error_body("APIG.0307")); }}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Pipeline, DefiniteRefusalsAreNotRepeated) {
  for (const auto& [status, code] : std::vector<std::pair<int, std::string>>{{400, "CBC.5003"},
                                                                             {400, "CBC.0100"},
                                                                             {403, "CBC.0151"},
                                                                             {404, "APIGW.0101"},
                                                                             {200, "CBC.5003"}}) {
    Bench bench;
    bench.network->answer(status, error_body(code));
    const auto result = bench.call<UpdateCustomerAccountAmount>(allocation());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, code);
    EXPECT_NE(result.error().kind, ErrorKind::kOutcomeUnknown);
    EXPECT_FALSE(result.error().intent);
    EXPECT_EQ(bench.network->count(), 1U);
  }
}

TEST(Pipeline, RefusesLocallyWithoutSending) {
  Bench bench;
  UpdateCustomerAccountAmountRequest request = allocation();
  request.amount = Decimal::from_scaled(-1, 0);
  const auto result = bench.call<UpdateCustomerAccountAmount>(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(result.error().detail("field"), "amount");
  EXPECT_EQ(bench.network->count(), 0U);
}

TEST(Pipeline, A401RenewsTheProofOnceAndOnlyIfThereIsANewOne) {
  Bench bench;
  bench.network->answer(401, error_body("APIG.0307")).answer(401, error_body("APIG.0307"));
  auto result = bench.call<UpdateCustomerAccountAmount>(allocation());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kAuth);
  EXPECT_EQ(bench.network->count(), 2U);
  EXPECT_EQ(*detail::find_header(bench.network->requests()[1].headers, "X-Auth-Token"), "token-2");

  Bench signing;
  signing.authenticator->renewable = false;
  signing.network->answer(401, error_body("APIG.0301"));
  result = signing.call<UpdateCustomerAccountAmount>(allocation());
  EXPECT_EQ(signing.network->count(), 1U);
}

// Whatever becomes of the token request: the call itself was not sent.
TEST(Pipeline, ACallWithoutProofIsNeverUnknown) {
  for (const auto& [kind, repeated] :
       std::vector<std::pair<ErrorKind, bool>>{{ErrorKind::kNotSent, true},
                                               {ErrorKind::kServer, true},
                                               {ErrorKind::kThrottled, true},
                                               {ErrorKind::kBadResponse, true},
                                               {ErrorKind::kAuth, false},
                                               {ErrorKind::kDenied, false}}) {
    Bench bench;
    Error error;
    error.kind = kind;
    error.message = "no token";
    bench.authenticator->failures.push_back(error);
    bench.network->answer(200, R"({"transfer_id":"AC1"})");
    const auto result = bench.call<UpdateCustomerAccountAmount>(allocation());
    EXPECT_EQ(result.ok(), repeated) << to_string(kind);
    if (!repeated) {
      EXPECT_EQ(result.error().kind, kind);
    }
    EXPECT_EQ(bench.network->count(), repeated ? 1U : 0U);
  }
}

TEST(Pipeline, ThrottledCallsWaitOutTheWindowAndSayWhatTheServiceSaid) {
  Bench bench;
  bench.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(429, kThrottleBody); });
  CallOptions options;
  options.timeout = seconds(10);
  const auto result = bench.call<ListSubCustomers>({}, options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kThrottled);
  EXPECT_EQ(result.error().throttle_limit, 10);
  EXPECT_EQ(result.error().throttle_seconds, 1);
  EXPECT_EQ(result.error().request_id, "0123456789abcdef0123456789abcdef");
  EXPECT_GE(result.error().attempts.size(), 2U);
  for (std::size_t i = 1; i < result.error().attempts.size(); ++i) {
    EXPECT_GE(result.error().attempts[i].waited, seconds(1));
  }
}

TEST(Pipeline, TheDeadlineOfTheCallEndsTheAttemptToo) {
  Bench bench;
  CallOptions options;
  options.timeout = seconds(3);
  const Clock::Steady end = bench.clock->steady_now() + seconds(3);
  bench.network->then([&](const TransportRequest& request) {
    EXPECT_EQ(request.deadline, end);
    bench.clock->advance(seconds(3));
    return testing::FakeTransport::make_failure(TransportFailure::Known::kUnknown, Cause::kTimeout);
  });
  const auto result = bench.call<ListSubCustomers>({}, options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kDeadline);
  EXPECT_EQ(bench.network->count(), 1U);
}

TEST(Pipeline, ACallWithoutTimeIsNotSent) {
  Bench bench;
  CallOptions options;
  options.timeout = milliseconds(0);
  const auto result = bench.call<UpdateCustomerAccountAmount>(allocation(), options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kDeadline);
  EXPECT_EQ(bench.network->count(), 0U);
}

// "a caller whose turn comes after its deadline is refused at once with kDeadline and not sent"
TEST(Pipeline, ATurnBehindTheDeadlineIsRefusedAtOnce) {
  Bench bench;
  bench.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(200, kEmptyList); });
  CallOptions options;
  options.timeout = milliseconds(500);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(bench.call<ListSubCustomers>({}, options));
  const auto eleventh = bench.call<ListSubCustomers>({}, options);
  ASSERT_FALSE(eleventh);
  EXPECT_EQ(eleventh.error().kind, ErrorKind::kDeadline);
  EXPECT_EQ(bench.network->count(), 10U);
  EXPECT_TRUE(bench.clock->waits().empty());
}

TEST(Pipeline, CancelledWhileItWaitsForItsTurnGivesThePlaceBack) {
  Bench bench;
  bench.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(200, kEmptyList); });
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(bench.call<ListSubCustomers>({}));
  CancellationSource source;
  bench.clock->on_wait([&] { source.cancel(); });
  CallOptions options;
  options.cancellation = source.token();
  const auto eleventh = bench.call<ListSubCustomers>({}, options);
  bench.clock->on_wait(nullptr);
  ASSERT_FALSE(eleventh);
  EXPECT_EQ(eleventh.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(bench.network->count(), 10U);
  ASSERT_TRUE(bench.call<ListSubCustomers>({}));
  // The twelfth is where the eleventh would have been.
  EXPECT_EQ(bench.clock->waits(), std::vector<milliseconds>(2, milliseconds(1080)));
}

TEST(Pipeline, PacingCanBeSwitchedOff) {
  Bench bench([](ClientConfig& config) { config.pacing = false; });
  bench.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(200, kEmptyList); });
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(bench.call<ListSubCustomers>({}));
  EXPECT_TRUE(bench.clock->waits().empty());
}

TEST(Pipeline, CancelledBeforeSendingIsCancelled) {
  Bench bench;
  CancellationSource source;
  source.cancel();
  CallOptions options;
  options.cancellation = source.token();
  const auto result = bench.call<UpdateCustomerAccountAmount>(allocation(), options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(bench.network->count(), 0U);
}

// "one that was sent already ends as outcome_unknown if it moves value"
TEST(Pipeline, CancelledInFlightIsUnknownForMoneyAndCancelledForReads) {
  for (const bool money : {true, false}) {
    Bench bench;
    CancellationSource source;
    CallOptions options;
    options.cancellation = source.token();
    bench.network->then([&](const auto&) {
      source.cancel();
      return testing::FakeTransport::make_failure(TransportFailure::Known::kUnknown,
                                                  Cause::kCancelled);
    });
    const ErrorKind kind =
        money ? bench.call<UpdateCustomerAccountAmount>(allocation(), options).error().kind
              : bench.call<ListSubCustomers>({}, options).error().kind;
    EXPECT_EQ(kind, money ? ErrorKind::kOutcomeUnknown : ErrorKind::kCancelled);
    EXPECT_EQ(bench.network->count(), 1U);
  }
}

// "`idempotent` operations map their 'already so' code on a second attempt to success"
TEST(Pipeline, AlreadyDoneIsSuccessAfterALostAnswerOnly) {
  ReclaimPartnerCouponsRequest request;
  request.coupon_id = "CP1";
  Bench lost;
  lost.network->lose_answer().answer(200, error_body("CBC.99000048"));
  const auto done = lost.call<ReclaimPartnerCoupons>(request);
  EXPECT_TRUE(done) << done.error().to_string();
  EXPECT_EQ(lost.network->count(), 2U);

  Bench first;
  first.network->answer(200, error_body("CBC.99000048"));
  EXPECT_EQ(first.call<ReclaimPartnerCoupons>(request).error().code, "CBC.99000048");

  // A throttled attempt was not executed, so it makes nothing "already so".
  Bench throttled;
  throttled.network->answer(429, kThrottleBody).answer(200, error_body("CBC.99000048"));
  EXPECT_EQ(throttled.call<ReclaimPartnerCoupons>(request).error().code, "CBC.99000048");
}

TEST(Pipeline, ACallerMayTightenAClass) {
  Bench bench;
  bench.network->lose_answer();
  CallOptions options;
  options.operation_class = OperationClass::kMoney;
  const auto result = bench.call<ListSubCustomers>({}, options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kOutcomeUnknown);
  EXPECT_EQ(bench.network->count(), 1U);
}

// "loosening takes an explicit word"
TEST(Pipeline, LooseningAClassTakesAnExplicitWord) {
  Bench bench;
  CallOptions options;
  options.operation_class = OperationClass::kRead;
  const auto refused = bench.call<UpdateCustomerAccountAmount>(allocation(), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(bench.network->count(), 0U);

  options.loosen_operation_class = true;
  bench.network->lose_answer().answer(200, R"({"transfer_id":"AC1"})");
  EXPECT_TRUE(bench.call<UpdateCustomerAccountAmount>(allocation(), options));
  EXPECT_EQ(bench.network->count(), 2U);
}

TEST(Pipeline, LogsOnlyWhatIsAllowed) {
  Bench bench;
  bench.network->answer(429, kThrottleBody)
      .answer(200, R"({"transfer_id":"AC1"})", {{"X-Request-Id", "r-2"}});
  ASSERT_TRUE(bench.call<UpdateCustomerAccountAmount>(allocation()));
  ASSERT_EQ(bench.logger->lines.size(), 2U);
  EXPECT_EQ(bench.logger->lines[0].code, "APIG.0308");
  EXPECT_EQ(bench.logger->lines[0].status, 429);
  EXPECT_EQ(bench.logger->lines[1].operation, "UpdateCustomerAccountAmount");
  EXPECT_EQ(bench.logger->lines[1].method, "POST");
  EXPECT_EQ(bench.logger->lines[1].path_template, "/v2/accounts/partner-accounts/adjust-amount");
  EXPECT_EQ(bench.logger->lines[1].request_id, "r-2");
  EXPECT_EQ(bench.logger->lines[1].attempt, 2);
}

TEST(Pipeline, AMistakeInTheConfigurationIsTheErrorOfEveryCall) {
  Bench bench([](ClientConfig& config) { config.bss_endpoint = "bss.test/v2"; });
  const auto result = bench.call<ListSubCustomers>({});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_NE(result.error().message.find("bss_endpoint"), std::string::npos);
  EXPECT_EQ(bench.network->count(), 0U);
}

TEST(Pipeline, SixtyFourThreadsShareOneClient) {
  Bench bench;
  bench.network->otherwise(
      [](const TransportRequest&) { return testing::FakeTransport::make_answer(200, kEmptyList); });
  std::vector<std::thread> threads;
  std::vector<int> done(64, 0);
  for (std::size_t i = 0; i < done.size(); ++i) {
    threads.emplace_back([&, i] {
      CallOptions options;
      // Of a clock that every wait of every thread moves.
      options.timeout = std::chrono::hours(24 * 365);
      for (int call = 0; call < 5; ++call)
        done[i] += bench.call<ListSubCustomers>({}, options).ok() ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : done) EXPECT_EQ(count, 5);
  EXPECT_EQ(bench.network->count(), 320U);
}

}  // namespace
}  // namespace bss::tests
