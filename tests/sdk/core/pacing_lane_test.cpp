#include "core/pacing_lane.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <queue>
#include <random>
#include <vector>

#include "core/retry_loop.h"

namespace bss::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using Steady = Clock::Steady;

const Steady kStart(seconds(1000));

TEST(PacingLane, LetsAWholeQuotaLeaveAtOnceAndThenWaits) {
  PacingLane lane(10, seconds(1));
  for (int i = 0; i < 10; ++i) {
    const PacingLane::Ticket ticket = lane.join(kStart);
    ASSERT_EQ(lane.turn(ticket, kStart), kStart);
    lane.sent(ticket, kStart);
  }
  const PacingLane::Ticket eleventh = lane.join(kStart);
  EXPECT_EQ(lane.turn(eleventh, kStart), kStart + milliseconds(1080));
  EXPECT_EQ(lane.turn(eleventh, kStart + milliseconds(1080)), kStart + milliseconds(1080));
}

TEST(PacingLane, ServesFirstComeFirst) {
  PacingLane lane(1, seconds(1));
  std::vector<Steady> turns;
  for (int i = 0; i < 5; ++i) turns.push_back(lane.turn(lane.join(kStart), kStart));
  EXPECT_TRUE(std::is_sorted(turns.begin(), turns.end()));
  EXPECT_EQ(turns.back(), kStart + 4 * milliseconds(1080));
}

// A permit that waited for its token counts from the moment it really left, else a burst follows
// too early.
TEST(PacingLane, CountsFromTheMomentOfLeaving) {
  PacingLane lane(1, seconds(1));
  const PacingLane::Ticket first = lane.join(kStart);
  const PacingLane::Ticket second = lane.join(kStart);
  EXPECT_EQ(lane.turn(second, kStart), kStart + milliseconds(1080));
  lane.sent(first, kStart + milliseconds(500));
  EXPECT_EQ(lane.turn(second, kStart + milliseconds(1080)), kStart + milliseconds(1580));
}

TEST(PacingLane, WaitsForARequestThatHasNotLeftYet) {
  PacingLane lane(1, seconds(1));
  lane.join(kStart);
  const PacingLane::Ticket second = lane.join(kStart);
  const Steady later = kStart + milliseconds(1080);
  EXPECT_EQ(lane.turn(second, later), later + milliseconds(1080));
}

TEST(PacingLane, APlaceGivenBackIsFree) {
  PacingLane lane(1, seconds(1));
  const PacingLane::Ticket first = lane.join(kStart);
  lane.leave(first);
  const PacingLane::Ticket second = lane.join(kStart);
  EXPECT_EQ(lane.turn(second, kStart), kStart);
}

TEST(PacingLane, ARefusalLowersTheRateOncePerWindowAndCorrectsTheTable) {
  PacingLane lane(10, seconds(1));
  lane.throttled(kStart, 5, seconds(1));
  lane.throttled(kStart + milliseconds(300), 5, seconds(1));
  EXPECT_EQ(lane.limit(), 5);
  EXPECT_DOUBLE_EQ(lane.rate_factor(), 0.7);
  lane.throttled(kStart + milliseconds(1000), 0, milliseconds(0));
  EXPECT_NEAR(lane.rate_factor(), 0.49, 1e-9);
  EXPECT_EQ(lane.limit(), 5);
}

TEST(PacingLane, RecoversSlowly) {
  PacingLane lane(10, seconds(1));
  lane.throttled(kStart, 0, milliseconds(0));
  lane.accepted(kStart + seconds(5));
  EXPECT_NEAR(lane.rate_factor(), 0.8, 1e-9);
  lane.accepted(kStart + seconds(100));
  EXPECT_DOUBLE_EQ(lane.rate_factor(), 1.0);
}

// A service with fixed one-second windows of ten, accepted calls of 80 ms, rejected ones of 20 ms
// (the model of sdk-behaviour.md), and clients whose threads call one after another. Discrete
// events, no real time.
class Simulation {
 public:
  explicit Simulation(std::uint64_t seed) : random_(seed) {
    phase_ = now_ - milliseconds(static_cast<int>(fraction() * 1000));
  }

  struct Client {
    PacingLane lane{10, seconds(1)};
    int calls_left = 0;
  };

  void add_client(int threads, int calls, milliseconds starts) {
    clients_.push_back(std::make_unique<Client>());
    clients_.back()->calls_left = calls;
    for (int i = 0; i < threads; ++i)
      at(kStart + starts, [this, client = clients_.back().get()] { next_call(*client); });
  }

  void run() {
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.at;
      event.what();
    }
    std::sort(durations_.begin(), durations_.end());
  }

  double requests_per_call() const {
    return static_cast<double>(requests_) / static_cast<double>(durations_.size());
  }
  double total_seconds() const { return std::chrono::duration<double>(last_ - kStart).count(); }
  double p99() const { return durations_[durations_.size() * 99 / 100]; }
  std::size_t calls() const { return durations_.size(); }

 private:
  struct Event {
    Steady at;
    std::uint64_t number;
    std::function<void()> what;
    bool operator<(const Event& other) const {
      return at != other.at ? at > other.at : number > other.number;
    }
  };

  void at(Steady moment, std::function<void()> what) {
    events_.push({moment, ++number_, std::move(what)});
  }
  double fraction() { return static_cast<double>(random_() >> 11) * 0x1p-53; }
  nanoseconds up_to(double most_ms) {
    return nanoseconds(static_cast<std::int64_t>(fraction() * most_ms * 1e6));
  }

  void next_call(Client& client) {
    if (client.calls_left == 0) return;
    --client.calls_left;
    attempt(client, now_, 1);
  }

  void attempt(Client& client, Steady began, int step) {
    wait_for_turn(client, client.lane.join(now_), began, step);
  }

  void wait_for_turn(Client& client, PacingLane::Ticket ticket, Steady began, int step) {
    const Steady turn = client.lane.turn(ticket, now_);
    if (turn > now_) {
      at(turn + up_to(2),
         [this, &client, ticket, began, step] { wait_for_turn(client, ticket, began, step); });
      return;
    }
    // Threads wake late, and requests travel differently long.
    at(now_ + up_to(30), [this, &client, ticket, began, step] {
      client.lane.sent(ticket, now_);
      ++requests_;
      at(now_ + milliseconds(5) + up_to(30),
         [this, &client, began, step] { arrive(client, began, step); });
    });
  }

  void arrive(Client& client, Steady began, int step) {
    const std::int64_t window = (now_ - phase_) / seconds(1);
    if (window != window_) {
      window_ = window;
      counted_ = 0;
    }
    const bool accepted = counted_ < 10;
    if (accepted) ++counted_;
    at(now_ + milliseconds(accepted ? 75 : 15), [this, &client, began, step, accepted] {
      if (accepted) {
        client.lane.accepted(now_);
        durations_.push_back(std::chrono::duration<double>(now_ - began).count());
        last_ = now_;
        next_call(client);
        return;
      }
      client.lane.throttled(now_, 10, seconds(1));
      AttemptEnd end;
      end.fate = Fate::kThrottled;
      end.throttle_window = seconds(1);
      at(now_ + retry_wait(RetryOptions{}, end, step, fraction()),
         [this, &client, began, step] { attempt(client, began, step + 1); });
    });
  }

  std::mt19937_64 random_;
  std::priority_queue<Event> events_;
  std::uint64_t number_ = 0;
  Steady now_ = kStart;
  Steady phase_;
  Steady last_ = kStart;
  std::int64_t window_ = -1;
  int counted_ = 0;
  std::uint64_t requests_ = 0;
  std::vector<double> durations_;
  std::vector<std::unique_ptr<Client>> clients_;
};

// Bars of sdk-behaviour.md: 8 threads, 400 calls, quota 10/s.
TEST(PacingLane, EightThreadsStayWithinTheQuota) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Simulation simulation(seed);
    simulation.add_client(8, 400, milliseconds(0));
    simulation.run();
    EXPECT_EQ(simulation.calls(), 400U);
    EXPECT_LE(simulation.requests_per_call(), 1.02) << seed;
    EXPECT_LE(simulation.total_seconds(), 1.12 * 40) << seed;
    EXPECT_LE(simulation.p99(), 1.5) << seed;
  }
}

// "Three processes sharing: at most 1.10 requests a call, none failed, total at most 1.3 x
// calls/10, p99 at most 10 s."
TEST(PacingLane, ThreeProcessesShareOneQuota) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Simulation simulation(seed);
    simulation.add_client(8, 400, milliseconds(0));
    simulation.add_client(8, 400, milliseconds(130));
    simulation.add_client(8, 400, milliseconds(370));
    simulation.run();
    EXPECT_EQ(simulation.calls(), 1200U);
    EXPECT_LE(simulation.requests_per_call(), 1.10) << seed;
    EXPECT_LE(simulation.total_seconds(), 1.3 * 120) << seed;
    EXPECT_LE(simulation.p99(), 10) << seed;
  }
}

}  // namespace
}  // namespace bss::detail
