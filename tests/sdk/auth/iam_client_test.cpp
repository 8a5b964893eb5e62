// The token calls against a raw socket: everything that IAM and a stock Keystone are known to do
// differently.
#include "auth/iam_client.h"

#include "bss/testing/manual_clock.h"
#include "scripted_server.h"

#include <gmock/gmock.h>

#include <ostream>

namespace bss::detail {
namespace {

using bss::testing::answer;
using bss::testing::http_answer;
using bss::testing::ScriptedServer;
using bss::testing::SeenRequest;
using bss::testing::Step;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kIamBody =
    R"({"token":{"methods":["password"],"issued_at":"2023-08-03T03:09:26.087000Z",)"
    R"("expires_at":"2023-08-04T03:09:26.087000Z","catalog":[],"roles":[{"name":"readonly","id":"0"}],)"
    R"("domain":{"id":"d1","name":"acme"},"user":{"id":"u1","name":"acme","domain":{"id":"d1","name":"acme"},)"
    R"("password_expires_at":""}}})";
/// As Keystone answers an unscoped login: no roles, no catalogue, nulls, other order, fields of its
/// own.
constexpr const char* kKeystoneBody =
    R"({"token": {"audit_ids": ["3T2dc1CGQxyJsHdDu1xkcw"], "expires_at": "2023-08-03T04:09:26.000000Z", )"
    R"("is_domain": false, "user": {"domain": {"name": "Default", "id": "default"}, "id": "u1", "name": "acme", )"
    R"("password_expires_at": null}, "catalog": null, "roles": null, "project": null, )"
    R"("issued_at": "2023-08-03T03:09:26.000000Z", "methods": ["password"]}})";
constexpr const char* kNoIssuedAtBody =
    R"({"token":{"expires_at":"1994-11-06T09:49:37.000000Z","issued_at":null}})";

struct Variation {
  const char* name;
  std::string answer;  ///< with the placeholder TOKEN
  Step::Then then;
  std::chrono::seconds life;
  std::size_t token_size = 180;
};

std::ostream& operator<<(std::ostream& out, const Variation& variation) {
  return out << variation.name;
}

std::string chunked(const std::string& body) {
  const auto half = body.size() / 2;
  const auto piece = [](const std::string& text) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx", text.size());
    return std::string(size) + "\r\n" + text + "\r\n";
  };
  return "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nX-Subject-Token: TOKEN\r\n"
         "Transfer-Encoding: chunked\r\n\r\n" +
         piece(body.substr(0, half)) + piece(body.substr(half)) + "0\r\n\r\n";
}

const Variation kVariations[] = {
    {"Iam", http_answer(201, kIamBody, {{"X-Subject-Token", "TOKEN"}}), Step::Then::kKeep, 24h},
    {"KeystoneNullsAndOrder", http_answer(201, kKeystoneBody, {{"X-Subject-Token", "TOKEN"}}),
     Step::Then::kKeep, 1h},
    {"LowerCaseHeader", http_answer(201, kIamBody, {{"x-subject-token", "TOKEN"}}),
     Step::Then::kKeep, 24h},
    {"Chunked", chunked(kIamBody), Step::Then::kKeep, 24h},
    {"Http10WithLength",
     "HTTP/1.0 201 CREATED\r\nServer: WSGIServer\r\nX-Subject-Token: TOKEN\r\nContent-Length: " +
         std::to_string(std::string(kKeystoneBody).size()) + "\r\n\r\n" + kKeystoneBody,
     Step::Then::kClose, 1h},
    {"Http10UntilClose",
     std::string("HTTP/1.0 201 CREATED\r\nX-Subject-Token: TOKEN\r\n\r\n") + kKeystoneBody,
     Step::Then::kClose, 1h},
    {"DateStandsInForIssuedAt",
     http_answer(201, kNoIssuedAtBody,
                 {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"X-Subject-Token", "TOKEN"}}),
     Step::Then::kKeep, 1h},
    {"NeitherIssuedAtNorDate", http_answer(201, kNoIssuedAtBody, {{"X-Subject-Token", "TOKEN"}}),
     Step::Then::kKeep, 1h},
    {"OtherFieldsOnly",
     http_answer(
         201,
         R"({"token":{"expires_at":"2023-08-04T03:09:26Z","issued_at":"2023-08-03T03:09:26Z"}})",
         {{"X-Subject-Token", "TOKEN"}}),
     Step::Then::kKeep, 24h},
    {"Status200", http_answer(200, kIamBody, {{"X-Subject-Token", "TOKEN"}}), Step::Then::kKeep,
     24h},
    {"Token4Kilobytes", http_answer(201, kIamBody, {{"X-Subject-Token", "TOKEN"}}),
     Step::Then::kKeep, 24h, 4096},
    {"Token16Kilobytes", http_answer(201, kIamBody, {{"X-Subject-Token", "TOKEN"}}),
     Step::Then::kKeep, 24h, 16384},
};

IamClient make_client(const ScriptedServer& server) {
  IamClient::Settings settings;
  settings.endpoint = server.url();
  settings.transport = make_default_transport();
  settings.clock = system_clock();
  settings.user_agent = "bss-test";
  settings.attempt_timeout = 5s;
  return IamClient(std::move(settings));
}

const CancellationToken kNever;
const Credentials::Password kLogin{"alice", Secret("hush-password"), "acme"};

class TokenAnswers : public ::testing::TestWithParam<Variation> {
 protected:
  std::string token() const { return std::string(GetParam().token_size, 'M'); }
  Step step() const {
    std::string text = GetParam().answer;
    text.replace(text.find("TOKEN"), 5, token());
    return {text, GetParam().then};
  }
};

TEST_P(TokenAnswers, OfAPasswordLoginAreUnderstood) {
  ScriptedServer server({step()});
  const auto fetched = make_client(server).log_in(kLogin, {}, Clock::Steady::max(), kNever);
  ASSERT_TRUE(fetched.ok()) << fetched.error().to_string();
  EXPECT_EQ(fetched->token.reveal(), token());
  EXPECT_EQ(fetched->life, GetParam().life);
}

TEST_P(TokenAnswers, OfAnAssumedRoleAreUnderstood) {
  ScriptedServer server({step()});
  const auto fetched = make_client(server).assume_role(
      Secret("partner"), {"", "customer", "PLATFORM"}, TokenScope::domain("", "customer"),
      Clock::Steady::max(), kNever);
  ASSERT_TRUE(fetched.ok()) << fetched.error().to_string();
  EXPECT_EQ(fetched->token.reveal(), token());
  EXPECT_EQ(fetched->life, GetParam().life);
  EXPECT_EQ(server.requests().at(0).value("X-Auth-Token"), "partner");
}

INSTANTIATE_TEST_SUITE_P(Keystone, TokenAnswers, ::testing::ValuesIn(kVariations),
                         [](const auto& row) { return std::string(row.param.name); });

struct Login {
  const char* name;
  TokenScope scope;
  const char* scope_text;  ///< what follows the identity
};

std::ostream& operator<<(std::ostream& out, const Login& login) {
  return out << login.name;
}

class PasswordLogins : public ::testing::TestWithParam<Login> {};

TEST_P(PasswordLogins, SendTheDocumentedBody) {
  ScriptedServer server({answer(201, kIamBody, {{"X-Subject-Token", "t"}})});
  ASSERT_TRUE(
      make_client(server).log_in(kLogin, GetParam().scope, Clock::Steady::max(), kNever).ok());
  const SeenRequest seen = server.requests().at(0);
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v3/auth/tokens?nocatalog=true");
  EXPECT_EQ(seen.value("Content-Type"), "application/json;charset=utf8");
  EXPECT_EQ(seen.value("User-Agent"), "bss-test");
  EXPECT_TRUE(seen.values("X-Auth-Token").empty());
  EXPECT_EQ(seen.body,
            R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"alice",)"
            R"("password":"hush-password","domain":{"name":"acme"}}}})" +
                std::string(GetParam().scope_text) + "}}");
}

const Login kLogins[] = {
    {"Unscoped", {}, ""},
    {"DomainByName", TokenScope::domain("", "acme"), R"(,"scope":{"domain":{"name":"acme"}})"},
    {"DomainById", TokenScope::domain("d1", "acme"), R"(,"scope":{"domain":{"id":"d1"}})"},
    {"ProjectById",
     {TokenScope::Kind::kProject, "p1", "", "", ""},
     R"(,"scope":{"project":{"id":"p1"}})"},
    {"ProjectByName",
     {TokenScope::Kind::kProject, "", "cn-north-1", "", "acme"},
     R"(,"scope":{"project":{"name":"cn-north-1","domain":{"name":"acme"}}})"},
    {"ProjectByNameOfDomainId",
     {TokenScope::Kind::kProject, "", "cn-north-1", "d1", "acme"},
     R"(,"scope":{"project":{"name":"cn-north-1","domain":{"id":"d1"}}})"},
};

INSTANTIATE_TEST_SUITE_P(Scopes, PasswordLogins, ::testing::ValuesIn(kLogins),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(IamClient, AssumesARoleByIdOrName) {
  ScriptedServer server({answer(201, kIamBody, {{"X-Subject-Token", "t"}}),
                         answer(201, kIamBody, {{"X-Subject-Token", "t"}})});
  const auto client = make_client(server);
  ASSERT_TRUE(client
                  .assume_role(Secret("p"), {"", "customer", "P"},
                               TokenScope::domain("", "customer"), Clock::Steady::max(), kNever)
                  .ok());
  ASSERT_TRUE(client
                  .assume_role(Secret("p"), {"c1", "", "P"}, TokenScope::domain("c1", ""),
                               Clock::Steady::max(), kNever)
                  .ok());
  EXPECT_EQ(
      server.requests().at(0).body,
      R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"customer","agency_name":"P"}},)"
      R"("scope":{"domain":{"name":"customer"}}}})");
  EXPECT_EQ(
      server.requests().at(1).body,
      R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_id":"c1","agency_name":"P"}},)"
      R"("scope":{"domain":{"id":"c1"}}}})");
}

struct Refusal {
  const char* name;
  Step step;
  ErrorKind kind;
  const char* code;
};

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.name;
}

class TokenRefusals : public ::testing::TestWithParam<Refusal> {};

TEST_P(TokenRefusals, BecomeErrorsOfTheRightKind) {
  ScriptedServer server({GetParam().step});
  const auto fetched = make_client(server).log_in(kLogin, {}, Clock::Steady::max(), kNever);
  ASSERT_FALSE(fetched.ok());
  EXPECT_EQ(fetched.error().kind, GetParam().kind) << fetched.error().to_string();
  EXPECT_EQ(fetched.error().code, GetParam().code);
  EXPECT_EQ(fetched.error().operation, "CreateToken");
  EXPECT_THAT(fetched.error().to_string(), Not(HasSubstr("hush")));
}

const Refusal kRefusals[] = {
    {"WrongPassword",
     answer(
         401,
         R"({"error":{"message":"The username or password is wrong.","code":401,"title":"Unauthorized"}})"),
     ErrorKind::kAuth, "401"},
    {"PasswordQuotedBack",
     answer(401, R"({"error":{"message":"No such password: hush-password","code":401}})"),
     ErrorKind::kAuth, "401"},
    {"Locked", answer(401, R"({"error_msg":"Account locked.","error_code":"IAM.0061"})"),
     ErrorKind::kAuth, "IAM.0061"},
    {"Forbidden",
     answer(403, R"({"error":{"message":"You have no right to do this action","code":403}})"),
     ErrorKind::kDenied, "403"},
    {"Throttled",
     answer(
         429,
         R"({"error_msg":"The throttling threshold has been reached. Threshold: 10 times per 60 seconds",)"
         R"("error_code":"IAM.0012"})"),
     ErrorKind::kThrottled, "IAM.0012"},
    {"Down", answer(503, "<html>Service Unavailable</html>"), ErrorKind::kServer, ""},
    {"NoTokenHeader", answer(201, kIamBody), ErrorKind::kBadResponse, ""},
    {"NoJson", answer(201, "<html>", {{"X-Subject-Token", "hush-token"}}), ErrorKind::kBadResponse,
     ""},
    {"NoExpiry",
     answer(201, R"({"token":{"expires_at":null}})", {{"X-Subject-Token", "hush-token"}}),
     ErrorKind::kBadResponse, ""},
    {"HalfAnAnswer",
     {"HTTP/1.1 201 Created\r\nContent-Length: 100\r\nX-Subject-Token: t\r\n\r\n{",
      Step::Then::kClose},
     ErrorKind::kBadResponse,
     ""},
    {"LostAnswer", {"", Step::Then::kReset}, ErrorKind::kServer, ""},
};

INSTANTIATE_TEST_SUITE_P(Iam, TokenRefusals, ::testing::ValuesIn(kRefusals),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(IamClient, AnUnreachableIamIsNotSent) {
  IamClient::Settings settings;
  settings.endpoint = "http://127.0.0.1:" + std::to_string(bss::testing::unused_port());
  settings.transport = make_default_transport();
  settings.clock = system_clock();
  const auto fetched = IamClient(settings).log_in(kLogin, {}, Clock::Steady::max(), kNever);
  ASSERT_FALSE(fetched.ok());
  EXPECT_EQ(fetched.error().kind, ErrorKind::kNotSent);
}

TEST(IamClient, TheCallersDeadlineIsADeadlineAndTheAttemptsAServerFailure) {
  ScriptedServer server({{"", Step::Then::kHang}, {"", Step::Then::kHang}});
  const auto late =
      make_client(server).log_in(kLogin, {}, std::chrono::steady_clock::now() + 50ms, kNever);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().kind, ErrorKind::kDeadline);
  IamClient::Settings settings;
  settings.endpoint = server.url();
  settings.transport = make_default_transport();
  settings.clock = system_clock();
  settings.attempt_timeout = 50ms;
  const auto slow = IamClient(settings).log_in(kLogin, {}, Clock::Steady::max(), kNever);
  ASSERT_FALSE(slow.ok());
  EXPECT_EQ(slow.error().kind, ErrorKind::kServer);
}

TEST(IamClient, FindsTheAccountOfAKeyWithASignedCall) {
  ScriptedServer server(
      {answer(200, R"({"domains":[{"id":"d1","name":"acme"}],"links":{"self":""}})"),
       answer(200, R"({"domains":[]})")});
  const auto client = make_client(server);
  const Credentials::AccessKey key{"AK", Secret("hush-key"), Secret(), ""};
  const auto account = client.account_of(key, Clock::Steady::max(), kNever);
  ASSERT_TRUE(account.ok()) << account.error().to_string();
  EXPECT_EQ(*account, "d1");
  const auto seen = server.requests().at(0);
  EXPECT_EQ(seen.target, "/v3/auth/domains");
  EXPECT_EQ(seen.value("Host"), server.host_header());
  EXPECT_THAT(seen.value("Authorization"),
              HasSubstr("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date"));
  const auto none = client.account_of(key, Clock::Steady::max(), kNever);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().kind, ErrorKind::kBadResponse);
}

class RecordingLogger final : public Logger {
 public:
  void log(const LogRecord& record) override {
    lines.push_back(std::string(record.operation) + " " + std::string(record.method) + " " +
                    std::string(record.path_template) + " " + std::to_string(record.status) + " " +
                    std::string(record.code) + " " + std::string(record.request_id));
  }
  std::vector<std::string> lines;
};

TEST(IamClient, LogsWhatIsAllowedAndNoMore) {
  ScriptedServer server(
      {answer(201, kIamBody, {{"X-Subject-Token", "hush-token"}, {"X-IAM-Trace-Id", "trace"}})});
  const auto logger = std::make_shared<RecordingLogger>();
  IamClient::Settings settings;
  settings.endpoint = server.url();
  settings.transport = make_default_transport();
  settings.clock = system_clock();
  settings.logger = logger;
  const IamClient client(settings);
  ASSERT_TRUE(client.log_in(kLogin, {}, Clock::Steady::max(), kNever).ok());
  EXPECT_EQ(logger->lines, std::vector<std::string>{"CreateToken POST /v3/auth/tokens 201  trace"});
}

}  // namespace
}  // namespace bss::detail
