#include "bss/testing/manual_clock.h"

#include <algorithm>
#include <utility>

namespace bss::testing {

ManualClock::ManualClock()
    : steady_(std::chrono::hours(1)), system_(std::chrono::seconds(1'748'736'000)) {}

Clock::Steady ManualClock::steady_now() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return steady_;
}

Clock::System ManualClock::system_now() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return system_;
}

bool ManualClock::wait_until(Steady moment, const CancellationToken& cancellation) {
  Function<void()> hook;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    waits_.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(moment - steady_));
    hook = hook_;
  }
  if (hook) hook();
  if (cancellation.cancelled()) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (moment > steady_) {
    system_ += std::chrono::duration_cast<System::duration>(moment - steady_);
    steady_ = moment;
  }
  return true;
}

void ManualClock::advance(std::chrono::nanoseconds by) {
  const std::lock_guard<std::mutex> lock(mutex_);
  steady_ += by;
  system_ += std::chrono::duration_cast<System::duration>(by);
}

void ManualClock::on_wait(Function<void()> hook) {
  const std::lock_guard<std::mutex> lock(mutex_);
  hook_ = std::move(hook);
}

std::vector<std::chrono::milliseconds> ManualClock::waits() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return waits_;
}

}  // namespace bss::testing
