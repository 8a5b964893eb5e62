// Tokens by identity: fetched once however many callers wait, renewed before they end, kept when a
// renewal fails. One cache for the partner's own token and for role tokens; the IAM authenticator
// is its only user.
//
// The decisions are two pure functions (phase_at, action_for); TokenCache carries them out.
// TokenCache is safe to use from several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "auth/authenticator.h"
#include "bss/cancellation.h"
#include "bss/clock.h"
#include "bss/executor.h"
#include "bss/result.h"
#include "bss/secret.h"
#include "core/random.h"

namespace bss::detail {

/// Share of its life, and at most this long before its end, in which a token is renewed in the
/// background. 24 hours give 57.6 minutes.
inline constexpr std::int64_t kSoftShare = 25;  // 4 %
inline constexpr std::chrono::minutes kSoftLimit{60};
/// The same for renewal while callers wait: a request that is sent now may arrive after the token's
/// end.
inline constexpr std::int64_t kHardShare = 1000;  // 0.1 %
inline constexpr std::chrono::minutes kHardLimit{1};
/// A failed renewal is tried again after this long, doubled for each failure in a row, half of it
/// jitter.
inline constexpr std::chrono::seconds kFirstBackOff{5};
inline constexpr std::chrono::seconds kLongestBackOff{300};
/// A definite no of IAM (wrong password) is repeated to callers for this long without asking again.
inline constexpr std::chrono::seconds kRefusalMemory{5};

/// A token's life, counted on the steady clock from its receipt.
struct TokenLife {
  Clock::Steady received{};
  std::chrono::nanoseconds life{0};
};

enum class TokenPhase : std::uint8_t {
  kNone,     ///< there is no token
  kValid,    ///< good for long
  kSoft,     ///< good, but renewal is due
  kHard,     ///< about to end
  kExpired,  ///< of no use any more
};
TokenPhase phase_at(const std::optional<TokenLife>& token, Clock::Steady now) noexcept;

enum class TokenAction : std::uint8_t {
  kUse,            ///< the token at hand
  kUseAndRenew,    ///< the token at hand; somebody renews it in the background
  kFetchOrUse,     ///< fetch while the caller waits; if that fails, the token at hand
  kFetch,          ///< fetch while the caller waits
  kRepeatRefusal,  ///< IAM said no a moment ago
};
/// `backing_off`: a renewal failed a moment ago. `refused`: IAM gave a definite no a moment ago.
TokenAction action_for(TokenPhase phase, bool backing_off, bool refused) noexcept;

/// How long after the `failures`-th failure in a row (from 1) the next renewal may start.
/// `fraction` in [0, 1).
std::chrono::nanoseconds back_off(int failures, double fraction) noexcept;

struct FetchedToken {
  Secret token;
  std::chrono::nanoseconds life{0};
};

struct CachedToken {
  Secret token;
  std::uint64_t generation = 0;  ///< names this very token
};

class TokenCache : public std::enable_shared_from_this<TokenCache> {
 public:
  /// Makes one attempt to get a token; blocks until the deadline at most.
  using Fetch = std::function<Result<FetchedToken>(Clock::Steady deadline,
                                                   const CancellationToken& cancellation)>;

  struct Settings {
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<Waiter> waiter;
    std::shared_ptr<Executor> executor;  ///< null: no background renewal
    std::shared_ptr<Random> random;
    std::chrono::milliseconds background_timeout{30'000};
  };
  explicit TokenCache(Settings settings);
  ~TokenCache();
  TokenCache(const TokenCache&) = delete;
  TokenCache& operator=(const TokenCache&) = delete;

  /// A good token of `identity`. Of all callers that need a fetch at the same time one makes it;
  /// the others get its token or its error. A fetch that ends because its own caller ran out of
  /// time or cancelled is taken over by another one.
  Result<CachedToken> get(const IdentityKey& identity, const Fetch& fetch, Clock::Steady deadline,
                          const CancellationToken& cancellation);

  /// The service does not accept the token of that generation. A newer one stays: a late refusal
  /// says nothing of it.
  void reject(const IdentityKey& identity, std::uint64_t generation);

 private:
  struct Entry;
  struct Flight;
  struct State;

  Result<CachedToken> lead(const IdentityKey& identity, const std::shared_ptr<Flight>& flight,
                           const Fetch& fetch, Clock::Steady deadline,
                           const CancellationToken& cancellation);
  bool follow(const Flight& flight, Clock::Steady deadline,
              const CancellationToken& cancellation) const;
  void post_renewal(const IdentityKey& identity, const Fetch& fetch);
  void renew(const IdentityKey& identity, const Fetch& fetch);
  void note_failure(Entry& entry, const Error& error);

  const Settings settings_;
  const std::unique_ptr<State> state_;
};

}  // namespace bss::detail
