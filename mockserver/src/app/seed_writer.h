// Writes a plan as JSON, which is a seed file as well.
//
// Pure.
#pragma once

#include "bss/wire/json.h"
#include "domain/seed_plan.h"

namespace bss::mock::app {

/// What has its usual value is left out.
wire::Json write_seed(const domain::SeedPlan& plan);

}  // namespace bss::mock::app
