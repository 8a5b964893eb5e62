// One outstanding payment to a counterparty: who has the lock of a name pays, others wait.
//
// Safe to use from several threads.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace bss::detail {

class CounterpartyLocks {
 public:
  class Held {
   public:
    Held(CounterpartyLocks& locks, std::vector<std::string> names)
        : locks_(locks), names_(std::move(names)) {
      locks_.take(names_);
    }
    ~Held() { locks_.give_back(names_); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

   private:
    CounterpartyLocks& locks_;
    std::vector<std::string> names_;
  };

 private:
  /// All of them at once, so that two who want the same names never wait for each other.
  void take(const std::vector<std::string>& names) {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] {
      for (const std::string& name : names) {
        if (taken_.count(name) != 0) return false;
      }
      return true;
    });
    taken_.insert(names.begin(), names.end());
  }
  void give_back(const std::vector<std::string>& names) {
    {
      const std::lock_guard lock(mutex_);
      for (const std::string& name : names) taken_.erase(name);
    }
    freed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable freed_;
  std::set<std::string> taken_;
};

}  // namespace bss::detail
