#include "core/pacer.h"

#include <tuple>

namespace bss::detail {

using std::chrono::milliseconds;

Pacer::Lane& Pacer::lane(const std::string& owner, const OperationInfo& operation) {
  std::pair<std::string, std::string> key(owner, std::string(operation.name));
  const auto found = lanes_.find(key);
  if (found != lanes_.end()) return found->second;
  return lanes_
      .emplace(std::piecewise_construct, std::forward_as_tuple(std::move(key)),
               std::forward_as_tuple(operation.quota.limit,
                                     milliseconds(operation.quota.per_seconds * 1000)))
      .first->second;
}

Pacer::Permit Pacer::enter(const std::string& owner, const OperationInfo& operation) {
  Permit permit;
  if (operation.quota.limit <= 0) return permit;
  permit.asked_ = clock_->steady_now();
  const std::lock_guard<std::mutex> lock(mutex_);
  permit.pacer_ = this;
  permit.lane_ = &lane(owner, operation);
  permit.ticket_ = permit.lane_->turns.join(permit.asked_);
  ++permit.lane_->counted.waiting;
  return permit;
}

std::vector<PacingState> Pacer::states() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<PacingState> all;
  for (const auto& [key, lane] : lanes_) {
    PacingState state = lane.counted;
    state.account = key.first;
    state.operation = key.second;
    state.limit = lane.turns.limit();
    state.window = lane.turns.window();
    state.rate = lane.turns.rate_factor();
    all.push_back(std::move(state));
  }
  return all;
}

Clock::Steady Pacer::Permit::turn() const {
  if (pacer_ == nullptr) return Clock::Steady::min();
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  return lane_->turns.turn(ticket_, pacer_->clock_->steady_now());
}

milliseconds Pacer::Permit::waited() const {
  if (pacer_ == nullptr) return milliseconds(0);
  return std::chrono::duration_cast<milliseconds>(pacer_->clock_->steady_now() - asked_);
}

Pacer::Permit& Pacer::Permit::operator=(Permit&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  pacer_ = std::exchange(other.pacer_, nullptr);
  lane_ = other.lane_;
  ticket_ = other.ticket_;
  asked_ = other.asked_;
  sent_ = other.sent_;
  return *this;
}

Clock::Steady Pacer::Permit::sent() {
  if (pacer_ == nullptr) return Clock::Steady::min();
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  const Clock::Steady now = pacer_->clock_->steady_now();
  lane_->turns.sent(ticket_, now);
  PacingState& counted = lane_->counted;
  const auto waited = std::chrono::duration_cast<milliseconds>(now - asked_);
  if (!std::exchange(sent_, true)) --counted.waiting;
  ++counted.sent;
  if (waited.count() > 0) ++counted.delayed;
  counted.waited += waited;
  return now;
}

void Pacer::Permit::accepted() {
  if (pacer_ == nullptr) return;
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  lane_->turns.accepted(pacer_->clock_->steady_now());
}

void Pacer::Permit::throttled(int limit, milliseconds window) {
  if (pacer_ == nullptr) return;
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  ++lane_->counted.throttled;
  lane_->turns.throttled(pacer_->clock_->steady_now(), limit, window);
}

void Pacer::Permit::give_back() {
  if (pacer_ == nullptr) return;
  const std::lock_guard<std::mutex> lock(pacer_->mutex_);
  lane_->turns.leave(ticket_);
  if (!sent_) --lane_->counted.waiting;
  pacer_ = nullptr;
}

}  // namespace bss::detail
