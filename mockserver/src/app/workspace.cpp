// The C++ skin of the verbs.
#include "bss/mock/workspace.h"

#include <utility>

#include "bss/wire/json.h"
#include "control/body_reader.h"
#include "control/commands.h"

namespace bss::mock {

using wire::Json;

namespace {

Json read(std::string_view json) {
  auto read = wire::read_json(json);
  if (!read.value) throw ControlError(400, "bad_request", "this is no JSON: " + read.error.message);
  return *std::move(read.value);
}

std::string member(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found == nullptr ? std::string() : found->text();
}

gateway::ThrottlePlan plan_of(gateway::ThrottleMode mode) {
  gateway::ThrottlePlan plan;
  plan.mode = mode;
  return plan;
}

}  // namespace

ClockReading Workspace::clock() const {
  return commands_->clock();
}
void Workspace::freeze(std::string_view at) {
  commands_->freeze(at.empty() ? std::nullopt : std::optional(at));
}
std::vector<Event> Workspace::advance(std::string_view duration) {
  return commands_->advance(duration);
}
std::vector<Event> Workspace::advance_to(std::string_view at) {
  return commands_->advance_to(at);
}
std::vector<Event> Workspace::advance_to_next_event() {
  return commands_->advance_to_next_event();
}
void Workspace::run_clock() {
  commands_->run_real();
}

std::string Workspace::setting(std::string_view key) const {
  return commands_->setting(key);
}
void Workspace::set(std::string_view key, std::string_view value) {
  commands_->set(key, value);
}

void Workspace::throttle_off() {
  commands_->set_throttle(plan_of(gateway::ThrottleMode::kOff));
}
void Workspace::throttle_as_documented() {
  commands_->set_throttle(plan_of(gateway::ThrottleMode::kDocumented));
}
void Workspace::throttle(const std::string& operation, int limit, int per_seconds) {
  commands_->limit(operation, limit, per_seconds);
}
void Workspace::refuse_next_as_throttled(const std::string& operation, int calls) {
  commands_->force_throttle(operation, calls);
}

std::vector<std::uint64_t> Workspace::add_faults(std::string_view json) {
  std::vector<std::uint64_t> ids;
  for (const auto& state : commands_->add_faults(read(json))) ids.push_back(state.rule.id);
  return ids;
}
std::uint64_t Workspace::lose_next_answers(const std::string& operation, int calls) {
  return commands_->lose_next_answers(operation, calls);
}
std::uint64_t Workspace::fail_next(const std::string& operation, const std::string& code,
                                   int calls) {
  return commands_->fail_next(operation, code, calls);
}
std::uint64_t Workspace::fault_hits(std::uint64_t id) const {
  return commands_->fault_hits(id);
}
void Workspace::clear_faults() {
  commands_->clear_faults();
}

Calls Workspace::calls(std::string_view operation) const {
  return commands_->calls(operation);
}
std::vector<Exchange> Workspace::exchanges(const std::string& operation, std::size_t limit) const {
  return commands_->exchanges(operation, limit);
}
void Workspace::clear_journal() {
  commands_->journal().clear();
}

std::vector<Message> Workspace::messages(const std::string& to) const {
  return commands_->messages(to);
}
std::optional<std::string> Workspace::last_code(const std::string& to) const {
  for (const auto& message : commands_->messages(to)) {
    if (!message.code.empty()) return message.code;
  }
  return std::nullopt;
}

void Workspace::recharge(const std::string& account_id, const std::string& amount) {
  commands_->portal("partner/recharge", Json::object({{"account_id", Json::string(account_id)},
                                                      {"amount", Json::string(amount)}}));
}
std::string Workspace::grant_quota(const std::string& account_id, const std::string& value) {
  return member(commands_->portal("vendor/grant-quota",
                                  Json::object({{"account_id", Json::string(account_id)},
                                                {"quota_value", Json::string(value)}})),
                "quota_id");
}
std::string Workspace::add_reseller(const std::string& distributor_id, const std::string& name) {
  return member(commands_->portal("vendor/add-reseller",
                                  Json::object({{"distributor_id", Json::string(distributor_id)},
                                                {"name", Json::string(name)}})),
                "reseller_id");
}
std::string Workspace::portal(std::string_view verb, std::string_view json) {
  return wire::write_json(commands_->portal(verb, read(json)));
}

LedgerReport Workspace::check_ledger() const {
  return commands_->check_ledger();
}
std::string Workspace::state(std::string_view entity) const {
  const auto found = commands_->state(entity);
  if (!found) throw control::not_found("there is no entity of that name");
  return wire::write_json(*found);
}
void Workspace::reset() {
  commands_->reset();
}

}  // namespace bss::mock
