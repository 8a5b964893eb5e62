// POST /_mock/v1/auth/explain names what is wrong with a signature, in ten ways a client gets it
// wrong; each call is refused by the API itself as well.
#include <cctype>
#include <functional>
#include <ostream>

#include "app/workspaces_fixture.h"
#include "support/signed_call.h"

namespace bss::mock {
namespace {

using test::SignedCall;

void replace(std::string& text, std::string_view part, std::string_view by) {
  text.replace(text.find(part), part.size(), by);
}

struct Mistake {
  const char* name;
  std::function<void(SignedCall&)> make;
  const char* words;  ///< of the verdict
};
std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
  return out << mistake.name;
}

/// Signs what `change` makes of the right canonical request.
std::function<void(SignedCall&)> signed_as(std::function<void(std::string&)> change) {
  return [change = std::move(change)](SignedCall& call) {
    std::string canonical = call.canonical();
    change(canonical);
    call.sign(canonical);
  };
}

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> all = {
      {"UnsortedQuery",
       signed_as([](std::string& text) { replace(text, "a=x%20y&b=2", "b=2&a=x%20y"); }),
       "as it is on the wire"},
      {"Encoding", signed_as([](std::string& text) { replace(text, "x%20y", "x+y"); }),
       "'+' instead of %20"},
      {"TrailingSlash", signed_as([](std::string& text) { replace(text, "query/", "query"); }),
       "final slash"},
      {"HeaderCase", signed_as([](std::string& text) {
         replace(text, "content-type:", "Content-Type:");
         replace(text, "x-sdk-date:", "X-Sdk-Date:");
       }),
       "not in lower case"},
      {"MissingHeader",
       [](SignedCall& call) {
         call.sign(call.canonical());
         call.headers.erase(call.headers.begin());
       },
       "content-type is among the signed headers but was not sent"},
      {"Body",
       [](SignedCall& call) {
         call.body = "";
         call.sign(call.canonical());
         call.body = R"({"limit":1})";
       },
       "body"},
      {"Date",
       [](SignedCall& call) {
         call.date = "20250601T000002Z";
         call.sign(call.canonical());
       },
       "another time than X-Sdk-Date"},
      {"Key",
       [](SignedCall& call) {
         call.secret = "demoDistributorSecretKeyForTheLocalMock0";
         call.sign(call.canonical());
       },
       "the secret key of DEMODISTRIBUTORKEY01"},
      {"Path", signed_as([](std::string& text) { replace(text, "/v2/partners", "/partners"); }),
       "without its first segment"},
  };
  return all;
}

class ExplainedSignatures : public Workspaces, public ::testing::WithParamInterface<Mistake> {
 protected:
  ExplainedSignatures() : Workspaces(at_the_date_signed()) {}

  static Options at_the_date_signed() {
    Options options = Workspaces::options();
    options.start_at = "2025-06-01T00:00:00Z";
    return options;
  }
  static SignedCall list_of_customers() {
    SignedCall listed;
    listed.target = std::string(kCustomers) + "?b=2&a=x%20y";
    listed.body = R"({"offset":0})";
    listed.list = "content-type;x-sdk-date";
    listed.headers = {{"Content-Type", "application/json"}, {"X-Sdk-Date", listed.date}};
    return listed;
  }
  static std::string as_it_was_sent(const SignedCall& sent) {
    Json headers = Json::object();
    for (const auto& [name, value] : sent.headers) headers.add(name, Json::string(value));
    Json shown = Json::object();
    shown.add("method", Json::string(sent.method));
    shown.add("target", Json::string(sent.target));
    shown.add("headers", std::move(headers));
    shown.add("body", Json::string(sent.body));
    return wire::write_json(shown);
  }
  void expect_refused_and_explained(const SignedCall& sent, const char* words) {
    EXPECT_EQ(status_of(sent), 401);
    const auto explained = call("POST", "/_mock/v1/auth/explain", as_it_was_sent(sent));
    ASSERT_EQ(explained.status, 200) << explained.text;
    EXPECT_NE(explained.member("/verdict").find(words), std::string::npos) << explained.text;
    EXPECT_EQ(explained.text.find(sent.secret), std::string::npos) << "a secret was told";
  }
  int status_of(const SignedCall& sent) {
    std::string lines;
    for (const auto& [name, value] : sent.headers) lines.append(name + ": " + value + "\r\n");
    test_support::RawClient client(server_.port());
    client.send(sent.method + " " + sent.target + " HTTP/1.1\r\nHost: h\r\n" + lines +
                "Content-Length: " + std::to_string(sent.body.size()) + "\r\n\r\n" + sent.body);
    return client.read_answer().status;
  }
};

TEST_P(ExplainedSignatures, AreNamedByTheirMistake) {
  SignedCall sent = list_of_customers();
  GetParam().make(sent);
  expect_refused_and_explained(sent, GetParam().words);
}
INSTANTIATE_TEST_SUITE_P(NineWays, ExplainedSignatures, ::testing::ValuesIn(mistakes()),
                         [](const auto& mistake) { return std::string(mistake.param.name); });

// The tenth way.
TEST_F(ExplainedSignatures, NameATokenThatIsNotTheTemporaryKeys) {
  const std::string token = login(demo_credentials().partner).token;
  const auto issued =
      call("POST", "/v3.0/OS-CREDENTIAL/securitytokens",
           R"({"auth":{"identity":{"methods":["token"],"token":{"id":")" + token + R"("}}}})",
           with(token));
  ASSERT_EQ(issued.status, 201) << issued.text;
  SignedCall sent = list_of_customers();
  sent.key = issued.member("/credential/access");
  sent.secret = issued.member("/credential/secret");
  sent.headers.emplace_back("X-Security-Token", "of another key");
  sent.list += ";x-security-token";
  sent.sign(sent.canonical());
  expect_refused_and_explained(sent, "X-Security-Token does not belong to the key");
}

TEST_F(ExplainedSignatures, OfARightOneNothingIsSaidAgainst) {
  SignedCall sent = list_of_customers();
  sent.target = kCustomers;
  sent.sign(sent.canonical());
  EXPECT_EQ(status_of(sent), 200);
  const auto explained = call("POST", "/_mock/v1/auth/explain", as_it_was_sent(sent));
  EXPECT_EQ(explained.member("/matches"), "true") << explained.text;
}

}  // namespace
}  // namespace bss::mock
