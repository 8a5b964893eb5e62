#include "bss/clock.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "core/timer.h"

namespace bss {

namespace {

class MachineClock final : public Clock {
 public:
  Steady steady_now() const override { return std::chrono::steady_clock::now(); }
  System system_now() const override { return std::chrono::system_clock::now(); }
};

class MachineWaiter final : public Waiter {
 public:
  bool wait_until(Clock::Steady moment, const CancellationToken& cancellation) override {
    std::mutex mutex;
    std::condition_variable changed;
    bool cancelled = false;
    // The registration ends before the variables it points to: declared last.
    const std::shared_ptr<void> registration = cancellation.on_cancel([&] {
      const std::lock_guard<std::mutex> lock(mutex);
      cancelled = true;
      changed.notify_all();
    });
    std::unique_lock<std::mutex> lock(mutex);
    while (!cancelled && std::chrono::steady_clock::now() < moment)
      changed.wait_until(lock, moment);
    const bool woken = cancelled;
    lock.unlock();
    return !woken;
  }

  void wait_and_then(Clock::Steady moment, const CancellationToken& cancellation,
                     Function<void(bool)> done) override {
    timer_.at(moment, cancellation, std::move(done));
  }

 private:
  detail::Timer timer_;
};

}  // namespace

std::shared_ptr<const Clock> system_clock() {
  return std::make_shared<MachineClock>();
}
std::shared_ptr<Waiter> system_waiter() {
  return std::make_shared<MachineWaiter>();
}

}  // namespace bss
