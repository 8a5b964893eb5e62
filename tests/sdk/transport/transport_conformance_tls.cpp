// The TLS half of the suite. Rule: TLS 1.2 or newer, verified by default; a bad certificate is
// refused, and then nothing was sent (sdk-behaviour.md, "Money, schema, secrets").
#include "transport_conformance.h"

#include "control_client.h"
#include "test_certificates.h"
#include "tunnel_proxy.h"

#include <gmock/gmock.h>

#include <openssl/ssl.h>

namespace bss::testing {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

const CancellationToken kNever;
constexpr const char* kLoopback = "DNS:localhost,IP:127.0.0.1";

ServerTls tls_of(const CertificateFiles& files) {
  return {files.certificate, files.key, {}};
}

TransportOptions trusting(const TestAuthority& authority) {
  TransportOptions options;
  options.ca_file = authority.ca_file();
  return options;
}

void expect_refused(const TransportResult& result, const ScriptedServer& server) {
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(result.failure.cause, Cause::kTls);
  EXPECT_EQ(server.request_count(), 0U);
}

TEST_P(TransportTlsConformance, AcceptsItsOwnAuthority) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.issue(kLoopback)));
  const auto transport = make(trusting(authority));
  ASSERT_TRUE(transport->send(get(server), kNever).response);
  const auto result = transport->send(at_most_once(post(server)), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(server.requests().at(1).values("Host"), std::vector<std::string>{server.host_header()});
}

TEST_P(TransportTlsConformance, AcceptsByNameAndKeepsTheConnection) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.issue(kLoopback)));
  const auto transport = make(trusting(authority));
  auto request = get(server);
  const std::string host = "localhost:" + std::to_string(server.port());
  request.url = "https://" + host;
  request.headers[0].second = host;
  for (int i = 0; i < 3; ++i) {
    const auto result = transport->send(request, kNever);
    ASSERT_TRUE(result.response) << result.failure.message;
  }
  EXPECT_EQ(server.connection_count(), 1);
}

TEST_P(TransportTlsConformance, RefusesACertificateOfNoKnownAuthority) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.self_signed(kLoopback)));
  expect_refused(make(trusting(authority))->send(at_most_once(post(server)), kNever), server);
  expect_refused(make()->send(get(server), kNever), server);
}

TEST_P(TransportTlsConformance, RefusesAnAuthorityThatIsNotInTheCaFile) {
  TestAuthority theirs;
  TestAuthority ours;
  ScriptedServer server(std::vector<Step>{}, tls_of(theirs.issue(kLoopback)));
  expect_refused(make(trusting(ours))->send(at_most_once(post(server)), kNever), server);
}

TEST_P(TransportTlsConformance, RefusesTheWrongHost) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{},
                        tls_of(authority.issue("DNS:bss.example.com,IP:127.0.0.2")));
  expect_refused(make(trusting(authority))->send(at_most_once(post(server)), kNever), server);
}

TEST_P(TransportTlsConformance, AHostHeaderCannotLendItsNameToTheCertificate) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.issue("DNS:bss.example.com")));
  auto request = post(server);
  request.headers[0].second = "bss.example.com";
  expect_refused(make(trusting(authority))->send(request, kNever), server);
}

TEST_P(TransportTlsConformance, RefusesAnExpiredCertificateAndSaysWhy) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.issue(kLoopback, -2, -1)));
  const auto result = make(trusting(authority))->send(at_most_once(post(server)), kNever);
  expect_refused(result, server);
  EXPECT_THAT(result.failure.message, HasSubstr("expired"));
}

TEST_P(TransportTlsConformance, RefusesACertificateThatIsNotValidYet) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.issue(kLoopback, 1, 2)));
  expect_refused(make(trusting(authority))->send(get(server), kNever), server);
}

TEST_P(TransportTlsConformance, VerificationCanBeSwitchedOff) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.self_signed("DNS:elsewhere")));
  TransportOptions options;
  options.verify_certificates = false;
  const auto result = make(options)->send(get(server), kNever);
  EXPECT_TRUE(result.response) << result.failure.message;
}

TEST_P(TransportTlsConformance, SendsTheClientCertificate) {
  TestAuthority authority;
  ServerTls tls = tls_of(authority.issue(kLoopback));
  tls.client_ca_file = authority.ca_file();
  ScriptedServer server(std::vector<Step>{}, tls);
  TransportOptions options = trusting(authority);
  const auto mine = authority.issue("DNS:client");
  options.client_certificate_file = mine.certificate;
  options.client_key_file = mine.key;
  const auto result = make(options)->send(get(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_TRUE(server.requests().at(0).client_certificate);
}

TEST_P(TransportTlsConformance, FilesThatCannotBeReadAreNotSent) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.issue(kLoopback)));
  TransportOptions no_ca;
  no_ca.ca_file = authority.ca_file() + ".missing";
  expect_refused(make(no_ca)->send(get(server), kNever), server);
  TransportOptions no_client = trusting(authority);
  no_client.client_certificate_file = authority.ca_file() + ".missing";
  expect_refused(make(no_client)->send(at_most_once(post(server)), kNever), server);
}

TEST_P(TransportTlsConformance, RefusesTls11) {
  TestAuthority authority;
  ServerTls tls = tls_of(authority.issue(kLoopback));
  tls.newest_is_1_1 = true;
  ScriptedServer server(std::vector<Step>{}, tls);
  // Nothing but the SDK stands in the way: this process allows it, and the server speaks it.
  ASSERT_EQ(SSL_CTX_get_security_level(std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>(
                                           SSL_CTX_new(TLS_client_method()), SSL_CTX_free)
                                           .get()),
            0);
  ASSERT_TRUE(connects_with_tls_1_1(server.port()));
  expect_refused(make(trusting(authority))->send(at_most_once(post(server)), kNever), server);
}

TEST_P(TransportTlsConformance, APlainServerIsNotSent) {
  ScriptedServer server([](const SeenRequest&) { return answer(200, "{}"); });
  auto request = at_most_once(post(server));
  request.url = "https://" + server.host_header();
  request.connect_timeout = std::chrono::milliseconds(200);
  const auto result = make()->send(request, kNever);
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(server.request_count(), 0U);
}

TEST_P(TransportTlsConformance, ALostAnswerUnderTlsIsUnknownAndNotSentTwice) {
  TestAuthority authority;
  for (const auto then : {Step::Then::kClose, Step::Then::kReset}) {
    ScriptedServer server({answer(200, "{}"), {"", then}}, tls_of(authority.issue(kLoopback)));
    const auto transport = make(trusting(authority));
    ASSERT_TRUE(transport->send(at_most_once(post(server)), kNever).response);
    const auto result = transport->send(at_most_once(post(server)), kNever);
    ASSERT_FALSE(result.response);
    EXPECT_EQ(result.failure.known, Known::kUnknown);
    EXPECT_EQ(server.request_count(), 2U);
  }
}

TEST_P(TransportTlsConformance, ABodyThatEndsWithTheConnectionNeedsItsCloseNotify) {
  // Without close_notify anybody on the way may have cut the answer: it is not a success.
  TestAuthority authority;
  ScriptedServer server({{"HTTP/1.1 200 OK\r\n\r\nhalf of", Step::Then::kClose}},
                        tls_of(authority.issue(kLoopback)));
  const auto result = make(trusting(authority))->send(get(server), kNever);
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kUnknown);
}

TEST_P(TransportTlsConformance, GoesThroughATunnelOfAProxy) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.issue(kLoopback)));
  const TunnelProxy proxy;
  TransportOptions options = trusting(authority);
  options.proxy = proxy.url();
  const auto transport = make(options);
  for (const auto& request : {get(server), at_most_once(post(server))}) {
    const auto result = transport->send(request, kNever);
    ASSERT_TRUE(result.response) << result.failure.message;
  }
  EXPECT_EQ(server.requests().at(0).target, "/v2/things");
  EXPECT_EQ(server.requests().at(1).values("Host"), std::vector<std::string>{server.host_header()});
  EXPECT_THAT(proxy.first_lines(), Each("CONNECT " + server.host_header() + " HTTP/1.1"));
}

TEST_P(TransportTlsConformance, ATunnelDoesNotMakeABadCertificateGood) {
  TestAuthority authority;
  ScriptedServer server(std::vector<Step>{}, tls_of(authority.self_signed(kLoopback)));
  const TunnelProxy proxy;
  TransportOptions options = trusting(authority);
  options.proxy = proxy.url();
  expect_refused(make(options)->send(at_most_once(post(server)), kNever), server);
}

}  // namespace
}  // namespace bss::testing
