// Requests that must be refused, sent as bytes: each gets its documented refusal, nothing that is
// stored changes (accounts-coupons E.4 13), and the server goes on serving.
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bad_input_rows.h"
#include "demo.h"

namespace bss::test {
namespace {

class BadInputTest : public ::testing::TestWithParam<BadInput> {
 protected:
  BadInputTest() : server_(unthrottled()), token_(partner_token(server_.port())) {}

  void expect_still_serving() const {
    Connection connection(server_.port());
    const auto answer = connection.exchange(
        request_bytes("GET", "/v2/accounts/partner-accounts/balances", {{"X-Auth-Token", token_}}));
    ASSERT_TRUE(answer.has_value()) << "the server stopped answering";
    EXPECT_EQ(answer->status, 200) << answer->body;
  }

  mock::Server server_;
  std::string token_;
};

TEST_P(BadInputTest, IsRefusedAndChangesNothing) {
  const BadInput& row = GetParam();
  const std::string before = everything_stored(server_);
  Connection connection(server_.port());
  // A refusal may come, and the connection end, before everything is sent: that is not this side's
  // concern.
  connection.send(row.bytes(token_));
  const auto answer = connection.receive();
  ASSERT_TRUE(answer.has_value()) << "no answer";
  EXPECT_EQ(answer->status, row.status) << answer->body;
  const auto body = nlohmann::json::parse(answer->body, nullptr, false);
  ASSERT_TRUE(body.is_object()) << answer->body;
  EXPECT_EQ(body.value("error_code", ""), row.code) << answer->body;
  EXPECT_NE(body.value("error_msg", ""), "");
  EXPECT_EQ(answer->header("Content-Type"), "application/json;charset=UTF-8");
  EXPECT_EQ(everything_stored(server_), before);
  EXPECT_EQ(ledger_problem(server_), "");
  expect_still_serving();
}

std::string row_name(const ::testing::TestParamInfo<BadInput>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Body, BadInputTest, ::testing::ValuesIn(bad_bodies()), row_name);
INSTANTIATE_TEST_SUITE_P(Query, BadInputTest, ::testing::ValuesIn(bad_queries()), row_name);
INSTANTIATE_TEST_SUITE_P(Envelope, BadInputTest, ::testing::ValuesIn(bad_envelopes()), row_name);
INSTANTIATE_TEST_SUITE_P(Http, BadInputTest, ::testing::ValuesIn(bad_http()), row_name);

}  // namespace
}  // namespace bss::test
