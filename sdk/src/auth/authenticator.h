// Proves the caller on one outgoing request: the seam between the pipeline (core) and tokens, roles
// and signatures (auth). The credentials policy of the pipeline is its only user; tests put a fake
// in its place.
//
// Implementations are safe to call from several threads at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>

#include "bss/cancellation.h"
#include "bss/clock.h"
#include "bss/credentials.h"
#include "bss/executor.h"
#include "bss/logger.h"
#include "bss/result.h"
#include "bss/transport.h"

namespace bss::detail {

/// On whose behalf a request goes out, as far as authentication cares. A reseller is not among
/// them: it is a field of the request, sent with the partner's own proof.
struct IdentityKey {
  enum class Kind : std::uint8_t {
    kOwn,      ///< the owner of the credentials
    kAssumed,  ///< a customer whose agency the owner assumes (assume_role)
  };
  Kind kind = Kind::kOwn;
  std::string
      domain_name;  ///< kAssumed: the customer's account, by name or by id (one of the two is set)
  std::string domain_id;
  std::string agency_name;  ///< kAssumed

  friend bool operator==(const IdentityKey& l, const IdentityKey& r) {
    return std::tie(l.kind, l.domain_name, l.domain_id, l.agency_name) ==
           std::tie(r.kind, r.domain_name, r.domain_id, r.agency_name);
  }
  friend bool operator<(const IdentityKey& l, const IdentityKey& r) {
    return std::tie(l.kind, l.domain_name, l.domain_id, l.agency_name) <
           std::tie(r.kind, r.domain_name, r.domain_id, r.agency_name);
  }
};

/// Names the proof that went into one request, so that a late refusal cannot throw away a newer
/// one.
struct AppliedProof {
  enum class Kind : std::uint8_t { kNone, kToken, kSignature };
  Kind kind = Kind::kNone;
  IdentityKey identity;
  std::uint64_t generation =
      0;  ///< which token of the cache it was; 0 for signatures and ready tokens
};

class Authenticator {
 public:
  virtual ~Authenticator() = default;

  /// Puts the proof into `request`: X-Auth-Token, or the signature over the request exactly as it
  /// stands (nothing may change it afterwards). May fetch a token first; then it blocks until
  /// `deadline` or cancellation at most.
  ///
  /// An error means that `request` was not sent. Its kind says what is worth doing: kNotSent,
  /// kThrottled, kServer and kBadResponse (of the token call) may be tried again, kAuth, kDenied,
  /// kDeadline and kCancelled not. Never kOutcomeUnknown.
  virtual Result<AppliedProof> apply(TransportRequest& request, const IdentityKey& identity,
                                     Clock::Steady deadline,
                                     const CancellationToken& cancellation) = 0;

  /// The same for a request that is only looked at: nothing is fetched, and a token that would have
  /// to be is `***`.
  virtual std::optional<Error> apply_offline(TransportRequest& request,
                                             const IdentityKey& identity) = 0;

  /// Tells that a request with this proof was answered 401 with `error`. True: the proof was
  /// dropped (or had been already) and a new one can be had, so one more attempt makes sense. False
  /// after signature failures, for ready tokens, and for codes that do not speak of the token.
  virtual bool rejected(const AppliedProof& used, const Error& error) = 0;
};

struct AuthenticatorSettings {
  Credentials credentials;
  std::string iam_endpoint;  ///< scheme://host[:port] without path
  std::shared_ptr<Transport> transport;
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<Waiter> waiter;
  std::shared_ptr<Executor> executor;  ///< for background refresh; null: refresh only when blocking
  std::shared_ptr<Logger> logger;      ///< may be null
  std::string user_agent;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds attempt_timeout{30'000};
  std::uint64_t random_seed = 0;  ///< for the jitter of back-off
  /// Key pairs without account id: ask IAM for it once and send it. Off: X-Domain-Id is optional
  /// and stays away.
  bool look_up_domain_id = false;
};

/// The authenticator of the SDK. Never fails: missing credentials show at the first call.
std::shared_ptr<Authenticator> make_authenticator(AuthenticatorSettings settings);

}  // namespace bss::detail
