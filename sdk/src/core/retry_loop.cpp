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
                     std::shared_ptr<Waiter> waiter, std::shared_ptr<Random> random)
    : options_(options),
      clock_(std::move(clock)),
      waiter_(std::move(waiter)),
      random_(std::move(random)),
      budget_(options.budget) {}

namespace {

/// The progress of one call.
struct Progress {
  int counted = 0;  ///< attempts that count against the limit
  int throttled = 0;
  int last_cost = 0;  ///< what the latest retry took from the budget
  bool renewed = false;
};

/// Why the loop stops after this end, or null when it may go on (budget aside).
const char* reason_to_stop(const RetryOptions& options, const RetryPlan& plan,
                           const AttemptEnd& end, const Progress& progress) {
  switch (end.fate) {
    case Fate::kSuccess:
      return "done";
    case Fate::kRejected:
      return "stopped: the service refused the call, repeating it would not help";
    case Fate::kGivenUp:
      return "stopped: nothing was sent";
    case Fate::kRenewed:
      if (progress.renewed) return "stopped: new credentials were refused as well";
      break;
    default:
      break;
  }
  if (!may_repeat(plan.operation_class, end.fate)) {
    return "stopped: the call may have been executed and moves value, so it is not repeated";
  }
  if (plan.cancellation.cancelled()) return "stopped: cancelled by the caller";
  if (progress.counted >= options.max_attempts) return "stopped: the attempts are used up";
  if (end.fate == Fate::kThrottled && options.max_attempts == 1) {
    return "stopped: one attempt only was asked for";
  }
  return nullptr;
}

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

RetryResult RetryLoop::run(const RetryPlan& plan,
                           const std::function<AttemptEnd(const AttemptStart&)>& attempt) const {
  RetryResult result;
  Progress progress;
  bool unknown = false;
  milliseconds waited(0);
  for (AttemptStart start;; ++start.number) {
    start.unknown_before = unknown;
    Attempt entry;
    entry.started = clock_->system_now();
    const Clock::Steady began = clock_->steady_now();
    AttemptEnd end = attempt(start);
    const auto took = std::chrono::duration_cast<milliseconds>(clock_->steady_now() - began);
    entry.started += std::chrono::duration_cast<std::chrono::system_clock::duration>(end.paced);
    entry.duration = std::max(milliseconds(0), took - end.paced);
    entry.status = end.status;
    entry.code = end.code;
    entry.request_id = end.request_id;
    entry.waited = waited + end.paced;

    if (end.fate == Fate::kThrottled) {
      ++progress.throttled;
    } else {
      ++progress.counted;
    }
    const char* stop = reason_to_stop(options_, plan, end, progress);
    milliseconds wait(0);
    int cost = 0;
    if (stop == nullptr) {
      const int step = end.fate == Fate::kThrottled ? progress.throttled : progress.counted;
      wait = retry_wait(options_, end, step, random_->fraction());
      // Compared as a difference: the deadline may be "never".
      if (plan.deadline - clock_->steady_now() <= wait)
        stop = "stopped: the deadline comes before the next attempt";
    }
    if (stop == nullptr && end.fate != Fate::kThrottled && end.fate != Fate::kRenewed) {
      cost = end.timed_out ? options_.timeout_cost : options_.cost;
      if (!budget_.take(cost)) stop = "stopped: the retry budget of the client is used up";
    }
    entry.decision = stop != nullptr ? stop : reason_to_go_on(end.fate);
    result.attempts.push_back(std::move(entry));
    if (stop != nullptr) {
      if (end.fate == Fate::kSuccess) budget_.give_back(start.number == 1 ? 1 : progress.last_cost);
      result.cancelled = plan.cancellation.cancelled() && end.fate != Fate::kSuccess &&
                         end.fate != Fate::kRejected;
      result.unknown_before_last = unknown;
      result.last = std::move(end);
      return result;
    }
    progress.last_cost = cost;
    progress.renewed = progress.renewed || end.fate == Fate::kRenewed;
    unknown = unknown || end.fate == Fate::kUnknown;
    waited = wait;
    if (wait.count() > 0 && plan.on_wait) plan.on_wait(start.number, wait);
    if (wait.count() > 0 && !waiter_->wait_until(clock_->steady_now() + wait, plan.cancellation)) {
      result.attempts.back().decision = "stopped: cancelled by the caller while waiting";
      result.cancelled = true;
      result.unknown_before_last = unknown;
      result.last = std::move(end);
      return result;
    }
  }
}

}  // namespace bss::detail
