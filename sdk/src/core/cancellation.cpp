#include "bss/cancellation.h"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace bss {

struct CancellationToken::State {
  std::mutex mutex;
  std::condition_variable idle;
  bool cancelled = false;
  std::uint64_t next = 1;
  std::map<std::uint64_t, Function<void()>> wakes;
  std::uint64_t running = 0;
  std::thread::id runner;

  /// Runs what is registered, outside the lock.
  void wake_all(std::unique_lock<std::mutex>& lock) {
    while (!wakes.empty()) {
      const auto first = wakes.begin();
      running = first->first;
      runner = std::this_thread::get_id();
      const Function<void()> wake = std::move(first->second);
      wakes.erase(first);
      lock.unlock();
      wake();
      lock.lock();
      running = 0;
      idle.notify_all();
    }
  }

  /// Afterwards the wake neither runs nor will run, so that what it points to may go.
  void forget(std::uint64_t id) {
    std::unique_lock<std::mutex> lock(mutex);
    wakes.erase(id);
    if (runner == std::this_thread::get_id()) return;
    idle.wait(lock, [&] { return running != id; });
  }
};

bool CancellationToken::cancelled() const noexcept {
  if (!state_) return false;
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->cancelled;
}

std::shared_ptr<void> CancellationToken::on_cancel(Function<void()> wake) const {
  if (!state_) return nullptr;
  std::unique_lock<std::mutex> lock(state_->mutex);
  if (state_->cancelled) {
    lock.unlock();
    wake();
    return nullptr;
  }
  const std::uint64_t id = state_->next++;
  state_->wakes.emplace(id, std::move(wake));
  lock.unlock();
  const std::shared_ptr<State> state = state_;
  // The registration is a token without a value of its own; only its end matters.
  return std::shared_ptr<void>(state.get(), [state, id](void*) { state->forget(id); });
}

CancellationSource::CancellationSource() : state_(std::make_shared<CancellationToken::State>()) {}

CancellationToken CancellationSource::token() const {
  return CancellationToken(state_);
}

void CancellationSource::cancel() const {
  std::unique_lock<std::mutex> lock(state_->mutex);
  if (state_->cancelled) return;
  state_->cancelled = true;
  state_->wake_all(lock);
}

}  // namespace bss
