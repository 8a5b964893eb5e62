// The policy that tells an observer of attempts.
#include <utility>

#include "core/policy.h"

namespace bss::detail {

using std::chrono::milliseconds;

CallStart start_of(const Call& call, std::chrono::system_clock::time_point started) {
  // A raw call has no template, and its filled-in path may carry ids of people.
  return {call.operation->name, call.operation->method, call.operation->path, started};
}

Move WatchAttemptPolicy::out(Exchange& exchange) const {
  exchange.watched = {clock_->system_now(), clock_->steady_now()};
  return {};
}

Move WatchAttemptPolicy::back(Exchange& exchange) const {
  const AttemptEnd& end = exchange.outcome.end;
  AttemptResult result;
  result.call = start_of(exchange.call, exchange.watched.date);
  result.attempt = exchange.attempt.number;
  if (end.paced.count() > 0)
    observer_->waiting({result.call, result.attempt, WaitReason::kQuota, end.paced});
  result.call.started += std::chrono::duration_cast<std::chrono::system_clock::duration>(end.paced);
  result.status = end.status;
  result.code = end.code;
  result.request_id = end.request_id;
  result.duration =
      std::chrono::duration_cast<milliseconds>(clock_->steady_now() - exchange.watched.moment) -
      end.paced;
  observer_->attempt_ended(result);
  return {};
}

}  // namespace bss::detail
