#include "domain/clock.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace bss::mock::domain {

Clock::Clock(WallTime wall) : wall_(std::move(wall)) {
  wall_base_ = wall_();
  base_ = wall_base_;
  highest_ = base_;
}

Instant Clock::system_time() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Instant Clock::read_locked() const {
  if (mode_ == Mode::kFrozen) return base_;
  const std::int64_t passed = std::max<std::int64_t>(0, wall_().ms - wall_base_.ms);
  highest_ = std::max(highest_, Instant{base_.ms + passed * factor_});
  return highest_;
}

void Clock::rebase_locked(Instant at) {
  base_ = at;
  wall_base_ = wall_();
  highest_ = at;
}

Instant Clock::now() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return read_locked();
}

Clock::Mode Clock::mode() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return mode_;
}

std::int64_t Clock::scale() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return factor_;
}

void Clock::freeze() {
  const std::lock_guard<std::mutex> lock(mutex_);
  rebase_locked(read_locked());
  mode_ = Mode::kFrozen;
  factor_ = 1;
}

bool Clock::freeze_at(Instant at) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (at < read_locked()) return false;
  rebase_locked(at);
  mode_ = Mode::kFrozen;
  factor_ = 1;
  return true;
}

void Clock::run_real() {
  const std::lock_guard<std::mutex> lock(mutex_);
  rebase_locked(std::max(read_locked(), wall_()));
  mode_ = Mode::kReal;
  factor_ = 1;
}

void Clock::run_scaled(std::int64_t factor) {
  const std::lock_guard<std::mutex> lock(mutex_);
  rebase_locked(read_locked());
  mode_ = Mode::kScaled;
  factor_ = std::max<std::int64_t>(1, factor);
}

bool Clock::move_to(Instant at) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (at < read_locked()) return false;
  rebase_locked(at);
  return true;
}

void Clock::restore(Mode mode, Instant at, std::int64_t factor) {
  const std::lock_guard<std::mutex> lock(mutex_);
  mode_ = mode;
  factor_ = std::max<std::int64_t>(1, factor);
  rebase_locked(at);
}

}  // namespace bss::mock::domain
