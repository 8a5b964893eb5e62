// When the next request of one operation and one quota owner may leave: the decision of the pacer,
// as a pure function of the times it is told. No clock, no lock, no waiting.
//
// The rule: a request may leave when fewer than `limit` requests left in the last period, where the
// period is the quota's window and a margin. However the windows of the service lie, no window can
// then count more than `limit` requests, as long as the time from leaving to being counted varies
// by less than the margin.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "bss/clock.h"

namespace bss::detail {

class PacingLane {
 public:
  using Ticket = std::uint64_t;

  PacingLane(int limit, std::chrono::milliseconds window);

  /// Takes the next place in the queue. First come, first served: turns never overtake each other.
  Ticket join(Clock::Steady now);
  /// When the ticket's turn comes, as far as is known `now`; a moment not after `now` means it is
  /// there. It may move back when earlier requests leave late, so it has to be asked again after
  /// waiting.
  Clock::Steady turn(Ticket ticket, Clock::Steady now);
  /// The request of the ticket leaves now: from here on it counts.
  void sent(Ticket ticket, Clock::Steady now);
  /// The request of the ticket never left: it gives its place back. No effect after sent().
  void leave(Ticket ticket);

  /// The service refused a request although we kept to the rule: others share the quota, or it is
  /// smaller than published (`limit` and `window` of the answer, 0 when it did not say).
  void throttled(Clock::Steady now, int limit, std::chrono::milliseconds window);
  /// The service accepted a request.
  void accepted(Clock::Steady now);

  int limit() const { return limit_; }
  std::chrono::milliseconds window() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(window_);
  }
  /// 1 = the published rate; less after throttling.
  double rate_factor() const { return factor_; }

 private:
  struct Slot {
    Ticket ticket = 0;
    Clock::Steady turn;
    bool sent = false;
  };

  Clock::Steady earliest(std::size_t index, Clock::Steady now) const;
  std::chrono::nanoseconds period() const;

  int limit_;
  std::chrono::nanoseconds window_;
  double factor_ = 1.0;
  Ticket next_ticket_ = 1;
  Clock::Steady lowered_at_ = Clock::Steady::min();
  Clock::Steady raised_at_ = Clock::Steady::min();
  std::deque<Slot> slots_;  ///< in the order of their tickets; forgotten when they count no more
};

}  // namespace bss::detail
