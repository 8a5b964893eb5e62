#include "gateway/call.h"

#include <algorithm>
#include <array>
#include <utility>

#include "domain/world.h"
#include "iam/header_names.h"

namespace bss::mock::gateway {
namespace {

// auth-gateway 1, "Limits of the front door".
constexpr std::size_t kLargestTarget = std::size_t{32} * 1024;
constexpr std::size_t kLargestHeader = std::size_t{32} * 1024;
constexpr std::size_t kLargestHeaders = std::size_t{128} * 1024;
constexpr std::size_t kLargestBody = std::size_t{12} * 1024 * 1024;
/// IAM.1101 (auth-gateway 3.8).
constexpr std::size_t kLargestIamBody = std::size_t{32} * 1024;

std::int64_t steady_ms(std::chrono::steady_clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

iam::AuthTimes auth_times(const Call& call) {
  const auto wall = call.workspace.clocks().system().time_since_epoch();
  return {domain::Instant{std::chrono::duration_cast<std::chrono::milliseconds>(wall).count()},
          domain::Instant{call.at_ms}};
}

CallerKinds caller_kind(domain::AccountKind kind) noexcept {
  switch (kind) {
    case domain::AccountKind::kSolutionPartner:
      return kCallerSolutionPartner;
    case domain::AccountKind::kDistributor:
      return kCallerDistributor;
    case domain::AccountKind::kReseller:
      return kCallerReseller;
    case domain::AccountKind::kCustomer:
      break;
  }
  return kCallerCustomer;
}

/// An expired token on a BSS operation answers what the setting says (contract.md,
/// auth-gateway 7.1).
Refused expired_token(const Call& call, const Why& why) {
  const auto answer =
      call.workspace.world().settings().choice(domain::Setting::kExpiredTokenAnswer);
  if (answer == "gateway_0301") return call.errors.unauthenticated("decrypt token fail", why);
  if (answer == "business_0154") {
    return call.errors.described(*call.operation, {"CBC.0154", {}, {}}, why);
  }
  if (answer == "business_text") {
    return call.errors.described(*call.operation, {"CBC.0154", "x_auth_token is expired.", {}},
                                 why);
  }
  return call.errors.gateway(401, "0307", "The token must be updated.", why);
}

/// The code by which IAM itself names the problem, or nothing when it leaves it to the gateway.
std::string_view iam_code(const OperationInfo& operation, iam::AuthProblem problem) noexcept {
  using iam::AuthProblem;
  const auto listed = [&](std::string_view code) {
    return operation.find_error(code) != nullptr ? code : std::string_view{};
  };
  if (problem == AuthProblem::kKeyOfDisabledUser) return listed("IAM.0080");
  if (iam::concerns_signature(problem)) return {};
  if (operation.error_style == ErrorStyle::kKeystone) return listed("keystone-unauthenticated");
  switch (problem) {
    case AuthProblem::kNoCredentials:
      return listed("IAM.0001");
    case AuthProblem::kExpiredToken:
      return listed("IAM.0066");
    case AuthProblem::kTokenOfDisabledUser:
      return listed(operation.find_error("IAM.0082") != nullptr ? "IAM.0082" : "IAM.0067");
    default:
      return listed("IAM.0067");
  }
}

Refused not_proved(const Call& call, const iam::AuthFailure& failure) {
  const Why why{failure.rule, failure.field, failure.reason};
  if (call.operation->error_style != ErrorStyle::kBss) {
    const auto code = iam_code(*call.operation, failure.problem);
    if (!code.empty()) {
      return call.errors.described(*call.operation, {std::string(code), {}, {}}, why);
    }
  } else if (failure.problem == iam::AuthProblem::kExpiredToken) {
    return expired_token(call, why);
  }
  return call.errors.unauthenticated(failure.detail, why);
}

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool on_wrong_site(const Call& call, domain::Site site) {
  const auto bit = static_cast<unsigned>(site);
  if ((static_cast<unsigned>(call.options.sites) & bit) == 0) return true;
  const auto played = call.workspace.world().settings().choice(domain::Setting::kEndpointSite);
  if (played == "cn" && site != domain::Site::kChina) return true;
  if (played == "intl" && site != domain::Site::kInternational) return true;
  return !call.operation->on_site(static_cast<Site>(bit));
}

Refused denied(const Call& call, std::string code, std::string detail, Why why) {
  return call.errors.described(*call.operation, {std::move(code), std::move(detail), {}},
                               std::move(why));
}

bool is_json(const std::string* content_type) {
  if (content_type == nullptr) return false;
  constexpr std::string_view kJson = "application/json";
  const std::string_view text = *content_type;
  if (!iam::equal_names(text.substr(0, kJson.size()), kJson)) return false;
  const auto rest = text.substr(std::min(kJson.size(), text.size()));
  return rest.empty() || rest.front() == ';' || rest.front() == ' ';
}

bool is_missing(const FieldProblem& problem) {
  return std::string_view(problem.message).ends_with("It is required.");
}

/// A problem with fields in the words of the operation's area.
Refused bad_content(const Call& call, const FieldProblem& problem) {
  const OperationInfo& operation = *call.operation;
  Why why{std::string(operation.name) + " fields", problem.field, problem.message};
  api::Failure failure;
  failure.detail = problem.field;
  switch (operation.error_style) {
    case ErrorStyle::kBss:
      failure.code = "CBC.0100";
      if (problem.field.empty()) failure.detail = problem.message;
      break;
    case ErrorStyle::kKeystone: {
      const bool of_body = operation.has_body;
      failure.code = of_body ? "keystone-invalid-body" : "keystone-invalid-parameter";
      if (of_body) failure.detail.clear();
      break;
    }
    case ErrorStyle::kIam:
      if (problem.field.empty()) {
        failure.code = call.request.body.empty() ? "IAM.1101" : "IAM.0011";
      } else {
        failure.code = is_missing(problem) ? "IAM.0072" : "IAM.0007";
      }
      break;
  }
  if (operation.find_error(failure.code) == nullptr) {
    return call.errors.gateway(400, "0201", "API request error.", std::move(why));
  }
  return call.errors.described(operation, failure, std::move(why));
}

void read_query(std::string_view query, EncodedRequest& out) {
  while (!query.empty()) {
    const auto piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(piece.size() + 1, query.size()));
    if (piece.empty()) continue;
    const auto equals = piece.find('=');
    if (equals == std::string_view::npos) {
      out.blank_query.push_back(iam::percent_decode(piece));
    } else {
      out.query.emplace_back(iam::percent_decode(piece.substr(0, equals)),
                             iam::percent_decode(piece.substr(equals + 1)));
    }
  }
}

}  // namespace

Call::Call(const http::Request& received, Workspace& in, GatewayOptions with)
    : request(received),
      workspace(in),
      options(with),
      at_ms(in.world().clock().now().ms),
      started(in.clocks().steady()),
      errors(in.request_ids().next(),
             std::string(in.world().settings().choice(domain::Setting::kErrorPrefix))),
      target(iam::split_target(received.target)),
      path(iam::percent_decode(target.path)) {}

Site Call::site() const noexcept {
  if (identity) return static_cast<Site>(static_cast<std::uint8_t>(identity->caller.site));
  return options.sites == SitesServed::kInternational ? Site::kInternational : Site::kChina;
}

Step check_sizes(Call& call) {
  const auto refuse = [&](int status, std::string_view text, std::string field) {
    return call.errors.gateway(status, "0201", text,
                               {"auth-gateway 1", std::move(field), "larger than the front door"});
  };
  if (call.request.target.size() > kLargestTarget) {
    return refuse(414, "Request URI too large.", "target");
  }
  std::size_t all = 0;
  for (const auto& [name, value] : call.request.headers) {
    if (name.size() + value.size() > kLargestHeader) {
      return refuse(494, "Request headers too large.", "header");
    }
    all += name.size() + value.size();
  }
  if (all > kLargestHeaders) return refuse(494, "Request headers too large.", "headers");
  if (call.request.body.size() > kLargestBody)
    return refuse(413, "Request entity too large.", "body");
  return std::nullopt;
}

Step check_route(Call& call) {
  const api::Route route = api::find_route(call.request.method, call.path);
  call.operation = route.operation;
  if (route.operation != nullptr) return std::nullopt;
  if (route.path_known) {
    return call.errors.gateway(404, "0101", "The API does not exist.",
                               {"auth-gateway 6.2", "method", "the path has no such method"});
  }
  return call.errors.gateway(404, "0101", "API not exist or not published in the environment",
                             {"auth-gateway 6.2", "path", "the path is not of this API"});
}

Step check_caller(Call& call) {
  const bool optional = call.operation->authentication == Authentication::kNone;
  const bool token_only = call.operation->authentication != Authentication::kTokenOrSignature;
  if (optional && call.request.header("x-auth-token") == nullptr) return std::nullopt;
  const iam::SignedRequestView view{call.request.method, call.request.target, &call.request.headers,
                                    call.request.body};
  auto proved = call.workspace.authenticator().authenticate(
      view, auth_times(call),
      token_only ? iam::Accepted::kTokenOnly : iam::Accepted::kTokenOrSignature);
  if (auto* identity = std::get_if<iam::Identity>(&proved)) {
    call.identity = std::move(*identity);
    return std::nullopt;
  }
  // CreateToken looks at the token only for assume_role, and has its own answer when it is no good.
  if (optional) return std::nullopt;
  return not_proved(call, std::get<iam::AuthFailure>(proved));
}

Step check_quota(Call& call) {
  const ThrottleTime now{std::chrono::milliseconds{steady_ms(call.started)},
                         std::chrono::milliseconds{call.at_ms}};
  const iam::Caller* caller = call.caller();
  call.quota = call.workspace.throttle().take(
      *call.operation, call.request.remote_address,
      caller == nullptr ? std::string_view{} : std::string_view(caller->account_id), now);
  if (call.quota->admitted) return std::nullopt;
  Why why{
      "throttling-and-errors 1", "",
      call.quota->forced ? "a test asked for this refusal" : "the quota of this window is used up"};
  const ErrorInfo* of_iam = call.operation->find_error("IAM.0012");
  if (call.operation->error_style != ErrorStyle::kBss && of_iam != nullptr) {
    const std::string text = "The throttling threshold has been reached. Threshold: " +
                             std::to_string(call.quota->limit.limit) + " times per " +
                             std::to_string(call.quota->limit.per_seconds) + " seconds";
    return call.errors.from_entry(*of_iam, {"IAM.0012", text, {}}, std::move(why));
  }
  return call.errors.gateway(429, "0308", call.quota->message(), std::move(why));
}

Step check_role(Call& call) {
  // IAM serves every account of every site and knows no permissions of the partner centre.
  if (call.operation->error_style != ErrorStyle::kBss || !call.identity) return std::nullopt;
  const iam::Caller& caller = call.identity->caller;
  const iam::AccountRights& rights = *call.identity->rights;
  if (on_wrong_site(call, caller.site)) {
    return denied(
        call, "CBC.0156", {},
        {"auth-gateway 7.1", "", "the operation, or this endpoint, is of the other site"});
  }
  const CallerKinds kind = caller_kind(caller.kind);
  if (!call.operation->may_be_called_by(kind)) {
    return denied(call, "CBC.0151", {},
                  {"auth-gateway 7.2", "", "accounts of this kind may not call the operation"});
  }
  const bool partner = kind == kCallerSolutionPartner || kind == kCallerDistributor;
  if (partner && !rights.joined_programme && call.operation->find_error("CBC.5001") == nullptr) {
    return denied(call, "CBC.0151", {},
                  {"auth-gateway 7.1", "", "the account has not joined the partner programme"});
  }
  if (contains(rights.missing_permissions, call.operation->name)) {
    return denied(call, "CBC.0151",
                  "user access denied.checkCustomerPermission,correct permission code is " +
                      std::string(call.operation->name),
                  {"auth-gateway 7.1", "", "the account lacks the permission for the operation"});
  }
  if (contains(rights.refused_operations, call.operation->name)) {
    return denied(call, "CBC.0155", {},
                  {"auth-gateway 7.1", "", "the account has no right to the operation"});
  }
  return std::nullopt;
}

Step check_content(Call& call) {
  const OperationInfo& operation = *call.operation;
  if (operation.has_body) {
    if (!is_json(call.request.header("content-type"))) {
      return bad_content(call, {"Content-Type", "It must be application/json."});
    }
    // auth-gateway 2.1: a body whose fields are all optional is still {}.
    if (call.request.body.empty()) return bad_content(call, {"", "The body is empty."});
    if (operation.error_style == ErrorStyle::kIam && call.request.body.size() > kLargestIamBody) {
      return call.errors.described(operation, {"IAM.1101", {}, {}});
    }
  }
  EncodedRequest encoded;
  encoded.path = call.path;
  encoded.headers = call.request.headers;
  encoded.has_body = operation.has_body;
  if (operation.has_body) encoded.body = call.request.body;
  read_query(call.target.query, encoded);
  api::BindResult bound = api::bind(operation, encoded, call.site());
  if (const auto* problem = std::get_if<FieldProblem>(&bound)) return bad_content(call, *problem);
  call.bound = std::get<std::unique_ptr<api::BoundCall>>(std::move(bound));
  return std::nullopt;
}

Step check(Call& call) {
  for (const auto step :
       {check_sizes, check_route, check_caller, check_quota, check_role, check_content}) {
    if (auto refused = step(call)) return refused;
  }
  return std::nullopt;
}

std::optional<Refused> fault_answer(const Call& call) {
  const FaultEffect& effect = call.fault->effect;
  Why why{"fault " + std::to_string(call.fault->rule_id), "", "a fault rule answers this call"};
  if (effect.status) {
    Refused refused;
    refused.status = *effect.status;
    refused.body = effect.body;
    refused.why = std::move(why);
    return refused;
  }
  if (effect.error.empty()) return std::nullopt;
  const ErrorInfo* entry = call.operation->find_error(effect.error);
  if (entry == nullptr) entry = find_any_error(effect.error);
  if (entry == nullptr) return call.errors.internal("a fault rule names an unknown code");
  api::Failure failure{effect.error, {}, {}};
  if (entry->code.find(".0308") != std::string_view::npos) {
    ThrottleVerdict verdict;
    verdict.limit = {call.operation->quota.limit, std::max(call.operation->quota.per_seconds, 1)};
    failure.detail = verdict.message();
  } else if (entry->code.find(".0301") != std::string_view::npos) {
    failure.detail = "decrypt token fail";
  }
  return call.errors.from_entry(*entry, failure, std::move(why));
}

}  // namespace bss::mock::gateway
