// Clients that are slow, that leave in the middle, or that never finish: they harm nobody but
// themselves.
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "demo.h"

namespace bss::test {
namespace {

constexpr const char* kAllocate = "/v2/accounts/partner-accounts/adjust-amount";

class BrokenConnections : public ::testing::Test {
 protected:
  BrokenConnections() : server_(unthrottled()), token_(partner_token(server_.port())) {
    before_ = everything_stored(server_);
  }

  std::string allocation() const {
    return request_bytes("POST", kAllocate, json_headers(token_),
                         R"({"customer_id":")" + std::string(kCustomer) + R"(","amount":1.00})");
  }

  void expect_nothing_happened() {
    EXPECT_EQ(server_.workspace().calls("UpdateCustomerAccountAmount").committed, 0U);
    EXPECT_EQ(everything_stored(server_), before_);
    expect_still_serving();
  }

  void expect_still_serving() {
    Connection connection(server_.port());
    const auto answer = connection.exchange(
        request_bytes("GET", "/v2/accounts/partner-accounts/balances", {{"X-Auth-Token", token_}}));
    ASSERT_TRUE(answer.has_value()) << "the server stopped answering";
    EXPECT_EQ(answer->status, 200) << answer->body;
    EXPECT_EQ(ledger_problem(server_), "");
  }

  mock::Server server_;
  std::string token_;
  std::string before_;
};

TEST_F(BrokenConnections, LeavingAtEveryByteOfARequestDoesNothing) {
  const std::string whole = allocation();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    Connection connection(server_.port());
    connection.send(whole.substr(0, length));
    if (length % 2 == 0) {
      connection.abort();
    } else {
      connection.finish_sending();
      if (const auto answer = connection.receive()) {
        EXPECT_EQ(answer->status, 400) << length << ": " << answer->body;
      }
    }
  }
  expect_nothing_happened();
}

TEST_F(BrokenConnections, ABodyShorterThanAnnouncedIsNotExecuted) {
  const std::string body = R"({"customer_id":")" + std::string(kCustomer) + R"(","amount":1.00})";
  Headers headers = json_headers(token_);
  headers.emplace_back("Content-Length", std::to_string(body.size() + 1));
  Connection connection(server_.port());
  connection.send(request_bytes("POST", kAllocate, headers, body));
  connection.finish_sending();
  if (const auto answer = connection.receive()) {
    EXPECT_EQ(answer->status, 400) << answer->body;
  }
  expect_nothing_happened();
}

TEST_F(BrokenConnections, AByteAtATimeIsServed) {
  Connection connection(server_.port());
  for (const char byte : allocation()) ASSERT_TRUE(connection.send(std::string_view(&byte, 1)));
  const auto answer = connection.receive();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 200) << answer->body;
  EXPECT_EQ(server_.workspace().calls("UpdateCustomerAccountAmount").committed, 1U);
  expect_still_serving();
}

TEST_F(BrokenConnections, ManyThatNeverFinishDoNotKeepOthersOut) {
  const std::string whole = allocation();
  std::vector<std::unique_ptr<Connection>> stalled;
  for (std::size_t i = 0; i < 200; ++i) {
    stalled.push_back(std::make_unique<Connection>(server_.port()));
    stalled.back()->send(whole.substr(0, i % whole.size()));
  }
  expect_nothing_happened();
  for (auto& connection : stalled) connection->abort();
  expect_nothing_happened();
}

// Takes the ten seconds that a head may take.
TEST_F(BrokenConnections, AHeadThatNeverEndsIsRefusedInTheEnd) {
  Connection connection(server_.port());
  const std::string whole = allocation();
  ASSERT_TRUE(connection.send(whole.substr(0, whole.find("\r\n\r\n"))));
  expect_still_serving();
  const auto answer = connection.receive();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 408) << answer->body;
  EXPECT_EQ(connection.wait_for_end(), Connection::End::kFin);
  expect_nothing_happened();
}

TEST_F(BrokenConnections, LeavingBeforeTheAnswerLeavesTheLedgerWhole) {
  constexpr int kCalls = 200;
  for (int i = 0; i < kCalls; ++i) {
    Connection connection(server_.port());
    ASSERT_TRUE(connection.send(allocation()));
    if (i % 2 == 0) connection.abort();
  }
  // Whether such a call was still read is open; that it is done once or not at all is not.
  expect_still_serving();
  EXPECT_LE(server_.workspace().calls("UpdateCustomerAccountAmount").committed,
            static_cast<std::uint64_t>(kCalls));
}

TEST_F(BrokenConnections, RequestsBehindEachOtherAreAnsweredInOrder) {
  const std::string good =
      request_bytes("GET", "/v2/accounts/partner-accounts/balances", {{"X-Auth-Token", token_}});
  const std::string unknown = request_bytes("GET", "/v2/nothing", {{"X-Auth-Token", token_}});
  Connection connection(server_.port());
  ASSERT_TRUE(connection.send(good + unknown + good + unknown));
  for (const int status : {200, 404, 200, 404}) {
    const auto answer = connection.receive();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, status) << answer->body;
  }
  expect_nothing_happened();
}

}  // namespace
}  // namespace bss::test
