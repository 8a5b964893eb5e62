#include "core/timer.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace bss::detail {

namespace {

struct Waiting {
  Function<void(bool)> done;
  std::shared_ptr<void> by_caller;
};
using Queue = std::multimap<Clock::Steady, std::shared_ptr<Waiting>>;

}  // namespace

/// Outlives the timer in its thread: what it tells may be the timer's last owner.
struct Timer::State {
  std::mutex mutex;
  std::condition_variable changed;
  Queue queue;
  std::thread thread;
  bool ending = false;

  /// Only one of those who want to tell gets it.
  std::shared_ptr<Waiting> take(const std::shared_ptr<Waiting>& waiting, Clock::Steady moment) {
    const std::lock_guard<std::mutex> lock(mutex);
    auto [at, end] = queue.equal_range(moment);
    while (at != end && at->second != waiting) ++at;
    if (at == end) return nullptr;
    queue.erase(at);
    return waiting;
  }

  static void run(const std::shared_ptr<State>& self) {
    std::unique_lock<std::mutex> lock(self->mutex);
    while (!self->ending) {
      if (self->queue.empty()) {
        self->changed.wait(lock);
        continue;
      }
      const Clock::Steady first = self->queue.begin()->first;
      if (std::chrono::steady_clock::now() < first) {
        self->changed.wait_until(lock, first);
        continue;
      }
      auto due = std::move(self->queue.begin()->second);
      self->queue.erase(self->queue.begin());
      lock.unlock();
      due->done(true);
      // Its registration waits for whoever cancels just now: let it go outside the lock.
      due.reset();
      lock.lock();
    }
  }
};

Timer::Timer() : state_(std::make_shared<State>()) {}

Timer::~Timer() {
  Queue left;
  {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    state_->ending = true;
    left.swap(state_->queue);
  }
  state_->changed.notify_all();
  if (state_->thread.joinable()) {
    if (state_->thread.get_id() == std::this_thread::get_id()) {
      state_->thread.detach();
    } else {
      state_->thread.join();
    }
  }
  for (const auto& [moment, waiting] : left) waiting->done(false);
}

void Timer::at(Clock::Steady moment, const CancellationToken& cancellation,
               Function<void(bool)> done) {
  // What is told may end this timer before the last line here is reached.
  const std::shared_ptr<State> state = state_;
  const auto waiting = std::make_shared<Waiting>();
  waiting->done = std::move(done);
  {
    const std::lock_guard<std::mutex> lock(state->mutex);
    if (!state->thread.joinable()) state->thread = std::thread([state] { State::run(state); });
    const auto at = state->queue.emplace(moment, waiting);
    if (at == state->queue.begin()) state->changed.notify_all();
  }
  const std::weak_ptr<Waiting> weak = waiting;
  std::shared_ptr<void> by_caller = cancellation.on_cancel([state, weak, moment] {
    const auto cancelled = weak.lock();
    if (cancelled != nullptr && state->take(cancelled, moment) != nullptr) cancelled->done(false);
  });
  const std::lock_guard<std::mutex> lock(state->mutex);
  waiting->by_caller = std::move(by_caller);
}

}  // namespace bss::detail
