// Makes the world of a workspace as it begins: an empty database, the clock where it is to start, a
// seed laid, the settings of the start. Used by Server and Hosting.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bss/mock/types.h"
#include "domain/seed.h"
#include "domain/seed_plan.h"
#include "domain/world.h"
#include "store/database.h"

namespace bss::mock::app {

struct WorldBeginning {
  std::string seed_name;                 ///< as a user names it, also in what is said of its errors
  std::optional<domain::SeedPlan> seed;  ///< the demo seed without
  domain::SeedSites sites = domain::SeedSites::kChina;  ///< of the demo seed
  std::vector<std::pair<std::string, std::string>> settings;
  std::string start_at;  ///< empty: the wall's time
  std::uint64_t id_seed = 1;
  std::string tag;  ///< of the workspace; empty for the default
};

struct MadeWorld {
  std::unique_ptr<domain::World> world;
  std::vector<domain::SeedCredential> cast;  ///< who of the seed can log in or sign
};

/// Lays the seed unless the database is in use already. Throws std::invalid_argument when the seed
/// or a setting is refused.
MadeWorld make_world(std::unique_ptr<store::Database> database, const WorldBeginning& beginning);

std::vector<NamedIdentity> identities_of(const std::vector<domain::SeedCredential>& cast);
/// A world of its own with the state of that image and new credentials for the accounts of `cast`.
MadeWorld fork_world(std::unique_ptr<store::Database> database, const domain::World::Image& image,
                     std::vector<domain::SeedCredential> cast, const std::string& old_tag,
                     const std::string& tag);
/// The roles of the demo seed; those that are not there stay empty.
Credentials credentials_of(const std::vector<NamedIdentity>& cast);

}  // namespace bss::mock::app
