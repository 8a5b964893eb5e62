// Reads a seed file (YAML, so JSON as well) into a plan. Used by the server's start.
//
// Pure but for read_seed_file.
#pragma once

#include <string>

#include "domain/seed_plan.h"

namespace bss::mock::app {

/// The plan, or domain::SeedError with the line: unknown keys, wrong types and missing fields are
/// errors.
domain::SeedPlan parse_seed(const std::string& text);
/// The same for one of several seeds in a map.
domain::SeedPlan parse_seed_of(const std::string& text, const std::string& name);
/// Throws std::invalid_argument `FILE:LINE: sentence`.
domain::SeedPlan read_seed_file(const std::string& path);

}  // namespace bss::mock::app
