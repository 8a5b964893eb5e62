// Whether calls were made, and when not, which came nearest and what about them was different
// (control-api "Journal": verify). Used by the control API.
//
// Pure functions over what the journal shows: secrets are compared as they are shown, hidden.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/call_match.h"
#include "gateway/journal.h"

namespace bss::mock::gateway {

/// Which calls, and how many of them are right.
struct Expectation {
  CallMatch match;
  std::optional<int> status;
  std::optional<bool> answered;
  std::optional<bool> committed;
  std::size_t at_least = 1;
  std::optional<std::size_t> at_most;
};

struct NearMiss {
  JournalEntry entry;
  std::vector<Miss> differences;
};

struct Verification {
  bool ok = false;
  std::size_t count = 0;  ///< of calls that match
  std::vector<JournalEntry>
      matched;                    ///< the newest of them, at most a few, when there are too many
  std::vector<NearMiss> nearest;  ///< the nearest first, at most a few, when there are too few
};

Verification verify(const std::vector<JournalEntry>& entries, const Expectation& expectation);

/// `{"match":{...,"status":200,"answered":true,"committed":true},"times":{"at_least":1,"at_most":1}}`.
/// Throws RuleRefused (rule_reader.h).
Expectation read_expectation(const wire::Json& document, const DescribedNames& names);

}  // namespace bss::mock::gateway
