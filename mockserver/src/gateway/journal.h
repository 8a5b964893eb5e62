// What was asked and answered (control-api "Journal"): a bounded ring of exchanges, counters per
// operation, and one line for every exchange that committed money. Used by the gateway for every
// call, read by the control API and by tests.
//
// Safe to use from several threads. Exchanges are kept as they were and redacted when they are
// read, because redaction needs the JSON and most exchanges are never read; nothing unredacted
// leaves this class.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bss/operation_info.h"

namespace bss::mock::gateway {

struct JournalLimits {
  std::size_t entries = 10'000;
  std::size_t bytes = std::size_t{64} * 1024 * 1024;
  std::size_t money_lines = 1'000'000;
};

struct JournalEntry {
  std::uint64_t id = 0;    ///< ascending, never reused
  std::int64_t at_ms = 0;  ///< workspace clock, milliseconds since 1970
  std::string request_id;
  std::string operation;   ///< empty when no route was found
  std::string account;     ///< account id, empty when nobody was proved
  int status = 0;          ///< that was or would have been answered; 0 when the command never ran
  bool answered = true;    ///< false: the connection was broken before the answer
  bool committed = false;  ///< the command's transaction was committed
  std::string fault;       ///< name of the fault that acted, else empty
  std::uint64_t fault_rule = 0;
  std::string error_code;   ///< of the answer, else empty
  std::string explain;      ///< rule id and field, as in X-Mock-Explain
  std::string explanation;  ///< the reasoning in a sentence
  std::int64_t took_us = 0;

  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> request_headers;
  std::string request_body;
  std::vector<std::pair<std::string, std::string>> response_headers;
  std::string response_body;
};

struct JournalFilter {
  std::string operation;
  std::string account;
  std::optional<int> status;
  std::uint64_t since_id = 0;            ///< only entries with a greater id
  std::optional<std::int64_t> since_ms;  ///< only entries at or after this time
  std::size_t limit = 100;               ///< the newest so many; answered oldest first
};

/// What stays of an exchange that committed money, also when the ring has moved on.
struct MoneyLine {
  std::uint64_t id = 0;
  std::int64_t at_ms = 0;
  std::string operation;
  std::string account;
  std::string key;             ///< trans_id or other key of the request, else empty
  std::string transaction_id;  ///< trans_id or transfer_id of the answer, else empty
  bool answered = true;
};

struct OperationCounts {
  std::uint64_t received = 0;   ///< every request that was routed to it, refused ones included
  std::uint64_t succeeded = 0;  ///< status below 400
  std::uint64_t refused = 0;    ///< status 400 and more
  std::uint64_t throttled = 0;  ///< of these 429
  std::uint64_t unanswered = 0;
  std::uint64_t committed = 0;
};

class Journal {
 public:
  explicit Journal(JournalLimits limits = {});

  void record(JournalEntry entry, const OperationInfo* operation);

  /// Redacted copies.
  std::vector<JournalEntry> entries(const JournalFilter& filter = {}) const;
  std::optional<JournalEntry> find_request(std::string_view request_id) const;
  std::vector<MoneyLine> money_lines() const;
  std::map<std::string, OperationCounts> counts() const;
  OperationCounts count(std::string_view operation) const;
  std::size_t size() const;
  std::size_t bytes() const;
  /// Forgets exchanges, money lines and counts; ids go on.
  void clear();

 private:
  void trim();

  mutable std::mutex mutex_;
  JournalLimits limits_;
  std::deque<JournalEntry> ring_;
  std::deque<MoneyLine> money_;
  std::size_t bytes_ = 0;
  std::uint64_t next_id_ = 1;
  std::map<std::string, OperationCounts, std::less<>> counts_;
};

/// The copy that may be shown: passwords, codes, secret keys, tokens and signatures replaced by
/// `***`.
JournalEntry redacted(JournalEntry entry);

}  // namespace bss::mock::gateway
