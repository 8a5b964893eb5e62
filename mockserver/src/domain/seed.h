// The demo seed (contract.md): the cast that examples, tests and the README count on. Worth nothing
// anywhere else. Times are relative to the workspace's clock; the same id seed gives the same ids.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/account.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// Which casts exist.
enum class SeedSites : std::uint8_t { kChina, kInternational, kBoth };

/// An account that a seed made with what it takes to be it.
struct SeedCredential {
  std::string role;  ///< in the demo cast: partner, distributor, reseller, customer, referral,
                     ///< reseller_customer, partner_intl; in a seed file its name there
  AccountKind kind = AccountKind::kCustomer;
  Site site = Site::kChina;
  std::string name;  ///< of the account and of its user
  std::string password;
  std::string domain_id;
  std::string access_key;
  std::string secret_key;
  std::string platform;
};

/// Lays the demo cast into an empty world, and gives it; gives nothing for one that is not empty.
/// In a world with a tag the names carry it, and ids and keys are new. Throws std::logic_error when
/// a rule refuses, because then the seed is wrong.
std::vector<SeedCredential> seed_demo(World& world, SeedSites sites);

/// In a world with a tag: a name that carries it, a new id and, in the place of a given one, a new
/// key.
void make_own(World& world, SeedCredential& credential);

/// The cast of the workspace `default`, in the order of the table in contract.md; empty where the
/// contract gives nothing.
std::vector<SeedCredential> demo_credentials(SeedSites sites);

}  // namespace bss::mock::domain
