// Fault rules (control-api "Faults"): what a test asks the gateway to do to calls that match. The
// first rule that matches and whose `when` fires acts; later ones are not counted. Used by the
// gateway and the control API.
//
// Faults is safe to use from several threads; rules are plain values.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bss/operation_info.h"
#include "bss/wire/json.h"
#include "gateway/call_match.h"

namespace bss::mock::gateway {

/// Which of the matching calls the rule acts on; the index of a call counts from 0 within the rule.
struct FaultWhen {
  enum class Kind : std::uint8_t {
    kAlways,
    kFirst,        ///< the first `count` matching calls
    kAfter,        ///< all but the first `count`
    kEvery,        ///< every `count`-th: the count-th, 2 count-th, ...
    kProbability,  ///< `per_million` of a million, decided by `seed` and the index of the call
    kPattern,      ///< `F` fails, `P` passes, repeated from the start
    kBetween,      ///< from <= workspace clock < until, either may be absent
  };
  Kind kind = Kind::kAlways;
  std::uint64_t count = 0;
  std::uint32_t per_million = 0;
  std::uint64_t seed = 0;
  std::string pattern;
  std::optional<std::int64_t> from_ms;
  std::optional<std::int64_t> until_ms;
};

enum class ResetPlace : std::uint8_t { kBeforeHeaders, kAfterHeaders };

/// What happens. `error`, `status` and `drop_before_commit` act instead of the command; everything
/// else acts on the answer of a command that has run (and was committed, unless a rule refused it).
/// A delay goes with anything.
struct FaultEffect {
  std::optional<std::pair<std::int64_t, std::int64_t>>
      delay_ms;               ///< uniform between both, ends included
  std::string error;          ///< a documented code: the status and body of that code
  std::optional<int> status;  ///< a bare status with `body`
  std::string body;
  bool drop_before_commit = false;  ///< the connection breaks, the command never runs
  bool lose_answer = false;         ///< the command runs, then the connection breaks
  std::optional<ResetPlace>
      reset;          ///< the command runs; the connection breaks before or after the head
  bool hang = false;  ///< the command runs; no answer comes and the connection stays open
  bool fin = false;   ///< what breaks ends with FIN instead of RST (`"by":"fin"`)
  bool malformed_json = false;  ///< the last byte of the body is missing, the length fits
  std::optional<std::size_t> truncate_body;  ///< so many bytes arrive, the length promises all
  std::optional<std::size_t> slow_body_bytes_per_s;
  std::vector<std::pair<std::string, std::string>>
      headers;  ///< added to the answer, e.g. Retry-After
};

struct FaultRule {
  std::uint64_t id = 0;  ///< given by Faults::append
  CallMatch match;
  FaultWhen when;
  FaultEffect effect;
};

struct FaultRuleState {
  FaultRule rule;
  std::uint64_t matched = 0;  ///< calls that reached this rule and matched it
  std::uint64_t hits = 0;     ///< of these, those it acted on
};

/// What a rule may look at. Views stay valid during the call only.
struct FaultSubject {
  CallSubject call;
  std::string_view body;
  std::int64_t workspace_ms = 0;
};

/// The rule that acts on one call.
struct FaultHit {
  std::uint64_t rule_id = 0;
  FaultEffect effect;
  std::int64_t delay_ms = 0;  ///< drawn from effect.delay_ms
  /// For the journal: `error CBC.0999`, `lose_answer`.
  std::string name() const;
};

class Faults {
 public:
  /// Adds rules at the end and gives them their ids.
  std::vector<FaultRuleState> append(std::vector<FaultRule> rules);
  std::vector<FaultRuleState> list() const;
  /// False when there is no such rule.
  bool remove(std::uint64_t id);
  void clear();
  bool empty() const noexcept { return rule_count_.load(std::memory_order_acquire) == 0; }

  /// Finds the acting rule and counts; cheap when there is none.
  std::optional<FaultHit> apply(const FaultSubject& subject);

 private:
  mutable std::mutex mutex_;
  std::vector<FaultRuleState> rules_;
  std::uint64_t next_id_ = 1;
  std::atomic<std::size_t> rule_count_{0};
};

/// The names of openapi/ and the gateway's own codes.
DescribedNames described_names();

/// Reads one rule or an array as `POST /_mock/v1/faults` takes them; the problem names the field by
/// its path
/// (`/0/effect/error`). Unknown members are refused.
std::variant<std::vector<FaultRule>, FieldProblem> read_fault_rules(const wire::Json& document,
                                                                    const DescribedNames& names);
/// The rule as it is shown: {"id","matched","hits","match","when","effect"}.
wire::Json show_fault_rule(const FaultRuleState& state);

}  // namespace bss::mock::gateway
