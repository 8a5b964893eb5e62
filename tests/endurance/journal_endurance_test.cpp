// The journal of a server that is asked very often: the ring stays within its bound, the memory of
// the process with it, and what committed money can still be counted one by one.
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "demo.h"
#include "length.h"
#include "own_process.h"
#include "server_process.h"

namespace bss::test {
namespace {

using nlohmann::json;

constexpr int kTransfers = 200;
constexpr int kConnections = 2;
constexpr int kAtOnce = 20;
constexpr int kBatch = kConnections * kAtOnce;
constexpr int kOrdinary = 40'000;

class JournalEndurance : public ::testing::Test {
 protected:
  json control(const std::string& path) {
    return json::parse(
        Connection(server_.port()).exchange(request_bytes("GET", "/_mock/v1/" + path, {}))->body);
  }

  /// So many requests, on two connections and one behind the other, evenly mixed with `transfers`
  /// that commit money.
  void ask(int requests, int transfers) {
    std::vector<std::thread> clients;
    for (int i = 0; i < kConnections; ++i) {
      clients.emplace_back([&, i] {
        const int share = transfers / kConnections + (i < transfers % kConnections ? 1 : 0);
        ask_on_one_connection(requests / kConnections, share);
      });
    }
    for (auto& client : clients) client.join();
  }

  void ask_on_one_connection(int requests, int transfers) {
    const std::string read =
        request_bytes("GET", "/v2/accounts/partner-accounts/balances", {{"X-Auth-Token", token_}});
    const std::string transfer =
        request_bytes("POST", "/v2/accounts/partner-accounts/adjust-amount", json_headers(token_),
                      R"({"customer_id":")" + std::string(kCustomer) + R"(","amount":0.01})");
    Connection connection(server_.port());
    for (int done = 0, sent = 0; done < requests; done += kAtOnce) {
      std::string bytes;
      for (int i = 0; i < kAtOnce; ++i) {
        const bool due = sent * std::int64_t{requests} < transfers * std::int64_t{done + i + 1};
        bytes += due ? transfer : read;
        if (due) ++sent;
      }
      connection.send(bytes);
      for (int i = 0; i < kAtOnce; ++i) ASSERT_EQ(connection.receive()->status, 200);
    }
  }

  // At least a hundred times round the ring.
  const int requests_ = length_from("BSS_ENDURANCE_REQUESTS", kOrdinary) / kBatch * kBatch;
  const int ring_ = std::min(10'000, requests_ / 100);
  ServerProcess server_{{"--throttle", "off", "--journal", std::to_string(ring_)}};
  std::string token_ = partner_token(server_.port());
};

TEST_F(JournalEndurance, StaysWithinItsBoundAndCountsMoney) {
  const int begin = requests_ / 10 / kBatch * kBatch;
  ask(begin, kTransfers / 2);
  const double before = static_cast<double>(server_.resident_bytes());
  ask(requests_ - begin, kTransfers / 2);
  const double after = static_cast<double>(server_.resident_bytes());
  RecordProperty("requests", requests_);
  RecordProperty("memory_after_of_before", std::to_string(after / before));
  if (kMemoryTells) {
    EXPECT_LE(after, memory_allowed(before, requests_ == kOrdinary));
  }

  const json entries = control("journal?limit=1000000");
  EXPECT_LE(entries["items"].size(), static_cast<std::size_t>(ring_));
  EXPECT_GE(entries["items"].back()["id"].get<int>(), requests_);
  const json counts = control("journal/counts");
  EXPECT_EQ(counts["UpdateCustomerAccountAmount"]["committed"], kTransfers);
  EXPECT_EQ(counts["ListPartnerBalances"]["received"], requests_ - kTransfers);
  const json money = control("journal/money");
  EXPECT_EQ(money["total"], kTransfers);
  EXPECT_EQ(control("ledger/check")["ok"], true);
}

}  // namespace
}  // namespace bss::test
