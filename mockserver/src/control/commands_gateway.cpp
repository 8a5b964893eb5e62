// Throttling, faults, journal.
#include <climits>
#include <utility>

#include "bss/mock/api/dispatch.h"
#include "control/body_reader.h"
#include "control/commands.h"
#include "control/show.h"
#include "gateway/rule_reader.h"
#include "store/accounts.h"

namespace bss::mock::control {

using gateway::ThrottleMode;
using gateway::ThrottlePlan;
using wire::Json;

namespace {

const OperationInfo& operation_of(std::string_view name, const std::string& field) {
  for (const auto& operation : api::operation_table()) {
    if (operation.name == name) return operation;
  }
  throw bad_field(field, "names no operation");
}

const char* name_of(ThrottleMode mode) {
  switch (mode) {
    case ThrottleMode::kOff:
      return "off";
    case ThrottleMode::kDocumented:
      return "documented";
    case ThrottleMode::kCustom:
      return "custom";
  }
  return "";
}

ThrottleMode mode_of(const std::string& text) {
  for (const auto mode : {ThrottleMode::kOff, ThrottleMode::kDocumented, ThrottleMode::kCustom}) {
    if (text == name_of(mode)) return mode;
  }
  throw bad_field("mode", "must be off, documented or custom");
}

gateway::ThrottleClock clock_of(const std::string& text) {
  if (text == "steady") return gateway::ThrottleClock::kSteady;
  if (text == "workspace") return gateway::ThrottleClock::kWorkspace;
  throw bad_field("clock", "must be steady or workspace");
}

void read_limits(ThrottlePlan& plan, const Json& limits) {
  if (limits.kind() != Json::Kind::kObject) throw bad_field("limits", "must be an object");
  for (const auto& [operation, value] : limits.members()) {
    const std::string field = "limits/" + operation;
    operation_of(operation, field);
    if (value.kind() != Json::Kind::kObject) throw bad_field(field, "must be an object");
    BodyReader reader(value);
    const auto calls = reader.whole("limit", 0, INT_MAX);
    const auto seconds = reader.whole("per_seconds", 1, 86400);
    reader.finish();
    if (!calls) throw bad_field(field + "/limit", "is needed");
    plan.limits[operation] = {static_cast<int>(*calls), static_cast<int>(seconds.value_or(1))};
  }
}

/// `{"Name":"value"}`, or `[["Name","value"]]` where a name is there twice.
std::vector<std::pair<std::string, std::string>> read_headers(const Json& value) {
  std::vector<std::pair<std::string, std::string>> headers;
  const auto add = [&](const std::string& name, const Json& text) {
    if (text.kind() != Json::Kind::kString) throw bad_field("headers/" + name, "must be a string");
    headers.emplace_back(name, text.text());
  };
  if (value.kind() == Json::Kind::kObject) {
    for (const auto& [name, text] : value.members()) add(name, text);
    return headers;
  }
  if (value.kind() != Json::Kind::kArray)
    throw bad_field("headers", "must be an object, or an array of pairs");
  for (const auto& pair : value.items()) {
    if (pair.kind() != Json::Kind::kArray || pair.items().size() != 2 ||
        pair.items()[0].kind() != Json::Kind::kString) {
      throw bad_field("headers", "must hold pairs of a name and a value");
    }
    add(pair.items()[0].text(), pair.items()[1]);
  }
  return headers;
}

Json show_table(const gateway::Throttle& throttle) {
  auto table = Json::array();
  for (const auto& operation : api::operation_table()) {
    const auto limit = throttle.limit_of(operation);
    table.items().push_back(Json::object({{"operation", Json::string(std::string(operation.name))},
                                          {"limit", Json::number(limit.limit)},
                                          {"per_seconds", Json::number(limit.per_seconds)}}));
  }
  return table;
}

Json show_counters(const gateway::Throttle& throttle) {
  auto counters = Json::array();
  for (const auto& counter : throttle.counters()) {
    counters.items().push_back(Json::object({{"operation", Json::string(counter.operation)},
                                             {"address", Json::string(counter.address)},
                                             {"account", Json::string(counter.account)},
                                             {"used", Json::number(counter.used)}}));
  }
  return counters;
}

}  // namespace

Json Commands::throttle() const {
  const auto& throttle = workspace_.throttle();
  const auto plan = throttle.plan();
  auto shown = Json::object();
  shown.add("mode", Json::string(name_of(plan.mode)));
  shown.add("clock",
            Json::string(plan.clock == gateway::ThrottleClock::kSteady ? "steady" : "workspace"));
  if (plan.every) shown.add("every", Json::number(*plan.every));
  shown.add("table", show_table(throttle));
  shown.add("counters", show_counters(throttle));
  auto totals = Json::object();
  for (const auto& [operation, total] : throttle.totals()) {
    totals.add(operation, Json::object({{"admitted", whole(total.admitted)},
                                        {"refused", whole(total.refused)}}));
  }
  shown.add("totals", std::move(totals));
  return shown;
}

void Commands::set_throttle(ThrottlePlan plan) {
  workspace_.throttle().set_plan(std::move(plan));
}

void Commands::put_throttle(const Json& object) {
  BodyReader reader(object);
  ThrottlePlan plan;
  const auto mode = reader.optional_text("mode");
  const auto clock = reader.optional_text("clock");
  const auto every = reader.whole("every", 1, 1'000'000);
  const Json* limits = reader.any("limits");
  reader.finish();
  const bool custom = every || limits != nullptr;
  plan.mode = mode ? mode_of(*mode) : (custom ? ThrottleMode::kCustom : ThrottleMode::kDocumented);
  if (custom && plan.mode != ThrottleMode::kCustom) {
    throw bad_field("mode", "must be custom when limits or every are given");
  }
  if (clock) plan.clock = clock_of(*clock);
  if (every) plan.every = static_cast<int>(*every);
  if (limits != nullptr) read_limits(plan, *limits);
  set_throttle(std::move(plan));
}

void Commands::limit(const std::string& operation, int calls, int per_seconds) {
  operation_of(operation, "operation");
  if (calls < 0 || per_seconds < 1)
    throw bad_field("limit", "must be 0 or more per second or more");
  auto plan = workspace_.throttle().plan();
  plan.mode = ThrottleMode::kCustom;
  plan.limits[operation] = {calls, per_seconds};
  set_throttle(std::move(plan));
}

void Commands::force_throttle(const std::string& operation, int calls, const std::string& policy) {
  operation_of(operation, "operation");
  if (policy != "user" && policy != "ip") throw bad_field("policy", "must be user or ip");
  workspace_.throttle().force_next(operation, calls, policy);
}

std::vector<gateway::FaultRuleState> Commands::add_faults(const Json& rules) {
  auto read = gateway::read_fault_rules(rules, gateway::described_names());
  if (auto* problem = std::get_if<FieldProblem>(&read)) {
    throw ControlError(400, "bad_request", problem->field + " " + problem->message, problem->field);
  }
  return workspace_.faults().append(std::get<std::vector<gateway::FaultRule>>(std::move(read)));
}

void Commands::remove_fault(std::uint64_t id) {
  if (!workspace_.faults().remove(id)) throw not_found("there is no fault rule of that id");
}

std::uint64_t Commands::lose_next_answers(const std::string& operation, int calls) {
  return add_faults(
             Json::object({{"match", Json::object({{"operation", Json::string(operation)}})},
                           {"when", Json::object({{"first", Json::number(calls)}})},
                           {"effect", Json::object({{"lose_answer", Json::boolean(true)}})}}))
      .front()
      .rule.id;
}

std::uint64_t Commands::fail_next(const std::string& operation, const std::string& code,
                                  int calls) {
  return add_faults(Json::object({{"match", Json::object({{"operation", Json::string(operation)}})},
                                  {"when", Json::object({{"first", Json::number(calls)}})},
                                  {"effect", Json::object({{"error", Json::string(code)}})}}))
      .front()
      .rule.id;
}

std::uint64_t Commands::fault_hits(std::uint64_t id) const {
  for (const auto& state : faults()) {
    if (state.rule.id == id) return state.hits;
  }
  throw not_found("there is no fault rule of that id");
}

gateway::Verification Commands::verify(const Json& document) const {
  gateway::Expectation expectation;
  try {
    expectation = gateway::read_expectation(document, gateway::described_names());
  } catch (const gateway::RuleRefused& refused) {
    throw ControlError(400, "bad_request", refused.problem.field + " " + refused.problem.message,
                       refused.problem.field);
  }
  // The journal knows accounts by their ids.
  if (!expectation.match.account.empty()) {
    const auto named = world().run(
        [&] { return store::find_account_by_name(world().db(), expectation.match.account); });
    if (named) expectation.match.account = named->id;
  }
  gateway::JournalFilter all;
  all.limit = journal().size();
  return gateway::verify(journal().entries(all), expectation);
}

iam::SignatureExplanation Commands::explain_signature(const Json& document) const {
  BodyReader reader(document);
  const std::string method = reader.text("method");
  const std::string target = reader.text("target");
  const Json* headers = reader.any("headers");
  const std::string body = reader.optional_text("body").value_or("");
  const auto canonical = reader.optional_text("canonical_request");
  reader.finish();
  if (headers == nullptr) throw bad_field("headers", "is needed");
  const auto sent = read_headers(*headers);
  const auto wall = workspace_.clocks().system().time_since_epoch();
  const iam::AuthTimes times{
      domain::Instant{std::chrono::duration_cast<std::chrono::milliseconds>(wall).count()},
      world().clock().now()};
  return iam::explain_signature(world(), {method, target, &sent, body}, times, canonical);
}

Calls Commands::calls(std::string_view operation) const {
  operation_of(operation, "operation");
  const auto count = journal().count(operation);
  return {count.received,  count.succeeded,  count.refused,
          count.throttled, count.unanswered, count.committed};
}

std::vector<Exchange> Commands::exchanges(const std::string& operation, std::size_t limit) const {
  gateway::JournalFilter filter;
  filter.operation = operation;
  filter.limit = limit;
  std::vector<Exchange> exchanges;
  for (const auto& entry : journal().entries(filter)) {
    exchanges.push_back({entry.id, domain::format_utc_second(domain::Instant{entry.at_ms}),
                         entry.operation, entry.account, entry.status, entry.answered,
                         entry.committed, entry.fault, entry.error_code, entry.request_id,
                         entry.explanation});
  }
  return exchanges;
}

}  // namespace bss::mock::control
