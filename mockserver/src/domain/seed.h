// The demo seed (contract.md): the cast that examples, tests and the README count on. Worth nothing
// anywhere else. Times are relative to the workspace's clock; the same id seed gives the same ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/account.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// Which casts exist.
enum class SeedSites : std::uint8_t { kChina, kInternational, kBoth };

/// Lays the demo cast into an empty world; does nothing to one that is not empty. Throws
/// std::logic_error when a rule refuses, because then the seed is wrong.
void seed_demo(World& world, SeedSites sites);

/// One account of the demo cast with what it takes to be it, for `bss-mock env`.
struct DemoCredential {
  std::string_view role;  ///< partner, distributor, reseller, customer, referral,
                          ///< reseller_customer, partner_intl
  AccountKind kind;
  Site site;
  std::string_view name;  ///< account and user
  std::string_view password;
  std::string_view domain_id;
  std::string_view access_key;
  std::string_view secret_key;
  std::string_view platform;
};
/// In the order of the table in contract.md; empty where the contract gives nothing.
std::vector<DemoCredential> demo_credentials(SeedSites sites);

}  // namespace bss::mock::domain
