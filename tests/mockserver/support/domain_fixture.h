// A world on a clock that stands still, the ids of the demo cast, and short ways to ask. For tests
// of store, domain and api; no sockets.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "domain/balances.h"
#include "domain/ledger_check.h"
#include "domain/seed.h"
#include "domain/world.h"

namespace bss::mock::test {

inline constexpr const char* kPartner = "d0000000000000000000000000000001";
inline constexpr const char* kDistributor = "d0000000000000000000000000000002";
inline constexpr const char* kReseller = "d0000000000000000000000000000003";
inline constexpr const char* kPartnerIntl = "d0000000000000000000000000000011";
inline constexpr const char* kCustomer = "c0000000000000000000000000000001";
inline constexpr const char* kReferral = "c0000000000000000000000000000002";
inline constexpr const char* kResellerCustomer = "c0000000000000000000000000000003";

/// 2025-06-01T00:00:00Z.
inline constexpr domain::Instant kStart{1'748'736'000'000};

/// Empty, frozen at kStart.
inline std::unique_ptr<domain::World> make_world(std::uint64_t id_seed = 1) {
  auto world =
      std::make_unique<domain::World>(store::Database::in_memory(), id_seed, [] { return kStart; });
  world->change_clock([](domain::Clock& clock) { clock.freeze(); });
  return world;
}

/// With the demo cast of both sites.
inline std::unique_ptr<domain::World> make_demo_world(std::uint64_t id_seed = 1) {
  auto world = make_world(id_seed);
  domain::seed_demo(*world, domain::SeedSites::kBoth);
  return world;
}

/// The demo world, and each command in a transaction of its own.
class DemoWorld : public testing::Test {
 public:
  DemoWorld(const DemoWorld&) = delete;
  DemoWorld& operator=(const DemoWorld&) = delete;
  /// Whatever a test did, the books must balance (accounts-coupons E.4).
  ~DemoWorld() override {
    const auto report = world_->run([&] { return domain::check_ledger(*world_); });
    for (const auto& violation : report.violations) {
      ADD_FAILURE() << "invariant " << violation.invariant << ": " << violation.message << " ("
                    << violation.subject << ")";
    }
  }

 protected:
  using Money = domain::Money;

  DemoWorld() = default;

  domain::World& world() { return *world_; }
  template <class F>
  auto run(F&& command) {
    return world_->run(std::forward<F>(command));
  }
  void advance(std::int64_t ms) {
    ASSERT_TRUE(world_->advance_to(world_->clock().now().plus_ms(ms)).has_value());
  }
  void set(const char* key, const char* value) { ASSERT_EQ(world_->set(key, value), std::nullopt); }

  Money partner_cash(const domain::Actor& actor,
                     const std::optional<std::string>& reseller = std::nullopt) {
    return run(
        [&] { return (*domain::partner_balances(*world_, actor, reseller)).front().amount; });
  }
  domain::CustomerBalance customer_balance(
      const domain::Actor& actor, const std::string& customer,
      const std::optional<std::string>& reseller = std::nullopt) {
    return run(
        [&] { return (*domain::customer_balances(*world_, actor, {customer}, reseller)).at(0); });
  }

  const domain::Actor partner_{kPartner, "demo-partner"};
  const domain::Actor distributor_{kDistributor, "demo-distributor"};
  const domain::Actor partner_intl_{kPartnerIntl, "demo-partner-intl"};

 private:
  std::unique_ptr<domain::World> world_ = make_demo_world();
};

/// The reason of a refusal, for comparisons; nothing when there was none.
template <class T>
std::optional<domain::Refusal> reason(const domain::Outcome<T>& outcome) {
  if (outcome) return std::nullopt;
  return outcome.refusal().reason;
}

}  // namespace bss::mock::test
