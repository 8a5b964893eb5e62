// What the caller is told at the end of a call.
#include <utility>

#include "core/policy.h"

namespace bss::detail {

namespace {

bool moves_value(OperationClass operation_class) {
  return operation_class == OperationClass::kMoney || operation_class == OperationClass::kKeyed;
}

/// Did an earlier attempt leave it open whether the call was executed, so that this refusal decides
/// nothing?
bool stays_open(const Outcome& outcome) {
  if (outcome.end.fate == Fate::kUnknown) return true;
  if (!outcome.unknown_before_last) return false;
  if (outcome.end.fate != Fate::kRejected) return true;
  // A business answer to a repeated key speaks of the key: it was looked up before it refused.
  // Refusals in front of the business (401, 403, 404) never saw it.
  return outcome.end.error.kind == ErrorKind::kAuth ||
         outcome.end.error.kind == ErrorKind::kDenied ||
         outcome.end.error.kind == ErrorKind::kNotFound;
}

bool is_already_done(const Call& call, const Outcome& outcome) {
  if (outcome.end.fate != Fate::kRejected || !outcome.unknown_before_last) return false;
  const ErrorInfo* documented = call.operation->find_error(outcome.end.error.code);
  return documented != nullptr && documented->already_done;
}

}  // namespace

CallOutcome settle(const Call& call, Outcome outcome,
                   std::optional<std::chrono::system_clock::time_point> first_left) {
  CallOutcome settled;
  settled.unknown_before_last = outcome.unknown_before_last;
  settled.meta.http_status = outcome.end.status;
  settled.meta.request_id = outcome.end.request_id;
  settled.meta.attempts = outcome.attempts;
  if (outcome.end.fate == Fate::kSuccess) {
    settled.meta.unknown = std::move(outcome.end.unknown);
    return settled;
  }
  if (is_already_done(call, outcome)) {
    settled.already_done = true;
    return settled;
  }
  Error error = std::move(outcome.end.error);
  error.attempts = std::move(outcome.attempts);
  if (moves_value(call.operation_class) && stays_open(outcome)) {
    error.kind = ErrorKind::kOutcomeUnknown;
    error.message = "It is not known whether the call was executed. Last: " + error.message;
    error.intent = call.intent;
    if (error.intent && first_left) error.intent->sent_at = *first_left;
  } else if (outcome.cancelled) {
    error.kind = ErrorKind::kCancelled;
  }
  settled.error = std::move(error);
  return settled;
}

}  // namespace bss::detail
