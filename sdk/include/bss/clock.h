// The seams for time: what the SDK reads as "now", and how it waits. Programs use the defaults;
// tests pass a clock that they advance and a waiter that only records.
//
// Implementations must be safe to call from any thread.
#pragma once

#include <chrono>
#include <memory>

#include "bss/cancellation.h"

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
};

/// The machine's clocks; a condition variable that cancellation wakes.
std::shared_ptr<const Clock> system_clock();
std::shared_ptr<Waiter> system_waiter();

}  // namespace bss
