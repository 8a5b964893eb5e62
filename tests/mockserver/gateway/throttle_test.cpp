// Quotas (throttling-and-errors 1, control-api "Throttle"), with times given by hand.
#include "gateway/throttle.h"

#include <chrono>

#include <gtest/gtest.h>

namespace bss::mock::gateway {
namespace {

using std::chrono::milliseconds;

OperationInfo operation(std::string_view name, int limit, int per_seconds = 1) {
  OperationInfo info;
  info.name = name;
  info.quota = {limit, per_seconds, Evidence::kChosen};
  return info;
}

const OperationInfo kList = operation("ListSubCustomers", 3);
const OperationInfo kToken = operation("CreateToken", 0);

ThrottleTime at(std::int64_t ms) {
  return {milliseconds{ms}, milliseconds{0}};
}

int admitted_of(Throttle& throttle, int calls, std::int64_t ms, const OperationInfo& info = kList,
                std::string_view address = "10.0.0.1", std::string_view account = "acc") {
  int admitted = 0;
  for (int i = 0; i < calls; ++i) {
    admitted += throttle.take(info, address, account, at(ms)).admitted ? 1 : 0;
  }
  return admitted;
}

TEST(Throttle, AdmitsTheQuotaOncePerFixedWindow) {
  Throttle throttle;
  EXPECT_EQ(admitted_of(throttle, 5, 1000), 3);
  EXPECT_EQ(admitted_of(throttle, 5, 1999), 0);
  EXPECT_EQ(admitted_of(throttle, 5, 2000), 3);
}

// 1.1: "a call rejected by the quota does not count".
TEST(Throttle, RefusedCallsDoNotCount) {
  Throttle throttle;
  EXPECT_EQ(admitted_of(throttle, 100, 1000), 3);
  EXPECT_EQ(throttle.counters().at(0).used, 3);
  EXPECT_EQ(throttle.totals().at("ListSubCustomers").refused, 97U);
}

// control-api: one counter per (source address, account, API).
TEST(Throttle, CountsAddressAccountAndOperationApart) {
  Throttle throttle;
  const OperationInfo other = operation("CreateSubCustomer", 3);
  EXPECT_EQ(admitted_of(throttle, 4, 0), 3);
  EXPECT_EQ(admitted_of(throttle, 4, 0, kList, "10.0.0.2"), 3);
  EXPECT_EQ(admitted_of(throttle, 4, 0, kList, "10.0.0.1", "other"), 3);
  EXPECT_EQ(admitted_of(throttle, 4, 0, other), 3);
}

// auth-gateway 6.4, exact punctuation.
TEST(Throttle, WritesTheDocumentedText) {
  Throttle throttle;
  const OperationInfo ten = operation("X", 10);
  for (int i = 0; i < 10; ++i) throttle.take(ten, "a", "b", at(0));
  EXPECT_EQ(throttle.take(ten, "a", "b", at(0)).message(),
            "The throttling threshold has been reached: policy user over "
            "ratelimit,limit:10,time:1 second");
  ThrottleVerdict minute;
  minute.limit = {100, 60};
  EXPECT_EQ(minute.message(),
            "The throttling threshold has been reached: policy user over "
            "ratelimit,limit:100,time:1 minute");
  EXPECT_EQ(throttle.take(ten, "a", "b", at(1000)).debug_value(),
            "remain:9,limit:10,time:1 second");
}

TEST(Throttle, OffAdmitsEverythingAndOperationsWithoutQuotaAreFree) {
  Throttle off(ThrottlePlan{ThrottleMode::kOff, ThrottleClock::kSteady, {}, {}});
  EXPECT_EQ(admitted_of(off, 50, 0), 50);
  Throttle documented;
  EXPECT_EQ(admitted_of(documented, 50, 0, kToken), 50);
}

TEST(Throttle, CustomLimitsWinOverTheCommonOneAndThatOverTheDescription) {
  ThrottlePlan plan;
  plan.mode = ThrottleMode::kCustom;
  plan.every = 2;
  plan.limits["CreateSubCustomer"] = {1, 60};
  plan.limits["ShowToken"] = {4, 1};
  Throttle throttle(plan);
  const OperationInfo create = operation("CreateSubCustomer", 10);
  EXPECT_EQ(admitted_of(throttle, 9, 0), 2);
  EXPECT_EQ(admitted_of(throttle, 9, 0, create), 1);
  EXPECT_EQ(admitted_of(throttle, 9, 59'999, create), 0);
  EXPECT_EQ(admitted_of(throttle, 9, 60'000, create), 1);
  EXPECT_EQ(admitted_of(throttle, 9, 0, kToken), 9);
  EXPECT_EQ(admitted_of(throttle, 9, 0, operation("ShowToken", 0)), 4);
}

TEST(Throttle, WindowsMayFollowTheWorkspaceClock) {
  ThrottlePlan plan;
  plan.clock = ThrottleClock::kWorkspace;
  Throttle throttle(plan);
  const auto take = [&](std::int64_t steady, std::int64_t workspace) {
    return throttle.take(kList, "a", "b", {milliseconds{steady}, milliseconds{workspace}}).admitted;
  };
  EXPECT_TRUE(take(0, 500) && take(5000, 500) && take(9000, 500));
  EXPECT_FALSE(take(20'000, 999));
  EXPECT_TRUE(take(20'000, 1000));
}

TEST(Throttle, ForcedRefusalsComeFirstAndAreCountedDown) {
  Throttle throttle;
  throttle.force_next("ListSubCustomers", 2, "ip");
  const auto first = throttle.take(kList, "a", "b", at(0));
  EXPECT_FALSE(first.admitted);
  EXPECT_TRUE(first.forced);
  EXPECT_EQ(first.message(),
            "The throttling threshold has been reached: policy ip over "
            "ratelimit,limit:3,time:1 second");
  EXPECT_FALSE(throttle.take(kList, "a", "b", at(0)).admitted);
  EXPECT_EQ(admitted_of(throttle, 5, 0, kList, "a", "b"), 3);
}

TEST(Throttle, ANewPlanForgetsCounters) {
  Throttle throttle;
  EXPECT_EQ(admitted_of(throttle, 3, 0), 3);
  throttle.set_plan(throttle.plan());
  EXPECT_EQ(admitted_of(throttle, 3, 0), 3);
}

TEST(Throttle, CountersOfPastWindowsAreDroppedAndTheirTotalsKept) {
  Throttle throttle;
  constexpr int kAddresses = 100'000;
  for (int i = 0; i < kAddresses; ++i) {
    throttle.take(kList, "10.0.0." + std::to_string(i), "b", at(std::int64_t{i} * 10));
  }
  EXPECT_LT(throttle.counters().size(), 40'000U);
  EXPECT_EQ(throttle.totals().at("ListSubCustomers").admitted, std::uint64_t{kAddresses});
}

}  // namespace
}  // namespace bss::mock::gateway
