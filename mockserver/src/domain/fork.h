// New credentials for a copy of a world (control-api "Workspaces": fork), so that nobody can be
// taken for somebody of the original. Used by the app.
//
// Inside World::run only.
#pragma once

#include <string>
#include <vector>

#include "domain/seed.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// Gives the accounts of `cast` names with this world's tag in the place of `old_tag`, and new
/// keys; passwords, ids and everything they have stay. Tokens and temporary keys are gone.
std::vector<SeedCredential> renew_credentials(World& world, std::vector<SeedCredential> cast,
                                              const std::string& old_tag);

}  // namespace bss::mock::domain
