// The messages of the calls to IAM, on the generated types. The one place that knows their shape;
// used by IamClient.
//
// Pure functions.
#pragma once

#include <optional>
#include <string>

#include "auth/token_cache.h"
#include "bss/credentials.h"
#include "bss/operation_info.h"
#include "bss/result.h"
#include "bss/transport.h"

namespace bss::detail {

/// What a token shall be good for.
struct TokenScope {
  enum class Kind { kNone, kDomain, kProject };
  Kind kind = Kind::kNone;
  std::string id;  ///< of the account or project; id before name
  std::string name;
  std::string domain_id;  ///< kProject by name: the account it belongs to, by id or name
  std::string domain_name;

  static TokenScope domain(std::string id, std::string name) {
    return {Kind::kDomain, std::move(id), std::move(name), {}, {}};
  }
};

/// The customer's account, by id or name, and the agency in it.
struct AssumedRole {
  std::string domain_id;
  std::string domain_name;
  std::string agency_name;
};

EncodedRequest password_login(const Credentials::Password& login, const TokenScope& scope);
/// `partner_token` goes into the X-Auth-Token header.
EncodedRequest role_login(const Secret& partner_token, const AssumedRole& role,
                          const TokenScope& scope);

/// Reads a successful answer (kBadResponse if it is none): the token from X-Subject-Token, its life
/// from the body. Everything else in it may be absent, null or in any order.
Result<FetchedToken> read_token_answer(const TransportResponse& response);

/// The account of whoever signed GET /v3/auth/domains; kBadResponse when the answer names none.
Result<std::string> read_first_domain_id(const TransportResponse& response);

}  // namespace bss::detail
