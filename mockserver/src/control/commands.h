// Everything that steers one workspace beside its emulated API: clock, settings, throttling,
// faults, journal, mailbox, state, portal. The HTTP control API and the C++ handle
// bss::mock::Workspace are two skins over this one class.
//
// Safe to use from several threads. A verb that cannot be done throws ControlError and has changed
// nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bss/mock/types.h"
#include "bss/wire/json.h"
#include "control/portal.h"
#include "control/snapshots.h"
#include "domain/world.h"
#include "gateway/journal_verification.h"
#include "gateway/workspace.h"
#include "iam/signature_explanation.h"

namespace bss::mock::control {

/// How a workspace begins, for reset.
struct Beginning {
  std::function<domain::World::Image()>
      image;  ///< a fresh one from the seed, settings of the start included
  gateway::ThrottlePlan throttle;
};

/// `{"key": value}` as the texts that settings are set by. Throws ControlError for another shape.
std::vector<std::pair<std::string, std::string>> setting_texts(const wire::Json& object);

class Commands {
 public:
  Commands(gateway::Workspace& workspace, Beginning beginning);

  // Clock
  ClockReading clock() const;
  /// At the present reading without `at`. Going forward to `at` fires what falls due on the way.
  std::vector<Event> freeze(std::optional<std::string_view> at);
  std::vector<Event> advance(std::string_view duration, bool dry_run = false);
  std::vector<Event> advance_to(std::string_view at, bool dry_run = false);
  std::vector<Event> advance_to_next_event(bool dry_run = false);
  void run_real();
  void run_scaled(std::int64_t factor);

  // Settings
  /// `{"token_life_seconds":{"value":86400,"default":86400,"type":"integer","unit":...,"rule":...}}`.
  wire::Json settings() const;
  std::string setting(std::string_view key) const;
  void set(std::string_view key, std::string_view value);
  /// All of them or none: `{"key": value}` with numbers, booleans, texts, arrays of texts.
  void patch_settings(const wire::Json& object);

  // Throttling
  wire::Json throttle() const;
  void set_throttle(gateway::ThrottlePlan plan);
  void put_throttle(const wire::Json& object);
  void limit(const std::string& operation, int calls, int per_seconds);
  void force_throttle(const std::string& operation, int calls, const std::string& policy = "user");

  // Faults
  std::vector<gateway::FaultRuleState> add_faults(const wire::Json& rules);
  std::vector<gateway::FaultRuleState> faults() const { return workspace_.faults().list(); }
  void remove_fault(std::uint64_t id);
  void clear_faults() { workspace_.faults().clear(); }
  std::uint64_t lose_next_answers(const std::string& operation, int calls);
  std::uint64_t fail_next(const std::string& operation, const std::string& code, int calls);
  std::uint64_t fault_hits(std::uint64_t id) const;

  // Journal
  gateway::Journal& journal() const noexcept { return workspace_.journal(); }
  Calls calls(std::string_view operation) const;
  std::vector<Exchange> exchanges(const std::string& operation, std::size_t limit) const;

  /// Takes what `POST journal/verify` takes.
  gateway::Verification verify(const wire::Json& expectation) const;

  // Signatures
  /// Takes what `POST auth/explain` takes: the request as it was sent.
  iam::SignatureExplanation explain_signature(const wire::Json& request) const;

  // Mailbox
  std::vector<Message> messages(const std::string& to) const;

  // State
  LedgerReport check_ledger() const;
  /// `{"items":[...],"total":n}`; nothing when there is no such entity.
  std::optional<wire::Json> state(std::string_view entity) const;
  void reset();

  // Snapshots
  Snapshots& snapshots() noexcept { return snapshots_; }
  void put_snapshot(const std::string& name);
  void put_snapshot(const std::string& name, domain::World::Image image);
  /// Data, clock, ids and settings; throttle, faults and journal stay as they are.
  void restore_snapshot(const std::string& name);
  void restore(const domain::World::Image& image);
  /// `current` means the state of now.
  Snapshots::Held snapshot(const std::string& name);
  wire::Json diff_snapshots(const std::string& from, const std::string& to);

  // Portal
  wire::Json portal(std::string_view verb, const wire::Json& body);

  domain::World& world() const noexcept { return workspace_.world(); }

 private:
  std::vector<Event> move_to(domain::Instant target, bool dry_run);

  gateway::Workspace& workspace_;
  Beginning beginning_;
  Snapshots snapshots_;
};

}  // namespace bss::mock::control
