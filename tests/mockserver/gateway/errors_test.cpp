// Bodies of refusals (auth-gateway 6.1, 7.1, 3.8): the shape follows the code, the detail follows
// the text.
#include "gateway/errors.h"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

#include "bss/mock/api/dispatch.h"
#include "gateway/http_date.h"

namespace bss::mock::gateway {
namespace {

const OperationInfo& operation(std::string_view name) {
  const auto& table = api::operation_table();
  return *std::find_if(table.begin(), table.end(),
                       [&](const OperationInfo& one) { return one.name == name; });
}

const ErrorWriter kWriter("0123456789abcdef0123456789abcdef", "APIGW");

std::string body(std::string_view name, const api::Failure& failure) {
  return kWriter.described(operation(name), failure).body;
}

TEST(Errors, TheShapeFollowsTheCode) {
  EXPECT_EQ(body("ListPartnerBalances", {"CBC.0999", {}, {}}),
            R"({"error_code":"CBC.0999","error_msg":"Other errors."})");
  EXPECT_EQ(body("ListPartnerBalances", {"APIG.0307", {}, {}}),
            R"({"error_msg":"The token must be updated.","error_code":"APIGW.0307",)"
            R"("request_id":"0123456789abcdef0123456789abcdef"})");
  EXPECT_EQ(body("CreateToken", {"IAM.0061", {}, {}}),
            R"({"error_msg":"Account locked.","error_code":"IAM.0061"})");
  EXPECT_EQ(
      body("CreateToken", {"keystone-forbidden", {}, {}}),
      R"({"error":{"message":"You have no right to do this action","code":403,"title":"Forbidden"}})");
}

TEST(Errors, ADetailFillsThePlaceholderOrReplacesTheText) {
  EXPECT_EQ(body("CreateTemporaryAccessKey", {"IAM.0072", "auth.identity", {}}),
            R"({"error_msg":"'auth.identity' is a required property.","error_code":"IAM.0072"})");
  EXPECT_EQ(body("CreateTemporaryAccessKey", {"IAM.0004", "Could not find domain: a b.", {}}),
            R"({"error_msg":"Could not find domain: a b.","error_code":"IAM.0004"})");
  EXPECT_EQ(body("ListPartnerBalances", {"CBC.0100", "indirect_partner_id", {}}),
            R"({"error_code":"CBC.0100","error_msg":"Invalid parameter: indirect_partner_id."})");
  EXPECT_EQ(body("ListPartnerBalances", {"CBC.0100", "The body is empty.", {}}),
            R"({"error_code":"CBC.0100","error_msg":"The body is empty."})");
  // A bare field name goes into the explanation only.
  EXPECT_EQ(body("ListPartnerBalances", {"CBC.0999", "field", {}}),
            R"({"error_code":"CBC.0999","error_msg":"Other errors."})");
}

TEST(Errors, WithoutADetailNoPlaceholderShows) {
  for (const auto& one : api::operation_table()) {
    for (std::size_t i = 0; i < one.error_count; ++i) {
      const auto refused = kWriter.described(one, {std::string(one.errors[i].code), {}, {}});
      EXPECT_EQ(refused.body.find('<'), std::string::npos) << refused.body;
    }
  }
}

// Every operation of the partner API can be refused by each step of the gateway with a code it
// lists.
TEST(Errors, TheStepsOfTheGatewayHaveTheirCodesInEveryOperation) {
  for (const auto& one : api::operation_table()) {
    if (one.error_style != ErrorStyle::kBss) continue;
    for (const char* code : {"CBC.0150", "CBC.0151", "CBC.0154", "CBC.0155", "CBC.0156"}) {
      EXPECT_NE(one.find_error(code), nullptr) << one.name << " " << code;
    }
    EXPECT_NE(one.find_error("CBC.0100"), nullptr) << one.name;
  }
}

TEST(HttpDate, IsWrittenAsHttpWantsIt) {
  EXPECT_EQ(http_date(784'111'777'000), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(1'710'490'530'999), "Fri, 15 Mar 2024 08:15:30 GMT");
}

}  // namespace
}  // namespace bss::mock::gateway
