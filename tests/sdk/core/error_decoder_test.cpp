#include "core/error_decoder.h"
#include "core/request_secrets.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bss/bss.h"
#include "pipeline_fixture.h"

namespace bss::detail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TransportResponse answer(int status, std::string body, NameValues headers = {}) {
  TransportResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

const OperationInfo& allocation_info() {
  return operations::UpdateCustomerAccountAmount::info();
}

struct Shape {
  const char* name;
  int status;
  const char* body;
  ErrorKind kind;
  const char* code;
  const char* message;
  Fate fate;
};

// auth-gateway.md 6.1, 3.8, 7.1 and 9: every shape an error comes in, and what it makes certain of
// an allocation.
const Shape kShapes[] = {
    {"gateway", 429,
     R"({"error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second","error_code":"APIG.0308","request_id":"r"})",
     ErrorKind::kThrottled, "APIG.0308",
     "The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second",
     Fate::kThrottled},
    {"other_gateway_prefix", 429, R"({"error_msg":"x","error_code":"APIGW.0308"})",
     ErrorKind::kThrottled, "APIGW.0308", "x", Fate::kThrottled},
    {"business_throttle", 429, R"({"error_code":"CBC.0250","error_msg":"x"})",
     ErrorKind::kThrottled, "CBC.0250", "x", Fate::kThrottled},
    {"business_throttle_in_200", 200, R"({"error_code":"CBC.0250","error_msg":"x"})",
     ErrorKind::kThrottled, "CBC.0250", "x", Fate::kThrottled},
    {"bare_429", 429, "", ErrorKind::kThrottled, "", "The service gave no further text.",
     Fate::kThrottled},
    {"flow_control_layer", 429, "Blocked by olc\n", ErrorKind::kThrottled, "", "Blocked by olc",
     Fate::kThrottled},
    {"business", 400, R"({"error_code":"CBC.5003","error_msg":"Insufficient balance."})",
     ErrorKind::kBusiness, "CBC.5003", "Insufficient balance.", Fate::kRejected},
    {"invalid_parameter", 400, R"({"error_code":"CBC.0100","error_msg":"x"})",
     ErrorKind::kInvalidArgument, "CBC.0100", "x", Fate::kRejected},
    {"business_in_200", 200, R"({"error_code":"CBC.5003","error_msg":"x"})", ErrorKind::kBusiness,
     "CBC.5003", "x", Fate::kRejected},
    {"undocumented_code_in_200", 200, R"({"error_code":"CBC.7","error_msg":"x"})",
     ErrorKind::kBusiness, "CBC.7", "x", Fate::kUnknown},
    {"other_errors_in_200", 200, R"({"error_code":"CBC.0999","error_msg":"x"})", ErrorKind::kServer,
     "CBC.0999", "x", Fate::kUnknown},
    {"documented_business_in_500", 500, R"({"error_code":"CBC.5003","error_msg":"x"})",
     ErrorKind::kBusiness, "CBC.5003", "x", Fate::kRejected},
    {"other_errors_are_never_documented", 500, R"({"error_code":"CBC.0999","error_msg":"x"})",
     ErrorKind::kServer, "CBC.0999", "x", Fate::kUnknown},
    {"undocumented_in_500", 500, R"({"error_code":"CBC.7","error_msg":"x"})", ErrorKind::kServer,
     "CBC.7", "x", Fate::kUnknown},
    {"gateway_code_in_504", 504, R"({"error_code":"APIG.0201","error_msg":"x"})",
     ErrorKind::kServer, "APIG.0201", "x", Fate::kUnknown},
    {"html_502", 502, "<html><body>Bad Gateway</body></html>", ErrorKind::kServer, "",
     "<html><body>Bad Gateway</body></html>", Fate::kUnknown},
    {"gateway_401", 401, R"({"error_msg":"x","error_code":"APIG.0301","request_id":"r"})",
     ErrorKind::kAuth, "APIG.0301", "x", Fate::kRejected},
    {"denied", 403, R"({"error_code":"CBC.0151","error_msg":"x"})", ErrorKind::kDenied, "CBC.0151",
     "x", Fate::kRejected},
    {"not_found", 404, R"({"error_code":"APIGW.0101","error_msg":"x"})", ErrorKind::kNotFound,
     "APIGW.0101", "x", Fate::kRejected},
    {"duplicate", 400, R"({"error_code":"CBC.99000038","error_msg":"x"})", ErrorKind::kConflict,
     "CBC.99000038", "x", Fate::kRejected},
    {"code_and_message", 403, R"({"code":"IAM.0002","message":"x"})", ErrorKind::kDenied,
     "IAM.0002", "x", Fate::kRejected},
    {"keystone_with_numeric_code", 401,
     R"({"error":{"message":"The username or password is wrong.","code":401,"title":"Unauthorized"}})",
     ErrorKind::kAuth, "401", "The username or password is wrong.", Fate::kRejected},
    {"nested_error_code", 400, R"({"error":{"error_code":"1109","error_msg":"x"}})",
     ErrorKind::kInvalidArgument, "1109", "x", Fate::kRejected},
    {"nested_under_any_name", 400, R"({"fault":{"error_code":"IAM.0007","error_msg":"x"}})",
     ErrorKind::kInvalidArgument, "IAM.0007", "x", Fate::kRejected},
    {"error_code_wins_over_code", 400,
     R"({"code":"b","message":"b","error_code":"CBC.1","error_msg":"a"})", ErrorKind::kBusiness,
     "CBC.1", "a", Fate::kRejected},
    {"redirect", 302, "", ErrorKind::kBadResponse, "", "The service gave no further text.",
     Fate::kUnknown},
};

class ErrorShapes : public ::testing::TestWithParam<Shape> {};

TEST_P(ErrorShapes, AreUnderstood) {
  const Shape& shape = GetParam();
  const std::optional<Error> error =
      decode_error(allocation_info(), answer(shape.status, shape.body));
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(to_string(error->kind), to_string(shape.kind));
  EXPECT_EQ(error->code, shape.code);
  EXPECT_EQ(error->message, shape.message);
  EXPECT_EQ(error->http_status, shape.status);
  EXPECT_EQ(error->operation, "UpdateCustomerAccountAmount");
  EXPECT_EQ(fate_of(allocation_info(), *error), shape.fate);
}

INSTANTIATE_TEST_SUITE_P(All, ErrorShapes, ::testing::ValuesIn(kShapes),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(ErrorDecoder, SuccessesAreNoErrors) {
  for (const char* body :
       {"", "{}", R"({"error_code":"CBC.0000","error_msg":"success"})", R"({"error_code":"0"})",
        R"({"error_code":"","error_msg":""})", R"({"error_code":null})",
        R"({"transfer_id":"t","error_details":[{"error_code":"CBC.99000035","id":"c"}]})"}) {
    EXPECT_FALSE(decode_error(allocation_info(), answer(200, body))) << body;
  }
  EXPECT_FALSE(decode_error(allocation_info(), answer(204, "")));
}

TEST(ErrorDecoder, TakesTheRequestIdFromTheHeaderElseFromTheBody) {
  const char* body = R"({"error_code":"APIG.0301","error_msg":"x","request_id":"body"})";
  EXPECT_EQ(
      decode_error(allocation_info(), answer(401, body, {{"x-request-id", "header"}}))->request_id,
      "header");
  EXPECT_EQ(decode_error(allocation_info(), answer(401, body))->request_id, "body");
  EXPECT_EQ(
      decode_error(allocation_info(), answer(401, body, {{"X-IAM-Trace-Id", "trace"}}))->request_id,
      "trace");
}

// customers.md: CBC.99000050 is "created, outcome pending" and names the created customer.
TEST(ErrorDecoder, KeepsFurtherFields) {
  const OperationInfo& info = operations::CreateSubCustomer::info();
  const std::optional<Error> error = decode_error(
      info,
      answer(
          500,
          R"({"error_code":"CBC.99000050","error_msg":"x","domain_id":"d1","domain_name":"n1"})"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::kBusiness);
  EXPECT_EQ(fate_of(info, *error), Fate::kRejected);
  EXPECT_EQ(error->detail("domain_id"), "d1");
  EXPECT_EQ(error->detail("domain_name"), "n1");
  EXPECT_EQ(error->detail("absent"), "");
}

TEST(ErrorDecoder, CodesMarkedSoAreRepeatedSlowly) {
  static constexpr ErrorInfo kErrors[] = {
      {"CBC.99003651", 400, "busy", "", "", false, true, false}};
  OperationInfo info;
  info.errors = kErrors;
  info.error_count = 1;
  const std::optional<Error> error =
      decode_error(info, answer(400, R"({"error_code":"CBC.99003651"})"));
  EXPECT_EQ(fate_of(info, *error), Fate::kRejectedForNow);
}

TEST(ErrorDecoder, ShortensLongBodiesBetweenCharacters) {
  std::string body;
  for (int i = 0; i < 400; ++i) body += "\xe5\xae\xa2";  // 客
  const std::string message = decode_error(allocation_info(), answer(502, body))->message;
  EXPECT_EQ(message.size(), 300U + 3U);
  EXPECT_EQ(decode_error(allocation_info(), answer(502, "x" + body))->message.size(), 298U + 3U);
}

struct Throttle {
  const char* text;
  int limit;
  int seconds;
};

TEST(ErrorDecoder, ReadsThrottleTexts) {
  constexpr Throttle kTexts[] = {
      {"... policy user over ratelimit,limit:10,time:1 second", 10, 1},
      {"... policy user over ratelimit,limit:100,time:1 minute", 100, 60},
      {"... policy ip over ratelimit,limit:5,time:5 second", 5, 5},
      {"limit:1000,time:2 hour", 1000, 7200},
      {"limit:10,time:second", 0, 0},
      {"limit:,time:1 second", 0, 0},
      {"limit:99999999999999,time:1 fortnight", 0, 0},
      {"The throttling threshold has been reached. Threshold: 20 times per 60 seconds", 20, 60},
      {"Blocked by olc", 0, 0},
  };
  for (const Throttle& one : kTexts) {
    const ThrottleText text = read_throttle_text(one.text);
    EXPECT_EQ(text.limit, one.limit) << one.text;
    EXPECT_EQ(text.seconds, one.seconds) << one.text;
  }
}

TEST(ErrorDecoder, ReadsRetryAfterInBothForms) {
  const auto now =
      std::chrono::system_clock::time_point(seconds(784111777));  // Sun, 06 Nov 1994 08:49:37 GMT
  EXPECT_EQ(read_retry_after({{"Retry-After", "7"}}, now), milliseconds(7000));
  EXPECT_EQ(read_retry_after({{"retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"}}, now),
            milliseconds(10000));
  // The service's own Date is what its date means, not the local clock.
  EXPECT_EQ(read_retry_after({{"Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"},
                              {"Date", "Sun, 06 Nov 1994 08:49:45 GMT"}},
                             now),
            milliseconds(2000));
  EXPECT_EQ(read_retry_after({{"Retry-After", "Sun, 06 Nov 1994 08:49:27 GMT"}}, now),
            milliseconds(0));
  EXPECT_EQ(read_retry_after({{"Retry-After", "99999999999999999999"}}, now), seconds(999999));
  EXPECT_FALSE(read_retry_after({{"Retry-After", "soon"}}, now));
  EXPECT_FALSE(read_retry_after({{"Retry-After", "-1"}}, now));
  EXPECT_FALSE(read_retry_after({}, now));
}

TEST(ErrorDecoder, ParsesHttpDates) {
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"),
            std::chrono::system_clock::time_point());
  EXPECT_EQ(parse_http_date("Sun, 01 Jun 2025 00:00:00 GMT"),
            std::chrono::system_clock::time_point(seconds(1748736000)));
  EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 12:00:00 GMT"),
            std::chrono::system_clock::time_point(seconds(1709208000)));
  for (const char* wrong : {"", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Foo 1994 08:49:37 GMT",
                            "Sun, xx Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_http_date(wrong)) << wrong;
  }
}

// Error::message "never contains a secret", also when a server quotes the request.
TEST(ErrorDecoder, RemovesSecretsThatAServerQuotes) {
  TransportRequest request;
  request.headers = {{"X-Auth-Token", "MIIsecret"}};
  request.has_body = true;
  request.body =
      R"({"password":"Customer@2025","verification_code":"123456","domain_name":"new-customer"})";
  Error error;
  error.message = "bad token MIIsecret, password Customer@2025, code 123456 of new-customer";
  error.details = {{"encoded", "MIIsecret"}};
  remove_secrets(error, request);
  EXPECT_EQ(error.message, "bad token ***, password ***, code *** of new-customer");
  EXPECT_EQ(error.details[0].second, "***");
}

}  // namespace
}  // namespace bss::detail
