// Many threads of one program under the documented quota of one operation (throttling-and-errors
// 1): the SDK's pacer keeps it below the quota, its retries carry it through when pacing is off,
// and with both off the refusal arrives whole. Time is real here, because the quota's windows are.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "demo.h"

namespace bss::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kOperation = "ListPartnerBalances";
constexpr int kThreads = 8;
constexpr double kPerSecond = 10;  // its quota

struct Figures {
  std::size_t succeeded = 0;
  std::vector<Error> errors;
  std::vector<milliseconds> durations;
  double seconds = 0;
  double requests_a_call = 0;
  std::uint64_t throttled = 0;

  milliseconds p99() const {
    auto sorted = durations;
    std::sort(sorted.begin(), sorted.end());
    return sorted.at(sorted.size() * 99 / 100);
  }
};

/// `calls` calls from eight threads, counted by the server.
Figures run(const ClientConfig& config, mock::Server& server, int calls) {
  const Client client(config);
  Figures result;
  std::mutex mutex;
  std::vector<std::thread> threads;
  const auto began = steady_clock::now();
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < calls / kThreads; ++i) {
        const auto sent = steady_clock::now();
        const auto answer = client.list_partner_balances({});
        const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - sent);
        const std::lock_guard<std::mutex> lock(mutex);
        result.durations.push_back(took);
        if (answer) {
          ++result.succeeded;
        } else {
          result.errors.push_back(answer.error());
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  result.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
  const mock::Calls counted = server.workspace().calls(kOperation);
  result.requests_a_call = static_cast<double>(counted.received) / calls;
  result.throttled = counted.throttled;
  std::cout << calls << " calls: " << result.seconds << " s, " << result.requests_a_call
            << " requests a call, " << result.throttled << " refused by the quota, p99 "
            << result.p99().count() << " ms\n";
  return result;
}

void expect_all_succeeded(const Figures& result, int calls) {
  EXPECT_EQ(result.succeeded, static_cast<std::size_t>(calls));
  if (!result.errors.empty()) ADD_FAILURE() << result.errors.front().to_string();
}

void expect_paced(int calls) {
  mock::Server server;  // the documented quotas
  const Figures result = run(partner_config(server), server, calls);
  expect_all_succeeded(result, calls);
  // sdk-behaviour "Pacing": the bar is 1.02; a little air is left for the first windows of a short
  // run.
  EXPECT_LE(result.requests_a_call, 1.05);
  // Without a quota it would take no time at all: these calls were really paced, and not much
  // slower than the quota.
  EXPECT_GE(result.seconds, calls / kPerSecond - 1.1);
  EXPECT_LE(result.seconds, 1.12 * calls / kPerSecond + 1.5);
}

void expect_retried(int calls) {
  mock::Server server;
  ClientConfig config = partner_config(server);
  config.pacing = false;
  const Figures result = run(config, server, calls);
  // Nobody keeps to the quota, so the service refuses, and every call still ends well within its
  // deadline.
  expect_all_succeeded(result, calls);
  EXPECT_GT(result.throttled, 0U);
  EXPECT_LE(*std::max_element(result.durations.begin(), result.durations.end()),
            config.total_timeout);
}

TEST(Quota, PacedCallsKeepToIt) {
  expect_paced(80);
}
TEST(Quota, UnpacedCallsStillSucceedWithinTheirDeadline) {
  expect_retried(80);
}
TEST(QuotaFull, PacedCallsKeepToIt) {
  expect_paced(400);
}
TEST(QuotaFull, UnpacedCallsStillSucceedWithinTheirDeadline) {
  expect_retried(400);
}

TEST(Quota, RetryAndPacingOffGivesTheRefusalItself) {
  mock::Server server;
  ClientConfig config = partner_config(server);
  config.pacing = false;
  config.retry.max_attempts = 1;
  const Figures result = run(config, server, 80);
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
    EXPECT_EQ(error.operation, kOperation);
  }
}

}  // namespace
}  // namespace bss::test
