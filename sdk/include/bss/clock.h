// The seams for time: what the SDK reads as "now", and how it waits. Programs use the defaults;
// tests pass a clock that they advance and a waiter that only records.
//
// Implementations must be safe to call from any thread.
#pragma once

#include <chrono>
#include <memory>

#include "bss/cancellation.h"
#include "bss/function.h"

namespace bss {

/// `steady` measures waits, deadlines and token lives; `system` dates signatures and log entries.
class Clock {
 public:
  using Steady = std::chrono::steady_clock::time_point;
  using System = std::chrono::system_clock::time_point;
  virtual ~Clock() = default;
  virtual Steady steady_now() const = 0;
  virtual System system_now() const = 0;
};

/// Waits until a moment or until cancelled, whichever is first. Returns false when cancelled.
class Waiter {
 public:
  virtual ~Waiter() = default;
  virtual bool wait_until(Clock::Steady moment, const CancellationToken& cancellation) = 0;
  /// The same with the end told to `done`: exactly once, from any thread, maybe before this
  /// returns. `done` does not block. As it stands here it waits like wait_until(), and an
  /// asynchronous call holds a thread meanwhile.
  virtual void wait_and_then(Clock::Steady moment, const CancellationToken& cancellation,
                             Function<void(bool)> done) {
    done(wait_until(moment, cancellation));
  }
};

/// The machine's clocks; a condition variable that cancellation wakes, and one thread for whatever
/// is waited for without blocking.
std::shared_ptr<const Clock> system_clock();
std::shared_ptr<Waiter> system_waiter();

}  // namespace bss
