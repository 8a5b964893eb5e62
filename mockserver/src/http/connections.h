// All open connections of one listener: finds those whose time is up and ends them when the server
// stops. Used by the session (which registers itself) and the server. Every member may be called
// from any thread.
//
// A connection's deadline is a number that a ticker looks at, not a timer: a busy session sets it
// four times a request, and re-arming a timer each time would cost more than the request.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_set>

namespace bss::mock::http {

using SteadyClock = std::chrono::steady_clock;

/// What the registry asks of a session. The three verbs are delivered on the session's own strand.
class Connection {
 public:
  virtual ~Connection() = default;

  /// Time is up: end what is being waited for. The session looks at the deadline again, it may have
  /// moved.
  virtual void expire() = 0;
  /// The server stops: leave now if idle, else after the answer in hand.
  virtual void leave() = 0;
  /// The server will not wait any longer.
  virtual void abandon() = 0;

  bool is_overdue(SteadyClock::time_point now) const noexcept {
    return now.time_since_epoch().count() >= deadline_.load(std::memory_order_relaxed);
  }

 protected:
  void set_deadline(SteadyClock::time_point when) noexcept {
    deadline_.store(when.time_since_epoch().count(), std::memory_order_relaxed);
  }
  void no_deadline() noexcept { set_deadline(SteadyClock::time_point::max()); }

 private:
  std::atomic<SteadyClock::rep> deadline_{SteadyClock::duration::max().count()};
};

class Connections {
 public:
  void add(const std::shared_ptr<Connection>& connection);
  void remove(const std::shared_ptr<Connection>& connection);
  std::size_t count() const;
  bool stopping() const noexcept { return stopping_.load(std::memory_order_relaxed); }

  void expire_overdue(SteadyClock::time_point now);
  /// From now on connections that are added are told to leave at once.
  void leave_all();
  void abandon_all();
  /// True when none is left.
  bool wait_until_empty(std::chrono::milliseconds at_most);
  void forget_all();

 private:
  template <class Action>
  void for_each(Action action);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_set<std::shared_ptr<Connection>> open_;
  std::atomic<bool> stopping_{false};
};

}  // namespace bss::mock::http
