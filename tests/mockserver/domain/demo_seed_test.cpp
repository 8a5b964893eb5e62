// The demo seed, figure by figure (contract.md, "Demo seed").
#include "domain/seed.h"

#include <gtest/gtest.h>

#include "domain/balances.h"
#include "domain/passwords.h"
#include "store/identity.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

class DemoSeed : public testing::Test {
 protected:
  DemoSeed() { seed_demo(*world_, SeedSites::kBoth); }
  std::unique_ptr<World> world_ = test::make_world();
};

TEST_F(DemoSeed, GivesThePartnerItsMillionAfterTheFirstAllocation) {
  world_->run([&] {
    const auto balances = partner_balances(*world_, {test::kPartner, "demo-partner"}, std::nullopt);
    ASSERT_TRUE(balances);
    ASSERT_EQ(balances->size(), 1U);
    EXPECT_EQ((*balances)[0].amount, Money::cents(1'000'000'00));
    const auto customers = customer_balances(*world_, {test::kPartner, ""},
                                             {test::kCustomer, test::kReferral}, std::nullopt);
    ASSERT_EQ(customers->size(), 1U);
    EXPECT_EQ((*customers)[0].amount, Money::cents(500'00));
  });
}

TEST_F(DemoSeed, GivesDistributorAndResellerTheirMoney) {
  world_->run([&] {
    const Actor distributor{test::kDistributor, "demo-distributor"};
    EXPECT_EQ((*partner_balances(*world_, distributor, std::nullopt))[0].amount,
              Money::cents(500'000'00));
    EXPECT_EQ((*partner_balances(*world_, distributor, std::string(test::kReseller)))[0].amount,
              Money::cents(20'000'00));
  });
}

TEST_F(DemoSeed, KnowsThePasswordsAndKeysOfTheContract) {
  world_->run([&] {
    for (const SeedCredential& who : demo_credentials(SeedSites::kBoth)) {
      const auto user =
          store::find_user(world_->db(), std::string(who.domain_id), std::string(who.name));
      ASSERT_TRUE(user) << who.role;
      EXPECT_EQ(user->password_hash.has_value(), !who.password.empty()) << who.role;
      if (user->password_hash) {
        EXPECT_TRUE(password_matches(*user->password_salt, *user->password_hash, who.password));
        EXPECT_FALSE(password_matches(*user->password_salt, *user->password_hash, "Partner@2026"));
      }
      if (who.access_key.empty()) continue;
      const auto key = store::find_access_key(world_->db(), std::string(who.access_key));
      ASSERT_TRUE(key) << who.role;
      EXPECT_EQ(key->secret_key, who.secret_key);
      EXPECT_EQ(key->account_id, who.domain_id);
    }
  });
}

TEST_F(DemoSeed, GivesEveryAccountItsProjectsAndEveryCustomerItsAgency) {
  world_->run([&] {
    EXPECT_EQ(store::list_projects(world_->db(), test::kCustomer).size(), 3U);
    EXPECT_EQ(store::list_projects(world_->db(), test::kPartnerIntl).size(), 2U);
    const auto agency = store::find_agency(world_->db(), test::kCustomer, "DEMO_PLATFORM");
    ASSERT_TRUE(agency);
    EXPECT_EQ(agency->trusted_account_id, test::kPartner);
    const auto of_reseller =
        store::find_agency(world_->db(), test::kResellerCustomer, "DEMO_DISTRIBUTOR");
    ASSERT_TRUE(of_reseller);
    EXPECT_EQ(of_reseller->trusted_account_id, test::kDistributor);
  });
}

TEST_F(DemoSeed, GivesTheSameIdsForTheSameSeed) {
  const auto other = test::make_world();
  seed_demo(*other, SeedSites::kBoth);
  EXPECT_EQ(world_->image().data, other->image().data);
}

TEST_F(DemoSeed, LeavesAWorldThatIsNotEmptyAlone) {
  const auto before = world_->image().data;
  seed_demo(*world_, SeedSites::kBoth);
  EXPECT_EQ(world_->image().data, before);
}

}  // namespace
}  // namespace bss::mock::domain
