// kill -9 while money moves, again and again on one state file: what was answered is there, what
// was not is there whole or not at all, and every invariant of E.4 holds.
#include <chrono>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <nlohmann/json.hpp>

#include "bss/bss.h"
#include "bss/mock/server.h"
#include "crash_load.h"
#include "demo.h"
#include "server_process.h"

namespace bss::test {
namespace {

constexpr int kKills = 20;
constexpr std::uint64_t kSeed = 20250601;

/// Numbers found in the server, with the id that belongs to each.
using Found = std::map<std::int64_t, std::string>;

std::int64_t cents_of(const Decimal& amount) {
  return amount.rescaled(2).value().digits();
}

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override { remove_file(); }
  void TearDown() override { remove_file(); }

  void remove_file() const {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  }
  std::unique_ptr<ServerProcess> start() const {
    return std::make_unique<ServerProcess>(
        std::vector<std::string>{"--state", path_, "--throttle", "off"});
  }

  static Client client_of(const ServerProcess& server, const mock::Identity& who) {
    ClientConfig config;
    config.bss_endpoint = "http://127.0.0.1:" + std::to_string(server.port());
    config.credentials =
        Credentials::access_key(who.access_key, Secret(who.secret_key), who.domain_id);
    config.pacing = false;
    return Client(std::move(config));
  }

  static Found allocations(const Client& partner) {
    Found found;
    for (const auto& row : partner.list_partner_adjust_records_all(
             {.customer_id = std::string(kCustomer), .limit = 100})) {
      const auto& record = row.value();
      add(found, cents_of(record.amount.value()), record.trans_id.value());
    }
    found.erase(cents_of(Decimal::parse("500.00").value()));  // of the seed
    return found;
  }
  static Found transfers(const Client& distributor) {
    Found found;
    for (const auto& row :
         distributor.list_partner_account_change_records_all({.balance_type = "BALANCE_TYPE_DEBIT",
         .limit = 100,
         .indirect_partner_id = std::string(kReseller)})) {
      const auto& record = row.value();
      add(found, cents_of(record.change_amount.value()), record.trade_id.value());
    }
    found.erase(cents_of(Decimal::parse("20000.00").value()));
    return found;
  }
  static Found coupons(const Client& partner) {
    Found found;
    for (const auto& row : partner.list_issued_partner_coupons_all({.limit = 100})) {
      const auto& coupon = row.value();
      add(found, cents_of(coupon.face_value.value()), coupon.coupon_id.value());
    }
    return found;
  }
  static Found customers(const Client& partner) {
    Found found;
    for (const auto& row : partner.list_sub_customers_all({.limit = 100})) {
      const std::string name = row.value().xaccount_id.value_or("");
      if (name.rfind("crash-", 0) == 0)
        add(found, std::stoll(name.substr(6)), row.value().customer_id);
    }
    return found;
  }
  static void add(Found& found, std::int64_t number, const std::string& id) {
    EXPECT_TRUE(found.emplace(number, id).second) << "twice: " << number;
  }

  /// Nothing lost, nothing twice, nothing that nobody sent.
  static void compare(const std::vector<SentCall>& calls, CrashCall kind, Found found) {
    for (const SentCall& call : calls) {
      if (call.kind != kind) continue;
      EXPECT_EQ(call.surprise, "") << call.number;
      const auto there = found.find(call.number);
      if (call.answered) {
        ASSERT_NE(there, found.end()) << "lost: " << call.number;
        EXPECT_EQ(there->second, call.id) << call.number;
      }
      if (there != found.end()) found.erase(there);
    }
    EXPECT_TRUE(found.empty()) << "nobody sent " << found.begin()->first;
  }

  static void expect_sound(const ServerProcess& server, const std::vector<SentCall>& calls) {
    const Client partner = client_of(server, mock::demo_credentials().partner);
    const Client distributor = client_of(server, mock::demo_credentials().distributor);
    compare(calls, CrashCall::kAllocate, allocations(partner));
    compare(calls, CrashCall::kTransfer, transfers(distributor));
    compare(calls, CrashCall::kIssue, coupons(partner));
    compare(calls, CrashCall::kCreate, customers(partner));
    Connection control(server.port());
    const auto check = control.exchange(request_bytes("GET", "/_mock/v1/ledger/check", {}));
    ASSERT_TRUE(check);
    EXPECT_TRUE(nlohmann::json::parse(check->body)["ok"].get<bool>()) << check->body;
  }

  /// Takes away what the newest format added, so that the file is one of the format before.
  void make_older() const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    const char* sql = "DROP TABLE new_customer_tags; PRAGMA user_version = 2;";
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  const std::string path_ =
      (std::filesystem::temp_directory_path() / "bss-mock-kill-test.db").string();
};

CrashScene scene_of(const ServerProcess& server, const Client& partner) {
  CrashScene scene;
  scene.partner_token = token_of(server.port(), mock::demo_credentials().partner);
  scene.distributor_token = token_of(server.port(), mock::demo_credentials().distributor);
  scene.quota = quota_id(partner);
  return scene;
}

TEST_F(KillTest, LosesNothingThatWasAnsweredAndLeavesNothingHalfDone) {
  std::mt19937_64 random(kSeed);
  auto server = start();
  CrashLoad load(scene_of(*server, client_of(*server, mock::demo_credentials().partner)));
  for (int kill = 0; kill < kKills; ++kill) {
    const std::int64_t wanted = load.answers() + 5 + static_cast<std::int64_t>(random() % 80);
    const auto pause = std::chrono::microseconds(random() % 3000);
    std::vector<std::thread> threads;
    for (std::uint64_t t = 0; t < 3; ++t) {
      threads.emplace_back([&, seed = random()] { load.run(server->port(), seed); });
    }
    while (load.answers() < wanted) std::this_thread::sleep_for(std::chrono::microseconds(200));
    std::this_thread::sleep_for(pause);
    server->kill();
    for (auto& thread : threads) thread.join();
    server = start();
    expect_sound(*server, load.calls());
    if (HasFatalFailure()) FAIL() << "after kill " << kill;
  }
  server->kill();
  make_older();
  server = start();
  expect_sound(*server, load.calls());
  std::size_t unanswered = 0;
  for (const SentCall& call : load.calls()) unanswered += call.answered ? 0U : 1U;
  EXPECT_GT(unanswered, 0U) << "no kill hit a call";
  RecordProperty("calls", static_cast<int>(load.calls().size()));
}

}  // namespace
}  // namespace bss::test
