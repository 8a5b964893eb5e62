// The SDK's authenticator: tokens by password, ready tokens, role tokens of customers, key pairs,
// and what a callback supplies.
#include "auth/authenticator.h"

#include "auth/iam_client.h"
#include "auth/signer.h"
#include "auth/token_cache.h"
#include "auth/token_refusal.h"
#include "core/random.h"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace bss::detail {
namespace {

Error auth_error(std::string message) {
  Error error;
  error.kind = ErrorKind::kAuth;
  error.message = std::move(message);
  return error;
}

/// What tokens are fetched with; shared with renewals that outlive a call.
struct Sources {
  Credentials credentials;
  IamClient iam;
  std::shared_ptr<TokenCache> cache;
};

/// The credentials at this moment, a callback's answer in place of the callback.
using Current =
    std::variant<std::monostate, Credentials::Password, Credentials::Token, Credentials::AccessKey>;

Result<Current> supplied(const Credentials::Supplier& supplier) {
  if (supplier.callback == nullptr || !*supplier.callback)
    return auth_error("The credentials callback is empty.");
  try {
    Result<Credentials::Supplied> answer = (*supplier.callback)();
    if (!answer) return std::move(answer).error();
    return std::visit([](auto& value) { return Current(std::move(value)); }, *answer);
  } catch (const std::exception&) {
    // Its text may quote what it was about to return.
    return auth_error("The credentials callback threw an exception.");
  }
}

Result<Current> current_of(const Credentials& credentials) {
  return std::visit(
      [](const auto& source) -> Result<Current> {
        if constexpr (std::is_same_v<std::decay_t<decltype(source)>, Credentials::Supplier>) {
          return supplied(source);
        } else {
          return Current(source);
        }
      },
      credentials.source());
}

Result<CachedToken> own_token(const std::shared_ptr<Sources>& sources,
                              const Credentials::Password& login, Clock::Steady deadline,
                              const CancellationToken& cancellation) {
  const auto fetch = [sources, login](Clock::Steady until, const CancellationToken& cancelled) {
    // BSS wants the account-wide token (auth-gateway.md section 1).
    return sources->iam.log_in(login, TokenScope::domain({}, login.domain_name), until, cancelled);
  };
  return sources->cache->get(IdentityKey(), fetch, deadline, cancellation);
}

Error needs_partner_token() {
  return auth_error(
      "Acting as a customer needs a partner token: password or token credentials, not a key "
      "pair.");
}

Result<FetchedToken> fetch_role_token(const std::shared_ptr<Sources>& sources,
                                      const IdentityKey& identity, Clock::Steady deadline,
                                      const CancellationToken& cancellation) {
  Result<Current> current = current_of(sources->credentials);
  if (!current) return std::move(current).error();
  const AssumedRole role{identity.domain_id, identity.domain_name, identity.agency_name};
  const TokenScope scope = TokenScope::domain(identity.domain_id, identity.domain_name);
  if (const auto* ready = std::get_if<Credentials::Token>(&*current)) {
    return sources->iam.assume_role(ready->token, role, scope, deadline, cancellation);
  }
  const auto* login = std::get_if<Credentials::Password>(&*current);
  if (login == nullptr) {
    return needs_partner_token();
  }
  for (bool again = false;; again = true) {
    Result<CachedToken> own = own_token(sources, *login, deadline, cancellation);
    if (!own) return std::move(own).error();
    Result<FetchedToken> fetched =
        sources->iam.assume_role(own->token, role, scope, deadline, cancellation);
    // The partner's token may have been withdrawn before its time: one fresh one, once.
    if (fetched.ok() || again || fetched.error().http_status != 401) return fetched;
    sources->cache->reject(IdentityKey(), own->generation);
  }
}

/// The credentials of now, if they can prove a call of their owner.
Result<Current> usable(const Credentials& credentials) {
  Result<Current> current = current_of(credentials);
  if (!current) return current;
  if (const auto* ready = std::get_if<Credentials::Token>(&*current)) {
    if (ready->token.empty()) return auth_error("The token of the credentials is empty.");
    return current;
  }
  if (const auto* key = std::get_if<Credentials::AccessKey>(&*current)) {
    if (key->access_key.empty() || key->secret_key.empty())
      return auth_error("The key pair of the credentials is not complete.");
    return current;
  }
  if (std::holds_alternative<Credentials::Password>(*current)) return current;
  return auth_error(
      "No credentials: set an access key and secret key (HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK) "
      "or a user name and "
      "password (HUAWEICLOUD_USERNAME, HUAWEICLOUD_PASSWORD).");
}

class IamAuthenticator final : public Authenticator {
 public:
  explicit IamAuthenticator(AuthenticatorSettings settings)
      : clock_(settings.clock),
        look_up_domain_id_(settings.look_up_domain_id),
        sources_(make_sources(std::move(settings))) {}

  Result<AppliedProof> apply(TransportRequest& request, const IdentityKey& identity,
                             Clock::Steady deadline,
                             const CancellationToken& cancellation) override {
    if (identity.kind == IdentityKey::Kind::kAssumed) {
      const auto fetch = [sources = sources_, identity](Clock::Steady until,
                                                        const CancellationToken& cancelled) {
        return fetch_role_token(sources, identity, until, cancelled);
      };
      return put(request, identity, sources_->cache->get(identity, fetch, deadline, cancellation));
    }
    Result<Current> current = usable(sources_->credentials);
    if (!current) return std::move(current).error();
    if (const auto* login = std::get_if<Credentials::Password>(&*current)) {
      return put(request, identity, own_token(sources_, *login, deadline, cancellation));
    }
    if (const auto* ready = std::get_if<Credentials::Token>(&*current)) {
      return put(request, identity, CachedToken{ready->token, 0});
    }
    return sign(request, identity, std::get<Credentials::AccessKey>(*current), deadline,
                cancellation);
  }

  std::optional<Error> apply_offline(TransportRequest& request,
                                     const IdentityKey& identity) override {
    const Result<Current> current = usable(sources_->credentials);
    if (!current) return current.error();
    const auto* key = std::get_if<Credentials::AccessKey>(&*current);
    if (key == nullptr) {
      request.headers.emplace_back("X-Auth-Token", "***");
      return std::nullopt;
    }
    if (identity.kind == IdentityKey::Kind::kAssumed) return needs_partner_token();
    sign_request(request, *key, clock_->system_now());
    return std::nullopt;
  }

  bool rejected(const AppliedProof& used, const Error& error) override {
    // Generation 0: a ready token or a signature. Neither can be renewed here.
    if (used.kind != AppliedProof::Kind::kToken || used.generation == 0 || !speaks_of_token(error))
      return false;
    sources_->cache->reject(used.identity, used.generation);
    return true;
  }

 private:
  static std::shared_ptr<Sources> make_sources(AuthenticatorSettings settings) {
    TokenCache::Settings cache;
    cache.clock = settings.clock;
    cache.waiter = std::move(settings.waiter);
    cache.executor = std::move(settings.executor);
    cache.random = std::make_shared<Random>(settings.random_seed);
    cache.background_timeout = settings.attempt_timeout;
    IamClient iam({std::move(settings.iam_endpoint), std::move(settings.transport),
                   std::move(settings.clock), std::move(settings.logger),
                   std::move(settings.user_agent), settings.connect_timeout,
                   settings.attempt_timeout});
    return std::make_shared<Sources>(Sources{std::move(settings.credentials), std::move(iam),
                                             std::make_shared<TokenCache>(std::move(cache))});
  }

  static Result<AppliedProof> put(TransportRequest& request, const IdentityKey& identity,
                                  Result<CachedToken> token) {
    if (!token) return std::move(token).error();
    request.headers.emplace_back("X-Auth-Token", token->token.reveal());
    return AppliedProof{AppliedProof::Kind::kToken, identity, token->generation};
  }

  Result<AppliedProof> sign(TransportRequest& request, const IdentityKey& identity,
                            Credentials::AccessKey& key, Clock::Steady deadline,
                            const CancellationToken& cancellation) {
    if (key.domain_id.empty() && look_up_domain_id_) {
      Result<std::string> account = account_of(key, deadline, cancellation);
      if (!account) return std::move(account).error();
      key.domain_id = *account;
    }
    sign_request(request, key, clock_->system_now());
    return AppliedProof{AppliedProof::Kind::kSignature, identity, 0};
  }

  /// A key belongs to one account for ever, so the answer is kept; a failure is not.
  Result<std::string> account_of(const Credentials::AccessKey& key, Clock::Steady deadline,
                                 const CancellationToken& cancellation) {
    {
      const std::lock_guard<std::mutex> lock(accounts_mutex_);
      const auto known = accounts_.find(key.access_key);
      if (known != accounts_.end()) return known->second;
    }
    Result<std::string> account = sources_->iam.account_of(key, deadline, cancellation);
    if (account.ok()) {
      const std::lock_guard<std::mutex> lock(accounts_mutex_);
      accounts_[key.access_key] = *account;
    }
    return account;
  }

  const std::shared_ptr<const Clock> clock_;
  const bool look_up_domain_id_;
  const std::shared_ptr<Sources> sources_;
  std::mutex accounts_mutex_;
  std::map<std::string, std::string> accounts_;
};

}  // namespace

std::shared_ptr<Authenticator> make_authenticator(AuthenticatorSettings settings) {
  return std::make_shared<IamAuthenticator>(std::move(settings));
}

}  // namespace bss::detail
