// A clock that a test moves, and a waiter that moves it instead of waiting. For tests of programs
// that use the SDK; needs no test framework.
//
// Safe to use from several threads.
#pragma once

#include <chrono>
#include <mutex>
#include <vector>

#include "bss/clock.h"
#include "bss/function.h"

namespace bss::testing {

/// Give the same object to ClientConfig::clock and ClientConfig::waiter: then waits take no time
/// and are recorded.
class ManualClock final : public Clock, public Waiter {
 public:
  /// Starts at 2025-06-01T00:00:00Z.
  ManualClock();

  Steady steady_now() const override;
  System system_now() const override;
  /// Moves the clock to `moment` (never back) and returns at once; false when cancelled.
  bool wait_until(Steady moment, const CancellationToken& cancellation) override;

  void advance(std::chrono::nanoseconds by);
  /// Called at the beginning of every wait, before the clock moves: a place to cancel from.
  void on_wait(Function<void()> hook);
  /// How long each wait was asked to be, in order.
  std::vector<std::chrono::milliseconds> waits() const;

 private:
  mutable std::mutex mutex_;
  Steady steady_;
  System system_;
  Function<void()> hook_;
  std::vector<std::chrono::milliseconds> waits_;
};

}  // namespace bss::testing
