#include "api/iam.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "api/login.h"
#include "domain/world.h"
#include "iam/identities.h"
#include "iam/signature.h"
#include "iam/temporary_keys.h"
#include "iam/tokens.h"
#include "store/accounts.h"
#include "store/identity.h"

namespace bss::mock::api {
namespace {

using iam::Refusal;

Failure keystone_failure(const iam::Problem& problem) {
  switch (problem.refusal) {
    case Refusal::kIncomplete:
      return {"keystone-invalid-body", {}, {}};
    case Refusal::kWrongCredentials:
      return {"keystone-wrong-credentials", {}, {}};
    case Refusal::kLocked:
      return {"IAM.0061", {}, {}};
    case Refusal::kConsoleOnly:
      return {"IAM.0081", {}, {}};
    case Refusal::kUserDisabled:
      return {"IAM.0082", {}, {}};
    case Refusal::kBadToken:
      return {"keystone-unauthenticated", {}, {}};
    case Refusal::kCallerUnknown:
      return {"keystone-x-auth-token-invalid", {}, {}};
    case Refusal::kProjectNotFound:
      return {"keystone-project-not-found", "Could not find project: " + problem.detail + ".", {}};
    // A stranger must not learn which accounts exist (auth-gateway 3.8: one answer for both).
    case Refusal::kAccountNotFound:
    case Refusal::kForbidden:
      break;
  }
  return {"keystone-forbidden", {}, {}};
}

std::optional<iam::NameOrId> account_of(const std::optional<IamDomainRef>& domain) {
  if (!domain) return std::nullopt;
  return iam::NameOrId{domain->name, domain->id};
}

std::optional<iam::ScopeWish> scope_of(const std::optional<IamTokenScope>& scope) {
  if (!scope) return std::nullopt;
  iam::ScopeWish wish;
  wish.account = account_of(scope->domain);
  if (scope->project) {
    wish.project = iam::ProjectWish{{scope->project->name, scope->project->id},
                                    account_of(scope->project->domain)};
  }
  return wish;
}

iam::Outcome<iam::IssuedToken> get_token(const CallContext& context,
                                         const CreateTokenRequest& request) {
  const IamTokenIdentity& identity = request.auth.identity;
  const auto scope = scope_of(request.auth.scope);
  const iam::Problem incomplete{Refusal::kIncomplete, {}};
  if (identity.methods.size() != 1) return incomplete;
  const std::string& method = identity.methods.front();
  if (method == "password" && identity.password) {
    return iam::login_with_password(context.world, password_login(identity.password->user), scope);
  }
  if (method == "token" && identity.token) {
    return iam::login_with_token(context.world, identity.token->id, scope);
  }
  if (method == "assume_role" && identity.assume_role) {
    const IamAssumeRoleMethod& wish = *identity.assume_role;
    return iam::assume_role(context.world, context.caller,
                            {{wish.domain_name, wish.domain_id}, wish.agency_name}, scope);
  }
  return incomplete;
}

IamTokenDomain domain_of(const store::AccountRow& account) {
  return {account.id, account.name};
}

/// The user, or the agency, a token belongs to.
IamTokenUser user_of(std::string id, std::string name, const store::AccountRow& account) {
  IamTokenUser user;
  user.id = std::move(id);
  user.name = std::move(name);
  user.domain = domain_of(account);
  return user;
}

std::vector<IamTokenRole> roles_of(domain::World& world, const store::TokenRow& row) {
  if (row.assumed_by_account_id) {
    // auth-gateway 3.4: two system roles with their real ids, feature gates with the placeholder.
    return {{"c40fc1b70fb14140a61ac60c7c292874", "readonly"},
            {"e2d75429549044d2b313fbdd11520f7d", "te_admin"},
            {"0", "op_gated_ecs_gpu_kvmm60"}};
  }
  std::vector<IamTokenRole> roles = {{"0", "te_admin"}};
  const auto user = store::find_user_by_id(world.db(), row.user_id);
  if (user && !user->no_agent_operator) roles.push_back({"0", "te_agency"});
  return roles;
}

IamCatalogEntry service(const std::string& name, const std::string& type, const std::string& url) {
  IamCatalogEndpoint endpoint;
  endpoint.id = iam::sha256_hex("endpoint " + name).substr(0, 32);
  endpoint.interface = "public";
  endpoint.region = "*";
  endpoint.region_id = "*";
  endpoint.url = url;
  return {iam::sha256_hex("service " + name).substr(0, 32), name, type, {std::move(endpoint)}};
}

/// The services of this server: a program that follows the catalogue must not end up at the real
/// ones.
std::vector<IamCatalogEntry> catalog_at(const std::string& endpoint) {
  if (endpoint.empty()) return {};
  return {service("bss", "bss", endpoint + "/v2"), service("iam", "iam", endpoint + "/v3")};
}

IamTokenInfo describe(domain::World& world, const store::TokenRow& row, bool with_catalog,
                      const std::string& endpoint) {
  IamTokenInfo info;
  const auto account = store::find_account(world.db(), row.account_id);
  info.methods = {row.method};
  info.issued_at = domain::format_iam_time(domain::Instant{row.issued_at});
  info.expires_at = domain::format_iam_time(domain::Instant{row.expires_at});
  if (with_catalog) info.catalog = catalog_at(endpoint);
  info.roles = roles_of(world, row);
  if (!account) return info;
  info.user = user_of(row.user_id, row.user_name, *account);
  if (!row.project_id) {
    info.domain = domain_of(*account);
  } else if (const auto project = store::find_project(world.db(), *row.project_id)) {
    info.project = IamTokenProject{project->id, project->name, domain_of(*account)};
  }
  if (!row.assumed_by_account_id) {
    info.user.password_expires_at = "";
    return info;
  }
  const auto partner = store::find_account(world.db(), *row.assumed_by_account_id);
  const auto user = store::find_user_by_id(world.db(), row.assumed_by_user_id.value_or(""));
  if (partner && user) {
    info.assumed_by = IamTokenAssumedBy{user_of(user->id, user->name, *partner)};
    info.assumed_by->user->password_expires_at = "";
  }
  return info;
}

bool with_catalog(const std::optional<std::string>& nocatalog) {
  return !nocatalog || nocatalog->empty();
}

IamLinks link_to(std::string address) {
  IamLinks links;
  links.self = std::move(address);
  return links;
}

IamProjectInfo project_info(const store::ProjectRow& row, const std::string& endpoint) {
  IamProjectInfo info;
  info.id = row.id;
  info.name = row.name;
  info.domain_id = row.account_id;
  info.parent_id = row.account_id;
  info.description = "";
  info.enabled = row.enabled;
  info.is_domain = false;
  info.links = link_to(endpoint + "/v3/projects/" + row.id);
  return info;
}

bool passes(const store::ProjectRow& row, const ListProjectsRequest& request) {
  return (!request.name || *request.name == row.name) &&
         (!request.parent_id || *request.parent_id == row.account_id) &&
         (!request.enabled || *request.enabled == row.enabled);
}

std::string query_of(const ListProjectsRequest& request, std::optional<std::int64_t> page) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    query += query.empty() ? "?" : "&";
    query += std::string(name) + "=" + iam::percent_encode(value);
  };
  if (request.domain_id) add("domain_id", *request.domain_id);
  if (request.name) add("name", *request.name);
  if (request.parent_id) add("parent_id", *request.parent_id);
  if (request.enabled) add("enabled", *request.enabled ? "true" : "false");
  if (page) {
    add("page", std::to_string(*page));
    add("per_page", std::to_string(*request.per_page));
  }
  return query;
}

/// Cuts the list down to the page and links its neighbours.
void cut_to_page(const ListProjectsRequest& request, const std::string& address,
                 ListProjectsResponse& response) {
  const auto page = static_cast<std::int64_t>(*request.page);
  const auto size = static_cast<std::int64_t>(*request.per_page);
  const auto total = static_cast<std::int64_t>(response.projects.size());
  const std::int64_t from = std::min((page - 1) * size, total);
  const std::int64_t to = std::min(from + size, total);
  std::vector<IamProjectInfo> cut(std::make_move_iterator(response.projects.begin() + from),
                                  std::make_move_iterator(response.projects.begin() + to));
  response.projects = std::move(cut);
  response.links.self = address + query_of(request, page);
  if (page > 1) response.links.previous = address + query_of(request, page - 1);
  if (to < total) response.links.next = address + query_of(request, page + 1);
}

Failure key_failure(const iam::Problem& problem, const iam::AgencyWish& wish) {
  if (problem.refusal != Refusal::kAccountNotFound) return {"IAM.0002", {}, {}};
  const std::string asked = wish.account.id ? *wish.account.id : wish.account.name.value_or("");
  return {"IAM.0004", "Could not find domain: " + asked + ".", {}};
}

CreateTemporaryAccessKeyResponse show_key(iam::IssuedKey key) {
  CreateTemporaryAccessKeyResponse response;
  response.credential.access = std::move(key.row.access_key);
  response.credential.secret = std::move(key.row.secret_key);
  response.credential.expires_at = domain::format_iam_time(domain::Instant{key.row.expires_at});
  response.credential.securitytoken = std::move(key.security_token);
  return response;
}

/// iam::<account>:user:<name>, or through an agency
/// sts::<account>:assumed-agency:<agency>/<session>.
std::string urn_of(domain::World& world, const iam::Caller& caller) {
  if (caller.assumed_by_account_id.empty()) {
    return "iam::" + caller.account_id + ":user:" + caller.user_name;
  }
  const std::string agency = iam::agency_of(caller.user_name);
  const auto user = store::find_user_by_id(world.db(), caller.assumed_by_user_id);
  const auto session = caller.user_name.find("/" + agency + "/");
  const std::string who = session != std::string::npos
                              ? caller.user_name.substr(session + agency.size() + 2)
                              : (user ? user->name : std::string());
  return "sts::" + caller.account_id + ":assumed-agency:" + agency + "/" + who;
}

}  // namespace

Reply<CreateTokenResponse> IamHandlers::create_token(const CallContext& context,
                                                     const CreateTokenRequest& request) {
  const auto& methods = request.auth.identity.methods;
  if (std::find(methods.begin(), methods.end(), "totp") != methods.end()) {
    return Failure{"keystone-not-modelled", {}, {}};
  }
  auto outcome = get_token(context, request);
  if (const auto* problem = std::get_if<iam::Problem>(&outcome)) return keystone_failure(*problem);
  auto& issued = std::get<iam::IssuedToken>(outcome);
  // The catalogue belongs to the answers of password and token (auth-gateway 3.4).
  const bool catalog = with_catalog(request.nocatalog) && issued.row.method != "assume_role";
  CreateTokenResponse response;
  response.token = describe(context.world, issued.row, catalog, endpoint());
  response.x_subject_token = std::move(issued.text);
  return response;
}

Reply<ShowTokenResponse> IamHandlers::show_token(const CallContext& context,
                                                 const ShowTokenRequest& request) {
  const auto row = iam::find_good_token(context.world, request.x_subject_token);
  if (!row) return Failure{"keystone-subject-token-invalid", {}, {}};
  if (row->account_id != context.caller->account_id) return Failure{"keystone-forbidden", {}, {}};
  ShowTokenResponse response;
  response.token = describe(context.world, *row, with_catalog(request.nocatalog), endpoint());
  response.x_subject_token = request.x_subject_token;
  return response;
}

Reply<ListProjectsResponse> IamHandlers::list_projects(const CallContext& context,
                                                       const ListProjectsRequest& request) {
  if (request.page.has_value() != request.per_page.has_value()) {
    return Failure{"keystone-invalid-parameter", request.page ? "per_page" : "page", {}};
  }
  if (request.domain_id && *request.domain_id != context.caller->account_id) {
    return Failure{"keystone-forbidden", {}, {}};
  }
  const std::string address = endpoint() + "/v3/projects";
  ListProjectsResponse response;
  for (const auto& row : store::list_projects(context.world.db(), context.caller->account_id)) {
    if (passes(row, request)) response.projects.push_back(project_info(row, endpoint()));
  }
  response.links.self = address + query_of(request, std::nullopt);
  if (request.page) cut_to_page(request, address, response);
  return response;
}

Reply<ListAuthProjectsResponse> IamHandlers::list_auth_projects(const CallContext& context,
                                                                const ListAuthProjectsRequest&) {
  ListAuthProjectsResponse response;
  for (const auto& row : store::list_projects(context.world.db(), context.caller->account_id)) {
    if (row.enabled) response.projects.push_back(project_info(row, endpoint()));
  }
  response.links = link_to(endpoint() + "/v3/auth/projects");
  return response;
}

Reply<ListAuthDomainsResponse> IamHandlers::list_auth_domains(const CallContext& context,
                                                              const ListAuthDomainsRequest&) {
  IamDomainInfo info;
  info.id = context.caller->account_id;
  info.name = context.caller->account_name;
  info.description = "";
  info.enabled = true;
  info.links = link_to(endpoint() + "/v3/domains/" + info.id);
  ListAuthDomainsResponse response;
  response.domains.push_back(std::move(info));
  response.links = link_to(endpoint() + "/v3/auth/domains");
  return response;
}

Reply<CreateTemporaryAccessKeyResponse> IamHandlers::create_temporary_access_key(
    const CallContext& context, const CreateTemporaryAccessKeyRequest& request) {
  const IamKeyIdentity& identity = request.auth.identity;
  if (identity.policy) return Failure{"IAM.NotModelled", {}, {}};
  if (identity.methods.front() == "token") {
    const IamKeyTokenMethod method = identity.token.value_or(IamKeyTokenMethod{});
    if (method.id) {
      const auto row = iam::find_good_token(context.world, *method.id);
      if (!row || row->account_id != context.caller->account_id) {
        return Failure{"IAM.0067", {}, {}};
      }
    }
    return show_key(iam::issue_key(context.world, *context.caller, method.duration_seconds));
  }
  if (!identity.assume_role) return Failure{"IAM.0072", "assume_role", {}};
  const IamKeyAssumeRoleMethod& method = *identity.assume_role;
  const iam::AgencyWish wish{{method.domain_name, method.domain_id}, method.agency_name};
  if (wish.account.empty()) return Failure{"IAM.0072", "domain_id", {}};
  const std::string session =
      method.session_user ? method.session_user->name.value_or("") : std::string();
  auto outcome =
      iam::issue_agency_key(context.world, *context.caller, wish, session, method.duration_seconds);
  if (const auto* problem = std::get_if<iam::Problem>(&outcome)) return key_failure(*problem, wish);
  return show_key(std::get<iam::IssuedKey>(std::move(outcome)));
}

Reply<ShowCallerIdentityResponse> IamHandlers::show_caller_identity(
    const CallContext& context, const ShowCallerIdentityRequest&) {
  ShowCallerIdentityResponse response;
  response.account_id = context.caller->account_id;
  response.principal_id = context.caller->user_id;
  response.principal_urn = urn_of(context.world, *context.caller);
  return response;
}

}  // namespace bss::mock::api
