// Tokens: how they are got (auth-gateway 3.1 to 3.3), what they are bound to, and how they are
// found again. Used by the handler of the IAM operations.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>

#include "iam/caller.h"
#include "iam/problem.h"
#include "store/accounts.h"
#include "store/identity.h"

namespace bss::mock::domain {
class World;
}

namespace bss::mock::iam {

/// An account or user as a request names it; the id counts when both are given.
struct NameOrId {
  std::optional<std::string> name;
  std::optional<std::string> id;

  bool empty() const noexcept { return !name && !id; }
};

struct ProjectWish {
  NameOrId project;
  std::optional<NameOrId> account;  ///< may be left out; is checked when it is there
};

/// What the token shall be good for; the project wins when both are given.
struct ScopeWish {
  std::optional<NameOrId> account;
  std::optional<ProjectWish> project;
};

struct PasswordLogin {
  NameOrId user;
  std::optional<NameOrId> account;
  std::string password;
};

struct IssuedToken {
  std::string text;  ///< shown once; only its digest is kept
  store::TokenRow row;
};

/// The user that the login names, whatever its password; nothing as well when the names do not say.
std::optional<store::UserRow> find_login(domain::World& world, const PasswordLogin& login);
/// Method password. Without a scope the token is good for the whole account.
Outcome<IssuedToken> login_with_password(domain::World& world, const PasswordLogin& login,
                                         const std::optional<ScopeWish>& scope);
/// Method token: another scope of the same account; the new token ends with the old one.
Outcome<IssuedToken> login_with_token(domain::World& world, const std::string& token,
                                      const std::optional<ScopeWish>& scope);

struct AgencyWish {
  NameOrId account;  ///< the customer
  std::string agency_name;
};
/// Method assume_role: the customer's agency must trust the account of `partner` (null: its token
/// was no good).
Outcome<IssuedToken> assume_role(domain::World& world, const Caller* partner,
                                 const AgencyWish& wish, const std::optional<ScopeWish>& scope);

/// The agency a partner may act through, with its account.
struct Agency {
  store::AccountRow account;
  store::AgencyRow agency;
};
/// kAccountNotFound, or kForbidden for everything else that stands in the way.
Outcome<Agency> find_agency_for(domain::World& world, const Caller& partner,
                                const AgencyWish& wish);

/// A token that is known and within its life, with its user in order.
std::optional<store::TokenRow> find_good_token(domain::World& world, const std::string& token);
std::optional<store::AccountRow> find_account(domain::World& world, const NameOrId& wish);

}  // namespace bss::mock::iam
