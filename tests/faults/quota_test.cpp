// Many threads of one program under the documented quota of one operation (throttling-and-errors
// 1): the SDK's pacer keeps it below the quota, its retries carry it through when pacing is off,
// and with both off the refusal arrives whole. Time is real here, because the quota's windows are.
#include <algorithm>
#include <chrono>
#include <iostream>

#include <gtest/gtest.h>

#include "demo.h"
#include "quota_load.h"
#include "server_process.h"

namespace bss::test {
namespace {

using std::chrono::milliseconds;

constexpr int kThreads = 8;
constexpr int kPrograms = 3;

/// From eight threads, under the documented quotas.
LoadFigures run(mock::Server& server, ClientConfig config, Strategy strategy, int calls) {
  LoadFigures figures = call_from_threads(std::move(config), strategy, kThreads, calls);
  add_counts(figures, server.port());
  std::cout << name_of(strategy) << ": " << figures.text() << "\n";
  if (!figures.errors.empty()) std::cout << figures.errors.front().to_string() << "\n";
  return figures;
}

// sdk-behaviour, "Pacing": 8 threads, 400 calls: "no 429 reaches the caller, at most 1.02 requests
// a call, total time at most 1.12 x calls/10, p99 of a call at most 1.5 s". A short run has a
// little air for its first windows.
void expect_paced(int calls, double air) {
  mock::Server server;
  const LoadFigures figures = run(server, partner_config(server), Strategy::kPaced, calls);
  EXPECT_EQ(figures.failed, 0U);
  EXPECT_LE(figures.requests_a_call, 1.02 + air / 20);
  // Without a quota it would take no time at all: these calls were really paced.
  EXPECT_GE(figures.seconds, calls / kQuotaPerSecond - 1.1);
  EXPECT_LE(figures.seconds, 1.12 * calls / kQuotaPerSecond + air);
  EXPECT_LE(figures.p99(), milliseconds(1500));
}

// "Three processes sharing: at most 1.10 requests a call, none failed, total at most 1.3 x
// calls/10, p99 at most 10 s."
void expect_shared(int calls, double air) {
  const ServerProcess server({});
  const LoadFigures figures =
      call_from_programs(server.port(), Strategy::kPaced, kPrograms, kThreads, calls);
  std::cout << kPrograms << " programs: " << figures.text() << "\n";
  const int all = kPrograms * calls;
  ASSERT_EQ(figures.durations.size(), static_cast<std::size_t>(all));
  EXPECT_EQ(figures.failed, 0U);
  EXPECT_LE(figures.requests_a_call, 1.10 + air / 10);
  EXPECT_GE(figures.seconds, all / kQuotaPerSecond - 1.1);
  EXPECT_LE(figures.seconds, 1.3 * all / kQuotaPerSecond + air);
  EXPECT_LE(figures.p99(), milliseconds(10'000));
}

void expect_retried(int calls) {
  mock::Server server;
  const ClientConfig config = partner_config(server);
  const LoadFigures figures = run(server, config, Strategy::kUnpaced, calls);
  // Nobody keeps to the quota, so the service refuses, and every call still ends well within its
  // deadline.
  EXPECT_EQ(figures.failed, 0U);
  EXPECT_GT(figures.throttled, 0U);
  EXPECT_LE(*std::max_element(figures.durations.begin(), figures.durations.end()),
            config.total_timeout);
}

TEST(Quota, PacedCallsKeepToIt) {
  expect_paced(80, 1.5);
}
TEST(Quota, UnpacedCallsStillSucceedWithinTheirDeadline) {
  expect_retried(80);
}
TEST(Quota, ProgramsThatShareItLeaveEachOtherTheirPart) {
  expect_shared(40, 4);
}
TEST(QuotaFull, PacedCallsKeepToIt) {
  expect_paced(400, 0);
}
TEST(QuotaFull, UnpacedCallsStillSucceedWithinTheirDeadline) {
  expect_retried(400);
}
TEST(QuotaShared, ProgramsThatShareItLeaveEachOtherTheirPart) {
  expect_shared(400, 0);
}

TEST(Quota, RetryAndPacingOffGivesTheRefusalItself) {
  mock::Server server;
  ClientConfig config = partner_config(server);
  config.retry.max_attempts = 1;
  const LoadFigures result = run(server, config, Strategy::kUnpaced, 80);
  // One request a call, and what is beyond the quota is told to the caller.
  EXPECT_DOUBLE_EQ(result.requests_a_call, 1.0);
  EXPECT_EQ(result.throttled, result.errors.size());
  ASSERT_FALSE(result.errors.empty());
  for (const Error& error : result.errors) {
    EXPECT_EQ(error.kind, ErrorKind::kThrottled);
    EXPECT_EQ(error.http_status, 429);
    EXPECT_EQ(error.code, "APIG.0308");
    EXPECT_EQ(error.throttle_limit, 10);
    EXPECT_EQ(error.throttle_seconds, 1);
    EXPECT_EQ(error.request_id.size(), 32U) << error.request_id;
    EXPECT_EQ(error.attempts.size(), 1U);
    EXPECT_EQ(error.operation, kQuotaOperation);
  }
}

}  // namespace
}  // namespace bss::test
