// The rules of the token cache (sdk-behaviour.md, "Identities and tokens"), one after another
// without threads.
#include "auth/token_cache.h"

#include "bss/testing/manual_clock.h"

#include <gtest/gtest.h>

#include <deque>
#include <ostream>

namespace bss::detail {

std::ostream& operator<<(std::ostream& out, TokenPhase phase) {
  return out << "phase " << static_cast<int>(phase);
}
std::ostream& operator<<(std::ostream& out, TokenAction action) {
  return out << "action " << static_cast<int>(action);
}

namespace {

using namespace std::chrono_literals;

constexpr Clock::Steady kStart = Clock::Steady() + 1000h;

TokenPhase phase_after(std::chrono::nanoseconds life, std::chrono::nanoseconds age) {
  return phase_at(TokenLife{kStart, life},
                  kStart + std::chrono::duration_cast<Clock::Steady::duration>(age));
}

TEST(TokenPhaseTable, FollowsTheLifeOfADay) {
  // 24 h: the last 4 % are 57.6 minutes, the last 0.1 % would be 86 s and is at most one minute.
  const auto soft = 24h - 57min - 36s;
  EXPECT_EQ(phase_at(std::nullopt, kStart), TokenPhase::kNone);
  EXPECT_EQ(phase_after(24h, 0s), TokenPhase::kValid);
  EXPECT_EQ(phase_after(24h, soft - 1ns), TokenPhase::kValid);
  EXPECT_EQ(phase_after(24h, soft), TokenPhase::kSoft);
  EXPECT_EQ(phase_after(24h, 24h - 1min - 1ns), TokenPhase::kSoft);
  EXPECT_EQ(phase_after(24h, 24h - 1min), TokenPhase::kHard);
  EXPECT_EQ(phase_after(24h, 24h - 1ns), TokenPhase::kHard);
  EXPECT_EQ(phase_after(24h, 24h), TokenPhase::kExpired);
  EXPECT_EQ(phase_after(24h, 100h), TokenPhase::kExpired);
}

TEST(TokenPhaseTable, WindowsScaleWithAShortLifeAndAreCappedForALongOne) {
  EXPECT_EQ(phase_after(1000s, 959s), TokenPhase::kValid);
  EXPECT_EQ(phase_after(1000s, 960s), TokenPhase::kSoft);
  EXPECT_EQ(phase_after(1000s, 998s), TokenPhase::kSoft);
  EXPECT_EQ(phase_after(1000s, 999s), TokenPhase::kHard);
  EXPECT_EQ(phase_after(240h, 239h - 1ns), TokenPhase::kValid);
  EXPECT_EQ(phase_after(240h, 239h), TokenPhase::kSoft);
}

TEST(TokenActionTable, IsComplete) {
  struct Row {
    TokenPhase phase;
    bool backing_off;
    bool refused;
    TokenAction action;
  };
  const Row table[] = {
      {TokenPhase::kNone, false, false, TokenAction::kFetch},
      {TokenPhase::kNone, true, false, TokenAction::kFetch},
      {TokenPhase::kNone, false, true, TokenAction::kRepeatRefusal},
      {TokenPhase::kNone, true, true, TokenAction::kRepeatRefusal},
      {TokenPhase::kValid, false, false, TokenAction::kUse},
      {TokenPhase::kValid, true, false, TokenAction::kUse},
      {TokenPhase::kValid, false, true, TokenAction::kUse},
      {TokenPhase::kValid, true, true, TokenAction::kUse},
      {TokenPhase::kSoft, false, false, TokenAction::kUseAndRenew},
      {TokenPhase::kSoft, true, false, TokenAction::kUse},
      {TokenPhase::kSoft, false, true, TokenAction::kUse},
      {TokenPhase::kSoft, true, true, TokenAction::kUse},
      {TokenPhase::kHard, false, false, TokenAction::kFetchOrUse},
      {TokenPhase::kHard, true, false, TokenAction::kUse},
      {TokenPhase::kHard, false, true, TokenAction::kUse},
      {TokenPhase::kHard, true, true, TokenAction::kUse},
      {TokenPhase::kExpired, false, false, TokenAction::kFetch},
      {TokenPhase::kExpired, true, false, TokenAction::kFetch},
      {TokenPhase::kExpired, false, true, TokenAction::kRepeatRefusal},
      {TokenPhase::kExpired, true, true, TokenAction::kRepeatRefusal},
  };
  for (const Row& row : table) {
    EXPECT_EQ(action_for(row.phase, row.backing_off, row.refused), row.action)
        << row.phase << row.backing_off << row.refused;
  }
}

TEST(TokenBackOff, DoublesUpToItsLimitWithHalfOfItJitter) {
  EXPECT_EQ(back_off(1, 0.0), 2500ms);
  EXPECT_EQ(back_off(1, 0.5), 3750ms);
  EXPECT_LT(back_off(1, 0.999999), 5s);
  EXPECT_EQ(back_off(2, 0.0), 5s);
  EXPECT_EQ(back_off(4, 0.0), 20s);
  EXPECT_EQ(back_off(7, 0.0), 150s);
  EXPECT_EQ(back_off(1000, 0.0), 150s);
}

/// Keeps posted work until the test runs it.
class HeldExecutor final : public Executor {
 public:
  void post(Function<void()> work) override { work_.push_back(std::move(work)); }
  std::size_t size() const { return work_.size(); }
  void run_all() {
    while (!work_.empty()) {
      const auto work = std::move(work_.front());
      work_.pop_front();
      work();
    }
  }

 private:
  std::deque<Function<void()>> work_;
};

Error failure(ErrorKind kind, std::string message = "no") {
  Error error;
  error.kind = kind;
  error.message = std::move(message);
  return error;
}

class TokenCacheTest : public ::testing::Test {
 protected:
  std::shared_ptr<TokenCache> make(bool with_executor = true) {
    TokenCache::Settings settings;
    settings.clock = clock_;
    settings.waiter = clock_;
    if (with_executor) settings.executor = executor_;
    settings.random = std::make_shared<Random>(7);
    return std::make_shared<TokenCache>(std::move(settings));
  }

  /// Gives "t1", "t2", ... with a life of 24 hours; `next_failure_` goes first.
  TokenCache::Fetch fetch() {
    return [this](Clock::Steady, const CancellationToken&) -> Result<FetchedToken> {
      ++fetches_;
      if (next_failure_) return *std::exchange(next_failure_, std::nullopt);
      return FetchedToken{Secret("t" + std::to_string(fetches_)), 24h};
    };
  }
  Result<CachedToken> get(const IdentityKey& identity = {}) {
    return cache_->get(identity, fetch(), Clock::Steady::max(), CancellationToken());
  }
  std::string text(const IdentityKey& identity = {}) {
    const auto token = get(identity);
    return token ? token->token.reveal() : std::string("error");
  }

  std::shared_ptr<bss::testing::ManualClock> clock_ = std::make_shared<bss::testing::ManualClock>();
  std::shared_ptr<HeldExecutor> executor_ = std::make_shared<HeldExecutor>();
  std::shared_ptr<TokenCache> cache_ = make();
  int fetches_ = 0;
  std::optional<Error> next_failure_;
};

TEST_F(TokenCacheTest, FetchesOnceAndKeeps) {
  EXPECT_EQ(text(), "t1");
  clock_->advance(23h);
  EXPECT_EQ(text(), "t1");
  EXPECT_EQ(fetches_, 1);
}

TEST_F(TokenCacheTest, KeepsIdentitiesApart) {
  IdentityKey one;
  one.kind = IdentityKey::Kind::kAssumed;
  one.domain_name = "acme";
  one.agency_name = "P";
  IdentityKey two = one;
  two.agency_name = "Q";
  EXPECT_EQ(text(), "t1");
  EXPECT_EQ(text(one), "t2");
  EXPECT_EQ(text(two), "t3");
  EXPECT_EQ(text(one), "t2");
}

TEST_F(TokenCacheTest, RenewsInTheBackgroundWhileTheOldOneServes) {
  EXPECT_EQ(text(), "t1");
  clock_->advance(23h + 30min);
  EXPECT_EQ(text(), "t1");
  EXPECT_EQ(text(), "t1");
  EXPECT_EQ(executor_->size(), 1U);
  executor_->run_all();
  EXPECT_EQ(text(), "t2");
  EXPECT_EQ(fetches_, 2);
}

TEST_F(TokenCacheTest, WithoutExecutorRenewsOnlyWhenItMust) {
  cache_ = make(false);
  EXPECT_EQ(text(), "t1");
  clock_->advance(23h + 30min);
  EXPECT_EQ(text(), "t1");
  clock_->advance(29min + 30s);
  EXPECT_EQ(text(), "t2");
}

TEST_F(TokenCacheTest, AFailedRenewalKeepsTheGoodTokenAndBacksOff) {
  EXPECT_EQ(text(), "t1");
  clock_->advance(23h + 30min);
  next_failure_ = failure(ErrorKind::kServer);
  EXPECT_EQ(text(), "t1");
  executor_->run_all();
  EXPECT_EQ(text(), "t1");
  EXPECT_EQ(executor_->size(), 0U) << "backing off";
  clock_->advance(6s);
  EXPECT_EQ(text(), "t1");
  executor_->run_all();
  EXPECT_EQ(text(), "t3");
}

TEST_F(TokenCacheTest, InTheLastMinuteTheCallerWaitsAndAFailureStillGivesTheGoodToken) {
  EXPECT_EQ(text(), "t1");
  clock_->advance(24h - 30s);
  next_failure_ = failure(ErrorKind::kNotSent);
  EXPECT_EQ(text(), "t1");
  EXPECT_EQ(text(), "t1");
  EXPECT_EQ(fetches_, 2) << "the second caller did not ask again";
  clock_->advance(6s);
  EXPECT_EQ(text(), "t3");
}

TEST_F(TokenCacheTest, AnExpiredTokenIsNeverGiven) {
  EXPECT_EQ(text(), "t1");
  clock_->advance(24h);
  next_failure_ = failure(ErrorKind::kServer);
  EXPECT_EQ(text(), "error");
  EXPECT_EQ(text(), "t3");
}

TEST_F(TokenCacheTest, APassingFailureIsNotRemembered) {
  next_failure_ = failure(ErrorKind::kNotSent);
  EXPECT_EQ(text(), "error");
  EXPECT_EQ(text(), "t2");
}

TEST_F(TokenCacheTest, AWrongPasswordIsRememberedForAFewSeconds) {
  next_failure_ = failure(ErrorKind::kAuth, "The username or password is wrong.");
  EXPECT_EQ(get().error().message, "The username or password is wrong.");
  EXPECT_EQ(get().error().message, "The username or password is wrong.");
  clock_->advance(4s);
  EXPECT_EQ(get().error().kind, ErrorKind::kAuth);
  EXPECT_EQ(fetches_, 1);
  clock_->advance(1s);
  EXPECT_EQ(text(), "t2");
}

TEST_F(TokenCacheTest, TheCallersOwnEndIsNeitherRememberedNorPunished) {
  for (const auto kind : {ErrorKind::kCancelled, ErrorKind::kDeadline}) {
    next_failure_ = failure(kind);
    EXPECT_EQ(get().error().kind, kind);
  }
  EXPECT_EQ(text(), "t3");
}

TEST_F(TokenCacheTest, RejectionDropsTheTokenThatWasUsed) {
  const auto first = get();
  cache_->reject(IdentityKey(), first->generation);
  EXPECT_EQ(text(), "t2");
}

TEST_F(TokenCacheTest, ALateRejectionCannotDropANewerToken) {
  const auto first = get();
  cache_->reject(IdentityKey(), first->generation);
  EXPECT_EQ(text(), "t2");
  cache_->reject(IdentityKey(), first->generation);
  EXPECT_EQ(text(), "t2");
  EXPECT_EQ(fetches_, 2);
}

TEST_F(TokenCacheTest, RejectionOfOneIdentityLeavesTheOthers) {
  IdentityKey customer;
  customer.kind = IdentityKey::Kind::kAssumed;
  customer.domain_id = "c1";
  const auto own = get();
  EXPECT_EQ(text(customer), "t2");
  cache_->reject(IdentityKey(), own->generation);
  EXPECT_EQ(text(customer), "t2");
  cache_->reject(customer, own->generation);
  EXPECT_EQ(text(customer), "t2");
}

TEST_F(TokenCacheTest, ARenewalThatComesTooLateDoesNothing) {
  EXPECT_EQ(text(), "t1");
  clock_->advance(23h + 30min);
  EXPECT_EQ(text(), "t1");
  clock_->advance(30min);
  EXPECT_EQ(text(), "t2") << "a caller fetched meanwhile";
  executor_->run_all();
  EXPECT_EQ(fetches_, 2);
}

TEST_F(TokenCacheTest, MayGoAwayBeforeItsRenewalRuns) {
  EXPECT_EQ(text(), "t1");
  clock_->advance(23h + 30min);
  EXPECT_EQ(text(), "t1");
  cache_.reset();
  executor_->run_all();
  EXPECT_EQ(fetches_, 1);
}

TEST_F(TokenCacheTest, GivesTheFetchTheCallersDeadline) {
  const auto deadline = clock_->steady_now() + 7s;
  Clock::Steady seen{};
  const auto fetch = [&seen](Clock::Steady until,
                             const CancellationToken&) -> Result<FetchedToken> {
    seen = until;
    return FetchedToken{Secret("t"), 1h};
  };
  EXPECT_TRUE(cache_->get(IdentityKey(), fetch, deadline, CancellationToken()).ok());
  EXPECT_EQ(seen, deadline);
}

}  // namespace
}  // namespace bss::detail
