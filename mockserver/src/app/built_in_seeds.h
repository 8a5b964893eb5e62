// The seeds that a name stands for: those that come with the server (app/data/seeds.yaml) and
// files. Used by the server's start and by Hosting.
#pragma once

#include <optional>
#include <string>

#include "domain/seed_plan.h"

namespace bss::mock::app {

/// Nothing for `demo`, which is no plan. Throws std::invalid_argument for a file that is none.
std::optional<domain::SeedPlan> seed_named(const std::string& name);

}  // namespace bss::mock::app
