// Values that the embeddable server hands to tests: credentials, messages, events, counters.
// Amounts are decimal texts in yuan (or dollars), times are `yyyy-MM-ddTHH:mm:ssZ` of the
// workspace's clock.
//
// Plain values; standard library only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace bss::mock {

/// A verb could not be done: what was given is wrong, or the rules of the business refuse it.
/// `code` and `status` are those that the HTTP control API would have answered; `field` names the
/// culprit or is empty.
class ControlError : public std::runtime_error {
 public:
  ControlError(int status, std::string code, const std::string& message, std::string field = {})
      : std::runtime_error(message),
        status_(status),
        code_(std::move(code)),
        field_(std::move(field)) {}
  int status() const noexcept { return status_; }
  const std::string& code() const noexcept { return code_; }
  const std::string& field() const noexcept { return field_; }

 private:
  int status_;
  std::string code_;
  std::string field_;
};

/// What a program needs to call as one of the seed's accounts. Worth nothing anywhere else.
struct Identity {
  std::string domain_id;
  std::string domain_name;
  std::string user_name;
  std::string password;
  std::string access_key;
  std::string secret_key;
  std::string platform;  ///< `xaccount_type`, and the agency's name for assume_role; partners only
};

/// The cast of the demo seed that has credentials.
struct Credentials {
  Identity partner;
  Identity distributor;
  Identity customer;
  Identity partner_intl;  ///< only where the international site is served
};

/// An account of a seed with what its role there is: `partner`, `distributor`, `customer`, ... in
/// the demo seed, its name in a seed file.
struct NamedIdentity {
  std::string role;
  Identity identity;
};

/// How a workspace is to be. All may be left as they are.
struct WorkspaceOptions {
  std::string id;         ///< 1 to 12 of [a-z0-9]; empty: made up
  std::string seed;       ///< name of a seed; empty: what the server began with
  std::string seed_text;  ///< a seed itself, YAML or JSON, in the place of a name
  std::string start_at;  ///< `2025-06-01T00:00:00Z`: its clock stands there; empty: the wall's time
  std::optional<std::uint64_t> id_seed;  ///< equal seeds give equal ids; none: another each time
  std::optional<int> ttl_seconds;        ///< it is removed after so long; none: with its server
  bool own_endpoint =
      false;             ///< a port of its own, at which no credential is asked where it is from
  std::string throttle;  ///< off, documented, or calls per second; empty: as the server
  /// By the keys of docs/server.md, beside those of the server; a reset goes back to them.
  std::vector<std::pair<std::string, std::string>> settings;
};

/// A request that does not come over a socket, as it would stand in HTTP.
struct DirectRequest {
  std::string method;
  std::string target;  ///< path and query, percent-encoded
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct DirectResponse {
  /// What a client behind a socket would have seen of the connection.
  enum class End : std::uint8_t {
    kAnswered,
    kBroken,  ///< it ended before the whole answer was there: a fault rule, or the server is gone
    kSilent,  ///< nothing ever comes
  };
  End end = End::kAnswered;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct WorkspaceInfo {
  std::string id;
  std::string endpoint;
  std::string seed;  ///< its name; empty when the seed was given as such
  std::optional<int> seconds_left;
  std::vector<NamedIdentity> credentials;
};

struct ClockReading {
  std::string now;
  std::string mode;  ///< real, frozen or scaled
};

/// One leg of a movement in the ledgers. The legs of a movement sum to zero.
struct LedgerPosting {
  std::string movement;  ///< kind of the movement
  std::string trade_id;
  std::string account;  ///< ledger account: an id, or TOPUP, SALES, SPENT, VOID, ...
  std::string
      amount;  ///< with its sign; a credit, which raises what is owed to the owner, has none
};

/// Something that happened because its time had come.
struct Event {
  std::string at;
  std::string kind;     ///< association_completed, coupon_expired, ...
  std::string subject;  ///< id of what it happened to
  std::vector<LedgerPosting> postings{};
};

/// A message of the mailbox: what the real service would have sent.
struct Message {
  std::int64_t id = 0;
  std::string channel;  ///< sms or email
  std::string to;
  std::string kind;
  std::string code;  ///< of a verification message, else empty
  std::string text;
  std::string sent_at;
};

struct LedgerReport {
  bool ok = false;
  std::int64_t accounts = 0;
  std::int64_t entries = 0;
  std::vector<std::string> problems;
};

/// Calls of one operation since the start or the last clearing of the journal.
struct Calls {
  std::uint64_t received = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t refused = 0;     ///< status 400 and more
  std::uint64_t throttled = 0;   ///< of these 429
  std::uint64_t unanswered = 0;  ///< the connection was broken before the answer
  std::uint64_t committed = 0;
};

/// Whether the calls were made that a test expected.
struct Verification {
  bool ok = false;
  std::size_t count = 0;  ///< of calls that match
  /// For people: how many there were, and of the nearest others what was different, field by field.
  std::string report;
  explicit operator bool() const noexcept { return ok; }
};

/// One line of the journal, without headers and bodies.
struct Exchange {
  std::uint64_t id = 0;
  std::string at;
  std::string operation;
  std::string account;
  int status = 0;
  bool answered = true;
  bool committed = false;
  std::string fault;
  std::string error_code;
  std::string request_id;
  std::string explanation;  ///< of a refusal: the rule, and why, as GET /_mock/v1/explain says it
};

}  // namespace bss::mock
