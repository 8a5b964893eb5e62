// Who is calling: proves a request by its signature or token (auth-gateway 5.3, 6.3) and says what
// the account may not do. Used by the gateway for every call. One per workspace.
//
// Safe to use from several threads. Reads the workspace through World::run and remembers what it
// read until the workspace's version changes, so most calls touch no database.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "domain/instant.h"
#include "iam/caller.h"
#include "iam/key_locks.h"
#include "iam/signature.h"

namespace bss::mock::domain {
class World;
}

namespace bss::mock::iam {

enum class AuthProblem : std::uint8_t {
  kNoCredentials,
  kMalformedAuthorization,
  kUnknownKey,
  kKeyLocked,
  kSignatureExpired,
  kWrongSignature,
  kBadSecurityToken,
  kUnknownToken,  ///< unknown, damaged, of another site, or a foreign Authorization scheme
  kExpiredToken,
  kKeyOfDisabledUser,    ///< IAM has a code of its own for it; elsewhere it is an unknown key
  kTokenOfDisabledUser,  ///< likewise an unknown token
};

/// What an operation takes for a proof.
enum class Accepted : std::uint8_t { kTokenOrSignature, kTokenOnly };

/// True for what went wrong with a signature: IAM answers these with the gateway's body as well.
constexpr bool concerns_signature(AuthProblem problem) noexcept {
  return problem != AuthProblem::kNoCredentials && problem != AuthProblem::kUnknownToken &&
         problem != AuthProblem::kExpiredToken && problem != AuthProblem::kTokenOfDisabledUser;
}

struct AuthFailure {
  AuthProblem problem = AuthProblem::kNoCredentials;
  std::string detail;  ///< after "Incorrect IAM authentication information: "
  std::string rule;    ///< where the rule stands: `auth-gateway 5.3`
  std::string field;   ///< header that is to blame
  std::string reason;  ///< one sentence for X-Mock-Explain and the journal
};

/// What an account may not do although its kind may (portal-set flags).
struct AccountRights {
  bool joined_programme = true;
  std::vector<std::string> missing_permissions;
  std::vector<std::string> refused_operations;
};

struct Identity {
  Caller caller;
  std::shared_ptr<const AccountRights> rights;
  bool user_disabled = false;  ///< never in what authenticate() gives out
};

/// The two times a signature date is judged against (control-api "Clock").
struct AuthTimes {
  domain::Instant wall;
  domain::Instant workspace;
};

inline constexpr std::int64_t kAllowedSkewMs = std::int64_t{15} * 60 * 1000;

class Authenticator {
 public:
  /// `world` must outlive the authenticator.
  explicit Authenticator(domain::World& world);

  /// Never call it from inside World::run. A signature wins when `Authorization` names the
  /// algorithm; then comes X-Auth-Token; any other `Authorization` is a token that cannot be read.
  std::variant<Identity, AuthFailure> authenticate(const SignedRequestView& request,
                                                   const AuthTimes& times,
                                                   Accepted accepted = Accepted::kTokenOrSignature);

  /// Forgets what was remembered, locks of keys included: the state was replaced.
  void forget();

 private:
  /// An access key, or a token (then without secret), with everything it stands for.
  struct Credential {
    Identity identity;
    std::string secret;
    std::string security_token_digest;  ///< temporary keys only
    std::int64_t expires_at = INT64_MAX;
    std::uint64_t version = 0;
  };
  using Remembered = std::shared_ptr<const Credential>;

  std::variant<Identity, AuthFailure> by_signature(const SignedRequestView& request,
                                                   const std::string& authorization,
                                                   const AuthTimes& times);
  std::variant<Identity, AuthFailure> by_token(const std::string& token, const AuthTimes& times);
  Remembered access_key(const std::string& key);
  Remembered token(const std::string& digest);
  /// From memory when it is of this version, else from `load` inside World::run; null when there is
  /// none.
  template <class Load>
  Remembered remember(const std::string& name, Load load);

  domain::World& world_;
  KeyLocks locks_;
  std::shared_mutex mutex_;
  std::unordered_map<std::string, Remembered> remembered_;
};

}  // namespace bss::mock::iam
