// What the schema forbids whatever a rule overlooks: constraints, foreign keys, records that only
// grow.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include <soci/sqlite3/soci-sqlite3.h>

#include "store/accounts.h"
#include "store/cards.h"
#include "store/coupons.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "store/new_customer_tags.h"
#include "store/sql.h"
#include "support/domain_fixture.h"
#include "support/state_file.h"

namespace bss::mock::store {
namespace {

class Schema : public testing::Test {
 protected:
  Database& db() { return world_->db(); }
  /// Runs SQL in a command of its own; whether the schema forbade it.
  bool forbidden(const char* sql) {
    bool refused = false;
    world_->run([&] {
      try {
        execute(db(), sql);
      } catch (const StoreError&) {
        refused = true;
      }
      return domain::Ending::kDiscard;
    });
    return refused;
  }
  std::unique_ptr<domain::World> world_ = test::make_demo_world();
};

// accounts-coupons E.4, invariants 2, 8, 10, 12 as CHECK constraints.
TEST_F(Schema, ForbidsBalancesThatCannotBe) {
  EXPECT_TRUE(forbidden("UPDATE cash_accounts SET amount = -1000000"));
  EXPECT_TRUE(forbidden("UPDATE cash_accounts SET designated = amount + 1000000"));
  EXPECT_TRUE(forbidden("UPDATE cash_accounts SET amount = amount + 1"));
  EXPECT_TRUE(forbidden("UPDATE coupon_quotas SET balance = quota_value + 1000000"));
  EXPECT_TRUE(forbidden("UPDATE coupon_quotas SET balance = -1000000"));
  EXPECT_TRUE(forbidden("UPDATE coupon_quotas SET status = 6"));
  EXPECT_TRUE(forbidden("UPDATE coupon_quotas SET status = 7"));
  EXPECT_FALSE(forbidden("UPDATE cash_accounts SET amount = amount + 1000000"));
}

TEST_F(Schema, KeepsRecordsAsTheyWereWritten) {
  for (const char* table :
       {"ledger_transactions", "ledger_postings", "adjustment_records", "account_change_records"}) {
    const std::string name(table);
    // The statement cache wants a literal; these run once each, through the session.
    const auto refuses = [&](const std::string& sql) {
      return world_->run([&] {
        try {
          db().session() << sql;
          return false;
        } catch (const soci::soci_error&) {
          return true;
        }
      });
    };
    EXPECT_TRUE(refuses("DELETE FROM " + name)) << name;
    EXPECT_TRUE(refuses("UPDATE " + name + " SET id = id + 1000")) << name;
  }
}

TEST_F(Schema, KnowsWhoExists) {
  EXPECT_TRUE(
      forbidden("INSERT INTO platforms (xaccount_type, account_id) VALUES ('X', 'nobody')"));
  EXPECT_TRUE(
      forbidden("INSERT INTO platforms (xaccount_type, account_id) VALUES ('DEMO_PLATFORM', "
                "'d0000000000000000000000000000002')"));
  EXPECT_TRUE(forbidden("DELETE FROM accounts WHERE id = 'd0000000000000000000000000000001'"));
  // R-ASSOC-02: one partner at a time.
  EXPECT_TRUE(forbidden(
      "INSERT INTO associations (id, customer_id, partner_id, type, state, requested_at, due_at) "
      "VALUES (900, 'c0000000000000000000000000000001', 'd0000000000000000000000000000002', 2, "
      "'pending', 0, 0)"));
}

TEST_F(Schema, HoldsOneAccountANameInAnyCase) {
  world_->run([&] {
    AccountRow row = *find_account(db(), test::kCustomer);
    row.id = "other";
    row.name = "Demo-CUSTOMER";
    row.xaccount_type.reset();
    row.xaccount_id.reset();
    EXPECT_THROW(insert_account(db(), row), ConstraintError);
    return domain::Ending::kDiscard;
  });
}

// Errors carry no bound value: a password hash or a token digest must not reach a log.
TEST_F(Schema, NamesTheBrokenRuleAndNotTheValue) {
  world_->run([&] {
    TokenRow token;
    token.digest = "secret-digest";
    token.method = "password";
    token.account_id = "nobody";
    token.user_id = "u";
    token.user_name = "u";
    token.issued_at = 1;
    token.expires_at = 2;
    try {
      insert_token(db(), token);
      ADD_FAILURE() << "a token of nobody was accepted";
    } catch (const ConstraintError& error) {
      EXPECT_EQ(std::string(error.what()).find("secret-digest"), std::string::npos);
    }
    return domain::Ending::kDiscard;
  });
}

TEST_F(Schema, RefusesPostingsThatDoNotSumToZero) {
  world_->run([&] {
    EXPECT_THROW(
        post(db(), "money", "test", "T1", 0, {{"TOPUP", -1'000'000}, {"TOPUP", 2'000'000}}),
        ConstraintError);
    return domain::Ending::kDiscard;
  });
}

TEST_F(Schema, KeepsTokensUntilTheyAreForgotten) {
  world_->run([&] {
    TokenRow token;
    token.digest = "d1";
    token.method = "password";
    token.account_id = test::kPartner;
    token.user_id = "u";
    token.user_name = "demo-partner";
    token.issued_at = 1'000;
    token.expires_at = 2'000;
    insert_token(db(), token);
    ASSERT_TRUE(find_token(db(), "d1"));
    EXPECT_EQ(find_token(db(), "d1")->project_id, std::nullopt);
    delete_expired_tokens(db(), 2'000);
    EXPECT_TRUE(find_token(db(), "d1"));
    delete_expired_tokens(db(), 2'001);
    EXPECT_FALSE(find_token(db(), "d1"));
  });
}

TEST(DatabaseImage, OpensAgainInMemory) {
  const auto world = test::make_demo_world();
  const auto copy = Database::from_image(world->image().data.view());
  EXPECT_EQ(find_account(*copy, test::kPartner)->name, "demo-partner");
  EXPECT_FALSE(copy->empty());
  EXPECT_THROW(execute(*copy, "UPDATE cash_accounts SET amount = -1000000"), ConstraintError);
}

class DatabaseFile : public testing::Test {
 protected:
  test::StateFile file_;
  const std::string& path_ = file_.path();
};

// contract: --state FILE is not seeded again when it holds something.
TEST_F(DatabaseFile, KeepsTheStateAcrossOpenings) {
  {
    domain::World world(Database::file(path_), 1, [] { return test::kStart; });
    EXPECT_TRUE(world.db().empty());
    domain::seed_demo(world, domain::SeedSites::kChina);
  }
  domain::World world(Database::file(path_), 2, [] { return test::kStart; });
  EXPECT_FALSE(world.db().empty());
  const auto report = world.run([&] { return domain::check_ledger(world); });
  EXPECT_TRUE(report.ok);
  EXPECT_GT(report.entries, 0);
}

TEST_F(DatabaseFile, IsSnapshottedAndRestoredInPlace) {
  domain::World world(Database::file(path_), 1, [] { return test::kStart; });
  domain::seed_demo(world, domain::SeedSites::kChina);
  const auto image = world.image();
  const auto count = [&] { return world.run([&] { return count_accounts(world.db()); }); };
  const auto before = count();
  world.run([&] {
    AccountRow row;
    row.id = "x";
    row.kind = "solution_partner";
    row.name = "another";
    insert_account(world.db(), row);
  });
  EXPECT_EQ(count(), before + 1);
  world.restore(image);
  EXPECT_EQ(count(), before);
  EXPECT_TRUE(find_account(*Database::from_image(image.data.view()), test::kPartner));
  EXPECT_THROW(Database::file(path_), StoreError) << "one server a file";
}

// contract: a newer format is refused, and so is a file of something else.
TEST_F(DatabaseFile, OfANewerFormatOrAnotherProgramIsRefused) {
  { Database::file(path_)->session() << "PRAGMA user_version = 99"; }
  EXPECT_THROW(Database::file(path_), StoreError);
  file_.remove();
  { std::ofstream(path_) << std::string(4096, 'x'); }
  EXPECT_THROW(Database::file(path_), StoreError);
}

// Files as earlier formats wrote them: the demo cast, a recharge and a consumption, in format 1
// from a coupon and later from a stored-value card.
class OlderFile : public DatabaseFile {
 protected:
  /// One statement a line.
  void load(int format) const {
    std::ifstream script(BSS_STORE_TEST_DATA "/format" + std::to_string(format) + ".sql");
    ASSERT_TRUE(script);
    soci::session session(soci::sqlite3, path_);
    session << "PRAGMA foreign_keys = OFF";
    for (std::string line; std::getline(script, line);) session << line;
    session << "PRAGMA user_version = " << format;
    if (format > 1) session << "PRAGMA application_id = 1112757072";
  }
  /// Opened twice: the second time it is no older file any longer, and it goes on counting.
  std::unique_ptr<domain::World> open() const {
    Database::file(path_);
    auto world = std::make_unique<domain::World>(Database::file(path_), 2,
                                                 [] { return domain::Clock::system_time(); });
    const auto report = world->run([&] { return domain::check_ledger(*world); });
    EXPECT_TRUE(report.ok);
    EXPECT_EQ(report.entries, 22);
    EXPECT_GT(world->db().next_number("transfer"), 5);
    EXPECT_THROW(execute(world->db(), "DELETE FROM ledger_postings"), StoreError);
    EXPECT_EQ(find_account(world->db(), test::kPartner)->name, "demo-partner");
    return world;
  }
};

TEST_F(OlderFile, OfFormat1OpensWithAllItHeld) {
  load(1);
  const auto world = open();
  HeldCouponFilter filter;
  filter.holder_id = test::kCustomer;
  filter.source_id = test::kPartner;  // came with format 2
  EXPECT_EQ(list_held_coupons(world->db(), filter).total, 1);
}

TEST_F(OlderFile, OfFormat2OpensWithAllItHeld) {
  load(2);
  const auto world = open();
  CardFilter filter;
  filter.holder_id = test::kCustomer;
  filter.used_up = true;
  EXPECT_EQ(list_cards(world->db(), filter).total, 1);
  put_new_customer_tag(world->db(), {test::kCustomer, "2026-01", "2026-12"});  // format 3
}

// Its lists had no totals that are kept.
TEST_F(OlderFile, OfFormat3OpensWithAllItHeld) {
  load(3);
  const auto world = open();
  AdjustmentFilter filter;
  filter.partner_id = test::kPartner;
  filter.visible_until = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(list_adjustments(world->db(), filter).total, 1);
}

TEST_F(OlderFile, ThatDoesNotFitIsRefusedAndLeftAlone) {
  load(1);
  {
    soci::session session(soci::sqlite3, path_);
    session << "PRAGMA foreign_keys = OFF";
    session << "UPDATE coupons SET holder_id = 'nobody'";
  }
  EXPECT_THROW(Database::file(path_), StoreError);
  soci::session session(soci::sqlite3, path_);
  int format = 0;
  session << "PRAGMA user_version", soci::into(format);
  EXPECT_EQ(format, 1);
}

TEST_F(DatabaseFile, OfSomethingElseIsRefused) {
  {
    soci::session session(soci::sqlite3, path_);
    session << "CREATE TABLE invoices (id INTEGER)";
    session << "PRAGMA user_version = 1";
  }
  EXPECT_THROW(Database::file(path_), StoreError);
}

TEST_F(DatabaseFile, ThatIsDamagedIsRefused) {
  {
    domain::World world(Database::file(path_), 1, [] { return test::kStart; });
    domain::seed_demo(world, domain::SeedSites::kChina);
  }
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path_));
    for (std::streamoff at = 4096; at + 512 < size; at += 4096) {
      file.seekp(at);
      file << std::string(512, '\xff');
    }
  }
  EXPECT_THROW(Database::file(path_), StoreError);
}

}  // namespace
}  // namespace bss::mock::store
