// The policies that run once an attempt: pacing, credentials, log, transport.
#include <algorithm>
#include <utility>

#include "core/error_decoder.h"
#include "core/policy.h"
#include "core/request_secrets.h"

namespace bss::detail {

using std::chrono::milliseconds;

Move PacingPolicy::out(Exchange& exchange) const {
  if (exchange.options.dry_run) return {};
  if (!exchange.permit)
    exchange.permit = pacer_->enter(exchange.identity.quota_owner, *exchange.call.operation);
  if (exchange.wait_cancelled) {
    exchange.permit.reset();
    return unsent(exchange, Fate::kGivenUp, ErrorKind::kCancelled,
                  "Cancelled while waiting for the quota.");
  }
  const Clock::Steady turn = exchange.permit->turn();
  if (turn <= clock_->steady_now()) {
    exchange.paced = exchange.permit->waited();
    return {};
  }
  if (turn > exchange.deadline) {
    exchange.permit.reset();
    return unsent(exchange, Fate::kGivenUp, ErrorKind::kDeadline,
                  "The operation's quota gives this call its turn only after its deadline.");
  }
  return Move::wait(turn);
}

Move PacingPolicy::back(Exchange& exchange) const {
  AttemptEnd& end = exchange.outcome.end;
  end.paced = exchange.paced;
  // A token request may have been throttled instead: that says nothing of this lane.
  if (exchange.left) {
    if (end.fate == Fate::kThrottled) {
      exchange.permit->throttled(end.error.throttle_limit, end.throttle_window);
    } else if (end.fate == Fate::kSuccess || end.fate == Fate::kRejected) {
      exchange.permit->accepted();
    }
  }
  exchange.permit.reset();
  return {};
}

namespace {

/// The call itself was not sent, whatever happened to the request for its token.
Fate fate_without_proof(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kThrottled:
      return Fate::kThrottled;
    case ErrorKind::kNotSent:
    case ErrorKind::kServer:
    case ErrorKind::kBadResponse:
      return Fate::kNotSent;
    case ErrorKind::kDeadline:
    case ErrorKind::kCancelled:
      return Fate::kGivenUp;
    default:
      return Fate::kRejected;
  }
}

}  // namespace

Move CredentialsPolicy::out(Exchange& exchange) const {
  const bool proof_wanted = exchange.call.authenticate &&
                            exchange.call.operation->authentication != Authentication::kNone;
  Authenticator* authenticator = exchange.identity.authenticator.get();
  if (!proof_wanted || authenticator == nullptr) return {};
  if (exchange.options.dry_run) {
    const std::optional<Error> error =
        authenticator->apply_offline(*exchange.request, exchange.identity.key);
    return error ? unsent(exchange, Fate::kRejected, error->kind, error->message) : Move{};
  }

  const Result<AppliedProof> proof = authenticator->apply(
      *exchange.request, exchange.identity.key, exchange.deadline, exchange.options.cancellation);
  if (proof) {
    exchange.proof = proof.value();
    return {};
  }
  const Error& error = proof.error();
  const Move turn = unsent(exchange, fate_without_proof(error), error.kind, error.message);
  AttemptEnd& end = exchange.outcome.end;
  end.status = error.http_status;
  end.code = error.code;
  end.request_id = error.request_id;
  end.retry_after = error.retry_after;
  end.throttle_window = std::chrono::seconds(error.throttle_seconds);
  end.error = error;
  // Nothing of the call left this machine, so its outcome is never unknown here.
  if (error.kind == ErrorKind::kOutcomeUnknown) end.error.kind = ErrorKind::kAuth;
  end.error.operation = std::string(exchange.call.operation->name);
  return turn;
}

Move CredentialsPolicy::back(Exchange& exchange) const {
  AttemptEnd& end = exchange.outcome.end;
  if (exchange.proof && end.status == 401 && end.fate == Fate::kRejected &&
      exchange.identity.authenticator->rejected(*exchange.proof, end.error)) {
    end.fate = Fate::kRenewed;
  }
  return {};
}

Move LogPolicy::out(Exchange& exchange) const {
  if (logger_) exchange.logged = {clock_->system_now(), clock_->steady_now()};
  return {};
}

Move LogPolicy::back(Exchange& exchange) const {
  if (!logger_) return {};
  const AttemptEnd& end = exchange.outcome.end;
  LogRecord record;
  record.level = end.fate == Fate::kSuccess ? LogLevel::kInfo : LogLevel::kWarning;
  record.operation = exchange.call.operation->name;
  record.method = exchange.call.operation->method;
  // A raw call has no template, and its filled-in path may carry ids of people.
  record.path_template = exchange.call.operation->path;
  record.attempt = exchange.attempt.number;
  record.status = end.status;
  record.code = end.code;
  record.request_id = end.request_id;
  record.started = exchange.logged.date;
  record.duration =
      std::chrono::duration_cast<milliseconds>(clock_->steady_now() - exchange.logged.moment);
  logger_->log(record);
  return {};
}

namespace {

std::string_view name_of(TransportFailure::Cause cause) {
  switch (cause) {
    case TransportFailure::Cause::kResolve:
      return "resolve";
    case TransportFailure::Cause::kConnect:
      return "connect";
    case TransportFailure::Cause::kTls:
      return "tls";
    case TransportFailure::Cause::kTimeout:
      return "timeout";
    case TransportFailure::Cause::kReset:
      return "reset";
    case TransportFailure::Cause::kCancelled:
      return "cancelled";
    case TransportFailure::Cause::kProtocol:
      return "protocol";
    case TransportFailure::Cause::kOther:
      return "other";
  }
  return "other";
}

AttemptEnd read_failure(const Exchange& exchange, const TransportFailure& failure,
                        bool deadline_over) {
  AttemptEnd end;
  const bool cancelled = failure.cause == TransportFailure::Cause::kCancelled;
  end.timed_out = failure.cause == TransportFailure::Cause::kTimeout;
  end.code = std::string(name_of(failure.cause));
  end.error.operation = std::string(exchange.call.operation->name);
  end.error.message =
      failure.message.empty() ? "The connection failed: " + end.code + "." : failure.message;
  if (failure.known == TransportFailure::Known::kNotSent) {
    end.fate = cancelled ? Fate::kGivenUp : Fate::kNotSent;
    end.error.kind = cancelled ? ErrorKind::kCancelled : ErrorKind::kNotSent;
  } else {
    end.fate = Fate::kUnknown;
    end.error.kind = cancelled                        ? ErrorKind::kCancelled
                     : end.timed_out && deadline_over ? ErrorKind::kDeadline
                                                      : ErrorKind::kServer;
  }
  return end;
}

AttemptEnd read_answer(const Exchange& exchange, TransportResponse response,
                       std::chrono::system_clock::time_point local_now) {
  const OperationInfo& operation = *exchange.call.operation;
  AttemptEnd end;
  end.status = response.status;
  end.request_id = request_id_of(response.headers);
  if (std::optional<Error> error = decode_error(operation, response)) {
    end.fate = fate_of(operation, *error);
    end.code = error->code;
    end.request_id = error->request_id;
    end.retry_after = error->retry_after = read_retry_after(response.headers, local_now);
    end.throttle_window = std::chrono::seconds(error->throttle_seconds);
    end.error = *std::move(error);
    return end;
  }
  EncodedResponse answer;
  answer.status = response.status;
  answer.headers = std::move(response.headers);
  answer.body = std::move(response.body);
  if (std::optional<Error> broken = exchange.call.read(answer, end.unknown)) {
    // A 2xx that cannot be read may have been a refusal as well as a success.
    end.fate = Fate::kUnknown;
    end.code = "bad_response";
    end.error = *std::move(broken);
    end.error.http_status = end.status;
    end.error.request_id = end.request_id;
    end.error.operation = std::string(operation.name);
    return end;
  }
  end.fate = Fate::kSuccess;
  return end;
}

}  // namespace

Move TransportPolicy::out(Exchange& exchange) const {
  if (exchange.options.dry_run) {
    exchange.options.dry_run(without_secrets(*exchange.request));
    return unsent(exchange, Fate::kGivenUp, ErrorKind::kNotSent, "A dry run: nothing was sent.");
  }
  const Clock::Steady now = clock_->steady_now();
  if (exchange.options.cancellation.cancelled()) {
    return unsent(exchange, Fate::kGivenUp, ErrorKind::kCancelled,
                  "Cancelled before the request was sent.");
  }
  if (exchange.deadline <= now) {
    return unsent(exchange, Fate::kGivenUp, ErrorKind::kDeadline,
                  "Time was up before the request was sent.");
  }
  exchange.request->deadline =
      attempt_timeout_ < exchange.deadline - now ? now + attempt_timeout_ : exchange.deadline;
  if (!exchange.first_left) exchange.first_left = clock_->system_now();
  if (exchange.permit) exchange.permit->sent();
  exchange.left = true;
  return {Move::Kind::kSend};
}

Move TransportPolicy::back(Exchange& exchange) const {
  TransportResult& answer = exchange.answer;
  exchange.outcome = {};
  AttemptEnd& end = exchange.outcome.end;
  if (answer.response) {
    end = read_answer(exchange, *std::move(answer.response), clock_->system_now());
  } else {
    end = read_failure(exchange, answer.failure, clock_->steady_now() >= exchange.deadline);
  }
  answer = {};
  remove_secrets(end.error, *exchange.request);
  return {};
}

}  // namespace bss::detail
