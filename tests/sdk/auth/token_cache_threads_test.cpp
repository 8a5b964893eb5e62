// One fetch in flight, however many callers wait. Threads meet at gates, never by sleeping.
#include "auth/token_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace bss::detail {
namespace {

using namespace std::chrono_literals;

/// Opens once; everybody who comes waits for that.
class Gate {
 public:
  void open() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      open_ = true;
    }
    opened_.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

/// Counts callers that have begun to wait for somebody else's fetch.
class CountingWaiter final : public Waiter {
 public:
  bool wait_until(Clock::Steady moment, const CancellationToken& cancellation) override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++waiting_;
    }
    changed_.notify_all();
    return system_->wait_until(moment, cancellation);
  }
  void await(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::shared_ptr<Waiter> system_ = system_waiter();
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
};

class TokenCacheThreads : public ::testing::Test {
 protected:
  std::shared_ptr<TokenCache> make() {
    TokenCache::Settings settings;
    settings.clock = system_clock();
    settings.waiter = waiter_;
    settings.random = std::make_shared<Random>(7);
    return std::make_shared<TokenCache>(std::move(settings));
  }

  static Error failure(ErrorKind kind) {
    Error error;
    error.kind = kind;
    return error;
  }

  std::shared_ptr<CountingWaiter> waiter_ = std::make_shared<CountingWaiter>();
  std::shared_ptr<TokenCache> cache_ = make();
  Gate gate_;
  std::atomic<int> fetches_{0};
};

TEST_F(TokenCacheThreads, SixtyFourCallersOneLogin) {
  const auto fetch = [this](Clock::Steady, const CancellationToken&) -> Result<FetchedToken> {
    ++fetches_;
    gate_.pass();
    return FetchedToken{Secret("shared"), 24h};
  };
  std::atomic<int> good{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 64; ++i) {
    callers.emplace_back([&] {
      const auto token =
          cache_->get(IdentityKey(), fetch, Clock::Steady::max(), CancellationToken());
      if (token.ok() && token->token.reveal() == "shared" && token->generation == 1) ++good;
    });
  }
  waiter_->await(63);
  gate_.open();
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(fetches_, 1);
  EXPECT_EQ(good, 64);
}

TEST_F(TokenCacheThreads, AllWhoWaitShareOneFailure) {
  const auto fetch = [this](Clock::Steady, const CancellationToken&) -> Result<FetchedToken> {
    ++fetches_;
    gate_.pass();
    return failure(ErrorKind::kServer);
  };
  std::atomic<int> failed{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const auto token =
          cache_->get(IdentityKey(), fetch, Clock::Steady::max(), CancellationToken());
      if (!token.ok() && token.error().kind == ErrorKind::kServer) ++failed;
    });
  }
  waiter_->await(7);
  gate_.open();
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(fetches_, 1);
  EXPECT_EQ(failed, 8);
}

TEST_F(TokenCacheThreads, AWaiterLeavesWhenCancelledAndTheFetchGoesOn) {
  const auto fetch = [this](Clock::Steady, const CancellationToken&) -> Result<FetchedToken> {
    ++fetches_;
    gate_.pass();
    return FetchedToken{Secret("t"), 24h};
  };
  std::thread leader([&] {
    EXPECT_TRUE(cache_->get(IdentityKey(), fetch, Clock::Steady::max(), CancellationToken()).ok());
  });
  while (fetches_ == 0) std::this_thread::yield();
  const CancellationSource source;
  std::thread follower([&] {
    const auto token = cache_->get(IdentityKey(), fetch, Clock::Steady::max(), source.token());
    ASSERT_FALSE(token.ok());
    EXPECT_EQ(token.error().kind, ErrorKind::kCancelled);
  });
  waiter_->await(1);
  source.cancel();
  follower.join();
  gate_.open();
  leader.join();
  EXPECT_EQ(fetches_, 1);
}

TEST_F(TokenCacheThreads, AWaiterLeavesAtItsOwnDeadline) {
  const auto fetch = [this](Clock::Steady, const CancellationToken&) -> Result<FetchedToken> {
    ++fetches_;
    gate_.pass();
    return FetchedToken{Secret("t"), 24h};
  };
  std::thread leader([&] {
    EXPECT_TRUE(cache_->get(IdentityKey(), fetch, Clock::Steady::max(), CancellationToken()).ok());
  });
  while (fetches_ == 0) std::this_thread::yield();
  const auto token = cache_->get(IdentityKey(), fetch, std::chrono::steady_clock::now() + 20ms,
                                 CancellationToken());
  ASSERT_FALSE(token.ok());
  EXPECT_EQ(token.error().kind, ErrorKind::kDeadline);
  gate_.open();
  leader.join();
}

TEST_F(TokenCacheThreads, AnotherCallerTakesOverWhenTheLeaderIsCancelled) {
  const auto fetch = [this](Clock::Steady, const CancellationToken&) -> Result<FetchedToken> {
    if (++fetches_ == 1) {
      gate_.pass();
      return failure(ErrorKind::kCancelled);
    }
    return FetchedToken{Secret("second"), 24h};
  };
  std::thread leader([&] {
    EXPECT_FALSE(cache_->get(IdentityKey(), fetch, Clock::Steady::max(), CancellationToken()).ok());
  });
  while (fetches_ == 0) std::this_thread::yield();
  std::thread follower([&] {
    const auto token = cache_->get(IdentityKey(), fetch, Clock::Steady::max(), CancellationToken());
    ASSERT_TRUE(token.ok());
    EXPECT_EQ(token->token.reveal(), "second");
  });
  waiter_->await(1);
  gate_.open();
  leader.join();
  follower.join();
  EXPECT_EQ(fetches_, 2);
}

TEST_F(TokenCacheThreads, RejectionsAndFetchesFromManyThreadsAgree) {
  // Whoever rejects names the generation it used, so the number of logins is the number of
  // generations seen.
  const auto fetch = [this](Clock::Steady, const CancellationToken&) -> Result<FetchedToken> {
    return FetchedToken{Secret("t" + std::to_string(++fetches_)), 24h};
  };
  std::atomic<std::uint64_t> newest{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&, i] {
      for (int round = 0; round < 200; ++round) {
        const auto token =
            cache_->get(IdentityKey(), fetch, Clock::Steady::max(), CancellationToken());
        ASSERT_TRUE(token.ok());
        auto seen = newest.load();
        while (seen < token->generation && !newest.compare_exchange_weak(seen, token->generation)) {
        }
        if (round % 10 == i) cache_->reject(IdentityKey(), token->generation);
      }
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(static_cast<std::uint64_t>(fetches_), newest);
}

}  // namespace
}  // namespace bss::detail
