// Every effect and every schedule of a fault rule, set over the control API and seen by a client
// with a plain socket (control-api "Faults").
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "demo.h"

namespace bss::test {
namespace {

using nlohmann::json;
using End = Connection::End;
using std::chrono::milliseconds;

constexpr const char* kAllocation = "UpdateCustomerAccountAmount";

class FaultRules : public ::testing::Test {
 protected:
  FaultRules() : server_(unthrottled()), token_(partner_token(server_.port())) {}

  void add_fault(const std::string& rule) {
    const auto answer =
        Connection(server_.port()).exchange(request_bytes("POST", "/_mock/v1/faults", {}, rule));
    ASSERT_EQ(answer->status, 201) << answer->body;
  }
  void remove_faults() {
    const auto answer =
        Connection(server_.port()).exchange(request_bytes("DELETE", "/_mock/v1/faults", {}));
    ASSERT_EQ(answer->status, 204);
  }
  void set_clock(const std::string& verb) {
    const auto answer =
        Connection(server_.port()).exchange(request_bytes("POST", "/_mock/v1/clock", {}, verb));
    ASSERT_EQ(answer->status, 200) << answer->body;
  }

  std::string allocation() const {
    return request_bytes("POST", "/v2/accounts/partner-accounts/adjust-amount",
                         json_headers(token_),
                         R"({"customer_id":")" + std::string(kCustomer) + R"(","amount":1.00})");
  }
  std::string balance() const {
    return request_bytes("GET", "/v2/accounts/partner-accounts/balances",
                         {{"X-Auth-Token", token_}});
  }

  /// F for each of so many calls that the fault struck, P for each that passed.
  std::string pattern_of(int calls, const std::string& request) {
    std::string pattern;
    Connection connection(server_.port());
    for (int i = 0; i < calls; ++i)
      pattern += connection.exchange(request)->status == 503 ? 'F' : 'P';
    return pattern;
  }
  std::string pattern_of(int calls) { return pattern_of(calls, balance()); }

  std::uint64_t committed() { return server_.workspace().calls(kAllocation).committed; }
  mock::Exchange last_exchange() { return server_.workspace().exchanges(kAllocation, 1).back(); }

  mock::Server server_;
  std::string token_;
};

// --- Effects. What acts on the answer leaves the command committed; what acts instead does not.

TEST_F(FaultRules, ErrorIsTheDocumentedBodyOfTheCodeAndNothingHappens) {
  add_fault(R"({"effect":{"error":"CBC.0999"}})");
  const auto answer = Connection(server_.port()).exchange(allocation());
  EXPECT_EQ(answer->status, 500);
  const json body = json::parse(answer->body);
  EXPECT_EQ(body["error_code"], "CBC.0999");
  EXPECT_FALSE(body["error_msg"].get<std::string>().empty());
  EXPECT_EQ(committed(), 0U);
}

TEST_F(FaultRules, StatusComesWithItsBodyAndHeadersAndNothingHappens) {
  add_fault(
      R"({"effect":{"status":503,"body":"<html>busy</html>","headers":{"Retry-After":"2"}}})");
  const auto answer = Connection(server_.port()).exchange(allocation());
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->body, "<html>busy</html>");
  EXPECT_EQ(answer->header("Retry-After"), "2");
  EXPECT_EQ(committed(), 0U);
}

TEST_F(FaultRules, DropBeforeCommitBreaksTheConnectionAndNothingHappens) {
  for (const auto& [effect, end] :
       {std::pair{R"({"drop_before_commit":true})", End::kReset},
        std::pair{R"({"drop_before_commit":true,"by":"fin"})", End::kFin}}) {
    remove_faults();
    add_fault(R"({"effect":)" + std::string(effect) + "}");
    Connection connection(server_.port());
    connection.send(allocation());
    EXPECT_EQ(connection.wait_for_end(), end) << effect;
    EXPECT_EQ(connection.received(), "") << effect;
    EXPECT_EQ(committed(), 0U) << effect;
    EXPECT_FALSE(last_exchange().answered) << effect;
  }
}

TEST_F(FaultRules, LoseAnswerBreaksTheConnectionAfterTheCommit) {
  add_fault(R"({"effect":{"lose_answer":true}})");
  Connection connection(server_.port());
  connection.send(allocation());
  EXPECT_EQ(connection.wait_for_end(), End::kReset);
  EXPECT_EQ(connection.received(), "");
  EXPECT_EQ(committed(), 1U);
  EXPECT_FALSE(last_exchange().answered);
  EXPECT_TRUE(last_exchange().committed);
  EXPECT_EQ(last_exchange().fault, "lose_answer");
}

TEST_F(FaultRules, ResetBeforeHeadersSendsNoByte) {
  add_fault(R"({"effect":{"reset":"before_headers"}})");
  Connection connection(server_.port());
  connection.send(allocation());
  EXPECT_EQ(connection.wait_for_end(), End::kReset);
  EXPECT_EQ(connection.received(), "");
  EXPECT_EQ(committed(), 1U);
}

TEST_F(FaultRules, ResetAfterHeadersMayLoseTheHeadAsWell) {
  add_fault(R"({"effect":{"reset":"after_headers"}})");
  Connection connection(server_.port());
  connection.send(allocation());
  EXPECT_EQ(connection.wait_for_end(), End::kReset);
  EXPECT_THAT(connection.received(), ::testing::AnyOf("", ::testing::EndsWith("\r\n\r\n")));
  EXPECT_EQ(committed(), 1U);
}

TEST_F(FaultRules, AnEndAfterTheHeadersLeavesAHeadThatPromisesABody) {
  add_fault(R"({"effect":{"reset":"after_headers","by":"fin"}})");
  Connection connection(server_.port());
  connection.send(allocation());
  connection.finish_sending();
  EXPECT_EQ(connection.wait_for_end(), End::kFin);
  EXPECT_THAT(connection.received(), ::testing::StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(connection.received(), ::testing::HasSubstr("Content-Length: "));
  EXPECT_THAT(connection.received(), ::testing::EndsWith("\r\n\r\n"));
  EXPECT_EQ(committed(), 1U);
}

TEST_F(FaultRules, TruncateBodySendsSoManyBytesOfWhatTheLengthPromises) {
  const std::string whole = Connection(server_.port()).exchange(balance())->body;
  add_fault(R"({"effect":{"truncate_body":7}})");
  Connection connection(server_.port());
  connection.send(balance());
  connection.wait_for_end();
  const std::string& received = connection.received();
  const std::size_t head_end = received.find("\r\n\r\n");
  ASSERT_NE(head_end, std::string::npos) << received;
  EXPECT_EQ(received.substr(head_end + 4), whole.substr(0, 7));
  EXPECT_THAT(received.substr(0, head_end),
              ::testing::HasSubstr("Content-Length: " + std::to_string(whole.size())));
}

TEST_F(FaultRules, MalformedJsonIsAWholeAnswerThatDoesNotParse) {
  const std::string whole = Connection(server_.port()).exchange(balance())->body;
  add_fault(R"({"effect":{"malformed_json":true}})");
  const auto answer = Connection(server_.port()).exchange(balance());
  ASSERT_TRUE(answer) << "the length must fit";
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, whole.substr(0, whole.size() - 1));
  EXPECT_FALSE(json::accept(answer->body));
}

TEST_F(FaultRules, HangKeepsTheConnectionOpenAndSilent) {
  add_fault(R"({"effect":{"hang":true}})");
  Connection connection(server_.port());
  connection.limit_time_to(milliseconds(50));
  connection.send(allocation());
  EXPECT_EQ(connection.wait_for_end(), End::kTimeLimit);
  EXPECT_EQ(connection.received(), "");
  EXPECT_EQ(committed(), 1U);
}

TEST_F(FaultRules, DelayKeepsTheAnswerBack) {
  const std::string whole = Connection(server_.port()).exchange(balance())->body;
  for (const char* delay : {"40", R"({"uniform":[40,60]})"}) {
    remove_faults();
    add_fault(R"({"effect":{"delay_ms":)" + std::string(delay) + "}}");
    const auto began = std::chrono::steady_clock::now();
    const auto answer = Connection(server_.port()).exchange(balance());
    EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(40)) << delay;
    EXPECT_EQ(answer->body, whole) << delay;
  }
}

TEST_F(FaultRules, SlowBodyComesWholeInTheEnd) {
  const std::string whole = Connection(server_.port()).exchange(balance())->body;
  const std::size_t rate = whole.size() * 10;  // a tenth of a second
  add_fault(R"({"effect":{"slow_body_bytes_per_s":)" + std::to_string(rate) + "}}");
  const auto began = std::chrono::steady_clock::now();
  const auto answer = Connection(server_.port()).exchange(balance());
  EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(99));
  EXPECT_EQ(answer->body, whole);
}

// --- Schedules

TEST_F(FaultRules, SchedulesCountTheCallsThatMatch) {
  for (const auto& [when, pattern] :
       {std::pair{R"("always")", "FFFFFFFFFF"}, std::pair{R"({"first":3})", "FFFPPPPPPP"},
        std::pair{R"({"after":3})", "PPPFFFFFFF"}, std::pair{R"({"every":4})", "PPPFPPPFPP"},
        std::pair{R"({"pattern":"FFP"})", "FFPFFPFFPF"},
        std::pair{R"({"probability":1})", "FFFFFFFFFF"},
        std::pair{R"({"probability":0,"seed":5})", "PPPPPPPPPP"}}) {
    remove_faults();
    add_fault(R"({"match":{"operation":"ListPartnerBalances"},"when":)" + std::string(when) +
              R"(,"effect":{"status":503}})");
    pattern_of(3, request_bytes("GET", "/v2/partners/sub-customers/nothing", {}));  // no match
    EXPECT_EQ(pattern_of(10), pattern) << when;
  }
}

TEST_F(FaultRules, EqualSeedsGiveEqualSequences) {
  const auto sequence = [&](int seed) {
    remove_faults();
    add_fault(R"({"when":{"probability":0.3,"seed":)" + std::to_string(seed) +
              R"(},"effect":{"status":503}})");
    return pattern_of(200);
  };
  const std::string first = sequence(7);
  EXPECT_EQ(sequence(7), first);
  EXPECT_NE(sequence(8), first);
  const auto failed = std::count(first.begin(), first.end(), 'F');
  EXPECT_GT(failed, 30);
  EXPECT_LT(failed, 90);
}

TEST_F(FaultRules, FromAndUntilReadTheClockOfTheWorkspace) {
  set_clock(R"({"freeze":true})");
  const json clock = json::parse(
      Connection(server_.port()).exchange(request_bytes("GET", "/_mock/v1/clock", {}))->body);
  const std::string now = clock["now"];
  const std::string year = std::to_string(std::stoi(now.substr(0, 4)) + 1);
  const std::string from = year + "-01-01T00:00:00Z";
  const std::string until = year + "-01-01T00:05:00Z";
  add_fault(R"({"match":{"method":"GET"},"when":{"from":")" + from + R"(","until":")" + until +
            R"("},"effect":{"status":503}})");
  EXPECT_EQ(pattern_of(1), "P");
  set_clock(R"({"advance_to":")" + from + R"("})");
  token_ = partner_token(server_.port());
  EXPECT_EQ(pattern_of(2), "FF");
  set_clock(R"({"advance":"PT5M"})");
  EXPECT_EQ(pattern_of(1), "P");
}

TEST_F(FaultRules, TheFirstRuleThatFiresActsAndTheOthersDoNotCount) {
  add_fault(R"([{"when":{"first":1},"effect":{"status":503}},)"
            R"({"when":{"first":1},"effect":{"error":"CBC.0999"}}])");
  EXPECT_EQ(Connection(server_.port()).exchange(balance())->status, 503);
  EXPECT_EQ(Connection(server_.port()).exchange(balance())->status, 500);
  EXPECT_EQ(Connection(server_.port()).exchange(balance())->status, 200);
}

TEST_F(FaultRules, AMatchByBodyComparesNumbersAsDecimals) {
  add_fault(R"({"match":{"body":{"/amount":1}},"effect":{"status":503}})");
  EXPECT_EQ(Connection(server_.port()).exchange(allocation())->status, 503);
  EXPECT_EQ(Connection(server_.port()).exchange(balance())->status, 200);
}

}  // namespace
}  // namespace bss::test
