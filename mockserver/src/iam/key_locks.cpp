#include "iam/key_locks.h"

namespace bss::mock::iam {

bool KeyLocks::locked(const std::string& access_key, domain::Instant now) {
  if (count_.load(std::memory_order_acquire) == 0) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto state = states_.find(access_key);
  if (state == states_.end() || state->second.failures < kFailuresBeforeLock) return false;
  if (now < state->second.locked_until) return true;
  states_.erase(state);
  count_ = states_.size();
  return false;
}

void KeyLocks::failed(const std::string& access_key, domain::Instant now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  State& state = states_[access_key];
  count_ = states_.size();
  if (++state.failures == kFailuresBeforeLock) state.locked_until = now.plus_ms(kLockMs);
}

void KeyLocks::succeeded(const std::string& access_key) {
  if (count_.load(std::memory_order_acquire) == 0) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  states_.erase(access_key);
  count_ = states_.size();
}

void KeyLocks::clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  states_.clear();
  count_ = 0;
}

}  // namespace bss::mock::iam
