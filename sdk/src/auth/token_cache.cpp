#include "auth/token_cache.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace bss::detail {
namespace {

/// Ends that speak of the caller, not of IAM: nobody else should suffer them.
bool is_callers_own(ErrorKind kind) noexcept {
  return kind == ErrorKind::kCancelled || kind == ErrorKind::kDeadline;
}

/// Asking again gives the same answer until somebody changes something.
bool is_definite(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::kInvalidArgument:
    case ErrorKind::kAuth:
    case ErrorKind::kDenied:
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
    case ErrorKind::kBusiness:
      return true;
    default:
      return false;
  }
}

Error waited_in_vain(const CancellationToken& cancellation) {
  Error error;
  error.operation = "CreateToken";
  error.kind = cancellation.cancelled() ? ErrorKind::kCancelled : ErrorKind::kDeadline;
  error.message = cancellation.cancelled() ? "Cancelled while waiting for a token."
                                           : "Time was up while waiting for a token.";
  return error;
}

}  // namespace

TokenPhase phase_at(const std::optional<TokenLife>& token, Clock::Steady now) noexcept {
  if (!token) return TokenPhase::kNone;
  const auto left = token->received + token->life - now;
  const auto soft = std::min<std::chrono::nanoseconds>(token->life / kSoftShare, kSoftLimit);
  const auto hard = std::min<std::chrono::nanoseconds>(token->life / kHardShare, kHardLimit);
  if (left <= std::chrono::nanoseconds(0)) return TokenPhase::kExpired;
  if (left <= hard) return TokenPhase::kHard;
  if (left <= soft) return TokenPhase::kSoft;
  return TokenPhase::kValid;
}

TokenAction action_for(TokenPhase phase, bool backing_off, bool refused) noexcept {
  switch (phase) {
    case TokenPhase::kValid:
      return TokenAction::kUse;
    case TokenPhase::kSoft:
      return backing_off || refused ? TokenAction::kUse : TokenAction::kUseAndRenew;
    case TokenPhase::kHard:
      return backing_off || refused ? TokenAction::kUse : TokenAction::kFetchOrUse;
    case TokenPhase::kNone:
    case TokenPhase::kExpired:
      break;
  }
  // Without a token the caller's own retry loop paces the attempts; only a definite no is not asked
  // for again.
  return refused ? TokenAction::kRepeatRefusal : TokenAction::kFetch;
}

std::chrono::nanoseconds back_off(int failures, double fraction) noexcept {
  std::chrono::nanoseconds wait = kFirstBackOff;
  for (int i = 1; i < failures && wait < kLongestBackOff; ++i) wait *= 2;
  wait = std::min<std::chrono::nanoseconds>(wait, kLongestBackOff);
  const double jitter = fraction * static_cast<double>((wait / 2).count());
  return wait / 2 + std::chrono::nanoseconds(static_cast<std::int64_t>(jitter));
}

/// One fetch that several callers wait for.
struct TokenCache::Flight {
  CancellationSource done;     ///< "cancelled" when the fetch is over, however it went
  std::optional<Error> error;  ///< for the followers; written before `done`
};

struct TokenCache::Entry {
  std::optional<TokenLife> life;
  CachedToken token;
  int failures = 0;
  Clock::Steady renew_not_before{};
  std::optional<Error> refusal;
  Clock::Steady refusal_until{};
  std::shared_ptr<Flight> flight;
  bool renewal_posted = false;
};

struct TokenCache::State {
  std::mutex mutex;
  std::map<IdentityKey, Entry> entries;
  std::uint64_t last_generation = 0;
};

TokenCache::TokenCache(Settings settings)
    : settings_(std::move(settings)), state_(std::make_unique<State>()) {}
TokenCache::~TokenCache() = default;

Result<CachedToken> TokenCache::get(const IdentityKey& identity, const Fetch& fetch,
                                    Clock::Steady deadline, const CancellationToken& cancellation) {
  for (;;) {
    std::optional<CachedToken> at_hand;
    std::shared_ptr<Flight> flight;
    bool leads = false;
    bool post = false;
    {
      const std::lock_guard<std::mutex> lock(state_->mutex);
      Entry& entry = state_->entries[identity];
      const auto now = settings_.clock->steady_now();
      const bool refused = entry.refusal && now < entry.refusal_until;
      const TokenAction action =
          action_for(phase_at(entry.life, now), now < entry.renew_not_before, refused);
      if (action == TokenAction::kRepeatRefusal) return *entry.refusal;
      if (action != TokenAction::kFetch) at_hand = entry.token;
      if (action == TokenAction::kFetch || action == TokenAction::kFetchOrUse) {
        leads = entry.flight == nullptr;
        if (leads) entry.flight = std::make_shared<Flight>();
        flight = entry.flight;
      } else if (action == TokenAction::kUseAndRenew && settings_.executor != nullptr &&
                 entry.flight == nullptr) {
        post = !std::exchange(entry.renewal_posted, true);
      }
    }
    if (post) post_renewal(identity, fetch);
    if (flight == nullptr) return *at_hand;
    if (leads) {
      auto fetched = lead(identity, flight, fetch, deadline, cancellation);
      return fetched.ok() || !at_hand ? fetched : Result<CachedToken>(*at_hand);
    }
    if (!follow(*flight, deadline, cancellation)) {
      return at_hand ? Result<CachedToken>(*at_hand)
                     : Result<CachedToken>(waited_in_vain(cancellation));
    }
    const std::lock_guard<std::mutex> lock(state_->mutex);
    if (flight->error)
      return at_hand ? Result<CachedToken>(*at_hand) : Result<CachedToken>(*flight->error);
  }
}

Result<CachedToken> TokenCache::lead(const IdentityKey& identity,
                                     const std::shared_ptr<Flight>& flight, const Fetch& fetch,
                                     Clock::Steady deadline,
                                     const CancellationToken& cancellation) {
  Result<FetchedToken> fetched = fetch(deadline, cancellation);
  std::optional<Result<CachedToken>> result;
  {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    Entry& entry = state_->entries[identity];
    entry.flight.reset();
    if (fetched.ok()) {
      entry.life = TokenLife{settings_.clock->steady_now(), fetched->life};
      entry.token = {std::move(fetched->token), ++state_->last_generation};
      entry.failures = 0;
      entry.renew_not_before = {};
      entry.refusal.reset();
      result = entry.token;
    } else {
      if (!is_callers_own(fetched.error().kind)) {
        note_failure(entry, fetched.error());
        flight->error = fetched.error();
      }
      result = std::move(fetched).error();
    }
  }
  flight->done.cancel();
  return std::move(*result);
}

void TokenCache::note_failure(Entry& entry, const Error& error) {
  const auto now = settings_.clock->steady_now();
  ++entry.failures;
  const auto wait = back_off(entry.failures, settings_.random->fraction());
  entry.renew_not_before = now + std::chrono::duration_cast<Clock::Steady::duration>(wait);
  if (!is_definite(error.kind)) return;
  entry.refusal = error;
  entry.refusal_until = now + kRefusalMemory;
}

bool TokenCache::follow(const Flight& flight, Clock::Steady deadline,
                        const CancellationToken& cancellation) const {
  const CancellationSource wake;
  const auto by_caller = cancellation.on_cancel([wake] { wake.cancel(); });
  const auto by_flight = flight.done.token().on_cancel([wake] { wake.cancel(); });
  settings_.waiter->wait_until(deadline, wake.token());
  return flight.done.token().cancelled();
}

void TokenCache::post_renewal(const IdentityKey& identity, const Fetch& fetch) {
  settings_.executor->post([weak = weak_from_this(), identity, fetch] {
    if (const auto self = weak.lock()) self->renew(identity, fetch);
  });
}

/// The flight starts here and not when the work is posted: a busy executor must not keep callers
/// waiting whose token has meanwhile come close to its end.
void TokenCache::renew(const IdentityKey& identity, const Fetch& fetch) {
  const auto now = settings_.clock->steady_now();
  std::shared_ptr<Flight> flight;
  {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    Entry& entry = state_->entries[identity];
    entry.renewal_posted = false;
    const TokenPhase phase = phase_at(entry.life, now);
    if (entry.flight != nullptr || phase == TokenPhase::kValid || phase == TokenPhase::kNone)
      return;
    flight = entry.flight = std::make_shared<Flight>();
  }
  // The outcome is in the cache; nobody waits for this one's.
  static_cast<void>(
      lead(identity, flight, fetch, now + settings_.background_timeout, CancellationToken()));
}

void TokenCache::reject(const IdentityKey& identity, std::uint64_t generation) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const auto found = state_->entries.find(identity);
  if (found == state_->entries.end() || found->second.token.generation != generation) return;
  found->second.life.reset();
  found->second.token = {};
}

}  // namespace bss::detail
