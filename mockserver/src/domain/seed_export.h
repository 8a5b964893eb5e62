// A seed of what there is: who takes part, what everybody has, the settings that were changed. What
// a seed cannot say is named; what happened before is not part of one. Used by the hosting of
// workspaces.
#pragma once

#include <vector>

#include "domain/seed.h"
#include "domain/seed_plan.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// Laid into an empty world it gives everybody the same balances, quotas and coupons. `cast` are
/// the accounts whose passwords and keys are known; names are written without the workspace's tag.
SeedPlan export_seed(World& world, const std::vector<SeedCredential>& cast);

}  // namespace bss::mock::domain
