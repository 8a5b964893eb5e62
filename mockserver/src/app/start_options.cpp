#include "app/start_options.h"

#include <algorithm>
#include <charconv>

namespace bss::mock::app {

std::optional<std::int64_t> parse_whole(std::string_view text, std::int64_t low,
                                        std::int64_t high) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < low || value > high) return std::nullopt;
  return value;
}

std::optional<gateway::ThrottlePlan> parse_throttle(std::string_view text) {
  gateway::ThrottlePlan plan;
  if (text == "documented") return plan;
  if (text == "off") {
    plan.mode = gateway::ThrottleMode::kOff;
    return plan;
  }
  const auto every = parse_whole(text, 1, 1'000'000);
  if (!every) return std::nullopt;
  plan.mode = gateway::ThrottleMode::kCustom;
  plan.every = static_cast<int>(*every);
  return plan;
}

std::optional<Sites> parse_site(std::string_view text) {
  using domain::SeedSites;
  using gateway::SitesServed;
  if (text == "cn") return Sites{SeedSites::kChina, SitesServed::kChina};
  if (text == "intl") return Sites{SeedSites::kInternational, SitesServed::kInternational};
  if (text == "both") return Sites{SeedSites::kBoth, SitesServed::kBoth};
  return std::nullopt;
}

std::string seed_allowed() {
  std::string allowed;
  for (const std::string_view name : kBuiltInSeeds) allowed.append(name).append(", ");
  return allowed + "or a seed file (*.yaml, *.yml, *.json)";
}

bool is_built_in_seed(std::string_view name) noexcept {
  return std::find(kBuiltInSeeds.begin(), kBuiltInSeeds.end(), name) != kBuiltInSeeds.end();
}

bool names_seed(std::string_view text) noexcept {
  return is_built_in_seed(text) || text.ends_with(".yaml") || text.ends_with(".yml") ||
         text.ends_with(".json");
}

}  // namespace bss::mock::app
