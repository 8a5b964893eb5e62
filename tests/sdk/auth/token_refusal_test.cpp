#include "auth/token_refusal.h"

#include <gtest/gtest.h>

namespace bss::detail {
namespace {

Error refusal(int status, std::string code, std::string message = "text") {
  Error error;
  error.http_status = status;
  error.code = std::move(code);
  error.message = std::move(message);
  return error;
}

constexpr const char* kPrefix = "Incorrect IAM authentication information: ";

TEST(TokenRefusal, KnowsTheCodesThatWantANewToken) {
  // auth-gateway.md 9.4.
  EXPECT_TRUE(
      speaks_of_token(refusal(401, "APIG.0301", std::string(kPrefix) + "decrypt token fail")));
  EXPECT_TRUE(
      speaks_of_token(refusal(401, "APIGW.0301", std::string(kPrefix) + "decrypt token fail")));
  EXPECT_TRUE(speaks_of_token(refusal(401, "APIG.0307", "The token must be updated.")));
  EXPECT_TRUE(speaks_of_token(refusal(401, "APIGW.0307")));
  EXPECT_TRUE(speaks_of_token(refusal(401, "CBC.0154")));
  EXPECT_TRUE(speaks_of_token(refusal(403, "CBC.0154")));
  EXPECT_TRUE(speaks_of_token(refusal(401, "CBC.0105")));
  EXPECT_TRUE(speaks_of_token(refusal(400, "", "x_auth_token is expired.")));
  EXPECT_TRUE(speaks_of_token(refusal(401, "IAM.0066")));
  EXPECT_TRUE(speaks_of_token(refusal(401, "401", "The X-Auth-Token is invalid!")));
}

TEST(TokenRefusal, DoesNotTakeASignatureFailureForOne) {
  for (const char* detail : {"verify aksk signature fail,canonicalRequest:GET|/|",
                             "AK access failed to reach the limit,forbidden.",
                             "Get secretKey failed,ak:******,err:ak not exist",
                             "calc ak sk signature fail:signature expired"}) {
    EXPECT_FALSE(speaks_of_token(refusal(401, "APIG.0301", std::string(kPrefix) + detail)))
        << detail;
  }
}

TEST(TokenRefusal, DoesNotTakeOtherErrorsForOne) {
  EXPECT_FALSE(speaks_of_token(refusal(403, "CBC.0151")));
  EXPECT_FALSE(speaks_of_token(refusal(403, "CBC.0155")));
  EXPECT_FALSE(speaks_of_token(refusal(429, "APIG.0308")));
  EXPECT_FALSE(speaks_of_token(refusal(400, "CBC.0154")));
  EXPECT_FALSE(speaks_of_token(refusal(500, "APIG.0301")));
  EXPECT_FALSE(
      speaks_of_token(refusal(401, "APIG.0303", "Incorrect app authentication information.")));
  EXPECT_FALSE(speaks_of_token(refusal(401, "401", "The username or password is wrong.")));
}

}  // namespace
}  // namespace bss::detail
