#include "app/world_maker.h"

#include <random>
#include <stdexcept>

#include "domain/clock.h"
#include "domain/fork.h"
#include "domain/instant.h"
#include "domain/kept_state.h"

namespace bss::mock::app {

namespace {

/// The ids of a reopened file must not be drawn a second time: it goes on where it was, and one of
/// a format that did not keep its place gets a new source.
std::uint64_t id_seed_of(const WorldBeginning& beginning, store::Database& database) {
  if (database.empty() || domain::kept_ids(database)) return beginning.id_seed;
  std::random_device source;
  return (std::uint64_t{source()} << 32U) | source();
}

void apply_settings(domain::World& world, const WorldBeginning& beginning) {
  if (beginning.settings.empty()) return;
  world.change_settings([&](domain::Settings& settings) {
    for (const auto& [key, value] : beginning.settings) {
      if (auto refused = settings.set(key, value))
        throw std::invalid_argument(key + ": " + *refused);
    }
  });
}

std::vector<domain::SeedCredential> lay(domain::World& world, const WorldBeginning& beginning) {
  if (!beginning.seed) {
    apply_settings(world, beginning);
    return domain::seed_demo(world, beginning.sites);
  }
  try {
    auto cast = domain::lay_seed(world, *beginning.seed);
    apply_settings(world, beginning);  // a flag is stronger than the file
    return cast;
  } catch (const domain::SeedError& problem) {
    throw std::invalid_argument(beginning.seed_name + ":" + std::to_string(problem.line()) + ": " +
                                problem.what());
  }
}

}  // namespace

MadeWorld make_world(std::unique_ptr<store::Database> database, const WorldBeginning& beginning) {
  const bool blank = database->empty();
  const std::uint64_t id_seed = id_seed_of(beginning, *database);
  MadeWorld made;
  made.world = std::make_unique<domain::World>(std::move(database), id_seed,
                                               domain::Clock::system_time, beginning.tag);
  if (blank && !beginning.start_at.empty()) {
    // Before the seed is laid: its times are relative to this clock.
    const auto start = *domain::parse_utc_second(beginning.start_at);
    made.world->change_clock(
        [&](domain::Clock& clock) { clock.restore(domain::Clock::Mode::kFrozen, start, 1); });
  }
  made.cast = lay(*made.world, beginning);
  return made;
}

MadeWorld fork_world(std::unique_ptr<store::Database> database, const domain::World::Image& image,
                     std::vector<domain::SeedCredential> cast, const std::string& old_tag,
                     const std::string& tag) {
  MadeWorld made;
  made.world =
      std::make_unique<domain::World>(std::move(database), 0, domain::Clock::system_time, tag);
  made.world->restore(image);
  made.cast = made.world->run(
      [&] { return domain::renew_credentials(*made.world, std::move(cast), old_tag); });
  return made;
}

std::vector<NamedIdentity> identities_of(const std::vector<domain::SeedCredential>& cast) {
  std::vector<NamedIdentity> identities;
  for (const auto& account : cast) {
    if (account.password.empty() && account.access_key.empty()) continue;
    identities.push_back({account.role,
                          {account.domain_id, account.name, account.name, account.password,
                           account.access_key, account.secret_key, account.platform}});
  }
  return identities;
}

Credentials credentials_of(const std::vector<NamedIdentity>& cast) {
  Credentials credentials;
  for (const auto& [role, identity] : cast) {
    if (role == "partner") credentials.partner = identity;
    if (role == "distributor") credentials.distributor = identity;
    if (role == "customer") credentials.customer = identity;
    if (role == "partner_intl") credentials.partner_intl = identity;
  }
  return credentials;
}

}  // namespace bss::mock::app
