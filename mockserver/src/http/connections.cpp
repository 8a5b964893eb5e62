#include "http/connections.h"

#include <vector>

namespace bss::mock::http {

void Connections::add(const std::shared_ptr<Connection>& connection) {
  {
    const std::lock_guard lock(mutex_);
    open_.insert(connection);
  }
  if (stopping()) connection->leave();
}

void Connections::remove(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  open_.erase(connection);
  if (open_.empty()) changed_.notify_all();
}

std::size_t Connections::count() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

template <class Action>
void Connections::for_each(Action action) {
  // Copied: a connection told to leave may remove itself, which takes the lock.
  std::vector<std::shared_ptr<Connection>> open;
  {
    const std::lock_guard lock(mutex_);
    open.assign(open_.begin(), open_.end());
  }
  for (const auto& connection : open) action(*connection);
}

void Connections::expire_overdue(SteadyClock::time_point now) {
  std::vector<std::shared_ptr<Connection>> overdue;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& connection : open_) {
      if (connection->is_overdue(now)) overdue.push_back(connection);
    }
  }
  for (const auto& connection : overdue) connection->expire();
}

void Connections::leave_all() {
  stopping_.store(true);
  for_each([](Connection& connection) { connection.leave(); });
}

void Connections::abandon_all() {
  for_each([](Connection& connection) { connection.abandon(); });
}

bool Connections::wait_until_empty(std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, at_most, [this] { return open_.empty(); });
}

void Connections::forget_all() {
  std::unordered_set<std::shared_ptr<Connection>> forgotten;
  const std::lock_guard lock(mutex_);
  forgotten.swap(open_);
}

}  // namespace bss::mock::http
