#include "auth/iam_messages.h"

#include "auth/token_life.h"
#include "bss/iam.h"
#include "core/error_decoder.h"

#include <utility>

namespace bss::detail {
namespace {

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

/// By id where there is one, else by name.
IamDomainRef domain_ref(const std::string& id, const std::string& name) {
  IamDomainRef ref;
  if (id.empty()) {
    ref.name = if_any(name);
  } else {
    ref.id = id;
  }
  return ref;
}

std::optional<IamTokenScope> scope_of(const TokenScope& wanted) {
  IamTokenScope scope;
  switch (wanted.kind) {
    case TokenScope::Kind::kNone:
      return std::nullopt;
    case TokenScope::Kind::kDomain:
      scope.domain = domain_ref(wanted.id, wanted.name);
      return scope;
    case TokenScope::Kind::kProject:
      break;
  }
  IamProjectRef project;
  if (wanted.id.empty()) {
    project.name = wanted.name;
    // A project's name is unique within its account only; a stock Keystone refuses the name without
    // the account.
    if (!wanted.domain_id.empty() || !wanted.domain_name.empty()) {
      project.domain = domain_ref(wanted.domain_id, wanted.domain_name);
    }
  } else {
    project.id = wanted.id;
  }
  scope.project = std::move(project);
  return scope;
}

CreateTokenRequest token_request(const char* method, const TokenScope& scope) {
  CreateTokenRequest request;
  // Without the catalogue the answer is a fraction of its size.
  request.nocatalog = "true";
  request.auth.identity.methods = {method};
  request.auth.scope = scope_of(scope);
  return request;
}

Error bad_response(const TransportResponse& response, const OperationInfo& operation,
                   std::string message) {
  Error error;
  error.kind = ErrorKind::kBadResponse;
  error.operation = std::string(operation.name);
  error.http_status = response.status;
  error.request_id = request_id_of(response.headers);
  error.message = std::move(message);
  return error;
}

EncodedResponse encoded(const TransportResponse& response) {
  return {response.status, response.headers, response.body};
}

}  // namespace

EncodedRequest password_login(const Credentials::Password& login, const TokenScope& scope) {
  CreateTokenRequest request = token_request("password", scope);
  IamPasswordUser user;
  user.name = login.user_name;
  user.password = login.password;
  user.domain = domain_ref({}, login.domain_name);
  request.auth.identity.password = IamPasswordMethod{std::move(user)};
  return operations::CreateToken::encode(request);
}

EncodedRequest role_login(const Secret& partner_token, const AssumedRole& role,
                          const TokenScope& scope) {
  CreateTokenRequest request = token_request("assume_role", scope);
  request.x_auth_token = partner_token;
  IamAssumeRoleMethod method;
  method.domain_id = if_any(role.domain_id);
  method.domain_name = if_any(role.domain_name);
  method.agency_name = role.agency_name;
  request.auth.identity.assume_role = std::move(method);
  return operations::CreateToken::encode(request);
}

Result<FetchedToken> read_token_answer(const TransportResponse& response) {
  const OperationInfo& operation = operations::CreateToken::info();
  Result<CreateTokenResponse> answer = operations::CreateToken::decode(encoded(response), {});
  if (!answer) return bad_response(response, operation, std::move(answer).error().message);
  if (!answer->x_subject_token || answer->x_subject_token->empty()) {
    return bad_response(response, operation, "The token answer carries no X-Subject-Token.");
  }
  const std::string* date = find_header(response.headers, "Date");
  const auto life = token_life(answer->token.expires_at, answer->token.issued_at,
                               date == nullptr ? std::string() : *date);
  if (!life)
    return bad_response(response, operation,
                        "The token answer does not say how long the token lives.");
  return FetchedToken{std::move(*answer->x_subject_token), *life};
}

Result<std::string> read_first_domain_id(const TransportResponse& response) {
  const OperationInfo& operation = operations::ListAuthDomains::info();
  Result<ListAuthDomainsResponse> answer =
      operations::ListAuthDomains::decode(encoded(response), {});
  if (!answer) return bad_response(response, operation, std::move(answer).error().message);
  if (answer->domains.empty() || answer->domains.front().id.empty()) {
    return bad_response(response, operation, "The answer names no account.");
  }
  return answer->domains.front().id;
}

}  // namespace bss::detail
