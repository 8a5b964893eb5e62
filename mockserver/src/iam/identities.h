// From rows to the proven identity: which account and user stand behind a key or a token. Used by
// the authenticator and by the rules of tokens. Inside World::run only.
#pragma once

#include <optional>
#include <string>

#include "iam/authenticator.h"
#include "store/accounts.h"
#include "store/identity.h"

namespace bss::mock::domain {
class World;
}

namespace bss::mock::iam {

/// Nothing when the user is gone: its keys and tokens are then worth nothing (auth-gateway 3.5).
std::optional<Identity> identity_of_user(domain::World& world, const std::string& user_id);
/// Nothing as well when the agency, or the user that assumed it, is gone; user_disabled speaks of
/// that user.
std::optional<Identity> identity_of(domain::World& world, const store::TokenRow& row);
std::optional<Identity> identity_of(domain::World& world, const store::TemporaryKeyRow& row);

/// The agency's name in `<customer>/<agency>` or `<customer>/<agency>/<session user>`.
std::string agency_of(const std::string& user_name);
domain::AccountKind kind_of(const store::AccountRow& account);

}  // namespace bss::mock::iam
