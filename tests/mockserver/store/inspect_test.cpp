// What is shown of the state is all of it: a column that nothing shows would be a change that no
// diff of snapshots tells.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include <soci/soci.h>

#include "store/inspect.h"
#include "support/domain_fixture.h"

namespace bss::mock::store {
namespace {

/// Secrets, what is derived, what numbers other things, and what the mailbox shows.
const std::set<std::string> kNotShown = {"world_state", "sequences", "list_totals", "tokens",
                                         "temporary_keys", "access_keys", "verification_codes",
                                         "verification_sends", "messages", "ledger_accounts",
                                         // The entity `ledger` shows both of these, joined.
                                         "ledger_transactions", "ledger_postings"};
const std::set<std::string> kColumnsNotShown = {
    "users.password_salt", "users.password_hash", "users.name_key",
    // Lower-case copies.
    "accounts.name_key", "accounts.email_key",
    // The number of a record whose id is shown.
    "adjustment_records.id", "account_change_records.id", "coupon_records.id", "quota_records.id"};

std::string table_of(std::string_view entity) {
  if (entity == "balances") return "cash_accounts";
  if (entity == "adjustments") return "adjustment_records";
  if (entity == "changes") return "account_change_records";
  if (entity == "quotas") return "coupon_quotas";
  if (entity == "cards") return "stored_value_cards";
  if (entity == "coupon_changes") return "coupon_change_records";
  return std::string(entity);
}

TEST(Inspect, ShowsEveryColumnThatIsNoSecret) {
  const auto world = test::make_demo_world();
  world->run([&] {
    std::set<std::string> shown;
    for (const std::string_view entity : inspectable()) {
      const auto rows = inspect(world->db(), entity);
      ASSERT_TRUE(rows);
      for (const auto& column : rows->columns)
        shown.insert(table_of(entity) + "." + std::string(column.name));
    }
    const soci::rowset<soci::row> columns =
        (world->db().session().prepare
         << "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE "
            "m.type = 'table'");
    int looked_at = 0;
    for (const auto& row : columns) {
      const auto table = row.get<std::string>(0);
      const std::string column = table + "." + row.get<std::string>(1);
      if (kNotShown.count(table) != 0 || kColumnsNotShown.count(column) != 0) continue;
      EXPECT_EQ(shown.count(column), 1U) << column;
      ++looked_at;
    }
    EXPECT_GT(looked_at, 150);
  });
}

TEST(Inspect, TellsRowsApartByTheirKeys) {
  const auto world = test::make_demo_world();
  world->run([&] {
    for (const std::string_view entity : inspectable()) {
      const auto rows = *inspect(world->db(), entity);
      std::set<std::string> keys;
      for (const auto& row : rows.rows) {
        std::string key;
        for (std::size_t i = 0; i < rows.keys; ++i) key += row[i].value_or("") + "\n";
        EXPECT_TRUE(keys.insert(key).second) << entity << " " << key;
      }
    }
  });
}

}  // namespace
}  // namespace bss::mock::store
