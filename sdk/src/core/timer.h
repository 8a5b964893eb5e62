// Tells when moments have come, any number of them, on one thread that the first of them starts.
//
// Safe to use from several threads.
#pragma once

#include <memory>

#include "bss/cancellation.h"
#include "bss/clock.h"
#include "bss/function.h"

namespace bss::detail {

class Timer {
 public:
  Timer();
  /// Whatever is still waited for is told that it was cut short.
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// `done` is called exactly once: true when `moment` has come, false when cancelled before. It
  /// runs on the timer's thread or on the one that cancels.
  void at(Clock::Steady moment, const CancellationToken& cancellation, Function<void(bool)> done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace bss::detail
