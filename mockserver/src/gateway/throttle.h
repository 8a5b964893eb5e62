// Traffic quotas of the gateway (throttling-and-errors 1, control-api "Throttle"): how many calls
// of one operation one account may make from one address in one window. Used by the gateway for
// every call and by the control API.
//
// Safe to use from several threads.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bss/operation_info.h"

namespace bss::mock::gateway {

enum class ThrottleMode : std::uint8_t {
  kOff,         ///< nothing is refused; calls are still counted
  kDocumented,  ///< the quota of the description; operations without one (IAM) are not limited
  kCustom,      ///< ThrottlePlan::limits, then ThrottlePlan::every, then the description
};

/// What the windows are cut from.
enum class ThrottleClock : std::uint8_t { kSteady, kWorkspace };

struct ThrottleLimit {
  int limit = 0;  ///< calls per window; 0 means not limited
  int per_seconds = 1;
};

struct ThrottlePlan {
  ThrottleMode mode = ThrottleMode::kDocumented;
  ThrottleClock clock = ThrottleClock::kSteady;
  /// `--throttle N`: this many per second for every operation that has a quota in the description.
  std::optional<int> every;
  std::map<std::string, ThrottleLimit, std::less<>> limits;  ///< by operation; wins over `every`
};

/// The window times, both as seconds-bearing durations since any fixed point; the gateway fills
/// them.
struct ThrottleTime {
  std::chrono::milliseconds steady{0};
  std::chrono::milliseconds workspace{0};
};

struct ThrottleVerdict {
  bool admitted = true;
  bool forced = false;               ///< refused because a test asked for it
  std::string_view policy = "user";  ///< `user`, or `ip` when forced so
  ThrottleLimit limit;
  int remaining = 0;  ///< calls left in this window, for X-Apig-RateLimit-user

  /// `policy user over ratelimit,limit:10,time:1 second` with its fixed beginning
  /// (auth-gateway 6.4).
  std::string message() const;
  /// `remain:9,limit:10,time:1 second`.
  std::string debug_value() const;
};

/// One line of the table that the control API shows.
struct ThrottleCounter {
  std::string operation;
  std::string address;
  std::string account;
  std::int64_t window = 0;  ///< number of the window since the fixed point
  int used = 0;             ///< admitted calls in it
};

/// Calls seen since the start (or the last reset), for tests.
struct ThrottleTotals {
  std::uint64_t admitted = 0;
  std::uint64_t refused = 0;
};

class Throttle {
 public:
  explicit Throttle(ThrottlePlan plan = {});

  /// Replaces the plan and forgets every counter.
  void set_plan(ThrottlePlan plan);
  ThrottlePlan plan() const;

  /// Takes one call from the quota of (address, account, operation), or refuses. A refused call
  /// does not count.
  ThrottleVerdict take(const OperationInfo& operation, std::string_view address,
                       std::string_view account, const ThrottleTime& now);

  /// The next `count` calls of the operation are refused, whatever their quota; `policy` is `user`
  /// or `ip`.
  void force_next(std::string_view operation, int count, std::string policy = "user");

  /// What holds for the operation now; limit 0 means not limited.
  ThrottleLimit limit_of(const OperationInfo& operation) const;
  std::vector<ThrottleCounter> counters() const;
  std::map<std::string, ThrottleTotals> totals() const;
  /// Forgets counters, totals and forced refusals; keeps the plan.
  void reset();

 private:
  static constexpr std::size_t kStripes = 16;
  static constexpr std::size_t kFirstSweep = 2048;

  struct Key {
    const OperationInfo* operation = nullptr;
    std::string address;
    std::string account;
  };
  struct KeyView {
    const OperationInfo* operation = nullptr;
    std::string_view address;
    std::string_view account;
  };
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(const Key& key) const noexcept;
    std::size_t operator()(const KeyView& key) const noexcept;
  };
  struct KeyEqual {
    using is_transparent = void;
    bool operator()(const Key& left, const Key& right) const noexcept;
    bool operator()(const KeyView& left, const Key& right) const noexcept;
    bool operator()(const Key& left, const KeyView& right) const noexcept;
  };
  struct Counter {
    std::int64_t window = -1;
    std::int64_t window_end_ms = 0;  ///< by the clock the windows are cut from
    int used = 0;
    std::uint64_t admitted = 0;
    std::uint64_t refused = 0;
  };
  struct Stripe {
    mutable std::mutex mutex;
    std::unordered_map<Key, Counter, KeyHash, KeyEqual> counters;
    std::size_t sweep_at = kFirstSweep;  ///< size at which counters of past windows are dropped
    /// Totals of counters that were dropped to bound the memory.
    std::map<std::string, ThrottleTotals> dropped;
  };
  struct Forced {
    int left = 0;
    std::string policy;
  };

  std::optional<ThrottleVerdict> forced_refusal(const OperationInfo& operation,
                                                const ThrottleLimit& limit);
  static void drop_idle(Stripe& stripe, std::int64_t now_ms);
  Stripe& stripe_of(const KeyView& key) noexcept;

  std::shared_ptr<const ThrottlePlan> current_plan() const;

  mutable std::mutex plan_mutex_;
  std::shared_ptr<const ThrottlePlan> plan_;
  std::array<Stripe, kStripes> stripes_;
  mutable std::mutex forced_mutex_;
  std::map<std::string, Forced, std::less<>> forced_;
  std::atomic<int> forced_count_{0};
};

}  // namespace bss::mock::gateway
