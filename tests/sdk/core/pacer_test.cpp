#include "core/pacer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

#include "bss/testing/manual_clock.h"

namespace bss::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

OperationInfo limited(std::string_view name, int limit) {
  OperationInfo info;
  info.name = name;
  info.quota.limit = limit;
  info.quota.per_seconds = 1;
  return info;
}

struct Fixture {
  std::shared_ptr<testing::ManualClock> clock = std::make_shared<testing::ManualClock>();
  Pacer pacer{clock};

  /// Waits for the turn as a call does.
  Pacer::Permit acquire(const std::string& owner, const OperationInfo& info) {
    Pacer::Permit permit = pacer.enter(owner, info);
    for (Clock::Steady turn = permit.turn(); turn > clock->steady_now(); turn = permit.turn())
      clock->wait_until(turn, {});
    return permit;
  }
  void take(const std::string& owner, const OperationInfo& info) { acquire(owner, info).sent(); }
};

TEST(Pacer, WaitsForTheTurnAndTellsHowLong) {
  Fixture fixture;
  const OperationInfo info = limited("ListSubCustomers", 1);
  fixture.take("own", info);
  const Pacer::Permit second = fixture.acquire("own", info);
  EXPECT_EQ(second.waited(), milliseconds(1080));
}

TEST(Pacer, WhoLeavesTheQueueTakesNoPlace) {
  Fixture fixture;
  const OperationInfo info = limited("ListSubCustomers", 1);
  fixture.take("own", info);
  {
    const Pacer::Permit given_up = fixture.pacer.enter("own", info);
    EXPECT_GT(given_up.turn(), fixture.clock->steady_now());
  }
  // The next turn is where it would have been.
  EXPECT_EQ(fixture.acquire("own", info).waited(), milliseconds(1080));
}

// "Quotas are per source address, operation and account"
TEST(Pacer, LanesAreKeyedByOwnerAndOperation) {
  Fixture fixture;
  fixture.take("own", limited("ListSubCustomers", 1));
  fixture.take("customer c1", limited("ListSubCustomers", 1));
  fixture.take("own", limited("ListPartnerBalances", 1));
  EXPECT_TRUE(fixture.clock->waits().empty());
  fixture.take("own", limited("ListSubCustomers", 1));
  EXPECT_EQ(fixture.clock->waits().size(), 1U);
}

TEST(Pacer, OperationsWithoutQuotaNeverWait) {
  Fixture fixture;
  const OperationInfo info = limited("CreateToken", 0);
  for (int i = 0; i < 100; ++i) fixture.take("own", info);
  EXPECT_TRUE(fixture.clock->waits().empty());
}

TEST(Pacer, ARequestThatNeverLeftTakesNoPlace) {
  Fixture fixture;
  const OperationInfo info = limited("ListSubCustomers", 1);
  { const Pacer::Permit unused = fixture.acquire("own", info); }
  fixture.take("own", info);
  EXPECT_TRUE(fixture.clock->waits().empty());
}

// 64 threads on one lane: every permit is granted, and no period sees more than the quota.
TEST(Pacer, SixtyFourThreadsKeepTheQuota) {
  Fixture fixture;
  const OperationInfo info = limited("ListSubCustomers", 10);
  std::mutex mutex;
  std::vector<Clock::Steady> left;
  std::vector<std::thread> threads;
  for (int i = 0; i < 64; ++i) {
    threads.emplace_back([&] {
      for (int call = 0; call < 5; ++call) {
        Pacer::Permit permit = fixture.acquire("own", info);
        const Clock::Steady now = permit.sent();
        const std::lock_guard<std::mutex> lock(mutex);
        left.push_back(now);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(left.size(), 320U);
  std::sort(left.begin(), left.end());
  std::size_t too_close = 0;
  for (std::size_t i = 10; i < left.size(); ++i) {
    if (left[i] - left[i - 10] < seconds(1)) ++too_close;
  }
  EXPECT_EQ(too_close, 0U);
}

}  // namespace
}  // namespace bss::detail
