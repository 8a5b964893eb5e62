// The program bulk_allocate over a long list while answers are lost and it is killed: each line is
// paid once, and the result says so.
#include <stdlib.h>

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

#include "demo.h"
#include "killed_program.h"
#include "once_orders.h"
#include "server_process.h"

namespace bss::test {
namespace {

using nlohmann::json;

constexpr int kKills = 3;
constexpr std::uint64_t kSeed = 7;

class BulkAllocate : public ::testing::Test {
 protected:
  BulkAllocate() {
    std::string name = (std::filesystem::temp_directory_path() / "bss-bulk-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    std::ofstream(directory_ + "/seed.yaml") << fire_seed(1);
    server_.emplace(std::vector<std::string>{"--seed", directory_ + "/seed.yaml", "--throttle",
                                             "off", "--journal", "100"});
    const std::string endpoint = "http://127.0.0.1:" + std::to_string(server_->port());
    for (const auto& [name_of, value] :
         {std::pair{"HUAWEICLOUD_BSS_ENDPOINT", endpoint.c_str()},
          {"HUAWEICLOUD_SDK_AK", "DEMODISTRIBUTORKEY01"},
          {"HUAWEICLOUD_SDK_SK", "demoDistributorSecretKeyForTheLocalMock0"},
          {"HUAWEICLOUD_BSS_PACING", "off"}})
      ::setenv(name_of, value, 1);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  json control(const char* method, const std::string& path, const std::string& body = {}) {
    const auto answer =
        Connection(server_->port()).exchange(request_bytes(method, "/_mock/v1/" + path, {}, body));
    return answer->body.empty() ? json() : json::parse(answer->body);
  }
  std::size_t committed() {
    const json counts = control("GET", "journal/counts");
    const auto found = counts.find("UpdateCustomerAccountAmount");
    return found == counts.end() ? 0 : (*found)["committed"].get<std::size_t>();
  }
  /// A hundredth of what a program would wait.
  static std::vector<std::string> words(const std::string& file) {
    return {file, "--records-wait", "0.3"};
  }
  /// Customer, cents.
  std::vector<std::pair<std::string, std::int64_t>> write_list(const std::string& file) const {
    std::vector<std::pair<std::string, std::int64_t>> payments;
    std::ofstream out(file);
    out << "customer_id,amount\n";
    for (std::size_t i = 0; i < lines_; ++i) {
      OnceOrder order = once_order(kSeed, i);
      const std::string customer = fire_customer_id(order.counterparty);
      out << customer << "," << order.amount().to_string(2) << "\n";
      payments.emplace_back(customer, order.cents);
    }
    return payments;
  }
  static std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  const std::size_t lines_ = [] {
    const char* text = std::getenv("BSS_BULK_LINES");
    return text == nullptr ? std::size_t{300} : std::strtoul(text, nullptr, 10);
  }();
  std::string directory_;
  std::optional<ServerProcess> server_;
};

TEST_F(BulkAllocate, PaysEachLineOnceThoughItIsKilled) {
  const std::string file = directory_ + "/list.csv";
  const auto payments = write_list(file);
  control(
      "POST", "faults",
      R"({"match":{"operation":"UpdateCustomerAccountAmount"},"when":{"probability":0.05,"seed":3},)"
      R"("effect":{"lose_answer":true}})");
  const std::string program = BSS_EXAMPLES_DIR "/bulk_allocate";
  for (int killed = 0; killed < kKills; ++killed) {
    KilledProgram run(program, words(file));
    const std::size_t until = committed() + lines_ / (kKills + 2);
    while (run.running() && committed() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_TRUE(run.running()) << "it ended before it could be killed";
    run.kill();
    EXPECT_FALSE(std::filesystem::exists(file + ".result"));
  }
  ASSERT_EQ(KilledProgram(program, words(file)).wait(), 0);
  EXPECT_EQ(committed(), lines_);

  std::map<std::string, std::int64_t> cash;
  for (const auto& [customer, cents] : payments) cash[customer] += cents;
  const json balances = control("GET", "state/balances");
  for (const auto& account : balances["items"]) {
    const std::string owner = account["owner_id"];
    if (cash.count(owner) == 0) continue;
    const auto amount = Decimal::parse(account["amount"].get<std::string>())->rescaled(2);
    EXPECT_EQ(amount->digits(), cash[owner] + 100) << owner;
  }

  const auto result = lines_of(file + ".result");
  ASSERT_EQ(result.size(), lines_ + 1);
  EXPECT_EQ(result[0], "line,customer_id,amount,status,transfer_id,error");
  std::map<std::string, int> transfers;
  for (std::size_t i = 0; i < lines_; ++i) {
    const std::string& line = result[i + 1];
    const std::string begin = std::to_string(i + 2) + "," + payments[i].first + "," +
                              Decimal::from_scaled(payments[i].second, 2).to_string(2) + ",done,AD";
    ASSERT_EQ(line.substr(0, begin.size()), begin);
    const std::string id = line.substr(begin.size() - 2, line.rfind(',') - begin.size() + 2);
    EXPECT_EQ(++transfers[id], 1) << id;
  }
  EXPECT_EQ(KilledProgram(program, words(file)).wait(), 0) << "there is nothing left to do";
  EXPECT_EQ(committed(), lines_);
}

TEST_F(BulkAllocate, TellsWhatFailedAndTriesItAgain) {
  const std::string file = directory_ + "/list.csv";
  const std::string program = BSS_EXAMPLES_DIR "/bulk_allocate";
  std::ofstream(file) << "customer_id,amount\n"
                      << fire_customer_id(0) << ",5.00\n"
                      << fire_customer_id(0) << ",5.00\n"
                      << "ffffffffffffffffffffffffffffffff,5.00\n";
  EXPECT_EQ(KilledProgram(program, words(file)).wait(), 1) << "some";
  const auto result = lines_of(file + ".result");
  ASSERT_EQ(result.size(), 4U);
  EXPECT_EQ(committed(), 2U) << "two equal lines are two payments";
  EXPECT_NE(result[3].find(",failed,,CBC."), std::string::npos) << result[3];
  std::ofstream(directory_ + "/none.csv")
      << "customer_id,amount\nffffffffffffffffffffffffffffffff,5.00\n";
  EXPECT_EQ(KilledProgram(program, {directory_ + "/none.csv"}).wait(), 2) << "none";
  std::ofstream(directory_ + "/wrong.csv") << "customer,amount\n";
  EXPECT_EQ(KilledProgram(program, {directory_ + "/wrong.csv"}).wait(), 64);
  std::ofstream(directory_ + "/wrong.csv") << "customer_id,amount\nx,-1\n";
  EXPECT_EQ(KilledProgram(program, {directory_ + "/wrong.csv"}).wait(), 64);
  EXPECT_EQ(KilledProgram(program, {}).wait(), 64);
  // A line whose meaning changed is not the payment of before.
  std::ofstream(file) << "customer_id,amount\n" << fire_customer_id(0) << ",6.00\n";
  EXPECT_EQ(KilledProgram(program, words(file)).wait(), 2);
  EXPECT_EQ(committed(), 2U);
}

TEST_F(BulkAllocate, CouponsAreIssuedTheSameWay) {
  const std::string file = directory_ + "/coupons.csv";
  {
    std::ofstream out(file);
    out << "customer_id,face_value\n";
    for (std::size_t i = 0; i < 20; ++i) out << fire_customer_id(i % 4) << ",7.50\n";
  }
  control("POST", "faults",
          R"({"match":{"operation":"CreatePartnerCoupons"},"when":{"every":3},)"
          R"("effect":{"lose_answer":true}})");
  const std::string quota = control("GET", "state/quotas")["items"][0]["quota_id"];
  EXPECT_EQ(
      KilledProgram(BSS_EXAMPLES_DIR "/bulk_issue", {quota, file, "--records-wait", "0.3"}).wait(),
      0);
  EXPECT_EQ(control("GET", "state/coupons")["total"], 20);
  const auto result = lines_of(file + ".result");
  ASSERT_EQ(result.size(), 21U);
  for (std::size_t i = 1; i < result.size(); ++i)
    EXPECT_NE(result[i].find(",7.50,done,20"), std::string::npos) << result[i];
}

}  // namespace
}  // namespace bss::test
