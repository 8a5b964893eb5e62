// Totals of lists are kept until a row of their tables changes, and no longer: not across a
// rollback, and not across a restored image.
#include <gtest/gtest.h>

#include "domain/enrolment.h"
#include "store/resellers.h"
#include "store/total_cache.h"
#include "support/domain_fixture.h"

namespace bss::mock::store {
namespace {

TEST(TotalCache, HoldsUntilOneOfItsTablesChanges) {
  TotalCache cache;
  const std::string sql =
      "SELECT COUNT(*) FROM a s JOIN b ON b.id = s.id WHERE s.x IN (SELECT x FROM c)";
  cache.put("key", sql, 7);
  EXPECT_EQ(cache.find("key"), 7);
  EXPECT_FALSE(cache.find("other"));
  cache.row_changed("d");
  EXPECT_EQ(cache.find("key"), 7);
  for (const char* table : {"a", "b", "c"}) {
    cache.put("key", sql, 7);
    cache.row_changed(table);
    EXPECT_FALSE(cache.find("key")) << table;
  }
}

class Totals : public test::DemoWorld {
 protected:
  std::int64_t total() {
    ResellerFilter filter;
    filter.distributor_id = test::kDistributor;
    return list_resellers(world().db(), filter).total;
  }
  void add(const char* name) {
    domain::NewReseller wish;
    wish.distributor_id = test::kDistributor;
    wish.name = name;
    ASSERT_TRUE(domain::add_reseller(world(), wish));
  }
};

TEST_F(Totals, FollowInsertsRollbacksAndRestores) {
  const auto count = [&] { return run([&] { return total(); }); };
  EXPECT_EQ(count(), 1);
  const auto image = world().image();
  run([&] {
    add("harbour-a");
    EXPECT_EQ(total(), 2);
  });
  EXPECT_EQ(count(), 2);
  run([&] {
    add("harbour-b");
    EXPECT_EQ(total(), 3);
    return domain::Ending::kDiscard;
  });
  EXPECT_EQ(count(), 2) << "what was counted inside of a rolled back command is forgotten";
  world().restore(image);
  EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace bss::mock::store
