#include "domain/clock.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace bss::mock::domain {

Clock::Clock(WallTime wall) : wall_(std::move(wall)) {
  state_.wall_base = wall_();
  state_.base = state_.wall_base;
  state_.highest = state_.base;
}

Instant Clock::system_time() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Instant Clock::read_locked() const {
  if (state_.mode == Mode::kFrozen) return state_.base;
  const std::int64_t passed = std::max<std::int64_t>(0, wall_().ms - state_.wall_base.ms);
  state_.highest = std::max(state_.highest, Instant{state_.base.ms + passed * state_.factor});
  return state_.highest;
}

void Clock::rebase_locked(Instant at) {
  state_.base = at;
  state_.wall_base = wall_();
  state_.highest = at;
}

Instant Clock::now() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return read_locked();
}

Clock::Mode Clock::mode() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return state_.mode;
}

std::int64_t Clock::scale() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return state_.factor;
}

void Clock::freeze() {
  const std::lock_guard<std::mutex> lock(mutex_);
  rebase_locked(read_locked());
  state_.mode = Mode::kFrozen;
  state_.factor = 1;
}

bool Clock::freeze_at(Instant at) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (at < read_locked()) return false;
  rebase_locked(at);
  state_.mode = Mode::kFrozen;
  state_.factor = 1;
  return true;
}

void Clock::run_real() {
  const std::lock_guard<std::mutex> lock(mutex_);
  rebase_locked(std::max(read_locked(), wall_()));
  state_.mode = Mode::kReal;
  state_.factor = 1;
}

void Clock::run_scaled(std::int64_t factor) {
  const std::lock_guard<std::mutex> lock(mutex_);
  rebase_locked(read_locked());
  state_.mode = Mode::kScaled;
  state_.factor = std::max<std::int64_t>(1, factor);
}

bool Clock::move_to(Instant at) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (at < read_locked()) return false;
  rebase_locked(at);
  return true;
}

void Clock::restore(Mode mode, Instant at, std::int64_t factor) {
  const std::lock_guard<std::mutex> lock(mutex_);
  state_.mode = mode;
  state_.factor = std::max<std::int64_t>(1, factor);
  rebase_locked(at);
}

Clock::State Clock::state() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return state_;
}

void Clock::restore(const State& state) {
  const std::lock_guard<std::mutex> lock(mutex_);
  state_ = state;
}

}  // namespace bss::mock::domain
