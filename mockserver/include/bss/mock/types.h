// Values that the embeddable server hands to tests: credentials, messages, events, counters.
// Amounts are decimal texts in yuan (or dollars), times are `yyyy-MM-ddTHH:mm:ssZ` of the
// workspace's clock.
//
// Plain values; standard library only.
#pragma once

#include <cstdint>
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

struct ClockReading {
  std::string now;
  std::string mode;  ///< real, frozen or scaled
};

/// Something that happened because its time had come.
struct Event {
  std::string at;
  std::string kind;     ///< association_completed, coupon_expired, ...
  std::string subject;  ///< id of what it happened to
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
};

}  // namespace bss::mock
