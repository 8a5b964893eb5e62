// Totals of lists: those of whole lists stand in the database and are as right as its rows; those
// of filtered ones are kept until a row of their tables changes, and no longer: not across a
// rollback, and not across a restored image.
#include <gtest/gtest.h>

#include "domain/enrolment.h"
#include "store/ledger.h"
#include "store/resellers.h"
#include "store/sql.h"
#include "store/total_cache.h"
#include "support/bulk_rows.h"
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
  std::int64_t total(const std::optional<std::string>& name = std::nullopt) {
    ResellerFilter filter;
    filter.distributor_id = test::kDistributor;
    filter.name = name;
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
  const auto named = [&] { return run([&] { return total("harbour-a"); }); };
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(named(), 0);
  const auto image = world().image();
  run([&] {
    add("harbour-a");
    EXPECT_EQ(total(), 2);
    EXPECT_EQ(total("harbour-a"), 1);
  });
  EXPECT_EQ(count(), 2);
  run([&] {
    add("harbour-b");
    EXPECT_EQ(total(), 3);
    EXPECT_EQ(total("harbour-b"), 1);
    return domain::Ending::kDiscard;
  });
  EXPECT_EQ(count(), 2) << "what was counted inside of a rolled back command is forgotten";
  EXPECT_EQ(run([&] { return total("harbour-b"); }), 0);
  world().restore(image);
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(named(), 0);
}

TEST_F(Totals, ThatDifferFromTheRowsAreFoundByTheCheck) {
  const auto wrong = [&](const char* sql) {
    std::string subjects;
    run([&] {
      execute(world().db(), sql);
      for (const auto& violation : domain::check_ledger(world()).violations)
        subjects += violation.message + ": " + violation.subject + "\n";
      return domain::Ending::kDiscard;
    });
    return subjects;
  };
  const std::string found =
      std::string("the total of a list differs from its rows: customers of ") + test::kPartner +
      "\n";
  EXPECT_EQ(wrong("UPDATE list_totals SET total = total + 1 WHERE list = 'customers' AND owner = "
                  "'d0000000000000000000000000000001'"),
            found);
  EXPECT_EQ(wrong("DELETE FROM list_totals WHERE list = 'customers' AND owner = "
                  "'d0000000000000000000000000000001'"),
            found);
}

// Bounds that leave out few rows are counted by these, others by the rows within.
TEST(BulkTotals, AreRightWhereverTheBoundsLie) {
  constexpr std::int64_t kRows = 12'000;  // more than are counted as few
  const auto world = test::make_demo_world();
  test::lay_bulk_rows(*world, static_cast<int>(kRows));
  world->run([&] {
    ChangeFilter filter;
    filter.cash_account_id = find_cash_account(world->db(), test::kCustomer, "allocated")->id;
    filter.balance_type = "BALANCE_TYPE_DEBIT";
    filter.limit = 3 * kRows;
    for (const std::int64_t age : {-10, 0, 1, 50, 1'999, 2'001, 11'999, 12'000, 20'000}) {
      for (const bool newer : {true, false}) {
        const std::int64_t at = world->now().ms - age;
        filter.trade_time = newer ? TimeBounds{at, std::nullopt} : TimeBounds{std::nullopt, at};
        const auto page = list_changes(world->db(), filter);
        EXPECT_EQ(page.total, static_cast<std::int64_t>(page.rows.size())) << age << newer;
      }
    }
  });
}

}  // namespace
}  // namespace bss::mock::store
