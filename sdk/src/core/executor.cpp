#include "bss/executor.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "core/thread_pool.h"

namespace bss {

namespace {

/// Outlives the pool object in its threads: the pool may be destroyed by work that runs on it.
struct PoolState {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Function<void()>> work;
  bool ending = false;
};

void run_pool_thread(const std::shared_ptr<PoolState>& state) {
  std::unique_lock<std::mutex> lock(state->mutex);
  for (;;) {
    state->changed.wait(lock, [&] { return state->ending || !state->work.empty(); });
    if (state->work.empty()) return;
    Function<void()> next = std::move(state->work.front());
    state->work.pop_front();
    lock.unlock();
    next();
    // What the work holds may be the last owner of the pool: let it go outside the lock.
    next = nullptr;
    lock.lock();
  }
}

class ThreadPool final : public Executor {
 public:
  explicit ThreadPool(std::size_t threads)
      : size_(std::max<std::size_t>(1, threads)), state_(std::make_shared<PoolState>()) {}

  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  ~ThreadPool() override {
    {
      const std::lock_guard<std::mutex> lock(state_->mutex);
      state_->ending = true;
    }
    state_->changed.notify_all();
    for (std::thread& thread : threads_) {
      if (thread.get_id() == std::this_thread::get_id()) {
        thread.detach();
      } else {
        thread.join();
      }
    }
  }

  void post(Function<void()> work) override {
    // The work may end this pool before the last line here is reached.
    const std::shared_ptr<PoolState> state = state_;
    {
      const std::lock_guard<std::mutex> lock(state->mutex);
      state->work.push_back(std::move(work));
      // Programs that never call asynchronously get no threads.
      if (threads_.size() < size_) threads_.emplace_back([state] { run_pool_thread(state); });
    }
    state->changed.notify_one();
  }

 private:
  const std::size_t size_;
  const std::shared_ptr<PoolState> state_;
  std::vector<std::thread> threads_;  ///< guarded by state_->mutex until the destructor
};

}  // namespace

bool detail::may_end_during_post(const Executor& executor) noexcept {
  return dynamic_cast<const ThreadPool*>(&executor) != nullptr;
}

std::shared_ptr<Executor> make_thread_pool(std::size_t threads) {
  return std::make_shared<ThreadPool>(threads);
}

}  // namespace bss
