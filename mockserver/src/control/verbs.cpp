#include "control/verbs.h"

#include <array>
#include <utility>

#include "control/body_reader.h"
#include "control/show.h"
#include "control/state_export.h"
#include "domain/workspace_tag.h"
#include "iam/header_names.h"

namespace bss::mock::control {

using wire::Json;

namespace {

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
Answer verify_journal(Commands& commands, const Call& call, const std::string&) {
  return ok(show(commands.verify(call.body)));
}
/// In the workspace of the key that signed, unless the call names one.
Answer explain_signature(Commands& commands, const Call& call, const std::string&) {
  std::shared_ptr<Commands> of_key;
  if (call.parameter("workspace").empty()) {
    const Json* headers = call.body.find("headers");
    const Json* authorization = nullptr;
    if (headers != nullptr && headers->kind() == Json::Kind::kObject) {
      for (const auto& [name, value] : headers->members()) {
        if (iam::equal_names(name, "authorization")) authorization = &value;
      }
    }
    const auto parts = authorization != nullptr && authorization->kind() == Json::Kind::kString
                           ? iam::parse_authorization(authorization->text())
                           : std::nullopt;
    if (parts) of_key = call.host->find(domain::tag_of_key(parts->access_key));
  }
  return ok(show((of_key == nullptr ? commands : *of_key).explain_signature(call.body)));
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
Answer list_snapshots(Commands& commands, const Call&, const std::string&) {
  std::vector<Json> items;
  for (const auto& listed : commands.snapshots().list()) {
    items.push_back(Json::object({{"name", Json::string(listed.name)},
                                  {"at", Json::string(domain::format_utc_second(listed.at))},
                                  {"bytes", whole(listed.bytes)}}));
  }
  return ok(show_list(std::move(items)));
}
Answer put_snapshot(Commands& commands, const Call&, const std::string& rest) {
  commands.put_snapshot(rest);
  return nothing();
}
Answer delete_snapshot(Commands& commands, const Call&, const std::string& rest) {
  if (!commands.snapshots().remove(rest)) throw not_found("there is no snapshot of that name");
  return nothing();
}
/// `A/diff/B`, `NAME/export`.
Answer get_snapshot(Commands& commands, const Call&, const std::string& rest) {
  constexpr std::string_view kDiff = "/diff/";
  constexpr std::string_view kExport = "/export";
  if (rest.ends_with(kExport)) {
    return ok(export_state(*commands.snapshot(rest.substr(0, rest.size() - kExport.size()))));
  }
  const auto at = rest.find(kDiff);
  if (at == std::string::npos) throw not_found("there is no such control path");
  return ok(commands.diff_snapshots(rest.substr(0, at), rest.substr(at + kDiff.size())));
}
/// `NAME/restore`, `NAME/import`, `NAME/fork`.
Answer post_snapshot(Commands& commands, const Call& call, const std::string& rest) {
  const auto slash = rest.rfind('/');
  const std::string name = rest.substr(0, slash);
  const std::string verb = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
  if (verb == "restore") {
    commands.restore_snapshot(name);
    return nothing();
  }
  if (verb == "import") {
    commands.put_snapshot(name, import_state(call.body));
    return nothing();
  }
  if (verb == "fork") {
    BodyReader reader(call.body);
    WorkspaceOptions wanted;
    wanted.id = reader.optional_text("id").value_or("");
    if (const auto seconds = reader.whole("ttl_seconds", 1, kLongestLifeSeconds))
      wanted.ttl_seconds = static_cast<int>(*seconds);
    wanted.own_endpoint = reader.flag("own_endpoint").value_or(false);
    reader.finish();
    const std::string from = call.parameter("workspace");
    return {201, show(call.host->fork(from.empty() ? "default" : from, *commands.snapshot(name),
                                      wanted))};
  }
  throw not_found("there is no such control path");
}

Answer post_reset(Commands& commands, const Call&, const std::string&) {
  commands.reset();
  return nothing();
}
Answer get_seeds(Commands&, const Call& call, const std::string&) {
  auto seeds = Json::array();
  for (const std::string& name : call.host->seeds())
    seeds.items().push_back(Json::object({{"name", Json::string(name)}}));
  return ok(Json::object({{"seeds", std::move(seeds)}}));
}

/// Of the workspace that the call names.
Answer export_seed(Commands&, const Call& call, const std::string&) {
  const std::string id = call.parameter("workspace");
  auto seed = call.host->export_seed(id.empty() ? "default" : id);
  if (!seed) throw not_found("there is no workspace of that id");
  return ok(*std::move(seed));
}

Answer list_workspaces(Commands&, const Call& call, const std::string&) {
  std::vector<Json> items;
  for (const auto& workspace : call.host->list()) items.push_back(show(workspace));
  return ok(show_list(std::move(items)));
}

/// A workspace whose clock is asked to stand at a time begins there; any other verb of the clock is
/// done once it is made.
Answer create_workspace(Commands&, const Call& call, const std::string&) {
  BodyReader reader(call.body);
  WorkspaceOptions wanted;
  wanted.id = reader.optional_text("id").value_or("");
  const Json* seed = reader.any("seed");
  const Json* clock = reader.any("clock");
  if (const auto number = reader.whole("id_seed", 0, INT64_MAX))
    wanted.id_seed = static_cast<std::uint64_t>(*number);
  if (const auto seconds = reader.whole("ttl_seconds", 1, kLongestLifeSeconds))
    wanted.ttl_seconds = static_cast<int>(*seconds);
  wanted.own_endpoint = reader.flag("own_endpoint").value_or(false);
  wanted.throttle = reader.optional_text("throttle").value_or("");
  const Json* settings = reader.any("settings");
  reader.finish();
  if (settings != nullptr) wanted.settings = setting_texts(*settings);
  if (seed != nullptr && seed->kind() == Json::Kind::kObject) {
    wanted.seed_text = wire::write_json(*seed);
  } else if (seed != nullptr) {
    if (seed->kind() != Json::Kind::kString)
      throw bad_field("seed", "must be the name of a seed, or a seed");
    wanted.seed = seed->text();
  }
  bool clock_verb = clock != nullptr;
  if (clock != nullptr) {
    BodyReader clock_reader(*clock);
    const Json* freeze = clock_reader.any("freeze");
    if (clock->members().size() == 1 && freeze != nullptr &&
        freeze->kind() == Json::Kind::kString) {
      wanted.start_at = freeze->text();
      clock_verb = false;
    }
  }
  const auto made = call.host->create(wanted);
  try {
    const auto commands = call.host->find(made.id);
    if (clock_verb) {
      Call inner = call;
      inner.body = *clock;
      post_clock(*commands, inner, {});
    }
  } catch (...) {
    call.host->remove(made.id);
    throw;
  }
  return {201, show(made)};
}

/// `ID`, or `ID/reset`.
Answer workspace_verb(Commands&, const Call& call, const std::string& rest) {
  constexpr std::string_view kReset = "/reset";
  const bool reset = rest.ends_with(kReset);
  const std::string id = rest.substr(0, rest.size() - (reset ? kReset.size() : 0));
  const auto info = call.host->show(id);
  if (!info) throw not_found("there is no workspace of that id");
  if (reset != (call.method == "POST"))
    throw ControlError(405, "method_not_allowed", "that path has other methods");
  if (reset) {
    call.host->find(id)->reset();
    return nothing();
  }
  if (call.method == "GET") return ok(show(*info));
  if (!call.host->remove(id))
    throw ControlError(409, "stays", "the workspace default lives as long as the server");
  return nothing();
}

constexpr std::array kRoutes = {
    RouteEntry{"GET", "clock", get_clock},
    RouteEntry{"POST", "clock", post_clock},
    RouteEntry{"GET", "settings", get_settings},
    RouteEntry{"PATCH", "settings", patch_settings},
    RouteEntry{"GET", "throttle", get_throttle},
    RouteEntry{"PUT", "throttle", put_throttle},
    RouteEntry{"POST", "throttle/force", force_throttle},
    RouteEntry{"GET", "faults", get_faults},
    RouteEntry{"POST", "faults", post_faults},
    RouteEntry{"DELETE", "faults", delete_faults},
    RouteEntry{"DELETE", "faults/", delete_fault},
    RouteEntry{"GET", "journal", get_journal},
    RouteEntry{"GET", "journal/counts", get_journal_counts},
    RouteEntry{"GET", "journal/money", get_journal_money},
    RouteEntry{"POST", "journal/verify", verify_journal},
    RouteEntry{"DELETE", "journal", delete_journal},
    RouteEntry{"POST", "auth/explain", explain_signature},
    RouteEntry{"GET", "explain/", get_explanation},
    RouteEntry{"GET", "messages", get_messages},
    RouteEntry{"GET", "ledger/check", check_ledger},
    RouteEntry{"GET", "state/", get_state},
    RouteEntry{"GET", "snapshots", list_snapshots},
    RouteEntry{"PUT", "snapshots/", put_snapshot},
    RouteEntry{"DELETE", "snapshots/", delete_snapshot},
    RouteEntry{"GET", "snapshots/", get_snapshot},
    RouteEntry{"POST", "snapshots/", post_snapshot},
    RouteEntry{"POST", "reset", post_reset},
    RouteEntry{"GET", "seeds", get_seeds},
    RouteEntry{"GET", "seeds/export", export_seed},
    RouteEntry{"GET", "workspaces", list_workspaces},
    RouteEntry{"POST", "workspaces", create_workspace},
    RouteEntry{"GET", "workspaces/", workspace_verb},
    RouteEntry{"POST", "workspaces/", workspace_verb},
    RouteEntry{"DELETE", "workspaces/", workspace_verb},
};

}  // namespace

std::span<const RouteEntry> verb_routes() noexcept {
  return kRoutes;
}

}  // namespace bss::mock::control
