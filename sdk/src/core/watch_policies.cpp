// The policy that tells an observer of attempts.
#include <utility>

#include "core/policy.h"

namespace bss::detail {

using std::chrono::milliseconds;

CallStart start_of(const Call& call, std::chrono::system_clock::time_point started) {
  // A raw call has no template, and its filled-in path may carry ids of people.
  return {call.operation->name, call.operation->method, call.operation->path, started};
}

Outcome WatchAttemptPolicy::send(Exchange& exchange, const Next& next) const {
  AttemptResult result;
  result.call = start_of(exchange.call, clock_->system_now());
  result.attempt = exchange.attempt.number;
  const Clock::Steady began = clock_->steady_now();
  Outcome outcome = next(exchange);
  const auto paced = std::chrono::duration_cast<milliseconds>(outcome.end.paced);
  if (paced.count() > 0)
    observer_->waiting({result.call, result.attempt, WaitReason::kQuota, paced});
  result.call.started +=
      std::chrono::duration_cast<std::chrono::system_clock::duration>(outcome.end.paced);
  result.status = outcome.end.status;
  result.code = outcome.end.code;
  result.request_id = outcome.end.request_id;
  result.duration = std::chrono::duration_cast<milliseconds>(clock_->steady_now() - began) - paced;
  observer_->attempt_ended(result);
  return outcome;
}

}  // namespace bss::detail
