#include "transport/connection_pool.h"

#include <algorithm>
#include <utility>

namespace bss::detail {

using std::chrono::steady_clock;

namespace {

/// Servers and the boxes in front of them close idle connections, mostly after a minute.
constexpr std::chrono::seconds kLongestIdle{50};

}  // namespace

bool ConnectionPool::try_enter() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (free_ == 0) return false;
  --free_;
  return true;
}

ConnectionPool::Ticket ConnectionPool::enter(Function<void()> granted) {
  Ticket ticket = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ticket = next_++;
    if (free_ == 0) {
      waiting_.push_back({ticket, std::move(granted)});
      return ticket;
    }
    --free_;
  }
  granted();
  return ticket;
}

bool ConnectionPool::withdraw(Ticket ticket) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found =
      std::find_if(waiting_.begin(), waiting_.end(),
                   [ticket](const Waiting& waiting) { return waiting.ticket == ticket; });
  if (found == waiting_.end()) return false;
  waiting_.erase(found);
  return true;
}

void ConnectionPool::give_back(std::unique_ptr<Connection> kept) {
  Function<void()> granted;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (kept != nullptr) {
      kept->idle_since = steady_clock::now();
      idle_.push_back(std::move(kept));
    }
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    granted = std::move(waiting_.front().granted);
    waiting_.pop_front();
  }
  granted();
}

std::unique_ptr<Connection> ConnectionPool::take_idle() {
  std::vector<std::unique_ptr<Connection>> stale;  // closed outside the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto oldest = steady_clock::now() - kLongestIdle;
  const auto fresh = std::find_if(idle_.begin(), idle_.end(), [oldest](const auto& connection) {
    return connection->idle_since > oldest;
  });
  std::move(idle_.begin(), fresh, std::back_inserter(stale));
  idle_.erase(idle_.begin(), fresh);
  if (idle_.empty()) return nullptr;
  std::unique_ptr<Connection> newest = std::move(idle_.back());
  idle_.pop_back();
  return newest;
}

void ConnectionPool::make_room() {
  std::unique_ptr<Connection> oldest;  // closed outside the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  const int used = size_ - free_;
  if (used + static_cast<int>(idle_.size()) <= size_ || idle_.empty()) return;
  oldest = std::move(idle_.front());
  idle_.erase(idle_.begin());
}

}  // namespace bss::detail
