#include "http/loop_threads.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace bss::mock::http {

namespace {

/// Leaves io_context::run(), which hands it through, on the thread whose turn it was.
struct Retire {
  std::function<void()> renewed;
};

}  // namespace

void LoopThreads::start(int count) {
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < count; ++i) {
    threads_.emplace_back([this, place = threads_.size()] { run(place); });
  }
}

bool LoopThreads::running() const {
  const std::lock_guard lock(mutex_);
  return !threads_.empty();
}

void LoopThreads::renew(std::function<void()> renewed) {
  std::size_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    count = threads_.size();
  }
  for (; count > 0; --count) boost::asio::post(loop_, [renewed] { throw Retire{renewed}; });
}

void LoopThreads::run(std::size_t place) {
  try {
    loop_.run();
  } catch (const Retire& retiring) {
    replace(place, retiring.renewed);
  }
}

void LoopThreads::replace(std::size_t place, const std::function<void()>& renewed) {
  const std::lock_guard lock(mutex_);
  if (joining_) return;
  threads_[place] =
      std::thread([this, place, renewed, before = std::move(threads_[place])]() mutable {
        before.join();
        renewed();
        run(place);
      });
}

void LoopThreads::join() {
  {
    const std::lock_guard lock(mutex_);
    joining_ = true;  // from here on threads_ stays as it is
  }
  for (auto& thread : threads_) thread.join();
  const std::lock_guard lock(mutex_);
  threads_.clear();
}

}  // namespace bss::mock::http
