#include "auth/iam_client.h"

#include "auth/signer.h"
#include "bss/iam.h"
#include "core/error_decoder.h"
#include "core/request_secrets.h"
#include "core/target.h"

#include <algorithm>
#include <utility>

namespace bss::detail {
namespace {

using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;

/// Fetching a token twice does no harm, so nothing here is ever of unknown outcome.
ErrorKind kind_of(const TransportFailure& failure, bool callers_time_is_up) {
  if (failure.cause == Cause::kCancelled) return ErrorKind::kCancelled;
  if (failure.cause == Cause::kTimeout && callers_time_is_up) return ErrorKind::kDeadline;
  if (failure.known == Known::kNotSent) return ErrorKind::kNotSent;
  return failure.cause == Cause::kProtocol ? ErrorKind::kBadResponse : ErrorKind::kServer;
}

std::string_view reason_of(Cause cause) {
  switch (cause) {
    case Cause::kResolve:
      return "resolve";
    case Cause::kConnect:
      return "connect";
    case Cause::kTls:
      return "tls";
    case Cause::kTimeout:
      return "timeout";
    case Cause::kReset:
      return "reset";
    case Cause::kCancelled:
      return "cancelled";
    case Cause::kProtocol:
      return "protocol";
    case Cause::kOther:
      break;
  }
  return "failed";
}

Error make_error(ErrorKind kind, const OperationInfo& operation, std::string message) {
  Error error;
  error.kind = kind;
  error.operation = std::string(operation.name);
  error.message = std::move(message);
  return error;
}

}  // namespace

TransportRequest IamClient::to_iam(const OperationInfo& operation,
                                   const EncodedRequest& encoded) const {
  TransportRequest request;
  request.method = std::string(operation.method);
  request.url = settings_.endpoint;
  request.target = make_target(encoded);
  request.headers = encoded.headers;
  if (encoded.has_body)
    request.headers.emplace_back("Content-Type", "application/json;charset=utf8");
  request.body = encoded.body;
  request.has_body = encoded.has_body;
  return request;
}

Result<FetchedToken> IamClient::fetch(const EncodedRequest& encoded, Clock::Steady deadline,
                                      const CancellationToken& cancellation) const {
  const OperationInfo& operation = operations::CreateToken::info();
  auto response = exchange(to_iam(operation, encoded), operation, deadline, cancellation);
  if (!response) return std::move(response).error();
  return read_token_answer(*response);
}

Result<FetchedToken> IamClient::log_in(const Credentials::Password& login, const TokenScope& scope,
                                       Clock::Steady deadline,
                                       const CancellationToken& cancellation) const {
  return fetch(password_login(login, scope), deadline, cancellation);
}

Result<FetchedToken> IamClient::assume_role(const Secret& partner_token, const AssumedRole& role,
                                            const TokenScope& scope, Clock::Steady deadline,
                                            const CancellationToken& cancellation) const {
  return fetch(role_login(partner_token, role, scope), deadline, cancellation);
}

Result<std::string> IamClient::account_of(const Credentials::AccessKey& key, Clock::Steady deadline,
                                          const CancellationToken& cancellation) const {
  const OperationInfo& operation = operations::ListAuthDomains::info();
  TransportRequest request = to_iam(operation, operations::ListAuthDomains::encode({}));
  sign_request(request, key, settings_.clock->system_now());
  auto response = exchange(std::move(request), operation, deadline, cancellation);
  if (!response) return std::move(response).error();
  return read_first_domain_id(*response);
}

Result<TransportResponse> IamClient::exchange(TransportRequest request,
                                              const OperationInfo& operation,
                                              Clock::Steady deadline,
                                              const CancellationToken& cancellation) const {
  const auto started = settings_.clock->system_now();
  const auto begin = settings_.clock->steady_now();
  if (begin >= deadline)
    return make_error(ErrorKind::kDeadline, operation, "Time was up before the token request.");
  if (!settings_.user_agent.empty())
    request.headers.emplace_back("User-Agent", settings_.user_agent);
  request.connect_timeout = settings_.connect_timeout;
  request.deadline =
      deadline - begin > settings_.attempt_timeout ? begin + settings_.attempt_timeout : deadline;
  TransportResult result = settings_.transport->send(request, cancellation);
  if (!result.response) {
    log(operation, result, reason_of(result.failure.cause), started, begin);
    const bool times_up = settings_.clock->steady_now() >= deadline;
    return make_error(kind_of(result.failure, times_up), operation,
                      "Token request: " + result.failure.message + ".");
  }
  std::optional<Error> error = decode_error(operation, *result.response);
  if (error) {
    error->retry_after = read_retry_after(result.response->headers, settings_.clock->system_now());
    remove_secrets(*error, request);
  }
  log(operation, result, error ? std::string_view(error->code) : std::string_view(), started,
      begin);
  if (error) return std::move(*error);
  return std::move(*result.response);
}

void IamClient::log(const OperationInfo& operation, const TransportResult& result,
                    std::string_view code, Clock::System started, Clock::Steady begin) const {
  if (settings_.logger == nullptr) return;
  const std::string request_id =
      result.response ? request_id_of(result.response->headers) : std::string();
  LogRecord record;
  record.level =
      result.response && result.response->status < 400 ? LogLevel::kInfo : LogLevel::kWarning;
  record.operation = operation.name;
  record.method = operation.method;
  record.path_template = operation.path;
  record.status = result.response ? result.response->status : 0;
  record.code = code;
  record.request_id = request_id;
  record.started = started;
  record.duration =
      std::chrono::duration_cast<std::chrono::milliseconds>(settings_.clock->steady_now() - begin);
  settings_.logger->log(record);
}

}  // namespace bss::detail
