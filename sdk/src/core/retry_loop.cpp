#include "core/retry_loop.h"

#include <algorithm>
#include <utility>

namespace bss::detail {

using std::chrono::milliseconds;

bool may_repeat(OperationClass operation_class, Fate fate) noexcept {
  switch (fate) {
    case Fate::kNotSent:
    case Fate::kThrottled:
    case Fate::kRenewed:
    case Fate::kRejectedForNow:
      return true;
    case Fate::kUnknown:
      return operation_class != OperationClass::kMoney;
    case Fate::kSuccess:
    case Fate::kRejected:
    case Fate::kGivenUp:
      return false;
  }
  return false;
}

bool RetryBudget::take(int cost) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (tokens_ < cost) return false;
  tokens_ -= cost;
  return true;
}

void RetryBudget::give_back(int tokens) {
  const std::lock_guard<std::mutex> lock(mutex_);
  tokens_ = std::min(capacity_, tokens_ + tokens);
}

int RetryBudget::left() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return tokens_;
}

milliseconds retry_wait(const RetryOptions& options, const AttemptEnd& end, int step,
                        double fraction) {
  if (end.fate == Fate::kRenewed) return milliseconds(0);
  milliseconds span = end.fate == Fate::kThrottled        ? options.first_throttled_wait
                      : end.fate == Fate::kRejectedForNow ? options.first_slow_wait
                                                          : options.first_wait;
  for (int i = 1; i < step && span < options.longest_wait; ++i) span *= 2;
  span = std::min(span, options.longest_wait);
  milliseconds wait(static_cast<milliseconds::rep>(static_cast<double>(span.count()) * fraction));
  if (end.fate == Fate::kThrottled && end.throttle_window.count() > 0) {
    // The window that refused us is over after one window length at the latest; coming back earlier
    // may meet it again.
    wait += std::min(end.throttle_window, options.longest_wait);
    wait = std::min(wait, options.longest_wait);
  }
  if (end.retry_after)
    wait = std::max(wait, std::min(*end.retry_after, options.longest_retry_after));
  return wait;
}

RetryLoop::RetryLoop(RetryOptions options, std::shared_ptr<const Clock> clock,
                     std::shared_ptr<Random> random)
    : options_(options),
      clock_(std::move(clock)),
      random_(std::move(random)),
      budget_(options.budget) {}

namespace {

const char* reason_to_go_on(Fate fate) {
  switch (fate) {
    case Fate::kNotSent:
      return "repeated: nothing reached the service";
    case Fate::kThrottled:
      return "repeated: refused by a quota before execution";
    case Fate::kRenewed:
      return "repeated at once with new credentials";
    case Fate::kRejectedForNow:
      return "repeated slowly: the service is busy with this object";
    default:
      return "repeated: the answer was lost and the call may be repeated";
  }
}

}  // namespace

RetryStory::RetryStory(std::shared_ptr<RetryLoop> loop, RetryPlan plan)
    : loop_(std::move(loop)), plan_(std::move(plan)) {
  start_.number = 0;
}

AttemptStart RetryStory::begin() {
  ++start_.number;
  started_ = loop_->clock_->system_now();
  began_ = loop_->clock_->steady_now();
  return start_;
}

/// Why there is no further attempt after this end, or null when there may be one (budget aside).
const char* RetryStory::reason_to_stop(const AttemptEnd& end) const {
  switch (end.fate) {
    case Fate::kSuccess:
      return "done";
    case Fate::kRejected:
      return "stopped: the service refused the call, repeating it would not help";
    case Fate::kGivenUp:
      return "stopped: nothing was sent";
    case Fate::kRenewed:
      if (renewed_) return "stopped: new credentials were refused as well";
      break;
    default:
      break;
  }
  if (!may_repeat(plan_.operation_class, end.fate)) {
    return "stopped: the call may have been executed and moves value, so it is not repeated";
  }
  if (plan_.cancellation.cancelled()) return "stopped: cancelled by the caller";
  const int most = loop_->options_.max_attempts;
  if (counted_ >= most) return "stopped: the attempts are used up";
  if (end.fate == Fate::kThrottled && most == 1) return "stopped: one attempt only was asked for";
  return nullptr;
}

Attempt RetryStory::entry_of(const AttemptEnd& end) const {
  const auto took = std::chrono::duration_cast<milliseconds>(loop_->clock_->steady_now() - began_);
  Attempt entry;
  entry.started =
      started_ + std::chrono::duration_cast<std::chrono::system_clock::duration>(end.paced);
  entry.duration = std::max(milliseconds(0), took - end.paced);
  entry.status = end.status;
  entry.code = end.code;
  entry.request_id = end.request_id;
  entry.waited = waited_ + end.paced;
  return entry;
}

std::optional<milliseconds> RetryStory::end(AttemptEnd end) {
  Attempt entry = entry_of(end);
  ++(end.fate == Fate::kThrottled ? throttled_ : counted_);
  const char* stop = reason_to_stop(end);
  milliseconds wait(0);
  int cost = 0;
  if (stop == nullptr) {
    const int step = end.fate == Fate::kThrottled ? throttled_ : counted_;
    wait = retry_wait(loop_->options_, end, step, loop_->random_->fraction());
    // Compared as a difference: the deadline may be "never".
    if (plan_.deadline - loop_->clock_->steady_now() <= wait)
      stop = "stopped: the deadline comes before the next attempt";
  }
  if (stop == nullptr && end.fate != Fate::kThrottled && end.fate != Fate::kRenewed) {
    cost = end.timed_out ? loop_->options_.timeout_cost : loop_->options_.cost;
    if (!loop_->budget_.take(cost)) stop = "stopped: the retry budget of the client is used up";
  }
  entry.decision = stop != nullptr ? stop : reason_to_go_on(end.fate);
  result_.attempts.push_back(std::move(entry));
  if (stop != nullptr) {
    this->stop(std::move(end));
    return std::nullopt;
  }
  last_cost_ = cost;
  waited_ = wait;
  renewed_ = renewed_ || end.fate == Fate::kRenewed;
  start_.unknown_before = start_.unknown_before || end.fate == Fate::kUnknown;
  result_.last = std::move(end);
  return wait;
}

void RetryStory::stop(AttemptEnd end) {
  if (end.fate == Fate::kSuccess) loop_->budget_.give_back(start_.number == 1 ? 1 : last_cost_);
  result_.cancelled =
      plan_.cancellation.cancelled() && end.fate != Fate::kSuccess && end.fate != Fate::kRejected;
  result_.unknown_before_last = start_.unknown_before;
  result_.last = std::move(end);
}

void RetryStory::cancelled_while_waiting() {
  result_.attempts.back().decision = "stopped: cancelled by the caller while waiting";
  result_.cancelled = true;
  result_.unknown_before_last = start_.unknown_before;
}

}  // namespace bss::detail
