#include "control/control_api.h"

#include <openssl/crypto.h>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "bss/mock/api/dispatch.h"
#include "bss/wire/json.h"
#include "control/body_reader.h"
#include "control/verbs.h"
#include "gateway/http_date.h"

namespace bss::mock::control {

using wire::Json;

namespace {

constexpr std::string_view kMock = "/_mock/v1/";
constexpr std::string_view kPortal = "/_portal/v1";

int hex(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// `+` is itself in a path and a blank in a query.
std::string decoded(std::string_view text, bool query) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])));
      i += 2;
    } else {
      out.push_back(query && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

void read_target(Call& call, std::string_view target) {
  const auto mark = target.find('?');
  call.path = decoded(target.substr(0, mark), false);
  if (mark == std::string_view::npos) return;
  auto rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const auto part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    const auto equals = part.find('=');
    const auto value =
        equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    call.query.emplace(decoded(part.substr(0, equals), true), decoded(value, true));
  }
}

/// An absent body is an empty object: verbs without fields may be called without one.
Json read_body(const std::string& text) {
  if (text.empty()) return Json::object();
  auto read = wire::read_json(text);
  if (!read.value) {
    throw ControlError(400, "bad_request", "the body is no JSON: " + read.error.message,
                       read.error.duplicate);
  }
  return *std::move(read.value);
}

Answer route_mock(const Call& call) {
  const std::string_view path = std::string_view(call.path).substr(kMock.size());
  bool known = false;
  for (const auto& route : verb_routes()) {
    const bool prefix = route.path.ends_with('/');
    const bool matches = prefix ? path.size() > route.path.size() && path.starts_with(route.path)
                                : path == route.path;
    if (!matches) continue;
    known = true;
    if (route.method != call.method) continue;
    return route.verb(*call.commands, call,
                      prefix ? std::string(path.substr(route.path.size())) : std::string());
  }
  if (known) throw ControlError(405, "method_not_allowed", "that path has other methods");
  throw not_found("there is no such control path");
}

/// An endpoint that belongs to a workspace must not take itself away.
bool concerns_workspaces(std::string_view path) noexcept {
  return path.starts_with("/_mock/v1/workspaces") || path.ends_with("/fork");
}

Answer route_portal(const Call& call) {
  if (call.path == kPortal || call.path == std::string(kPortal) + "/") {
    if (call.method != "GET") throw ControlError(405, "method_not_allowed", "GET lists the verbs");
    return {200, list_portal_verbs()};
  }
  const std::string verb = call.path.substr(kPortal.size() + 1);
  if (find_portal_verb(verb) == nullptr) throw not_found("there is no portal verb of that name");
  if (call.method != "POST") throw ControlError(405, "method_not_allowed", "portal verbs are POST");
  return {200, call.commands->portal(verb, call.body)};
}

http::Response respond(int status, const std::optional<Json>& body) {
  http::Response response;
  response.status = status;
  if (!body) return response;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = wire::write_json(*body);
  return response;
}

http::Response respond(const ControlError& error) {
  auto body = Json::object();
  body.add("error", Json::string(error.code()));
  body.add("message", Json::string(error.what()));
  if (!error.field().empty()) body.add("field", Json::string(error.field()));
  return respond(error.status(), body);
}

bool equal_secrets(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::int64_t wall_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

ControlApi::ControlApi(WorkspaceHost& host, ControlOptions options)
    : host_(host), options_(std::move(options)) {}

bool ControlApi::serves(std::string_view target) noexcept {
  const auto path = target.substr(0, target.find('?'));
  return path.starts_with("/_mock/") || path.starts_with("/_portal/") || path == "/openapi.json";
}

http::Response ControlApi::handle(const http::Request& request, std::string_view workspace) const {
  http::Response response;
  try {
    response = answer(request, workspace);
  } catch (const ControlError& error) {
    response = respond(error);
  } catch (const std::exception& problem) {
    response = respond(ControlError(500, "internal", problem.what()));
  }
  // The wall's time: these paths are no part of the emulated service.
  response.headers.emplace_back("Date", gateway::http_date(wall_ms()));
  return response;
}

http::Response ControlApi::answer(const http::Request& request, std::string_view default_id) const {
  Call call;
  call.method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  read_target(call, request.target);
  if (call.path == "/_mock/health") {
    return respond(200, Json::object({{"status", Json::string("ok")}}));
  }
  if (call.path == "/openapi.json") {
    if (call.method != "GET") throw ControlError(405, "method_not_allowed", "GET only");
    return {200,
            {{"Content-Type", "application/json"}},
            std::string(api::openapi_document()),
            http::After::kKeep,
            std::nullopt,
            std::nullopt};
  }
  if (!allowed(request)) {
    throw ControlError(403, "forbidden",
                       options_.token.empty()
                           ? "off loopback this needs a server started with --control-token"
                           : "the control token is missing or wrong");
  }
  if (call.path == "/_mock/metrics") {
    if (call.method != "GET") throw ControlError(405, "method_not_allowed", "GET only");
    return {200,
            {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
            metrics_text(host_, options_.gauges ? options_.gauges() : ServerGauges{}),
            http::After::kKeep,
            std::nullopt,
            std::nullopt};
  }
  const std::string workspace = call.parameter("workspace");
  const auto commands = host_.find(workspace.empty() ? default_id : workspace);
  if (commands == nullptr) throw not_found("there is no workspace of that id");
  call.host = &host_;
  call.commands = commands.get();
  call.body = read_body(request.body);
  const bool portal = call.path.starts_with(kPortal);
  if (!portal && !call.path.starts_with(kMock)) throw not_found("there is no such control path");
  if (default_id != gateway::Workspaces::kDefault && concerns_workspaces(call.path)) {
    throw ControlError(
        409, "another_endpoint",
        "workspaces are made and removed at the endpoint of the server, not at one of "
        "their own");
  }
  const auto result = portal ? route_portal(call) : route_mock(call);
  return respond(result.status, result.body);
}

/// `Authorization: Bearer TOKEN` or `X-Mock-Control-Token: TOKEN`.
bool ControlApi::allowed(const http::Request& request) const {
  if (options_.token.empty()) return !options_.needs_token;
  if (const auto* own = request.header("X-Mock-Control-Token")) {
    return equal_secrets(*own, options_.token);
  }
  constexpr std::string_view kBearer = "Bearer ";
  const auto* authorization = request.header("Authorization");
  return authorization != nullptr && authorization->starts_with(kBearer) &&
         equal_secrets(std::string_view(*authorization).substr(kBearer.size()), options_.token);
}

}  // namespace bss::mock::control
