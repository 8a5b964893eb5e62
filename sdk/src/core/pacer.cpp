#include "core/pacer.h"

#include <tuple>

namespace bss::detail {

using std::chrono::milliseconds;

Pacer::Pacer(std::shared_ptr<const Clock> clock, std::shared_ptr<Waiter> waiter)
    : clock_(std::move(clock)), waiter_(std::move(waiter)) {}

PacingLane& Pacer::lane(const std::string& owner, const OperationInfo& operation) {
  std::pair<std::string, std::string> key(owner, std::string(operation.name));
  const auto found = lanes_.find(key);
  if (found != lanes_.end()) return found->second;
  return lanes_
      .emplace(std::piecewise_construct, std::forward_as_tuple(std::move(key)),
               std::forward_as_tuple(operation.quota.limit,
                                     milliseconds(operation.quota.per_seconds * 1000)))
      .first->second;
}

Pacer::Permit Pacer::acquire(const std::string& owner, const OperationInfo& operation,
                             Clock::Steady deadline, const CancellationToken& cancellation) {
  Permit permit;
  if (operation.quota.limit <= 0) return permit;
  const Clock::Steady began = clock_->steady_now();
  Clock::Steady turn;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    permit.pacer_ = this;
    permit.lane_ = &lane(owner, operation);
    permit.ticket_ = permit.lane_->join(began);
    turn = permit.lane_->turn(permit.ticket_, began);
  }
  Clock::Steady now = began;
  while (turn > now) {
    if (turn > deadline) {
      permit.decision = Decision::kTooLate;
      return permit;
    }
    if (!waiter_->wait_until(turn, cancellation)) {
      permit.decision = Decision::kCancelled;
      return permit;
    }
    now = clock_->steady_now();
    const std::lock_guard<std::mutex> lock(mutex_);
    turn = permit.lane_->turn(permit.ticket_, now);
  }
  permit.waited = std::chrono::duration_cast<milliseconds>(now - began);
  return permit;
}

Pacer::Permit& Pacer::Permit::operator=(Permit&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  decision = other.decision;
  waited = other.waited;
  pacer_ = std::exchange(other.pacer_, nullptr);
  lane_ = other.lane_;
  ticket_ = other.ticket_;
  return *this;
}

Clock::Steady Pacer::Permit::sent() {
  if (pacer_ == nullptr) return Clock::Steady::min();
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  const Clock::Steady now = pacer_->clock_->steady_now();
  lane_->sent(ticket_, now);
  return now;
}

void Pacer::Permit::accepted() {
  if (pacer_ == nullptr) return;
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  lane_->accepted(pacer_->clock_->steady_now());
}

void Pacer::Permit::throttled(int limit, milliseconds window) {
  if (pacer_ == nullptr) return;
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  lane_->throttled(pacer_->clock_->steady_now(), limit, window);
}

void Pacer::Permit::give_back() {
  if (pacer_ == nullptr) return;
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  lane_->leave(ticket_);
  pacer_ = nullptr;
}

}  // namespace bss::detail
