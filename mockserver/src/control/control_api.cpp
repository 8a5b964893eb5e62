#include "control/control_api.h"

#include <openssl/crypto.h>

#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "bss/mock/api/dispatch.h"
#include "bss/wire/json.h"
#include "control/body_reader.h"
#include "control/show.h"
#include "gateway/http_date.h"

namespace bss::mock::control {

using wire::Json;

namespace {

constexpr std::string_view kMock = "/_mock/v1/";
constexpr std::string_view kPortal = "/_portal/v1";

/// One call, taken apart.
struct Call {
  std::string_view method;
  std::string path;
  std::map<std::string, std::string, std::less<>> query;
  Json body;
  Commands* commands = nullptr;

  std::string parameter(std::string_view name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
  }
};

struct Answer {
  int status = 200;
  std::optional<Json> body;  ///< none: 204
};

using Verb = Answer (*)(Commands& commands, const Call& call, const std::string& rest);

struct RouteEntry {
  std::string_view method;
  std::string_view path;  ///< behind /_mock/v1/; a `/` at the end: what follows is given as `rest`
  Verb verb;
};

Answer ok(Json body) {
  return {200, std::move(body)};
}
Answer nothing() {
  return {204, std::nullopt};
}

std::uint64_t id_of(const std::string& text) {
  if (text.empty() || text.size() > 18 ||
      text.find_first_not_of("0123456789") != std::string::npos) {
    throw not_found("there is nothing of that id");
  }
  return std::stoull(text);
}

std::optional<std::int64_t> number_parameter(const Call& call, const std::string& name) {
  const std::string text = call.parameter(name);
  if (text.empty()) return std::nullopt;
  if (text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) {
    throw bad_field(name, "must be a whole number");
  }
  return std::stoll(text);
}

Json show_rules(const std::vector<gateway::FaultRuleState>& states) {
  auto rules = Json::array();
  for (const auto& state : states) rules.items().push_back(gateway::show_fault_rule(state));
  return Json::object({{"rules", std::move(rules)}});
}

Answer get_clock(Commands& commands, const Call&, const std::string&) {
  return ok(show(commands.clock()));
}

/// Exactly one verb; `dry_run` beside those that move the clock.
Answer post_clock(Commands& commands, const Call& call, const std::string&) {
  BodyReader reader(call.body);
  const Json* freeze = reader.any("freeze");
  const auto advance = reader.optional_text("advance");
  const auto advance_to = reader.optional_text("advance_to");
  const bool to_next = reader.flag("advance_to_next_event").value_or(false);
  const bool real = reader.flag("real").value_or(false);
  const auto scale = reader.whole("scale", 1, 1'000'000);
  const bool dry_run = reader.flag("dry_run").value_or(false);
  reader.finish();
  const int verbs = static_cast<int>(freeze != nullptr) + static_cast<int>(advance.has_value()) +
                    static_cast<int>(advance_to.has_value()) + static_cast<int>(to_next) +
                    static_cast<int>(real) + static_cast<int>(scale.has_value());
  if (verbs != 1) {
    throw ControlError(
        400, "bad_request",
        "exactly one of freeze, advance, advance_to, advance_to_next_event, real and "
        "scale is needed");
  }
  if (dry_run && !advance && !advance_to && !to_next) {
    throw bad_field("dry_run", "belongs to advance, advance_to and advance_to_next_event");
  }
  std::vector<Event> events;
  if (freeze != nullptr && freeze->kind() == Json::Kind::kString) {
    events = commands.freeze(freeze->text());
  } else if (freeze != nullptr) {
    if (freeze->kind() != Json::Kind::kBoolean || !freeze->as_boolean()) {
      throw bad_field("freeze", "must be true or a time such as 2025-06-01T00:00:00Z");
    }
    commands.freeze(std::nullopt);
  } else if (advance) {
    events = commands.advance(*advance, dry_run);
  } else if (advance_to) {
    events = commands.advance_to(*advance_to, dry_run);
  } else if (to_next) {
    events = commands.advance_to_next_event(dry_run);
  } else if (real) {
    commands.run_real();
  } else {
    commands.run_scaled(*scale);
  }
  auto shown = show(commands.clock());
  shown.add("events", show(events));
  if (dry_run) shown.add("dry_run", Json::boolean(true));
  return ok(std::move(shown));
}

Answer get_settings(Commands& commands, const Call&, const std::string&) {
  return ok(commands.settings());
}
Answer patch_settings(Commands& commands, const Call& call, const std::string&) {
  commands.patch_settings(call.body);
  return ok(commands.settings());
}

Answer get_throttle(Commands& commands, const Call&, const std::string&) {
  return ok(commands.throttle());
}
Answer put_throttle(Commands& commands, const Call& call, const std::string&) {
  commands.put_throttle(call.body);
  return ok(commands.throttle());
}
Answer force_throttle(Commands& commands, const Call& call, const std::string&) {
  BodyReader reader(call.body);
  const auto operation = reader.text("operation");
  const auto next = reader.whole("next", 1, 1'000'000);
  const auto policy = reader.optional_text("policy");
  reader.finish();
  commands.force_throttle(operation, static_cast<int>(next.value_or(1)), policy.value_or("user"));
  return nothing();
}

Answer get_faults(Commands& commands, const Call&, const std::string&) {
  return ok(show_rules(commands.faults()));
}
Answer post_faults(Commands& commands, const Call& call, const std::string&) {
  return {201, show_rules(commands.add_faults(call.body))};
}
Answer delete_faults(Commands& commands, const Call&, const std::string&) {
  commands.clear_faults();
  return nothing();
}
Answer delete_fault(Commands& commands, const Call&, const std::string& rest) {
  commands.remove_fault(id_of(rest));
  return nothing();
}

Answer get_journal(Commands& commands, const Call& call, const std::string&) {
  gateway::JournalFilter filter;
  filter.operation = call.parameter("operation");
  filter.account = call.parameter("account");
  if (const auto status = number_parameter(call, "status"))
    filter.status = static_cast<int>(*status);
  filter.limit = static_cast<std::size_t>(number_parameter(call, "limit").value_or(100));
  // `since` is the id of the last entry that was seen, or a time.
  const std::string since = call.parameter("since");
  if (since.find('T') == std::string::npos) {
    filter.since_id = static_cast<std::uint64_t>(number_parameter(call, "since").value_or(0));
  } else {
    const auto at = domain::parse_utc_second(since);
    if (!at) throw bad_field("since", "must be an id or a time such as 2025-06-01T00:00:00Z");
    filter.since_ms = at->ms;
  }
  std::vector<Json> items;
  for (const auto& entry : commands.journal().entries(filter)) items.push_back(show(entry));
  return ok(show_list(std::move(items)));
}
Answer get_journal_counts(Commands& commands, const Call&, const std::string&) {
  auto shown = Json::object();
  for (const auto& [operation, counts] : commands.journal().counts()) {
    shown.add(operation, show(counts));
  }
  return ok(std::move(shown));
}
Answer get_journal_money(Commands& commands, const Call&, const std::string&) {
  std::vector<Json> items;
  for (const auto& line : commands.journal().money_lines()) items.push_back(show(line));
  return ok(show_list(std::move(items)));
}
Answer delete_journal(Commands& commands, const Call&, const std::string&) {
  commands.journal().clear();
  return nothing();
}
Answer get_explanation(Commands& commands, const Call&, const std::string& rest) {
  const auto entry = commands.journal().find_request(rest);
  if (!entry) throw not_found("the journal has no exchange of that request id");
  return ok(Json::object({{"request_id", Json::string(entry->request_id)},
                          {"operation", Json::string(entry->operation)},
                          {"status", Json::number(entry->status)},
                          {"error_code", Json::string(entry->error_code)},
                          {"explain", Json::string(entry->explain)},
                          {"explanation", Json::string(entry->explanation)}}));
}

Answer get_messages(Commands& commands, const Call& call, const std::string&) {
  std::vector<Json> items;
  for (const auto& message : commands.messages(call.parameter("to")))
    items.push_back(show(message));
  return ok(show_list(std::move(items)));
}
Answer check_ledger(Commands& commands, const Call&, const std::string&) {
  return ok(show(commands.check_ledger()));
}
Answer get_state(Commands& commands, const Call&, const std::string& rest) {
  auto found = commands.state(rest);
  if (!found) throw not_found("there is no entity of that name");
  return ok(*std::move(found));
}
Answer post_reset(Commands& commands, const Call&, const std::string&) {
  commands.reset();
  return nothing();
}
Answer get_seeds(Commands&, const Call&, const std::string&) {
  return ok(
      Json::object({{"seeds", Json::array({Json::object({{"name", Json::string("demo")}})})}}));
}

constexpr std::array<RouteEntry, 21> kRoutes{{
    {"GET", "clock", get_clock},
    {"POST", "clock", post_clock},
    {"GET", "settings", get_settings},
    {"PATCH", "settings", patch_settings},
    {"GET", "throttle", get_throttle},
    {"PUT", "throttle", put_throttle},
    {"POST", "throttle/force", force_throttle},
    {"GET", "faults", get_faults},
    {"POST", "faults", post_faults},
    {"DELETE", "faults", delete_faults},
    {"DELETE", "faults/", delete_fault},
    {"GET", "journal", get_journal},
    {"GET", "journal/counts", get_journal_counts},
    {"GET", "journal/money", get_journal_money},
    {"DELETE", "journal", delete_journal},
    {"GET", "explain/", get_explanation},
    {"GET", "messages", get_messages},
    {"GET", "ledger/check", check_ledger},
    {"GET", "state/", get_state},
    {"POST", "reset", post_reset},
    {"GET", "seeds", get_seeds},
}};

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
  for (const auto& route : kRoutes) {
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

Answer route_portal(const Call& call) {
  if (call.path == kPortal || call.path == std::string(kPortal) + "/") {
    if (call.method != "GET") throw ControlError(405, "method_not_allowed", "GET lists the verbs");
    return ok(list_portal_verbs());
  }
  const std::string verb = call.path.substr(kPortal.size() + 1);
  if (find_portal_verb(verb) == nullptr) throw not_found("there is no portal verb of that name");
  if (call.method != "POST") throw ControlError(405, "method_not_allowed", "portal verbs are POST");
  return ok(call.commands->portal(verb, call.body));
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

ControlApi::ControlApi(std::function<Commands*(std::string_view)> find, ControlOptions options)
    : find_(std::move(find)), options_(std::move(options)) {}

bool ControlApi::serves(std::string_view target) noexcept {
  const auto path = target.substr(0, target.find('?'));
  return path.starts_with("/_mock/") || path.starts_with("/_portal/") || path == "/openapi.json";
}

http::Response ControlApi::handle(const http::Request& request) const {
  http::Response response;
  try {
    response = answer(request);
  } catch (const ControlError& error) {
    response = respond(error);
  } catch (const std::exception& problem) {
    response = respond(ControlError(500, "internal", problem.what()));
  }
  // The wall's time: these paths are no part of the emulated service.
  response.headers.emplace_back("Date", gateway::http_date(wall_ms()));
  return response;
}

http::Response ControlApi::answer(const http::Request& request) const {
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
  const std::string workspace = call.parameter("workspace");
  call.commands = find_(workspace.empty() ? "default" : workspace);
  if (call.commands == nullptr) throw not_found("there is no workspace of that id");
  call.body = read_body(request.body);
  const bool portal = call.path.starts_with(kPortal);
  if (!portal && !call.path.starts_with(kMock)) throw not_found("there is no such control path");
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
