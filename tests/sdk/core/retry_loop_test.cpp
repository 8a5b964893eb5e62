#include "core/retry_loop.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "bss/testing/manual_clock.h"

namespace bss::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

AttemptEnd ended(Fate fate) {
  AttemptEnd end;
  end.fate = fate;
  return end;
}

struct Loop {
  RetryOptions options;
  std::shared_ptr<testing::ManualClock> clock = std::make_shared<testing::ManualClock>();
  std::shared_ptr<RetryLoop> loop;
  int calls = 0;

  RetryResult run(OperationClass operation_class, std::deque<AttemptEnd> ends,
                  milliseconds time = seconds(60), CancellationToken cancellation = {}) {
    if (!loop) loop = std::make_shared<RetryLoop>(options, clock, std::make_shared<Random>(7));
    RetryPlan plan;
    plan.operation_class = operation_class;
    plan.deadline = clock->steady_now() + time;
    plan.cancellation = cancellation;
    RetryStory story(loop, plan);
    for (;;) {
      story.begin();
      ++calls;
      AttemptEnd end = ends.front();
      if (ends.size() > 1) ends.pop_front();
      const auto wait = story.end(end);
      if (!wait) break;
      if (wait->count() == 0) continue;
      if (!clock->wait_until(clock->steady_now() + *wait, cancellation)) {
        story.cancelled_while_waiting();
        break;
      }
    }
    return story.take_result();
  }
};

// sdk-behaviour.md, operation classes: the whole table.
TEST(RetryLoop, FollowsTheTableOfOperationClasses) {
  constexpr OperationClass kClasses[] = {OperationClass::kRead, OperationClass::kIdempotent,
                                         OperationClass::kKeyed, OperationClass::kMoney};
  for (const OperationClass one : kClasses) {
    EXPECT_TRUE(may_repeat(one, Fate::kNotSent));
    EXPECT_TRUE(may_repeat(one, Fate::kThrottled));
    EXPECT_TRUE(may_repeat(one, Fate::kRenewed));
    EXPECT_TRUE(may_repeat(one, Fate::kRejectedForNow));
    EXPECT_FALSE(may_repeat(one, Fate::kSuccess));
    EXPECT_FALSE(may_repeat(one, Fate::kRejected));
    EXPECT_FALSE(may_repeat(one, Fate::kGivenUp));
    EXPECT_EQ(may_repeat(one, Fate::kUnknown), one != OperationClass::kMoney);
  }
}

TEST(RetryLoop, DoesNotRepeatMoneyAfterLostAnswer) {
  Loop loop;
  const RetryResult result = loop.run(OperationClass::kMoney, {ended(Fate::kUnknown)});
  EXPECT_EQ(loop.calls, 1);
  EXPECT_EQ(result.last.fate, Fate::kUnknown);
  EXPECT_FALSE(result.unknown_before_last);
}

TEST(RetryLoop, RepeatsMoneyThatWasNotSent) {
  Loop loop;
  const RetryResult result =
      loop.run(OperationClass::kMoney, {ended(Fate::kNotSent), ended(Fate::kSuccess)});
  EXPECT_EQ(loop.calls, 2);
  EXPECT_EQ(result.last.fate, Fate::kSuccess);
}

TEST(RetryLoop, GivesUpAfterFiveAttempts) {
  Loop loop;
  const RetryResult result = loop.run(OperationClass::kRead, {ended(Fate::kUnknown)});
  EXPECT_EQ(loop.calls, 5);
  ASSERT_EQ(result.attempts.size(), 5U);
  EXPECT_EQ(result.attempts[4].decision, "stopped: the attempts are used up");
}

// "A throttle answer costs no budget and does not count against the 5 attempts: throttled calls end
// with the deadline."
TEST(RetryLoop, ThrottledCallsEndWithTheDeadlineOnly) {
  Loop loop;
  const RetryResult result = loop.run(OperationClass::kMoney, {ended(Fate::kThrottled)});
  EXPECT_GT(loop.calls, 5);
  EXPECT_EQ(loop.loop->budget_left(), 500);
  EXPECT_EQ(result.attempts.back().decision, "stopped: the deadline comes before the next attempt");
}

TEST(RetryLoop, ThrottledAttemptsLeaveTheFiveOthersAlone) {
  Loop loop;
  std::deque<AttemptEnd> ends(3, ended(Fate::kThrottled));
  ends.push_back(ended(Fate::kUnknown));
  loop.run(OperationClass::kRead, ends);
  EXPECT_EQ(loop.calls, 3 + 5);
}

TEST(RetryLoop, WaitsAreJitteredDoubledAndCapped) {
  const RetryOptions options;
  const AttemptEnd unknown = ended(Fate::kUnknown);
  // Full jitter: anything from nothing to the step's span.
  EXPECT_EQ(retry_wait(options, unknown, 1, 0.0), milliseconds(0));
  EXPECT_EQ(retry_wait(options, unknown, 1, 0.5), milliseconds(100));
  EXPECT_EQ(retry_wait(options, unknown, 2, 0.5), milliseconds(200));
  EXPECT_EQ(retry_wait(options, unknown, 4, 0.5), milliseconds(800));
  EXPECT_EQ(retry_wait(options, unknown, 40, 0.5), seconds(10));
  const AttemptEnd throttled = ended(Fate::kThrottled);
  EXPECT_EQ(retry_wait(options, throttled, 1, 0.5), milliseconds(500));
  EXPECT_EQ(retry_wait(options, throttled, 30, 0.999999), milliseconds(19999));
}

// "the wait aligns to the window"
TEST(RetryLoop, WaitsOutTheWindowThatTheServiceNamed) {
  const RetryOptions options;
  AttemptEnd throttled = ended(Fate::kThrottled);
  throttled.throttle_window = seconds(1);
  EXPECT_EQ(retry_wait(options, throttled, 1, 0.0), seconds(1));
  EXPECT_EQ(retry_wait(options, throttled, 1, 0.5), milliseconds(1500));
  throttled.throttle_window = seconds(60);
  EXPECT_EQ(retry_wait(options, throttled, 1, 0.5), seconds(20));
}

TEST(RetryLoop, HonoursRetryAfterUpToThirtySeconds) {
  const RetryOptions options;
  AttemptEnd throttled = ended(Fate::kThrottled);
  throttled.retry_after = seconds(7);
  EXPECT_EQ(retry_wait(options, throttled, 1, 0.5), seconds(7));
  throttled.retry_after = seconds(3600);
  EXPECT_EQ(retry_wait(options, throttled, 1, 0.5), seconds(30));
}

TEST(RetryLoop, DoesNotWaitPastTheDeadline) {
  Loop loop;
  AttemptEnd throttled = ended(Fate::kThrottled);
  throttled.retry_after = seconds(5);
  const RetryResult result = loop.run(OperationClass::kRead, {throttled}, seconds(3));
  EXPECT_EQ(loop.calls, 1);
  EXPECT_TRUE(loop.clock->waits().empty());
  EXPECT_EQ(result.attempts[0].decision, "stopped: the deadline comes before the next attempt");
}

TEST(RetryLoop, CancellationEndsTheWait) {
  Loop loop;
  CancellationSource source;
  loop.clock->on_wait([&] { source.cancel(); });
  const RetryResult result =
      loop.run(OperationClass::kRead, {ended(Fate::kUnknown)}, seconds(60), source.token());
  EXPECT_EQ(loop.calls, 1);
  EXPECT_TRUE(result.cancelled);
  EXPECT_EQ(result.attempts[0].decision, "stopped: cancelled by the caller while waiting");
}

// "A 401 drops the token that was used and tries once more."
TEST(RetryLoop, NewCredentialsAreTriedOnceAndWithoutWaiting) {
  Loop loop;
  const RetryResult result = loop.run(OperationClass::kMoney, {ended(Fate::kRenewed)});
  EXPECT_EQ(loop.calls, 2);
  EXPECT_TRUE(loop.clock->waits().empty());
  EXPECT_EQ(result.attempts[1].decision, "stopped: new credentials were refused as well");
}

TEST(RetryLoop, RejectedForNowIsRepeatedSlowly) {
  const RetryOptions options;
  EXPECT_EQ(retry_wait(options, ended(Fate::kRejectedForNow), 1, 0.5), seconds(1));
  Loop loop;
  loop.run(OperationClass::kMoney, {ended(Fate::kRejectedForNow), ended(Fate::kSuccess)});
  EXPECT_EQ(loop.calls, 2);
}

TEST(RetryLoop, TellsThatAnEarlierAttemptIsOpen) {
  Loop loop;
  const RetryResult result =
      loop.run(OperationClass::kKeyed, {ended(Fate::kUnknown), ended(Fate::kRejected)});
  EXPECT_TRUE(result.unknown_before_last);
  EXPECT_EQ(result.last.fate, Fate::kRejected);
}

// Budget: 5 a retry, 10 a time-out; a first-attempt success refunds 1, a later success what its
// last retry cost.
TEST(RetryBudget, CostsAndRefundsFollowTheRule) {
  Loop loop;
  AttemptEnd timeout = ended(Fate::kUnknown);
  timeout.timed_out = true;
  loop.run(OperationClass::kRead, {ended(Fate::kUnknown)});
  EXPECT_EQ(loop.loop->budget_left(), 500 - 4 * 5);
  loop.run(OperationClass::kRead, {timeout, ended(Fate::kRejected)});
  EXPECT_EQ(loop.loop->budget_left(), 470);
  loop.run(OperationClass::kRead, {timeout, ended(Fate::kUnknown), ended(Fate::kSuccess)});
  EXPECT_EQ(loop.loop->budget_left(), 470 - 10 - 5 + 5);
  loop.run(OperationClass::kRead, {ended(Fate::kSuccess)});
  EXPECT_EQ(loop.loop->budget_left(), 461);
}

TEST(RetryBudget, AnEmptyBudgetStopsRetriesButNotCalls) {
  Loop loop;
  loop.options.budget = 5;
  loop.run(OperationClass::kRead, {ended(Fate::kUnknown)});
  EXPECT_EQ(loop.calls, 2);
  const RetryResult result = loop.run(OperationClass::kRead, {ended(Fate::kUnknown)});
  EXPECT_EQ(loop.calls, 3);
  EXPECT_EQ(result.attempts[0].decision, "stopped: the retry budget of the client is used up");
}

TEST(RetryBudget, NeverGrowsBeyondItsStart) {
  RetryBudget budget(500);
  budget.give_back(100);
  EXPECT_EQ(budget.left(), 500);
}

TEST(RetryLoop, LogsEveryAttempt) {
  Loop loop;
  AttemptEnd first = ended(Fate::kThrottled);
  first.status = 429;
  first.code = "APIG.0308";
  first.request_id = "r1";
  first.retry_after = seconds(2);
  AttemptEnd second = ended(Fate::kSuccess);
  second.status = 200;
  const RetryResult result = loop.run(OperationClass::kRead, {first, second});
  ASSERT_EQ(result.attempts.size(), 2U);
  EXPECT_EQ(result.attempts[0].status, 429);
  EXPECT_EQ(result.attempts[0].code, "APIG.0308");
  EXPECT_EQ(result.attempts[0].request_id, "r1");
  EXPECT_EQ(result.attempts[0].waited, milliseconds(0));
  EXPECT_EQ(result.attempts[0].decision, "repeated: refused by a quota before execution");
  EXPECT_EQ(result.attempts[1].waited, seconds(2));
  EXPECT_EQ(result.attempts[1].decision, "done");
  EXPECT_EQ(result.attempts[1].started - result.attempts[0].started, seconds(2));
}

TEST(Random, EqualSeedsGiveEqualSequences) {
  Random one(11);
  Random same(11);
  EXPECT_EQ(one.fraction(), same.fraction());
  EXPECT_EQ(one.hex32(), same.hex32());
  EXPECT_EQ(one.hex32().size(), 32U);
  EXPECT_NE(Random().hex32(), Random().hex32());
}

}  // namespace
}  // namespace bss::detail
