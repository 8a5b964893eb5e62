// Temporary access keys with their security tokens (auth-gateway 4). Used by the handler of the IAM
// operations.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <string>

#include "iam/caller.h"
#include "iam/problem.h"
#include "iam/tokens.h"
#include "store/identity.h"

namespace bss::mock::iam {

struct IssuedKey {
  std::string security_token;  ///< shown once; only its digest is kept
  store::TemporaryKeyRow row;
};

/// Keys of the calling user, or of the agency it acts through.
IssuedKey issue_key(domain::World& world, const Caller& caller, std::int64_t seconds);
/// Keys of a customer's agency; `session_user` may be empty.
Outcome<IssuedKey> issue_agency_key(domain::World& world, const Caller& partner,
                                    const AgencyWish& wish, const std::string& session_user,
                                    std::int64_t seconds);

}  // namespace bss::mock::iam
