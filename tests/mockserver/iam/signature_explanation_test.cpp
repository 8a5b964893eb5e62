// The explanation of a signature names the mistake that was made (control-api "Explain").
#include "iam/signature_explanation.h"

#include <cctype>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "iam/temporary_keys.h"
#include "store/identity.h"
#include "support/domain_fixture.h"
#include "support/signed_call.h"

namespace bss::mock::iam {
namespace {

using test::kDate;
using test::kKey;
using test::kSecret;

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
    return explain_signature(*world, {"POST", target, &headers, body},
                             {test::kStart, test::kStart});
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
    ASSERT_TRUE(out.difference);
    EXPECT_EQ(out.canonical_request.substr(0, out.difference->offset),
              canonical.substr(0, out.difference->offset));
  }
}

TEST(SignatureExplanation, AdmitsWhatItDoesNotKnow) {
  EXPECT_NE(Asked{}.explain("something else").verdict.find("no usual mistake"), std::string::npos);
  EXPECT_FALSE(Asked{}.explain(Asked{}.canonical(), "NOSUCHKEY").known_key);
  const auto world = test::make_demo_world();
  const std::vector<std::pair<std::string, std::string>> none;
  EXPECT_FALSE(
      explain_signature(*world, {"GET", "/", &none, ""}, {test::kStart, test::kStart}).well_formed);
}

using test::SignedCall;

struct Signed : SignedCall {
  AuthTimes times{test::kStart, test::kStart};

  SignatureExplanation explain(const std::optional<std::string>& client_canonical = {}) const {
    const auto world = test::make_demo_world();
    return explain_signature(*world, {method, target, &headers, body}, times, client_canonical);
  }
};

void expect_named(const SignatureExplanation& out, std::string_view words, std::string_view part) {
  EXPECT_NE(out.verdict.find(words), std::string::npos) << out.verdict;
  if (part.empty()) return;
  ASSERT_TRUE(out.difference) << out.verdict;
  EXPECT_EQ(out.difference->part, part) << out.verdict;
}

// The ten ways of the project's bar, each signed wrongly on purpose or changed after it was signed.
TEST(SignatureExplanation, NamesAnUnsortedQuery) {
  Signed call;
  std::string canonical = call.canonical();
  canonical.replace(canonical.find("a=x%20y&b=2"), 11, "b=2&a=x%20y");
  call.target = "/v2/accounts/a%20b/list?b=2&a=x y";  // so that it differs from the wire's bytes
  call.sign(canonical);
  expect_named(call.explain(), "the query was not sorted", "query");
}
TEST(SignatureExplanation, NamesAnotherEncoding) {
  Signed call;
  std::string canonical = call.canonical();
  canonical.replace(canonical.find("x%20y"), 5, "x+y");
  call.sign(canonical);
  expect_named(call.explain(), "'+' instead of %20", "query");
}
TEST(SignatureExplanation, NamesAMissingSlashAtTheEnd) {
  Signed call;
  std::string canonical = call.canonical();
  canonical.erase(canonical.find("list/") + 4, 1);
  call.sign(canonical);
  expect_named(call.explain(), "final slash", "path");
}
TEST(SignatureExplanation, NamesHeaderNamesThatAreNotInLowerCase) {
  Signed call;
  std::string canonical = call.canonical();
  for (const char* name : {"Content-Type", "Host", "X-Sdk-Date"}) {
    std::string lower(name);
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    canonical.replace(canonical.find(lower + ":"), lower.size(), name);
  }
  call.sign(canonical);
  expect_named(call.explain(), "not in lower case", "headers");
}
TEST(SignatureExplanation, NamesAHeaderThatIsMissing) {
  Signed call;
  call.sign(call.canonical());
  call.headers.erase(call.headers.begin());
  expect_named(call.explain(), "content-type is among the signed headers but was not sent", "");
}
TEST(SignatureExplanation, NamesABodyThatWasChanged) {
  Signed call;
  const std::string canonical = call.canonical();
  call.sign(canonical);
  call.body = R"({"amount":100})";
  expect_named(call.explain(canonical), "differs from the server's in the hash of the body",
               "hash of the body");
  Signed spaced;
  spaced.body = R"({"amount": 1, "b": 2})";
  spaced.sign(spaced.canonical());
  spaced.body = R"({"amount":1,"b":2})";
  expect_named(spaced.explain(), "blanks between its parts", "hash of the body");
}
TEST(SignatureExplanation, NamesADateThatIsNotTheHeaders) {
  Signed call;
  call.date = "20250601T000002Z";
  call.sign(call.canonical());
  expect_named(call.explain(), "another time than X-Sdk-Date", "");
  Signed late;
  late.sign(late.canonical());
  late.times = {test::kStart.plus_seconds(960), test::kStart.plus_seconds(1'020)};
  const auto out = late.explain();
  EXPECT_TRUE(out.matches);
  expect_named(out, "16 minutes away", "");
}
TEST(SignatureExplanation, NamesAnotherKey) {
  Signed call;
  call.secret = "demoDistributorSecretKeyForTheLocalMock0";
  call.sign(call.canonical());
  expect_named(call.explain(), "the secret key of DEMODISTRIBUTORKEY01", "");
  Signed unknown;
  unknown.key = "NOSUCHKEY";
  unknown.sign(unknown.canonical());
  expect_named(unknown.explain(), "no such access key", "");
}
TEST(SignatureExplanation, NamesTheTokenOfATemporaryKey) {
  const auto world = test::make_demo_world();
  const auto issued = world->run([&] {
    Caller caller;
    caller.account_id = test::kPartner;
    const auto user = store::find_user(world->db(), test::kPartner, "demo-partner");
    caller.user_id = user->id;
    caller.user_name = user->name;
    return issue_key(*world, caller, 900);
  });
  Signed call;
  call.key = issued.row.access_key;
  call.secret = issued.row.secret_key;
  const auto verdict = [&] {
    return explain_signature(*world, {call.method, call.target, &call.headers, call.body},
                             call.times)
        .verdict;
  };
  call.sign(call.canonical());
  EXPECT_NE(verdict().find("needs its X-Security-Token"), std::string::npos) << verdict();
  call.headers.emplace_back("X-Security-Token", "another");
  EXPECT_NE(verdict().find("x-security-token is not among"), std::string::npos) << verdict();
  call.headers.erase(call.headers.end() - 2);  // Authorization
  call.list += ";x-security-token";
  call.sign(call.canonical());
  EXPECT_NE(verdict().find("does not belong to the key"), std::string::npos) << verdict();
}
TEST(SignatureExplanation, NamesAnotherPath) {
  Signed call;
  std::string canonical = call.canonical();
  canonical.replace(canonical.find("/v2/accounts"), 12, "/accounts");
  call.sign(canonical);
  expect_named(call.explain(), "without its first segment", "path");
  Signed decoded;
  canonical = decoded.canonical();
  canonical.replace(canonical.find("a%20b"), 5, "a b");
  decoded.sign(canonical);
  expect_named(decoded.explain(), "the path was signed decoded", "path");
}

TEST(SignatureExplanation, TellsNoSecret) {
  Asked asked;
  const auto out = asked.explain("something else");
  EXPECT_EQ((out.verdict + out.canonical_request + out.string_to_sign).find(kSecret),
            std::string::npos);
}

}  // namespace
}  // namespace bss::mock::iam
