// An access key with five wrong signatures in a row is locked for five minutes; a good one starts
// the count anew (auth-gateway 5.3). Used by the authenticator only, on known keys, so its size is
// bounded by theirs.
//
// Safe to use from several threads. In memory: a lock is no business state and does not outlive the
// server.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "domain/instant.h"

namespace bss::mock::iam {

class KeyLocks {
 public:
  static constexpr int kFailuresBeforeLock = 5;
  static constexpr std::int64_t kLockMs = std::int64_t{5} * 60 * 1000;

  bool locked(const std::string& access_key, domain::Instant now);
  void failed(const std::string& access_key, domain::Instant now);
  void succeeded(const std::string& access_key);
  void clear();

 private:
  struct State {
    int failures = 0;
    domain::Instant locked_until{};
  };
  std::mutex mutex_;
  std::unordered_map<std::string, State> states_;
  /// Lets good calls pass without the mutex while nothing is wrong.
  std::atomic<std::size_t> count_{0};
};

}  // namespace bss::mock::iam
