#include "app/built_in_seeds.h"

#include "app/seed_file.h"
#include "app/seeds_text.h"
#include "app/start_options.h"

namespace bss::mock::app {

std::optional<domain::SeedPlan> seed_named(const std::string& name) {
  if (name == kDemoSeed) return std::nullopt;
  if (is_built_in_seed(name)) return parse_seed_of(std::string(kSeedsText), name);
  return read_seed_file(name);
}

}  // namespace bss::mock::app
