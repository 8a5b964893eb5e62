#include "gateway/router.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/login.h"
#include "bss/mock/api/dispatch.h"
#include "bss/wire/json.h"
#include "domain/workspace_tag.h"
#include "domain/world.h"
#include "iam/header_names.h"
#include "iam/signature.h"
#include "iam/tokens.h"

namespace bss::mock::gateway {
namespace {

constexpr const char* kHeader = "X-Mock-Workspace";

Refused refuse(int status, const char* code, const std::string& message) {
  using wire::Json;
  Refused refused;
  refused.status = status;
  refused.code = code;
  refused.body = wire::write_json(Json::object({{"error", Json::string(code)},
                                                {"message", Json::string(message)},
                                                {"field", Json::string(kHeader)}}));
  refused.why = {"control-api Workspaces", kHeader, message};
  return refused;
}

/// Of the key that signed or else of the token; null when they name no workspace that exists.
std::shared_ptr<Workspace> by_credential(const Workspaces& workspaces,
                                         const http::Request& request) {
  const std::string* authorization = request.header("authorization");
  if (authorization != nullptr &&
      iam::scheme_of(*authorization) == iam::AuthorizationScheme::kSignature) {
    const auto parts = iam::parse_authorization(*authorization);
    return parts ? workspaces.find(domain::tag_of_key(parts->access_key)) : nullptr;
  }
  const std::string* token = request.header("x-auth-token");
  return token == nullptr ? nullptr : workspaces.find(domain::tag_of_token(*token));
}

std::optional<api::Login> login_in(const http::Request& request, Workspace& any) {
  const auto parts = iam::split_target(request.target);
  const std::string path = iam::percent_decode(parts.path);
  const api::Route found = api::find_route(request.method, path);
  if (found.operation == nullptr || found.operation->name != "CreateToken") return std::nullopt;
  EncodedRequest encoded;
  encoded.path = path;
  encoded.headers = request.headers;
  encoded.has_body = true;
  encoded.body = request.body;
  auto bound = api::bind(*found.operation, encoded, Site::kChina);
  auto* call = std::get_if<std::unique_ptr<api::BoundCall>>(&bound);
  return call == nullptr ? std::nullopt : api::login_of(**call, any.world());
}

Routed by_login(const Workspaces& workspaces, const api::Login& login) {
  Routed routed{workspaces.default_workspace(), std::nullopt};
  if (login.token) {
    if (auto found = workspaces.find(domain::tag_of_token(*login.token)))
      routed.workspace = std::move(found);
    return routed;
  }
  if (!login.password) return routed;
  std::vector<std::shared_ptr<Workspace>> knowing;
  for (auto& workspace : workspaces.all()) {
    domain::World& world = workspace->world();
    if (world.run([&] { return iam::find_login(world, *login.password).has_value(); }))
      knowing.push_back(std::move(workspace));
  }
  if (knowing.size() > 1) {
    routed.refused = refuse(409, "ambiguous_login",
                            "this login exists in " + std::to_string(knowing.size()) +
                                " workspaces; X-Mock-Workspace says which one is meant");
  } else if (!knowing.empty()) {
    routed.workspace = std::move(knowing.front());
  }
  return routed;
}

}  // namespace

Routed route(const Workspaces& workspaces, const http::Request& request) {
  Routed routed{workspaces.default_workspace(), std::nullopt};
  if (auto named = by_credential(workspaces, request)) {
    routed.workspace = std::move(named);
    return routed;
  }
  if (const std::string* id = request.header(kHeader)) {
    auto named = workspaces.find(*id);
    if (named == nullptr) {
      routed.refused = refuse(404, "not_found", "there is no workspace of that id");
      return routed;
    }
    routed.workspace = std::move(named);
    return routed;
  }
  if (workspaces.alone()) return routed;
  const auto login = login_in(request, *routed.workspace);
  return login ? by_login(workspaces, *login) : routed;
}

}  // namespace bss::mock::gateway
