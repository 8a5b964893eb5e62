// Reads the texts of bss::mock::Options: what is allowed, and the sentence that says so. Used by
// Server and by the command line, so that a value is judged the same way wherever it comes from.
// Pure functions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "domain/seed.h"
#include "gateway/sites.h"
#include "gateway/throttle.h"

namespace bss::mock::app {

inline constexpr std::string_view kThrottleAllowed =
    "off, documented, or a number of calls per second from 1 to 1000000";
inline constexpr std::string_view kSiteAllowed = "cn, intl or both";
inline constexpr std::string_view kPortAllowed = "a number from 0 to 65535, 0 for a free one";
inline constexpr std::string_view kJournalAllowed = "a number of exchanges from 0 to 10000000";

struct Sites {
  domain::SeedSites seeded = domain::SeedSites::kChina;
  gateway::SitesServed served = gateway::SitesServed::kChina;
};

std::optional<gateway::ThrottlePlan> parse_throttle(std::string_view text);
std::optional<Sites> parse_site(std::string_view text);
inline constexpr std::string_view kDemoSeed = "demo";
/// Seeds that come with the server.
inline constexpr std::array<std::string_view, 7> kBuiltInSeeds{
    kDemoSeed,         "new-partner",       "reseller-tree",     "dry-customer",
    "expiring-coupon", "examples-accounts", "examples-customers"};
std::string seed_allowed();
bool is_built_in_seed(std::string_view name) noexcept;
/// The name of a seed that comes with the server, or of a file that looks like one.
bool names_seed(std::string_view text) noexcept;
/// Digits only, within both bounds.
std::optional<std::int64_t> parse_whole(std::string_view text, std::int64_t low, std::int64_t high);

}  // namespace bss::mock::app
