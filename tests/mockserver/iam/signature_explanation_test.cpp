// The explanation of a signature names the mistake that was made (control-api "Explain").
#include "iam/signature_explanation.h"

#include <string>

#include <gtest/gtest.h>

#include "support/domain_fixture.h"

namespace bss::mock::iam {
namespace {

constexpr std::string_view kKey = "DEMOPARTNERACCESSKEY";
constexpr std::string_view kSecret = "demoPartnerSecretKeyOnlyForTheLocalMock0";
constexpr std::string_view kDate = "20250601T000000Z";

struct Asked {
  std::string target = "/v2/a~b?b=2&a=x%20y&e";
  std::string body = "{\"a\":1}";
  std::vector<std::pair<std::string, std::string>> headers = {{"X-Sdk-Date", std::string(kDate)}};

  /// Signed over `canonical`, whatever the request is.
  SignatureExplanation explain(const std::string& canonical, std::string_view key = kKey) {
    headers.resize(1);
    headers.emplace_back("Authorization",
                         "SDK-HMAC-SHA256 Access=" + std::string(key) +
                             ", SignedHeaders=x-sdk-date, Signature=" +
                             signature_of(kSecret, string_to_sign(kDate, canonical)));
    const auto world = test::make_demo_world();
    return explain_signature(*world, {"POST", target, &headers, body});
  }
  std::string canonical(std::string_view uri = "/v2/a~b/",
                        std::string_view query = "a=x%20y&b=2&e=", std::string payload = {}) const {
    if (payload.empty()) payload = sha256_hex(body);
    return "POST\n" + std::string(uri) + "\n" + std::string(query) +
           "\nx-sdk-date:" + std::string(kDate) + "\n\nx-sdk-date\n" + payload;
  }
};

TEST(SignatureExplanation, SaysWhenAllIsWell) {
  Asked asked;
  const auto out = asked.explain(asked.canonical());
  EXPECT_TRUE(out.matches);
  EXPECT_EQ(out.canonical_request, asked.canonical());
  EXPECT_EQ(out.string_to_sign, string_to_sign(kDate, asked.canonical()));
}

TEST(SignatureExplanation, NamesTheMistakeAndItsPlace) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {Asked{}.canonical("/v2/a~b"), "final slash"},
      {Asked{}.canonical("/v2/a~b/", "b=2&a=x%20y&e"), "as it is on the wire"},
      {Asked{}.canonical("/v2/a~b/", "a=x+y&b=2&e="), "'+' instead of %20"},
      {Asked{}.canonical("/v2/a~b/", "a=x%20y&b=2&e"), "without '='"},
      {Asked{}.canonical("/v2/a%7Eb/"), "%7E"},
      {Asked{}.canonical("/v2/a~b/", "a=x%20y&b=2&e=", sha256_hex("{}")), "as {}"},
      {Asked{}.canonical("/v2/a~b/", "a=x%20y&b=2&e=", sha256_hex("{\"a\":1}\n")), "line feed"},
      {Asked{}.canonical("/v2/a~b/", "a=x%20y&b=2&e=", "UNSIGNED-PAYLOAD"), "UNSIGNED-PAYLOAD"},
      {Asked{}.canonical() + "\n", "after the last line"},
  };
  for (const auto& [canonical, words] : cases) {
    const auto out = Asked{}.explain(canonical);
    EXPECT_FALSE(out.matches);
    EXPECT_TRUE(out.known_key);
    EXPECT_NE(out.verdict.find(words), std::string::npos) << out.verdict;
    EXPECT_EQ(out.likely_canonical_request, canonical);
    EXPECT_EQ(out.canonical_request.substr(0, out.first_difference),
              canonical.substr(0, out.first_difference));
  }
}

TEST(SignatureExplanation, AdmitsWhatItDoesNotKnow) {
  EXPECT_NE(Asked{}.explain("something else").verdict.find("no usual mistake"), std::string::npos);
  EXPECT_FALSE(Asked{}.explain(Asked{}.canonical(), "NOSUCHKEY").known_key);
  const auto world = test::make_demo_world();
  const std::vector<std::pair<std::string, std::string>> none;
  EXPECT_FALSE(explain_signature(*world, {"GET", "/", &none, ""}).well_formed);
}

TEST(SignatureExplanation, TellsNoSecret) {
  Asked asked;
  const auto out = asked.explain("something else");
  EXPECT_EQ((out.verdict + out.canonical_request + out.string_to_sign).find(kSecret),
            std::string::npos);
}

}  // namespace
}  // namespace bss::mock::iam
