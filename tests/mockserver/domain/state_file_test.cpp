// What a state file goes through: the server is started again, the disk is full, breaks or cannot
// be written. Nothing is half done, and a later try succeeds.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "domain/ledger.h"
#include "support/domain_fixture.h"
#include "support/failing_disk.h"
#include "support/state_file.h"

namespace bss::mock::domain {
namespace {

using test::FailingDisk;
using test::kCustomer;
using test::kPartner;
using test::kStart;

const Actor kActor{kPartner, "demo-partner"};

class StateFileTest : public testing::Test {
 protected:
  /// The world on the file, the first time with the demo cast.
  std::unique_ptr<World> open(std::uint64_t id_seed = 1) {
    auto world = std::make_unique<World>(store::Database::file(file.path()), id_seed,
                                         [this] { return wall; });
    seed_demo(*world, SeedSites::kChina);
    return world;
  }
  static auto allocate_cents(World& world, std::int64_t cents) {
    return world.run([&] {
      return allocate(world, kActor, {kCustomer, Money::cents(cents), std::nullopt});
    });
  }
  static Money partner_cash(World& world) {
    return world.run([&] { return partner_balances(world, kActor, std::nullopt)->front().amount; });
  }
  static void expect_sound(World& world) {
    EXPECT_TRUE(world.run([&] { return check_ledger(world); }).ok);
  }

  test::StateFile file;
  Instant wall = kStart;
};

TEST_F(StateFileTest, GoesOnWithClockSettingsAndIds) {
  std::string first;
  {
    const auto world = open();
    ASSERT_FALSE(world->set("accounts_per_mobile", "7"));
    ASSERT_FALSE(world->set("reported_contacts", "13800138000,13800138001"));
    world->change_clock([](Clock& clock) { clock.freeze(); });
    ASSERT_TRUE(world->advance_to(kStart.plus_days(10)));
    first = world->run([&] { return Outcome<std::string>(world->ids().id32()); }).operator*();
  }
  wall = kStart.plus_days(1);
  const auto world = open();
  EXPECT_EQ(world->settings().number(Setting::kAccountsPerMobile), 7);
  EXPECT_TRUE(world->settings().listed(Setting::kReportedContacts, "13800138001"));
  EXPECT_EQ(world->clock().mode(), Clock::Mode::kFrozen);
  EXPECT_EQ(world->clock().now(), kStart.plus_days(10));
  const auto next = world->run([&] { return Outcome<std::string>(world->ids().id32()); });
  EXPECT_NE(*next, first) << "an id is never drawn twice";
  ASSERT_FALSE(world->set("accounts_per_mobile", "3")) << "back to the default";
}

TEST_F(StateFileTest, ARunningClockGoesOnAsIfItHadNeverStopped) {
  {
    const auto world = open();
    ASSERT_TRUE(world->advance_to(kStart.plus_days(365)));
  }
  wall = kStart.plus_hours(5);
  {
    const auto world = open();
    EXPECT_EQ(world->clock().now(), kStart.plus_days(365).plus_hours(5));
    world->change_clock([](Clock& clock) { clock.run_scaled(60); });
  }
  wall = kStart.plus_hours(6);
  EXPECT_EQ(open()->clock().now(), kStart.plus_days(365).plus_hours(65));
}

TEST_F(StateFileTest, RestoringASnapshotIsKept) {
  {
    const auto world = open();
    const auto image = world->image();
    ASSERT_TRUE(allocate_cents(*world, 12'34));
    ASSERT_FALSE(world->set("accounts_per_mobile", "7"));
    ASSERT_TRUE(world->advance_to(kStart.plus_days(10)));
    world->restore(image);
  }
  const auto world = open();
  EXPECT_EQ(partner_cash(*world), Money::cents(1'000'000'00));
  EXPECT_EQ(world->settings().number(Setting::kAccountsPerMobile), 3);
  EXPECT_EQ(world->clock().now(), kStart);
}

// Every write that an allocation needs fails once.
class FailingWrites : public StateFileTest, public testing::WithParamInterface<FailingDisk::Fault> {
 protected:
  FailingDisk disk;
};

TEST_P(FailingWrites, OfAnAllocationLeaveNothingHalfDone) {
  auto world = open();
  const Money before = partner_cash(*world);
  disk.fail_from(1'000'000, GetParam());
  ASSERT_TRUE(allocate_cents(*world, 1'00));
  const int writes = disk.count();
  ASSERT_GT(writes, 0);
  disk.heal();
  Money expected = before - Money::cents(1'00);
  for (int nth = 1; nth <= writes; ++nth) {
    disk.fail_from(nth, GetParam());
    EXPECT_THROW(allocate_cents(*world, 2'00), store::StoreError) << nth;
    disk.heal();
    EXPECT_EQ(partner_cash(*world), expected) << nth;
    ASSERT_TRUE(allocate_cents(*world, 3'00)) << nth;
    expected -= Money::cents(3'00);
    world.reset();
    world = open();
    EXPECT_EQ(partner_cash(*world), expected) << nth << ": what was answered is in the file";
    expect_sound(*world);
  }
}

TEST_P(FailingWrites, LeaveClockAndSettingsAsTheyWere) {
  const auto world = open();
  disk.fail_from(1, GetParam());
  EXPECT_THROW(world->advance_to(kStart.plus_days(800)), store::StoreError);
  EXPECT_THROW(static_cast<void>(world->set("accounts_per_mobile", "7")), store::StoreError);
  EXPECT_THROW(world->change_clock([](Clock& clock) { clock.freeze(); }), store::StoreError);
  disk.heal();
  EXPECT_EQ(world->clock().now(), kStart);
  EXPECT_EQ(world->clock().mode(), Clock::Mode::kReal);
  EXPECT_EQ(world->settings().number(Setting::kAccountsPerMobile), 3);
  const auto events = world->advance_to(kStart.plus_days(800));
  ASSERT_TRUE(events);
  EXPECT_FALSE(events->empty()) << "what was due fires now";
  EXPECT_EQ(world->clock().now(), kStart.plus_days(800));
  expect_sound(*world);
}

TEST_P(FailingWrites, OfARestoreLeaveTheOldState) {
  auto world = open();
  const auto image = world->image();
  ASSERT_TRUE(allocate_cents(*world, 1'00));
  const Money spent = partner_cash(*world);
  disk.fail_from(1, GetParam());
  EXPECT_THROW(world->restore(image), store::StoreError);
  disk.heal();
  EXPECT_EQ(partner_cash(*world), spent);
  world.reset();
  EXPECT_EQ(partner_cash(*open()), spent);
}

INSTANTIATE_TEST_SUITE_P(Of, FailingWrites,
                         testing::Values(FailingDisk::Fault::kFull, FailingDisk::Fault::kBroken,
                                         FailingDisk::Fault::kLostSync));

// A new file on a full disk, and an old one that cannot be written.
TEST_F(StateFileTest, ThatCannotBeWrittenIsRefusedWithItsName) {
  const auto refused = [&](const char* part) {
    try {
      store::Database::file(file.path());
      ADD_FAILURE() << "opened";
    } catch (const store::StoreError& error) {
      const std::string text = error.what();
      EXPECT_NE(text.find(file.path()), std::string::npos) << text;
      EXPECT_NE(text.find(part), std::string::npos) << text;
    }
  };
  FailingDisk disk;
  disk.fail_from(1);
  refused("could not be opened for writing");
  disk.heal();
  file.remove();
  open();
  disk.make_read_only();
  refused("could not be opened for writing");
  disk.heal();
  const auto holder = open();
  refused("in use by another server");
}

}  // namespace
}  // namespace bss::mock::domain
