// The authenticator as the pipeline sees it, on a fake network and a clock that the test moves.
#include "auth/authenticator.h"

#include "bss/testing/fake_transport.h"
#include "bss/testing/manual_clock.h"

#include <gmock/gmock.h>

#include <stdexcept>

namespace bss::detail {
namespace {

using bss::testing::FakeTransport;
using bss::testing::ManualClock;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

const CancellationToken kNever;
constexpr const char* kBody =
    R"({"token":{"issued_at":"2023-08-03T03:09:26.087000Z","expires_at":"2023-08-04T03:09:26.087000Z"}})";
constexpr const char* kTokenInvalid =
    R"({"error":{"message":"The X-Auth-Token is invalid!","code":401,"title":"Unauthorized"}})";

std::string header_of(const TransportRequest& request, const std::string& name) {
  for (const auto& header : request.headers) {
    if (header.first == name) return header.second;
  }
  return {};
}

Error refusal(std::string code, std::string message = "text") {
  Error error;
  error.http_status = 401;
  error.code = std::move(code);
  error.message = std::move(message);
  return error;
}

IdentityKey customer(const std::string& name = "customer") {
  IdentityKey key;
  key.kind = IdentityKey::Kind::kAssumed;
  key.domain_name = name;
  key.agency_name = "PLATFORM";
  return key;
}

class AuthenticatorTest : public ::testing::Test {
 protected:
  std::shared_ptr<Authenticator> make(Credentials credentials, bool look_up_domain_id = false) {
    AuthenticatorSettings settings;
    settings.credentials = std::move(credentials);
    settings.iam_endpoint = "https://iam.example.com";
    settings.transport = network_;
    settings.clock = clock_;
    settings.waiter = clock_;
    settings.user_agent = "bss-test";
    settings.look_up_domain_id = look_up_domain_id;
    return make_authenticator(std::move(settings));
  }
  std::shared_ptr<Authenticator> with_password() {
    return make(Credentials::password("acme", "hush-password"));
  }

  void issue(const std::string& token) {
    network_->answer(201, kBody, {{"X-Subject-Token", token}});
  }

  Result<AppliedProof> apply(Authenticator& authenticator, const IdentityKey& identity = {}) {
    request_ = TransportRequest();
    request_.method = "GET";
    request_.url = "https://bss.example.com";
    request_.target = "/v2/x?b=2&a=1";
    request_.headers = {{"Host", "bss.example.com"}, {"X-Language", "zh_CN"}};
    return authenticator.apply(request_, identity, clock_->steady_now() + 60s, kNever);
  }
  std::string sent_token() const { return header_of(request_, "X-Auth-Token"); }

  std::shared_ptr<FakeTransport> network_ = std::make_shared<FakeTransport>();
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  TransportRequest request_;
};

TEST_F(AuthenticatorTest, APasswordBecomesATokenOfTheWholeAccount) {
  issue("t1");
  const auto authenticator = with_password();
  const auto proof = apply(*authenticator);
  ASSERT_TRUE(proof.ok()) << proof.error().to_string();
  EXPECT_EQ(proof->kind, AppliedProof::Kind::kToken);
  EXPECT_EQ(sent_token(), "t1");
  EXPECT_EQ(request_.target, "/v2/x?b=2&a=1");
  EXPECT_THAT(network_->requests().at(0).body, HasSubstr(R"("scope":{"domain":{"name":"acme"}})"));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(network_->count(), 1U);
}

TEST_F(AuthenticatorTest, ARefusedTokenIsDroppedAndANewOneFetched) {
  const auto authenticator = with_password();
  issue("t1");
  issue("t2");
  const auto proof = apply(*authenticator);
  EXPECT_TRUE(authenticator->rejected(*proof, refusal("APIG.0307")));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(sent_token(), "t2");
}

TEST_F(AuthenticatorTest, ALateRefusalLeavesTheNewerTokenButIsWorthAnAttempt) {
  const auto authenticator = with_password();
  issue("t1");
  issue("t2");
  const auto first = apply(*authenticator);
  EXPECT_TRUE(authenticator->rejected(*first, refusal("APIG.0307")));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_TRUE(authenticator->rejected(*first, refusal("APIG.0307")));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(sent_token(), "t2");
  EXPECT_EQ(network_->count(), 2U);
}

TEST_F(AuthenticatorTest, OtherRefusalsLeaveTheToken) {
  const auto authenticator = with_password();
  issue("t1");
  const auto proof = apply(*authenticator);
  EXPECT_FALSE(authenticator->rejected(*proof, refusal("CBC.0151")));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(network_->count(), 1U);
}

TEST_F(AuthenticatorTest, AWrongPasswordIsAskedOnce) {
  const auto authenticator = with_password();
  network_->answer(401, R"({"error":{"message":"The username or password is wrong.","code":401}})");
  for (int i = 0; i < 3; ++i) {
    const auto proof = apply(*authenticator);
    ASSERT_FALSE(proof.ok());
    EXPECT_EQ(proof.error().kind, ErrorKind::kAuth);
    EXPECT_THAT(proof.error().to_string(), Not(HasSubstr("hush")));
  }
  EXPECT_EQ(network_->count(), 1U);
}

TEST_F(AuthenticatorTest, AReadyTokenIsSentAsItIsAndNeverRenewed) {
  const auto authenticator = make(Credentials::token("ready"));
  const auto proof = apply(*authenticator);
  ASSERT_TRUE(proof.ok());
  EXPECT_EQ(sent_token(), "ready");
  EXPECT_FALSE(authenticator->rejected(*proof, refusal("APIG.0307")));
  EXPECT_EQ(network_->count(), 0U);
}

TEST_F(AuthenticatorTest, AKeyPairSignsTheRequestAsItGoesOut) {
  const auto authenticator = make(Credentials::access_key("AK", "hush-key", "d1"));
  const auto proof = apply(*authenticator);
  ASSERT_TRUE(proof.ok());
  EXPECT_EQ(proof->kind, AppliedProof::Kind::kSignature);
  EXPECT_EQ(header_of(request_, "X-Sdk-Date"), "20250601T000000Z");
  EXPECT_EQ(header_of(request_, "X-Domain-Id"), "d1");
  EXPECT_EQ(request_.target, "/v2/x?a=1&b=2");
  EXPECT_THAT(
      header_of(request_, "Authorization"),
      HasSubstr("Access=AK, SignedHeaders=host;x-domain-id;x-language;x-sdk-date, Signature="));
  EXPECT_FALSE(authenticator->rejected(
      *proof,
      refusal("APIG.0301", "Incorrect IAM authentication information: decrypt token fail")));
}

TEST_F(AuthenticatorTest, ATemporaryKeySendsItsSecurityToken) {
  const auto authenticator = make(Credentials::temporary_access_key("AK", "SK", "st"));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(header_of(request_, "X-Security-Token"), "st");
  EXPECT_THAT(header_of(request_, "Authorization"), HasSubstr("x-security-token"));
}

TEST_F(AuthenticatorTest, TheAccountOfAKeyIsLookedUpOnlyWhenAskedFor) {
  const auto plain = make(Credentials::access_key("AK", "SK"));
  ASSERT_TRUE(apply(*plain).ok());
  EXPECT_EQ(header_of(request_, "X-Domain-Id"), "");
  EXPECT_EQ(network_->count(), 0U);

  const auto asking = make(Credentials::access_key("AK", "SK"), true);
  network_->answer(200, R"({"domains":[{"id":"d9","name":"acme"}]})");
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(apply(*asking).ok());
    EXPECT_EQ(header_of(request_, "X-Domain-Id"), "d9");
  }
  EXPECT_EQ(network_->count(), 1U);
}

TEST_F(AuthenticatorTest, HalfAKeyPairAndNoCredentialsAreErrorsBeforeSending) {
  for (const auto& credentials :
       {Credentials(), Credentials::access_key("AK", ""), Credentials::token("")}) {
    const auto proof = apply(*make(credentials));
    ASSERT_FALSE(proof.ok());
    EXPECT_EQ(proof.error().kind, ErrorKind::kAuth);
  }
  EXPECT_EQ(network_->count(), 0U);
}

TEST_F(AuthenticatorTest, ACallbackIsAskedForEveryRequest) {
  int asked = 0;
  const auto authenticator =
      make(Credentials::callback([&asked]() -> Result<Credentials::Supplied> {
        if (++asked == 2)
          return Credentials::Supplied(Credentials::AccessKey{"AK", Secret("SK"), Secret(), ""});
        return Credentials::Supplied(Credentials::Token{Secret("t" + std::to_string(asked))});
      }));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(sent_token(), "t1");
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_THAT(header_of(request_, "Authorization"), HasSubstr("Access=AK"));
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(sent_token(), "t3");
}

TEST_F(AuthenticatorTest, ACallbackThatFailsOrThrowsIsAnError) {
  const auto failing = make(Credentials::callback([]() -> Result<Credentials::Supplied> {
    Error error;
    error.kind = ErrorKind::kDenied;
    error.message = "vault is sealed";
    return error;
  }));
  EXPECT_EQ(apply(*failing).error().message, "vault is sealed");
  const auto throwing = make(Credentials::callback(
      []() -> Result<Credentials::Supplied> { throw std::runtime_error("hush"); }));
  const auto proof = apply(*throwing);
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(proof.error().kind, ErrorKind::kAuth);
  EXPECT_THAT(proof.error().message, Not(HasSubstr("hush")));
}

TEST_F(AuthenticatorTest, ACustomersTokenIsFetchedWithThePartnersAndKept) {
  const auto authenticator = with_password();
  issue("partner");
  issue("role");
  ASSERT_TRUE(apply(*authenticator, customer()).ok());
  EXPECT_EQ(sent_token(), "role");
  EXPECT_EQ(header_of(network_->requests().at(1), "X-Auth-Token"), "partner");
  EXPECT_THAT(network_->requests().at(1).body,
              HasSubstr(R"("assume_role":{"domain_name":"customer","agency_name":"PLATFORM"})"));
  EXPECT_THAT(network_->requests().at(1).body,
              HasSubstr(R"("scope":{"domain":{"name":"customer"}})"));
  ASSERT_TRUE(apply(*authenticator, customer()).ok());
  ASSERT_TRUE(apply(*authenticator).ok());
  EXPECT_EQ(sent_token(), "partner");
  EXPECT_EQ(network_->count(), 2U);
}

TEST_F(AuthenticatorTest, EveryCustomerHasATokenOfItsOwn) {
  const auto authenticator = with_password();
  issue("partner");
  issue("role-a");
  issue("role-b");
  ASSERT_TRUE(apply(*authenticator, customer("a")).ok());
  ASSERT_TRUE(apply(*authenticator, customer("b")).ok());
  EXPECT_EQ(sent_token(), "role-b");
  EXPECT_EQ(network_->count(), 3U);
}

TEST_F(AuthenticatorTest, ARefusedRoleTokenLeavesThePartnersAlone) {
  const auto authenticator = with_password();
  issue("partner");
  issue("role-1");
  issue("role-2");
  const auto proof = apply(*authenticator, customer());
  EXPECT_TRUE(authenticator->rejected(*proof, refusal("APIG.0307")));
  ASSERT_TRUE(apply(*authenticator, customer()).ok());
  EXPECT_EQ(sent_token(), "role-2");
  EXPECT_EQ(network_->count(), 3U);
}

TEST_F(AuthenticatorTest, AWithdrawnPartnerTokenIsRenewedOnceForTheRole) {
  const auto authenticator = with_password();
  issue("partner-1");
  ASSERT_TRUE(apply(*authenticator).ok());
  network_->answer(401, kTokenInvalid);
  issue("partner-2");
  issue("role");
  ASSERT_TRUE(apply(*authenticator, customer()).ok());
  EXPECT_EQ(sent_token(), "role");
  EXPECT_EQ(header_of(network_->requests().at(3), "X-Auth-Token"), "partner-2");
}

TEST_F(AuthenticatorTest, ARoleThatIsRefusedTwiceEndsThere) {
  const auto authenticator = with_password();
  issue("partner-1");
  network_->answer(401, kTokenInvalid);
  issue("partner-2");
  network_->answer(401, kTokenInvalid);
  const auto proof = apply(*authenticator, customer());
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(proof.error().kind, ErrorKind::kAuth);
  EXPECT_EQ(network_->count(), 4U);
}

TEST_F(AuthenticatorTest, AMissingAgencyIsDenied) {
  const auto authenticator = with_password();
  issue("partner");
  network_->answer(403,
                   R"({"error":{"message":"You have no right to do this action","code":403}})");
  const auto proof = apply(*authenticator, customer());
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(proof.error().kind, ErrorKind::kDenied);
}

TEST_F(AuthenticatorTest, AReadyPartnerTokenCanAssumeARole) {
  const auto authenticator = make(Credentials::token("ready"));
  issue("role");
  ASSERT_TRUE(apply(*authenticator, customer()).ok());
  EXPECT_EQ(header_of(network_->requests().at(0), "X-Auth-Token"), "ready");
}

TEST_F(AuthenticatorTest, AKeyPairCannotAssumeARole) {
  const auto proof = apply(*make(Credentials::access_key("AK", "SK")), customer());
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(proof.error().kind, ErrorKind::kAuth);
  EXPECT_EQ(network_->count(), 0U);
}

TEST_F(AuthenticatorTest, ATokenAnswerThatWasLostIsNeverOfUnknownOutcome) {
  const auto authenticator = with_password();
  network_->lose_answer();
  const auto proof = apply(*authenticator);
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(proof.error().kind, ErrorKind::kServer);
}

}  // namespace
}  // namespace bss::detail
