// The C++ skin of the verbs.
#include "bss/mock/workspace.h"

#include <utility>

#include "app/hosting.h"
#include "bss/wire/json.h"
#include "control/body_reader.h"
#include "control/show.h"
#include "control/state_export.h"

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

Workspace::Workspace(std::shared_ptr<app::Hosted> hosted, DirectWay exchange, std::string endpoint,
                     std::string ca_file, std::shared_ptr<const void> lease) noexcept
    : hosted_(std::move(hosted)),
      exchange_(std::move(exchange)),
      endpoint_(std::move(endpoint)),
      ca_file_(std::move(ca_file)),
      lease_(std::move(lease)) {}
Workspace::Workspace(const Workspace&) = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(const Workspace&) = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

const std::string& Workspace::id() const noexcept {
  return hosted_->info.id;
}
const Credentials& Workspace::credentials() const noexcept {
  return hosted_->credentials;
}
const std::vector<NamedIdentity>& Workspace::identities() const noexcept {
  return hosted_->info.credentials;
}

ClockReading Workspace::clock() const {
  return hosted_->commands.clock();
}
void Workspace::freeze(std::string_view at) {
  hosted_->commands.freeze(at.empty() ? std::nullopt : std::optional(at));
}
std::vector<Event> Workspace::advance(std::string_view duration) {
  return hosted_->commands.advance(duration);
}
std::vector<Event> Workspace::advance_to(std::string_view at) {
  return hosted_->commands.advance_to(at);
}
std::vector<Event> Workspace::advance_to_next_event() {
  return hosted_->commands.advance_to_next_event();
}
void Workspace::run_clock() {
  hosted_->commands.run_real();
}

std::string Workspace::setting(std::string_view key) const {
  return hosted_->commands.setting(key);
}
void Workspace::set(std::string_view key, std::string_view value) {
  hosted_->commands.set(key, value);
}

void Workspace::throttle_off() {
  hosted_->commands.set_throttle(plan_of(gateway::ThrottleMode::kOff));
}
void Workspace::throttle_as_documented() {
  hosted_->commands.set_throttle(plan_of(gateway::ThrottleMode::kDocumented));
}
bool Workspace::throttles() const {
  return hosted_->workspace->throttle().plan().mode != gateway::ThrottleMode::kOff;
}
void Workspace::throttle(const std::string& operation, int limit, int per_seconds) {
  hosted_->commands.limit(operation, limit, per_seconds);
}
void Workspace::refuse_next_as_throttled(const std::string& operation, int calls) {
  hosted_->commands.force_throttle(operation, calls);
}

std::vector<std::uint64_t> Workspace::add_faults(std::string_view json) {
  std::vector<std::uint64_t> ids;
  for (const auto& state : hosted_->commands.add_faults(read(json))) ids.push_back(state.rule.id);
  return ids;
}
std::uint64_t Workspace::lose_next_answers(const std::string& operation, int calls) {
  return hosted_->commands.lose_next_answers(operation, calls);
}
std::uint64_t Workspace::fail_next(const std::string& operation, const std::string& code,
                                   int calls) {
  return hosted_->commands.fail_next(operation, code, calls);
}
std::uint64_t Workspace::fault_hits(std::uint64_t id) const {
  return hosted_->commands.fault_hits(id);
}
void Workspace::clear_faults() {
  hosted_->commands.clear_faults();
}

Calls Workspace::calls(std::string_view operation) const {
  return hosted_->commands.calls(operation);
}
std::vector<Exchange> Workspace::exchanges(const std::string& operation, std::size_t limit) const {
  return hosted_->commands.exchanges(operation, limit);
}
void Workspace::clear_journal() {
  hosted_->commands.journal().clear();
}

Verification Workspace::verify(std::string_view json) const {
  const auto result = hosted_->commands.verify(read(json));
  Verification shown{result.ok, result.count, {}};
  shown.report = std::to_string(result.count) + " calls match";
  for (const auto& [entry, differences] : result.nearest) {
    shown.report += "\nnear: call " + std::to_string(entry.id) + ", " + entry.operation;
    for (const auto& miss : differences)
      shown.report += "\n  " + miss.field + ": wanted " + miss.wanted + ", found " + miss.found;
  }
  for (const auto& entry : result.matched)
    shown.report += "\nmatches: call " + std::to_string(entry.id) + ", " + entry.operation;
  return shown;
}
std::string Workspace::explain_signature(std::string_view json) const {
  return wire::write_json(control::show(hosted_->commands.explain_signature(read(json))));
}

std::vector<Message> Workspace::messages(const std::string& to) const {
  return hosted_->commands.messages(to);
}
std::optional<std::string> Workspace::last_code(const std::string& to) const {
  for (const auto& message : hosted_->commands.messages(to)) {
    if (!message.code.empty()) return message.code;
  }
  return std::nullopt;
}

void Workspace::recharge(const std::string& account_id, const std::string& amount) {
  hosted_->commands.portal(
      "partner/recharge",
      Json::object({{"account_id", Json::string(account_id)}, {"amount", Json::string(amount)}}));
}
std::string Workspace::grant_quota(const std::string& account_id, const std::string& value) {
  return member(hosted_->commands.portal("vendor/grant-quota",
                                         Json::object({{"account_id", Json::string(account_id)},
                                                       {"quota_value", Json::string(value)}})),
                "quota_id");
}
std::string Workspace::add_reseller(const std::string& distributor_id, const std::string& name) {
  return member(
      hosted_->commands.portal("vendor/add-reseller",
                               Json::object({{"distributor_id", Json::string(distributor_id)},
                                             {"name", Json::string(name)}})),
      "reseller_id");
}
std::string Workspace::portal(std::string_view verb, std::string_view json) {
  return wire::write_json(hosted_->commands.portal(verb, read(json)));
}

LedgerReport Workspace::check_ledger() const {
  return hosted_->commands.check_ledger();
}
std::string Workspace::state(std::string_view entity) const {
  const auto found = hosted_->commands.state(entity);
  if (!found) throw control::not_found("there is no entity of that name");
  return wire::write_json(*found);
}
void Workspace::take_snapshot(const std::string& name) {
  hosted_->commands.put_snapshot(name);
}
void Workspace::restore_snapshot(const std::string& name) {
  hosted_->commands.restore_snapshot(name);
}
std::string Workspace::diff_snapshots(const std::string& from, const std::string& to) const {
  return wire::write_json(hosted_->commands.diff_snapshots(from, to));
}
std::string Workspace::export_snapshot(const std::string& name) const {
  return wire::write_json(control::export_state(*hosted_->commands.snapshot(name)));
}
void Workspace::import_snapshot(const std::string& name, std::string_view json) {
  hosted_->commands.put_snapshot(name, control::import_state(read(json)));
}
std::string Workspace::export_seed() const {
  return wire::write_json(app::seed_of(*hosted_));
}
void Workspace::reset() {
  hosted_->commands.reset();
}

}  // namespace bss::mock
