// Statements that are prepared before they are wanted do what they do when they are prepared then.
#include <gtest/gtest.h>

#include "domain/seed.h"
#include "store/sql.h"
#include "store/world_state.h"
#include "support/domain_fixture.h"

namespace bss::mock::store {
namespace {

class StatementsAhead : public test::DemoWorld {};

TEST_F(StatementsAhead, LayTheSameSeed) {
  const auto plan = run([&] { return world().db().statements_run(); });
  EXPECT_GT(plan->statements.size(), 10U) << "a seed is laid by statements";
  auto ahead = Database::in_memory();
  ahead->prepare_ahead(*plan);
  ahead->prepare_ahead(*plan);  // nothing is left to do
  const auto at = [] { return domain::Instant(); };
  domain::World one(std::move(ahead), 7, at);
  domain::World other(Database::in_memory(), 7, at);
  domain::seed_demo(one, domain::SeedSites::kBoth);
  domain::seed_demo(other, domain::SeedSites::kBoth);
  EXPECT_EQ(one.image().data.view(), other.image().data.view());
}

TEST_F(StatementsAhead, AreOfTheDatabaseTheyWerePreparedIn) {
  const auto one = Database::in_memory();
  put_state(*one, "where", "one");
  ASSERT_EQ(find_state(*one, "where"), "one");
  const auto other = Database::in_memory();
  other->prepare_ahead(*one->statements_run());
  EXPECT_FALSE(find_state(*other, "where"));
  put_state(*other, "where", "other");
  EXPECT_EQ(find_state(*other, "where"), "other");
  EXPECT_EQ(find_state(*one, "where"), "one");
}

}  // namespace
}  // namespace bss::mock::store
