// The policies that run once a call: operation, deadline, retry.
#include <algorithm>
#include <utility>

#include "core/policy.h"
#include "core/target.h"

namespace bss::detail {

Move unsent(Exchange& exchange, Fate fate, ErrorKind kind, std::string message) {
  Outcome& outcome = exchange.outcome;
  outcome = {};
  outcome.end.fate = fate;
  outcome.end.error.kind = kind;
  outcome.end.error.operation = std::string(exchange.call.operation->name);
  outcome.end.error.message = std::move(message);
  return {Move::Kind::kTurn};
}

OperationPolicy::OperationPolicy(std::string bss_endpoint, std::string iam_endpoint,
                                 std::string user_agent, std::chrono::milliseconds connect_timeout)
    : bss_endpoint_(std::move(bss_endpoint)),
      iam_endpoint_(std::move(iam_endpoint)),
      user_agent_(std::move(user_agent)),
      connect_timeout_(connect_timeout) {}

Move OperationPolicy::out(Exchange& exchange) const {
  const Call& call = exchange.call;
  TransportRequest& base = exchange.base;
  base.method = std::string(call.operation->method);
  base.url = call.at_iam ? iam_endpoint_ : bss_endpoint_;
  base.target = call.target ? *call.target : make_target(call.request);
  base.headers = call.request.headers;
  base.headers.emplace_back("User-Agent", user_agent_);
  base.has_body = call.request.has_body;
  base.body = call.request.body;
  const bool typed = std::any_of(base.headers.begin(), base.headers.end(), [](const auto& header) {
    return header.first == "Content-Type" || header.first == "content-type";
  });
  if (base.has_body && !typed)
    base.headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
  base.connect_timeout = connect_timeout_;
  // A transport may send a request again by itself when a kept connection was dead. That must not
  // happen behind our back where it changes something: also an idempotent call has to know which of
  // its attempts was answered "already so".
  base.at_most_once = call.operation_class != OperationClass::kRead;
  return {};
}

Clock::Steady DeadlinePolicy::deadline_of(const CallOptions& options, Clock::Steady now,
                                          std::chrono::milliseconds total_timeout) {
  const std::chrono::milliseconds time =
      std::max(std::chrono::milliseconds(0), options.timeout.value_or(total_timeout));
  // Compared as a difference, because "for ever" plus now does not fit.
  Clock::Steady deadline = time < Clock::Steady::max() - now ? now + time : Clock::Steady::max();
  if (options.deadline)
    deadline = options.timeout ? std::min(deadline, *options.deadline) : *options.deadline;
  return deadline;
}

Move DeadlinePolicy::out(Exchange& exchange) const {
  const Clock::Steady now = clock_->steady_now();
  exchange.deadline = deadline_of(exchange.options, now, total_timeout_);
  if (exchange.options.cancellation.cancelled()) {
    const Move turn = unsent(exchange, Fate::kGivenUp, ErrorKind::kCancelled,
                             "Cancelled before anything was sent.");
    exchange.outcome.cancelled = true;
    return turn;
  }
  if (exchange.deadline <= now) {
    return unsent(exchange, Fate::kGivenUp, ErrorKind::kDeadline,
                  "Time was up before anything was sent.");
  }
  return {};
}

Move RetryPolicy::out(Exchange& exchange) const {
  if (!exchange.story) {
    RetryPlan plan;
    plan.operation_class = exchange.call.operation_class;
    plan.deadline = exchange.deadline;
    plan.cancellation = exchange.options.cancellation;
    exchange.story.emplace(loop_, std::move(plan));
  }
  exchange.attempt = exchange.story->begin();
  exchange.request = std::make_shared<TransportRequest>(exchange.base);
  exchange.left = false;
  exchange.permit.reset();
  exchange.paced = {};
  exchange.proof.reset();
  return {};
}

Move RetryPolicy::back(Exchange& exchange) const {
  if (std::exchange(exchange.between_attempts, false)) {
    if (!exchange.wait_cancelled) return {Move::Kind::kAgain};
    exchange.story->cancelled_while_waiting();
    return conclude(exchange);
  }
  const auto wait = exchange.story->end(std::move(exchange.outcome.end));
  if (!wait) return conclude(exchange);
  if (wait->count() == 0) return {Move::Kind::kAgain};
  if (observer_) {
    observer_->waiting(
        {start_of(exchange.call, {}), exchange.attempt.number, WaitReason::kBackOff, *wait});
  }
  exchange.between_attempts = true;
  return Move::wait(clock_->steady_now() + *wait);
}

Move RetryPolicy::conclude(Exchange& exchange) const {
  RetryResult result = exchange.story->take_result();
  exchange.outcome.end = std::move(result.last);
  exchange.outcome.attempts = std::move(result.attempts);
  exchange.outcome.unknown_before_last = result.unknown_before_last;
  exchange.outcome.cancelled = result.cancelled;
  return {};
}

}  // namespace bss::detail
