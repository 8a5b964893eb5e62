#include "iam/authenticator.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/world.h"
#include "iam/header_names.h"
#include "iam/identities.h"
#include "store/identity.h"

namespace bss::mock::iam {
namespace {

/// More would be an attack or a leak of a load test; the memory is only a shortcut.
constexpr std::size_t kMostRemembered = 20'000;

AuthFailure failure(AuthProblem problem, std::string detail, std::string_view field,
                    std::string reason) {
  return {problem, std::move(detail), "auth-gateway 5.3", std::string(field), std::move(reason)};
}

AuthFailure unknown_key(std::string reason) {
  return failure(AuthProblem::kUnknownKey, "Get secretKey failed,ak:******,err:ak not exist",
                 "Authorization", std::move(reason));
}

AuthFailure malformed(std::string_view field, std::string reason) {
  return failure(AuthProblem::kMalformedAuthorization, "Unauthorized", field, std::move(reason));
}

AuthFailure expired(std::string_view field, std::string reason) {
  return failure(AuthProblem::kSignatureExpired, "calc ak sk signature fail:signature expired",
                 field, std::move(reason));
}

/// The canonical request as the gateway prints it: LF becomes '|'. Tokens in signed headers are
/// masked, and bytes beyond ASCII too, because the text has to be valid JSON.
std::string printed(std::string_view canonical) {
  std::string out;
  out.reserve(canonical.size());
  while (true) {
    const auto end = canonical.find('\n');
    const auto line = canonical.substr(0, end);
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    const bool secret =
        colon != std::string_view::npos && (name == "x-security-token" || name == "x-auth-token" ||
                                            name == "x-subject-token" || name == "authorization");
    for (const char c : secret ? line.substr(0, colon + 1) : line) {
      out.push_back(static_cast<unsigned char>(c) < 0x80 ? c : '?');
    }
    if (secret) out += "***";
    if (end == std::string_view::npos) return out;
    out.push_back('|');
    canonical.remove_prefix(end + 1);
  }
}

AuthFailure wrong_signature(std::string_view canonical, std::string_view field,
                            std::string reason) {
  return failure(AuthProblem::kWrongSignature,
                 "verify aksk signature fail,canonicalRequest:" + printed(canonical), field,
                 std::move(reason));
}

std::int64_t distance(std::int64_t left, std::int64_t right) noexcept {
  return left < right ? right - left : left - right;
}

std::size_t count_headers(const SignedRequestView& request, std::string_view name) noexcept {
  const auto same = [&](const auto& header) { return equal_names(header.first, name); };
  return static_cast<std::size_t>(
      std::count_if(request.headers->begin(), request.headers->end(), same));
}

/// The date is near the wall's time or the workspace's, whichever is nearer (control-api "Clock").
std::optional<AuthFailure> check_date(const std::string* date, const AuthorizationHeader& parts,
                                      const AuthTimes& times) {
  if (date == nullptr) return malformed("X-Sdk-Date", "the signature has no X-Sdk-Date header");
  if (!parts.signs("x-sdk-date")) {
    return malformed("X-Sdk-Date", "x-sdk-date is not among the signed headers");
  }
  const auto at = parse_sdk_date(*date);
  if (!at) return expired("X-Sdk-Date", "X-Sdk-Date is not of the form YYYYMMDDTHHMMSSZ");
  const std::int64_t at_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(at->time_since_epoch()).count();
  const std::int64_t skew =
      std::min(distance(at_ms, times.wall.ms), distance(at_ms, times.workspace.ms));
  if (skew <= kAllowedSkewMs) return std::nullopt;
  return expired("X-Sdk-Date", "X-Sdk-Date is more than 15 minutes away from the server's time");
}

std::optional<AuthFailure> check_signature(const SignedRequestView& request,
                                           const AuthorizationHeader& parts,
                                           std::string_view secret, std::string_view date) {
  const std::string* declared = request.header("x-sdk-content-sha256");
  const bool unsigned_payload = declared != nullptr && *declared == kUnsignedPayload;
  const std::string body_hash = unsigned_payload ? std::string() : sha256_hex(request.body);
  const std::string_view payload = declared == nullptr ? std::string_view(body_hash) : *declared;
  const std::string canonical = canonical_request(request, parts.signed_headers, payload);
  const std::string expected = signature_of(secret, string_to_sign(date, canonical));
  if (!equal_in_constant_time(expected, parts.signature)) {
    return wrong_signature(canonical, "Authorization",
                           "the signature was not made from this canonical request and this key");
  }
  if (declared != nullptr && !unsigned_payload && *declared != body_hash) {
    return wrong_signature(canonical_request(request, parts.signed_headers, body_hash),
                           "X-Sdk-Content-Sha256",
                           "X-Sdk-Content-Sha256 is not the hash of the body");
  }
  return std::nullopt;
}

}  // namespace

Authenticator::Authenticator(domain::World& world) : world_(world) {}

void Authenticator::forget() {
  locks_.clear();
  const std::unique_lock<std::shared_mutex> lock(mutex_);
  remembered_.clear();
}

std::variant<Identity, AuthFailure> Authenticator::authenticate(const SignedRequestView& request,
                                                                const AuthTimes& times,
                                                                Accepted accepted) {
  const std::string* authorization =
      accepted == Accepted::kTokenOnly ? nullptr : request.header("authorization");
  if (authorization != nullptr && scheme_of(*authorization) == AuthorizationScheme::kSignature) {
    return by_signature(request, *authorization, times);
  }
  const std::string* token = request.header("x-auth-token");
  if (token != nullptr && !token->empty()) return by_token(*token, times);
  if (authorization != nullptr && !authorization->empty()) {
    return failure(AuthProblem::kUnknownToken, "decrypt token fail", "Authorization",
                   "the Authorization scheme is not SDK-HMAC-SHA256, so it is read as a token");
  }
  return failure(AuthProblem::kNoCredentials, "x-auth-token not found", "X-Auth-Token",
                 "neither Authorization nor X-Auth-Token was sent");
}

std::variant<Identity, AuthFailure> Authenticator::by_signature(const SignedRequestView& request,
                                                                const std::string& authorization,
                                                                const AuthTimes& times) {
  const auto parts = parse_authorization(authorization);
  if (!parts || count_headers(request, "authorization") != 1) {
    return malformed("Authorization",
                     "Authorization is not one header of the form Access=, "
                     "SignedHeaders=, Signature=");
  }
  const Remembered key = access_key(parts->access_key);
  if (key == nullptr) return unknown_key("there is no such access key, or it is not active");
  if (locks_.locked(parts->access_key, times.workspace)) {
    return failure(AuthProblem::kKeyLocked, "AK access failed to reach the limit,forbidden.",
                   "Authorization", "the key is locked for 5 minutes after 5 wrong signatures");
  }
  const std::string* date = request.header("x-sdk-date");
  if (auto problem = check_date(date, *parts, times)) return *problem;
  if (!key->security_token_digest.empty()) {
    const std::string* security_token = request.header("x-security-token");
    if (security_token == nullptr) {
      return unknown_key("a temporary key needs its X-Security-Token");
    }
    if (!parts->signs("x-security-token")) {
      return malformed("X-Security-Token", "x-security-token is not among the signed headers");
    }
    if (!equal_in_constant_time(sha256_hex(*security_token), key->security_token_digest)) {
      return failure(AuthProblem::kBadSecurityToken, "decrypt token fail", "X-Security-Token",
                     "X-Security-Token does not belong to this key");
    }
    if (times.workspace.ms >= key->expires_at) {
      return expired("Authorization", "the temporary key has expired");
    }
  }
  if (auto problem = check_signature(request, *parts, key->secret, *date)) {
    locks_.failed(parts->access_key, times.workspace);
    return *problem;
  }
  locks_.succeeded(parts->access_key);
  if (key->identity.user_disabled) {
    auto refused = unknown_key("the user of the access key is disabled");
    refused.problem = AuthProblem::kKeyOfDisabledUser;
    return refused;
  }
  return key->identity;
}

std::variant<Identity, AuthFailure> Authenticator::by_token(const std::string& text,
                                                            const AuthTimes& times) {
  const Remembered found = token(sha256_hex(text));
  if (found == nullptr) {
    return failure(AuthProblem::kUnknownToken, "decrypt token fail", "X-Auth-Token",
                   "the token is unknown here or damaged");
  }
  if (times.workspace.ms >= found->expires_at) {
    return failure(AuthProblem::kExpiredToken, "decrypt token fail", "X-Auth-Token",
                   "the token has passed its life");
  }
  if (found->identity.user_disabled) {
    return failure(AuthProblem::kTokenOfDisabledUser, "decrypt token fail", "X-Auth-Token",
                   "the user of the token is disabled");
  }
  return found->identity;
}

template <class Load>
Authenticator::Remembered Authenticator::remember(const std::string& name, Load load) {
  {
    const std::shared_lock<std::shared_mutex> lock(mutex_);
    const auto found = remembered_.find(name);
    if (found != remembered_.end() && found->second->version == world_.version()) {
      return found->second;
    }
  }
  // The version is read inside run: nothing can be committed between it and what is loaded.
  Remembered loaded = world_.run([&]() -> Remembered {
    std::optional<Credential> credential = load();
    if (!credential) return nullptr;
    credential->version = world_.version();
    return std::make_shared<const Credential>(std::move(*credential));
  });
  const std::unique_lock<std::shared_mutex> lock(mutex_);
  if (loaded == nullptr) {
    remembered_.erase(name);
    return nullptr;
  }
  if (remembered_.size() >= kMostRemembered) remembered_.clear();
  remembered_[name] = loaded;
  return loaded;
}

Authenticator::Remembered Authenticator::access_key(const std::string& key) {
  return remember("key " + key, [&]() -> std::optional<Credential> {
    if (const auto row = store::find_access_key(world_.db(), key)) {
      auto identity = row->active ? identity_of_user(world_, row->user_id) : std::nullopt;
      if (!identity) return std::nullopt;
      identity->caller.access_key = key;
      return Credential{std::move(*identity), row->secret_key, {}, INT64_MAX, 0};
    }
    const auto row = store::find_temporary_key(world_.db(), key);
    if (!row) return std::nullopt;
    auto identity = identity_of(world_, *row);
    if (!identity) return std::nullopt;
    identity->caller.access_key = key;
    return Credential{std::move(*identity), row->secret_key, row->security_token_digest,
                      row->expires_at, 0};
  });
}

Authenticator::Remembered Authenticator::token(const std::string& digest) {
  return remember("token " + digest, [&]() -> std::optional<Credential> {
    const auto row = store::find_token(world_.db(), digest);
    if (!row) return std::nullopt;
    auto identity = identity_of(world_, *row);
    if (!identity) return std::nullopt;
    identity->caller.by_token = true;
    return Credential{std::move(*identity), {}, {}, row->expires_at, 0};
  });
}

}  // namespace bss::mock::iam
