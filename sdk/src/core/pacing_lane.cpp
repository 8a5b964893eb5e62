#include "core/pacing_lane.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace bss::detail {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

constexpr double kLowering = 0.7;           // after a refusal
constexpr double kLowest = 0.05;            // never stand still
constexpr double kRaisingPerSecond = 0.02;  // of the published rate
constexpr double kMarginOfWindow = 0.08;    // see the header: 80 ms for windows of one second
constexpr milliseconds kLargestMargin{500};

nanoseconds scaled(nanoseconds time, double factor) {
  return nanoseconds(static_cast<nanoseconds::rep>(static_cast<double>(time.count()) * factor));
}

}  // namespace

PacingLane::PacingLane(int limit, milliseconds window)
    : limit_(std::max(1, limit)), window_(window) {}

nanoseconds PacingLane::period() const {
  const nanoseconds margin =
      std::min<nanoseconds>(scaled(window_, kMarginOfWindow), kLargestMargin);
  return scaled(window_ + margin, 1.0 / factor_);
}

PacingLane::Ticket PacingLane::join(Clock::Steady now) {
  // What left more than a period ago counts no more; the newest is kept, because the spacing starts
  // from it.
  const nanoseconds counted = period();
  const auto last = slots_.empty() ? slots_.end() : std::prev(slots_.end());
  slots_.erase(
      std::remove_if(slots_.begin(), last,
                     [&](const Slot& slot) { return slot.sent && slot.turn + counted <= now; }),
      last);
  Slot slot;
  slot.ticket = next_ticket_++;
  slots_.push_back(slot);
  slots_.back().turn = earliest(slots_.size() - 1, now);
  return slots_.back().ticket;
}

Clock::Steady PacingLane::earliest(std::size_t index, Clock::Steady now) const {
  Clock::Steady turn = now;
  if (index == 0) return turn;
  turn = std::max(turn, slots_[index - 1].turn);
  if (factor_ < 1.0) {
    // Others use the quota too: an even stream leaves them their share, a burst takes the whole
    // window.
    turn = std::max(turn, slots_[index - 1].turn + period() / limit_);
  }
  const auto limit = static_cast<std::size_t>(limit_);
  if (index < limit) return turn;
  // When does each of those in front stop counting? What has not left yet will leave now at the
  // earliest. The turn comes when all but `limit - 1` of them have stopped. Order does not matter
  // here: a late one counts like any other.
  std::vector<Clock::Steady> frees;
  frees.reserve(index);
  for (std::size_t i = 0; i < index; ++i) {
    const Slot& slot = slots_[i];
    frees.push_back((slot.sent ? slot.turn : std::max(slot.turn, now)) + period());
  }
  const auto decisive = frees.end() - static_cast<std::ptrdiff_t>(limit);
  std::nth_element(frees.begin(), decisive, frees.end());
  return std::max(turn, *decisive);
}

Clock::Steady PacingLane::turn(Ticket ticket, Clock::Steady now) {
  const auto slot = std::find_if(slots_.begin(), slots_.end(), [ticket](const Slot& candidate) {
    return candidate.ticket == ticket;
  });
  if (slot == slots_.end() || slot->sent) return now;
  const Clock::Steady known = slot->turn;
  const Clock::Steady again = earliest(static_cast<std::size_t>(slot - slots_.begin()), now);
  if (again > now) slot->turn = std::max(known, again);
  return std::max(known, again);
}

void PacingLane::sent(Ticket ticket, Clock::Steady now) {
  for (Slot& slot : slots_) {
    if (slot.ticket != ticket || slot.sent) continue;
    slot.sent = true;
    slot.turn = now;
    return;
  }
}

void PacingLane::leave(Ticket ticket) {
  const auto slot = std::find_if(slots_.begin(), slots_.end(), [ticket](const Slot& candidate) {
    return candidate.ticket == ticket;
  });
  if (slot != slots_.end() && !slot->sent) slots_.erase(slot);
}

void PacingLane::throttled(Clock::Steady now, int limit, milliseconds window) {
  if (limit > 0 && window.count() > 0) {
    limit_ = limit;
    window_ = window;
  }
  // The refusals of one window are one piece of news.
  if (lowered_at_ == Clock::Steady::min() || now - lowered_at_ >= window_) {
    factor_ = std::max(kLowest, factor_ * kLowering);
    lowered_at_ = now;
    raised_at_ = now;
  }
}

void PacingLane::accepted(Clock::Steady now) {
  if (factor_ >= 1.0) return;
  const double seconds = std::chrono::duration<double>(now - raised_at_).count();
  factor_ = std::min(1.0, factor_ + std::max(0.0, seconds) * kRaisingPerSecond);
  raised_at_ = now;
}

}  // namespace bss::detail
