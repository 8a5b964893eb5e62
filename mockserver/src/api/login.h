// Whom a CreateToken request wants to be, read before it is known in which workspace: the gateway
// finds the workspace by it. Used by the gateway's router; the handler reads its logins the same
// way.
//
// Pure functions.
#pragma once

#include <optional>
#include <string>

#include "bss/mock/api/dispatch.h"
#include "bss/mock/api/iam.h"
#include "iam/tokens.h"

namespace bss::mock::api {

iam::PasswordLogin password_login(const IamPasswordUser& user);

/// What a login proves itself with; neither for assume_role, whose token is a header.
struct Login {
  std::optional<iam::PasswordLogin> password;
  std::optional<std::string> token;
};
/// Nothing when the call is another operation's. `world` is not looked at.
std::optional<Login> login_of(BoundCall& call, domain::World& world);

}  // namespace bss::mock::api
