// Payments while answers are lost, requests are dropped, the service fails, and the program that
// pays is killed again and again: each happens exactly once (accounts-coupons E.6).

#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bss/intents.h"
#include "demo.h"
#include "killed_program.h"
#include "once_orders.h"
#include "server_process.h"

namespace bss::test {
namespace {

using nlohmann::json;

constexpr std::uint64_t kSeed = 20261130;
constexpr std::int64_t kAllocatedYuan = 100'000;

std::size_t wanted(const char* variable, std::size_t ordinary) {
  const char* text = std::getenv(variable);
  return text == nullptr ? ordinary : std::strtoul(text, nullptr, 10);
}

class MoneyUnderFire : public ::testing::Test {
 protected:
  MoneyUnderFire() {
    std::string name = (std::filesystem::temp_directory_path() / "bss-fire-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    std::ofstream(directory_ + "/seed.yaml") << fire_seed(kAllocatedYuan);
    server_.emplace(std::vector<std::string>{"--seed", directory_ + "/seed.yaml", "--throttle",
                                             "off", "--journal", "100"});
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  json items(const std::string& path) { return control("GET", path)["items"]; }
  json control(const char* method, const std::string& path, const std::string& body = {}) {
    const auto answer =
        Connection(server_->port()).exchange(request_bytes(method, "/_mock/v1/" + path, {}, body));
    return answer->body.empty() ? json() : json::parse(answer->body);
  }
  void light_the_fire() {
    json rules = json::array();
    for (const char* operation : {"UpdateCustomerAccountAmount", "ReclaimToPartnerAccount",
                                  "CreatePartnerCoupons", "UpdateIndirectPartnerAccount"}) {
      int seed = 0;
      for (const auto& [share, effect] : {std::pair{0.10, R"({"lose_answer":true})"},
                                          {0.05, R"({"drop_before_commit":true})"},
                                          {0.05, R"({"status":503,"body":"busy"})"},
                                          {0.05, R"({"error":"APIG.0308"})"}}) {
        rules.push_back({{"match", {{"operation", operation}}},
                         {"when", {{"probability", share}, {"seed", ++seed}}},
                         {"effect", json::parse(effect)}});
      }
    }
    EXPECT_EQ(control("POST", "faults", rules.dump())["rules"].size(), 16U);
  }

  std::vector<std::string> payer_words() const {
    return {"http://127.0.0.1:" + std::to_string(server_->port()), file_, std::to_string(kSeed),
            std::to_string(orders_)};
  }
  /// Kills the program whenever it has made so many payments more, then lets it end.
  int pay_and_kill() {
    for (std::size_t killed = 0; killed < kills_; ++killed) {
      KilledProgram payer(BSS_ONCE_WORKER, payer_words());
      const std::size_t until = committed() + std::max<std::size_t>(1, orders_ / (kills_ + 2));
      while (payer.running() && committed() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      EXPECT_TRUE(payer.running()) << "it ended before it could be killed";
      payer.kill();
    }
    return KilledProgram(BSS_ONCE_WORKER, payer_words()).wait();
  }
  std::size_t committed() {
    std::size_t sum = 0;
    const json counts = control("GET", "journal/counts");
    for (const auto& count : counts) sum += count["committed"].get<std::size_t>();
    return sum;
  }

  const std::size_t orders_ = wanted("BSS_ONCE_ORDERS", 600);
  const std::size_t kills_ = wanted("BSS_ONCE_KILLS", 5);
  std::string directory_;
  std::string file_;
  std::optional<ServerProcess> server_;
};

TEST_F(MoneyUnderFire, EveryPaymentEndsExactlyOnce) {
  file_ = directory_ + "/payments.intents";
  light_the_fire();
  ASSERT_EQ(pay_and_kill(), 0);

  const auto store = file_intent_store(file_).value();
  ASSERT_EQ(store->all().size(), orders_);
  std::map<std::string, std::int64_t> cash;  // cents, by account
  std::map<std::string, std::int64_t> coupons;
  std::map<std::string, int> payments;  // by operation
  std::map<std::string, int> ids;
  for (std::size_t i = 0; i < kFireCustomers; ++i) cash[fire_customer_id(i)] = kAllocatedYuan * 100;
  for (std::size_t number = 0; number < orders_; ++number) {
    const auto record = store->find(once_key(number));
    ASSERT_TRUE(record && record->state == IntentState::kDone) << once_key(number);
    ++payments[record->intent.operation];
    const OnceOrder order = once_order(kSeed, number);
    const std::string customer = fire_customer_id(order.counterparty);
    switch (order.kind) {
      case OrderKind::kAllocate:
        cash[customer] += order.cents;
        break;
      case OrderKind::kReclaim:
        cash[customer] -= order.cents;
        break;
      case OrderKind::kIssueCoupon:
        coupons[customer] += order.cents;
        ASSERT_EQ(record->coupons.size(), 1U);
        EXPECT_EQ(++ids[record->coupons[0].coupon_id], 1) << "two payments claim one coupon";
        continue;
      case OrderKind::kTransferToReseller:
        cash[fire_reseller_id(order.counterparty)] += order.cents;
        break;
    }
    EXPECT_EQ(++ids[record->transfer_id], 1) << "two payments claim one movement";
  }

  // To the cent, by what the server stores; and no command was committed twice.
  const auto cents = [](const json& amount) {
    return Decimal::parse(amount.get<std::string>())->rescaled(2)->digits();
  };
  for (const auto& account : items("state/balances")) {
    const std::string owner = account["owner_id"];
    if (cash.count(owner) != 0) {
      EXPECT_EQ(cents(account["amount"]), cash[owner]) << owner;
    }
  }
  std::map<std::string, std::int64_t> held;
  for (const auto& coupon : items("state/coupons"))
    held[coupon["holder_id"]] += cents(coupon["balance"]);
  EXPECT_EQ(held, coupons);
  const json counts = control("GET", "journal/counts");
  for (const auto& [operation, count] : payments)
    EXPECT_EQ(counts[operation]["committed"], count) << operation;
  EXPECT_EQ(items("state/balances").size(), 1 + kFireCustomers + kFireResellers);
  std::map<std::string, int> committed;
  for (const auto& line : items("journal/money")) ++committed[line["operation"]];
  EXPECT_EQ(committed, payments);
  EXPECT_EQ(control("GET", "ledger/check")["ok"], true);
}

}  // namespace
}  // namespace bss::test
