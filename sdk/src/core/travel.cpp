#include "core/policy.h"

namespace bss::detail {

Travel::Need Travel::go_on() {
  while (!over_) {
    const Policy& policy = *chain_[at_];
    // A request that left is back with its answer, or a wait is over: the policy is asked again.
    const Move move = outward_ ? policy.out(exchange_) : policy.back(exchange_);
    exchange_.wait_cancelled = false;
    switch (move.kind) {
      case Move::Kind::kWait:
        until_ = move.until;
        return Need::kWait;
      case Move::Kind::kSend:
        outward_ = false;
        return Need::kSend;
      case Move::Kind::kAgain:
        outward_ = true;
        break;
      case Move::Kind::kOn:
        if (outward_) {
          ++at_;
          break;
        }
        [[fallthrough]];
      case Move::Kind::kTurn:
        outward_ = false;
        over_ = at_ == 0;
        if (!over_) --at_;
        break;
    }
  }
  return Need::kNothing;
}

}  // namespace bss::detail
