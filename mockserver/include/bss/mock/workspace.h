// The verbs of one workspace of an embedded server: what a test does to the emulated world beside
// calling its API. The same verbs are the HTTP control and portal APIs; docs/server.md lists them.
//
// A handle: copy it freely, use it from any thread. After its server is gone its verbs still work,
// only nobody calls its API any more. Verbs throw ControlError when they cannot be done.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bss/mock/types.h"

namespace bss {
class Client;
}

namespace bss::mock {

namespace app {
struct Hosted;
}

/// How a client reaches the server.
enum class Reach : std::uint8_t {
  kDirect,  ///< by a function call: instant
  kSocket,  ///< over HTTP, as a program elsewhere does
};

class Workspace {
 public:
  using DirectWay = std::function<DirectResponse(const DirectRequest&)>;

  /// For the server.
  Workspace(std::shared_ptr<app::Hosted> hosted, DirectWay exchange, std::string endpoint,
            std::string ca_file, std::shared_ptr<const void> lease) noexcept;
  Workspace(const Workspace&);
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(const Workspace&);
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

  const std::string& id() const noexcept;
  const std::string& endpoint() const noexcept { return endpoint_; }
  /// Path of the authority a client has to trust; empty without TLS.
  const std::string& ca_file() const noexcept { return ca_file_; }
  /// The cast of the demo seed here; empty where the seed is another one.
  const Credentials& credentials() const noexcept;
  /// Everybody of its seed who can log in or sign.
  const std::vector<NamedIdentity>& identities() const noexcept;

  // --- Clients of the SDK for the cast of the demo seed; `#include "bss/mock/testing.h"`. They
  // keep to the published quotas unless the workspace does not throttle.
  Client partner_client(Reach reach = Reach::kDirect) const;
  Client distributor_client(Reach reach = Reach::kDirect) const;
  Client customer_client(Reach reach = Reach::kDirect) const;

  /// Answers a request as the server would at a port of this workspace's own, without one.
  DirectResponse exchange(const DirectRequest& request) const { return exchange_(request); }

  // --- Clock: only forward. What falls due on the way has happened when a verb returns.
  ClockReading clock() const;
  /// Stands still from now on, or from that later time: `freeze("2030-06-01T00:00:00Z")`.
  void freeze(std::string_view at = {});
  /// Forward by a calendar duration: `P1M3DT2H`, `PT90S`. Answers what happened on the way, in
  /// order.
  std::vector<Event> advance(std::string_view duration);
  std::vector<Event> advance_to(std::string_view at);
  /// To the next thing that falls due; no events when nothing is due any more.
  std::vector<Event> advance_to_next_event();
  /// Goes on with the wall, from the present reading if that is later.
  void run_clock();

  // --- Settings, by the keys of docs/server.md; lists are comma separated.
  std::string setting(std::string_view key) const;
  void set(std::string_view key, std::string_view value);

  // --- Throttling
  void throttle_off();
  void throttle_as_documented();
  /// Whether any operation has a quota.
  bool throttles() const;
  /// Every other operation keeps the documented quota.
  void throttle(const std::string& operation, int limit, int per_seconds = 1);
  /// The next calls of that operation get 429 whatever the counters say.
  void refuse_next_as_throttled(const std::string& operation, int calls = 1);

  // --- Faults
  /// Rules as the HTTP API takes them, one object or an array; answers their ids.
  std::vector<std::uint64_t> add_faults(std::string_view json);
  /// The next calls are done, then their connection breaks before a byte of the answer.
  std::uint64_t lose_next_answers(const std::string& operation, int calls = 1);
  /// The next calls get that documented error and do nothing.
  std::uint64_t fail_next(const std::string& operation, const std::string& code, int calls = 1);
  std::uint64_t fault_hits(std::uint64_t id) const;
  void clear_faults();

  // --- Journal
  Calls calls(std::string_view operation) const;
  /// Newest last, at most `limit`; of every operation when it is empty.
  std::vector<Exchange> exchanges(const std::string& operation = {}, std::size_t limit = 100) const;
  void clear_journal();
  /// `{"match":{"operation":"...","body":{"/amount":10}},"times":{"at_least":1,"at_most":1}}`, as
  /// POST /_mock/v1/journal/verify takes it.
  Verification verify(std::string_view json) const;

  /// Why a signature is refused: takes and gives what POST /_mock/v1/auth/explain does.
  std::string explain_signature(std::string_view json) const;

  // --- Mailbox
  /// Newest first; to everybody when `to` is empty.
  std::vector<Message> messages(const std::string& to = {}) const;
  /// The code of the newest message to that receiver that has one.
  std::optional<std::string> last_code(const std::string& to) const;

  // --- What people do in the partner centre
  void recharge(const std::string& account_id, const std::string& amount);
  /// A coupon quota for that partner, without restrictions; its id.
  std::string grant_quota(const std::string& account_id, const std::string& value);
  /// A new reseller of that distributor; its account id.
  std::string add_reseller(const std::string& distributor_id, const std::string& name);
  /// Any portal verb, `portal("vendor/freeze-quota", R"({"quota_id":"..."})")`; answers JSON.
  std::string portal(std::string_view verb, std::string_view json);

  // --- State
  LedgerReport check_ledger() const;
  /// `{"items":[...],"total":n}` of `accounts`, `customers`, `ledger`, `coupons`, ...
  std::string state(std::string_view entity) const;
  /// Keeps the state of now under that name, in the place of an older one.
  void take_snapshot(const std::string& name);
  /// Data, clock, settings and ids as they were; throttle, faults and journal stay.
  void restore_snapshot(const std::string& name);
  /// What changed from one snapshot to another, as JSON; `current` is the state of now.
  std::string diff_snapshots(const std::string& from, const std::string& to = "current") const;
  /// A snapshot as JSON that any server of this format imports, and back.
  std::string export_snapshot(const std::string& name = "current") const;
  void import_snapshot(const std::string& name, std::string_view json);
  /// A seed of what there is now, as JSON: `--seed FILE`, WorkspaceOptions::seed_text. It gives
  /// everybody the same balances; `left_out` names what a seed cannot say.
  std::string export_seed() const;
  /// Back to the seed: data, clock, settings, faults, journal, throttle counters.
  void reset();

 private:
  std::shared_ptr<app::Hosted> hosted_;
  DirectWay exchange_;
  std::string endpoint_;
  std::string ca_file_;
  std::shared_ptr<const void> lease_;
};

}  // namespace bss::mock
