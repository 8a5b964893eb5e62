// The executor, the clock of a workspace, due events and snapshots (architecture decisions 3 and 7,
// control-api "Clock").
#include "domain/world.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "domain/coupons.h"
#include "domain/customers.h"
#include "domain/ledger.h"
#include "domain/quotas.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

using test::kCustomer;
using test::kStart;

constexpr std::int64_t kDay = 86'400'000;

/// Coupons, quotas and associations that fall due one after the other and at the same moment.
std::unique_ptr<World> world_with_dues() {
  auto world = test::make_demo_world(7);
  const Actor partner{test::kPartner, "demo-partner"};
  world->run([&] {
    QuotaGrant grant;
    grant.account_id = test::kPartner;
    grant.value = Money::cents(1'000'00);
    grant.expire_time = kStart.plus_ms(3 * kDay);
    const std::string quota = *grant_quota(*world, grant);
    for (const std::int64_t days : {1, 2, 3, 3}) {
      CouponOrder order;
      order.quota_id = quota;
      order.customer_ids = {kCustomer};
      order.face_value = Money::cents(10'00);
      order.expire_time = kStart.plus_ms(days * kDay);
      EXPECT_TRUE(issue_coupons(*world, partner, order));
    }
  });
  EXPECT_EQ(world->set("association_delay_ms", std::to_string(2 * kDay)), std::nullopt);
  world->run([&] {
    NewCustomer wish;
    wish.xaccount_id = "late";
    wish.xaccount_type = "DEMO_PLATFORM";
    EXPECT_TRUE(create_customer(*world, partner, wish));
  });
  return world;
}

// control-api "Clock": split advances equal one advance; due events fire in fixed order at their
// own time.
TEST(WorldAdvance, EqualsItselfWhenItIsSplit) {
  const auto once = world_with_dues();
  const auto split = world_with_dues();
  const auto fired = once->advance_to(kStart.plus_ms(4 * kDay));
  ASSERT_TRUE(fired);
  std::vector<FiredEvent> in_parts;
  for (const std::int64_t half_days : {1, 2, 3, 4, 5, 6, 7, 8}) {
    const auto part = split->advance_to(kStart.plus_ms(half_days * kDay / 2));
    ASSERT_TRUE(part);
    in_parts.insert(in_parts.end(), part->begin(), part->end());
  }
  EXPECT_EQ(*fired, in_parts);
  EXPECT_EQ(once->clock().now(), split->clock().now());
  EXPECT_EQ(once->image().data, split->image().data);
}

TEST(WorldAdvance, FiresInTheOrderOfTimeThenKind) {
  const auto world = world_with_dues();
  const auto fired = world->advance_to(kStart.plus_ms(4 * kDay));
  std::vector<std::string> kinds;
  for (const FiredEvent& event : *fired) kinds.push_back(event.kind);
  EXPECT_EQ(kinds,
            (std::vector<std::string>{"coupon_expired", "association_completed", "coupon_expired",
                                      "coupon_expired", "coupon_expired", "coupon_quota_expired"}));
  EXPECT_EQ(fired->front().at, kStart.plus_ms(kDay));
  EXPECT_EQ(fired->back().at, kStart.plus_ms(3 * kDay));
}

TEST(WorldAdvance, TellsOnADryRunWhatWouldFireAndChangesNothing) {
  const auto world = world_with_dues();
  const auto before = world->image().data;
  const auto would = world->advance_to(kStart.plus_ms(4 * kDay), true);
  EXPECT_EQ(would->size(), 6U);
  EXPECT_EQ(world->clock().now(), kStart);
  EXPECT_EQ(world->image().data, before);
  EXPECT_EQ(*world->advance_to(kStart.plus_ms(4 * kDay)), *would);
}

TEST(WorldAdvance, NeverGoesBack) {
  const auto world = test::make_world();
  EXPECT_EQ(world->advance_to(kStart.plus_ms(-1)), std::nullopt);
  EXPECT_EQ(world->clock().now(), kStart);
}

TEST(WorldAdvance, KnowsTheNextEvent) {
  const auto world = world_with_dues();
  EXPECT_EQ(world->next_event(), kStart.plus_ms(kDay));
  EXPECT_EQ(test::make_world()->next_event(), std::nullopt);
}

// 20-server: what is due fires before each command on a running clock too.
TEST(WorldRun, FiresWhatIsDueBeforeTheCommand) {
  Instant wall = kStart;
  World world(store::Database::in_memory(), 1, [&] { return wall; });
  seed_demo(world, SeedSites::kChina);
  ASSERT_EQ(world.set("association_delay_ms", "1000"), std::nullopt);
  NewCustomer wish;
  wish.xaccount_id = "u";
  wish.xaccount_type = "DEMO_PLATFORM";
  const auto created = world.run([&] {
    return create_customer(world, {test::kPartner, ""}, wish);
  });
  EXPECT_EQ(created->association, AssociationState::kPending);
  wall = wall.plus_ms(5'000);
  world.run([&] {
    EXPECT_EQ(association_state(world, created->domain_id), AssociationState::kAssociated);
    const auto association = store::current_association(world.db(), created->domain_id);
    EXPECT_EQ(association->associated_at,
              kStart.plus_ms(1'000).ms);  // its own time, not the command's
    EXPECT_EQ(world.now(), kStart.plus_ms(5'000));
  });
}

// E.4 invariant 13: a refused command changed nothing; one that throws neither.
TEST(WorldRun, RollsBackRefusalsAndExceptions) {
  const auto world = test::make_demo_world();
  const auto before = world->image().data;
  const auto refused = world->run([&] {
    EXPECT_TRUE(recharge(*world, test::kPartner, Money::cents(1)));
    return allocate(*world, {test::kPartner, ""}, {"nobody", Money::cents(1), std::nullopt});
  });
  EXPECT_TRUE(refused.refused());
  EXPECT_THROW(world->run([&] {
    EXPECT_TRUE(recharge(*world, test::kPartner, Money::cents(1)));
    throw std::runtime_error("broken");
  }),
               std::runtime_error);
  EXPECT_EQ(world->run([&] {
    EXPECT_TRUE(recharge(*world, test::kPartner, Money::cents(1)));
    world->keep_changes();
    return Ending::kDiscard;
  }),
            Ending::kDiscard);
  EXPECT_EQ(world->image().data, before);
}

TEST(WorldRun, KeepsWhatARuleToldItToKeep) {
  const auto world = test::make_demo_world();
  world->run([&] {
    EXPECT_TRUE(recharge(*world, test::kPartner, Money::cents(1)));
    world->keep_changes();
    return Ending::kRefused;
  });
  world->run([&] {
    const auto balances = partner_balances(*world, {test::kPartner, ""}, std::nullopt);
    EXPECT_EQ(balances->front().amount, Money::cents(1'000'000'01));
  });
}

// A snapshot is data, clock, ids and settings; what follows is the same again.
TEST(WorldImage, RestoresEverything) {
  const auto world = test::make_demo_world();
  const World::Image image = world->image();
  const auto allocate_one = [&] {
    return *world->run([&] {
      return allocate(*world, {test::kPartner, ""}, {kCustomer, Money::cents(1), std::nullopt});
    });
  };
  const auto create_one = [&] {
    NewCustomer wish;
    wish.xaccount_id = "u";
    wish.xaccount_type = "DEMO_PLATFORM";
    return world->run([&] {
                  return create_customer(*world, {test::kPartner, ""}, wish);
                })
        ->domain_id;
  };
  const std::string transfer = allocate_one();
  const std::string customer = create_one();
  ASSERT_TRUE(world->advance_to(kStart.plus_ms(kDay)));
  ASSERT_EQ(world->set("accounts_per_mobile", "9"), std::nullopt);
  world->restore(image);
  EXPECT_EQ(world->clock().now(), kStart);
  EXPECT_EQ(world->settings().number(Setting::kAccountsPerMobile), 3);
  EXPECT_EQ(allocate_one(), transfer);
  EXPECT_EQ(create_one(), customer);
}

// decision 3: one command at a time. Eight threads take the last money; what is acknowledged is
// what moved.
TEST(WorldRun, LetsOneCommandAtATimeTouchTheState) {
  const auto world = test::make_demo_world();
  constexpr int kThreads = 8;
  constexpr int kCalls = 50;
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kCalls; ++i) {
        const auto moved = world->run([&] {
          return allocate(*world, {test::kPartner, ""},
                          {kCustomer, Money::cents(4'000'00), std::nullopt});
        });
        if (moved) ++accepted;
        if (t == 0)
          world->change_settings([&](Settings& s) { s.set_number(Setting::kRecordsDelayMs, i); });
        static_cast<void>(world->clock().now());
        static_cast<void>(world->version());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(accepted, 250);  // 1,000,000.00 / 4,000.00
  world->run([&] {
    EXPECT_EQ(partner_balances(*world, {test::kPartner, ""}, std::nullopt)->front().amount,
              Money());
    EXPECT_TRUE(check_ledger(*world).ok);
  });
}

}  // namespace
}  // namespace bss::mock::domain
