// One row for each way a connection can break, and what the client makes of it for each class of
// operations (sdk-behaviour.md, "Operation classes"): what never left is tried again whatever it
// is; what may have been executed is tried again unless it moves money; what was refused is not
// tried again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "bss/coupons.h"
#include "bss/testing/manual_clock.h"
#include "scripted_server.h"
#include "test_certificates.h"

namespace bss::testing {
namespace {

using namespace std::chrono_literals;

constexpr int kAttempts = 2;

/// What is certain after the first attempt.
enum class Certain : std::uint8_t { kNotSent, kUnknown, kRefused };

/// Where the client is sent, and what happens to its first request there.
struct Way {
  std::string name;
  Certain certain = Certain::kUnknown;
  Step step;  ///< of a server that serves properly from the second request on
  /// Not to that server at all; what comes back is kept until the test is over.
  std::function<std::shared_ptr<void>(ClientConfig&)> elsewhere;
};

void PrintTo(const Way& way, std::ostream* out) {
  *out << way.name;
}

std::shared_ptr<void> to_no_such_host(ClientConfig& config) {
  config.bss_endpoint = "http://no-such-host.invalid";
  return nullptr;
}

std::shared_ptr<void> to_a_closed_port(ClientConfig& config) {
  config.bss_endpoint = "http://127.0.0.1:" + std::to_string(unused_port());
  return nullptr;
}

std::shared_ptr<void> to_a_port_that_does_not_answer(ClientConfig& config) {
  auto listener = std::make_shared<FullListener>();
  config.bss_endpoint = "http://127.0.0.1:" + std::to_string(listener->port());
  config.connect_timeout = 100ms;
  return listener;
}

std::shared_ptr<void> to_a_server_with_a_bad_certificate(ClientConfig& config) {
  TestAuthority nobody;
  const CertificateFiles files = nobody.self_signed("DNS:localhost,IP:127.0.0.1");
  auto server = std::make_shared<ScriptedServer>(std::vector<Step>{},
                                                 ServerTls{files.certificate, files.key, {}});
  config.bss_endpoint = server->url();
  return server;
}

std::shared_ptr<void> to_a_server_that_is_silent_under_tls(ClientConfig& config) {
  // It waits for the rest of what is no HTTP.
  auto server = std::make_shared<ScriptedServer>(std::vector<Step>{});
  config.bss_endpoint = "https://" + server->host_header();
  config.connect_timeout = 150ms;
  return server;
}

Step cut(std::string bytes, Step::Then then) {
  return {std::move(bytes), then};
}

std::vector<Way> ways() {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n";
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n";
  const std::string half = "\r\n{\"transfer_id\":";
  std::vector<Way> all = {
      {"NameLookup", Certain::kNotSent, {}, to_no_such_host},
      {"ConnectRefused", Certain::kNotSent, {}, to_a_closed_port},
      {"ConnectTimeout", Certain::kNotSent, {}, to_a_port_that_does_not_answer},
      {"BadCertificate", Certain::kNotSent, {}, to_a_server_with_a_bad_certificate},
      {"HandshakeTimeout", Certain::kNotSent, {}, to_a_server_that_is_silent_under_tls},
      {"ErrorPageOfAProxy", Certain::kUnknown, answer(502, "<html>Bad Gateway</html>"), {}},
      {"EmptyErrorBody", Certain::kUnknown, answer(503, ""), {}},
      {"ErrorBodyOfAnotherShape", Certain::kUnknown, answer(500, R"(["what?"])"), {}},
      {"ErrorBodyThatIsNoText", Certain::kUnknown, answer(500, std::string("\0\xff\xfe", 3)), {}},
      {"SuccessThatIsHtml", Certain::kUnknown, answer(200, "<html>Please log in</html>"), {}},
      {"EmptySuccess", Certain::kUnknown, answer(200, ""), {}},
      {"TruncatedSuccess", Certain::kUnknown, answer(200, R"({"transfer_id":"AC)"), {}},
      {"NotHttp", Certain::kUnknown, cut("SSH-2.0-OpenSSH_9.2\r\n", Step::Then::kClose), {}},
      {"NotFoundPageOfAProxy", Certain::kRefused, answer(404, "<html>nothing here</html>"), {}},
      {"RefusalWithoutBody", Certain::kRefused, answer(400, ""), {}},
  };
  // What comes back before the connection ends, by FIN, by RST, or never.
  const std::pair<const char*, std::string> pieces[] = {{"Request", ""},
                                                        {"HalfAHead", head},
                                                        {"Head", head + "\r\n"},
                                                        {"HalfABody", head + half},
                                                        {"HalfAChunk", chunked + "{\"t"}};
  const std::pair<const char*, Step::Then> ends[] = {{"EndedAfter", Step::Then::kClose},
                                                     {"ResetAfter", Step::Then::kReset},
                                                     {"SilentAfter", Step::Then::kHang}};
  for (const auto& [piece, bytes] : pieces) {
    for (const auto& [end, then] : ends)
      all.push_back({std::string(end) + piece, Certain::kUnknown, cut(bytes, then), {}});
  }
  return all;
}

struct Network {
  const char* name;
  std::shared_ptr<Transport> (*make)(const TransportOptions&);
  bool started = false;  ///< calls are started, not waited for
};

class FailureClasses : public ::testing::TestWithParam<std::tuple<Network, Way>> {
 protected:
  static const Way& way() { return std::get<1>(GetParam()); }

  Client client() {
    ClientConfig config;
    config.bss_endpoint = server_.url();
    if (way().elsewhere) elsewhere_ = way().elsewhere(config);
    config.iam_endpoint = config.bss_endpoint;
    config.credentials = Credentials::token(Secret("ready-token"));
    config.transport = std::get<0>(GetParam()).make({});
    // Only the network takes its time.
    config.waiter = std::make_shared<ManualClock>();
    config.pacing = false;
    config.retry.max_attempts = kAttempts;
    config.attempt_timeout = way().step.then == Step::Then::kHang ? 150ms : 20s;
    return Client(config);
  }

  /// Makes the call in one of its two forms; each takes the client, the second one a callback too.
  template <class Waited, class Started>
  auto made(Waited waited, Started started) {
    const Client by = client();
    using End = decltype(waited(by));
    if (!std::get<0>(GetParam()).started) return waited(by);
    const auto end = std::make_shared<std::promise<End>>();
    started(by, [end](End result) { end->set_value(std::move(result)); });
    return end->get_future().get();
  }

  /// The answer of a service that works.
  static Step proper(const SeenRequest& request) {
    if (request.target.find("balances") != std::string::npos)
      return answer(200, R"({"account_balances":[]})");
    if (request.target.find("adjust-amount") != std::string::npos)
      return answer(200, R"({"transfer_id":"AC1"})");
    return answer(204, "");
  }

  template <class Response>
  void expect_tried_again(const Result<Response>& result) const {
    switch (way().certain) {
      case Certain::kNotSent:
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::kNotSent);
        EXPECT_EQ(result.error().attempts.size(), std::size_t{kAttempts});
        EXPECT_EQ(server_.request_count(), 0U);
        break;
      case Certain::kUnknown:
        EXPECT_TRUE(result) << result.error().to_string();
        EXPECT_EQ(server_.request_count(), 2U);
        break;
      case Certain::kRefused:
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().attempts.size(), 1U);
        EXPECT_EQ(server_.request_count(), 1U);
        break;
    }
  }

  std::shared_ptr<void> elsewhere_;
  int seen_ = 0;
  ScriptedServer server_{
      [this](const SeenRequest& request) { return ++seen_ == 1 ? way().step : proper(request); }};
};

TEST_P(FailureClasses, ReadsAreTriedAgainUnlessRefused) {
  expect_tried_again(
      made([](const Client& by) { return by.list_partner_balances({}); },
           [](const Client& by, auto end) { by.list_partner_balances_async({}, {}, end); }));
}

TEST_P(FailureClasses, IdempotentCallsAreTriedAgainUnlessRefused) {
  ReclaimPartnerCouponsRequest request;
  request.coupon_id = "CP1";
  const auto result =
      made([&](const Client& by) { return by.reclaim_partner_coupons(request); },
           [&](const Client& by, auto end) { by.reclaim_partner_coupons_async(request, {}, end); });
  if (way().name == "EmptySuccess") {
    // Nothing is what this operation answers.
    EXPECT_TRUE(result);
    EXPECT_EQ(server_.request_count(), 1U);
    return;
  }
  expect_tried_again(result);
}

TEST_P(FailureClasses, MoneyIsTriedAgainOnlyIfItNeverLeft) {
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c0000000000000000000000000000001";
  request.amount = Decimal::from_scaled(1050, 2);
  const auto result =
      made([&](const Client& by) { return by.update_customer_account_amount(request); },
           [&](const Client& by, auto end) {
             by.update_customer_account_amount_async(request, {}, end);
           });
  if (way().certain != Certain::kUnknown) {
    expect_tried_again(result);
    return;
  }
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kOutcomeUnknown);
  EXPECT_EQ(result.error().attempts.size(), 1U);
  EXPECT_EQ(server_.request_count(), 1U);
  ASSERT_TRUE(result.error().intent);
  EXPECT_EQ(result.error().intent->amount, request.amount);
}

class DeadKeptConnections : public ::testing::TestWithParam<Network> {};

// "a kept connection found dead before a byte of the body left": no call notices.
TEST_P(DeadKeptConnections, CostNoCallAndAreNeverUnknown) {
  ScriptedServer server([](const SeenRequest&) {
    return cut(http_answer(200, R"({"transfer_id":"AC1"})"), Step::Then::kClose);
  });
  ClientConfig config;
  config.bss_endpoint = server.url();
  config.credentials = Credentials::token(Secret("ready-token"));
  config.transport = GetParam().make({});
  config.pacing = false;
  const Client client(config);
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c0000000000000000000000000000001";
  request.amount = Decimal::from_scaled(1050, 2);
  for (int i = 0; i < 20; ++i) {
    const auto result = client.update_customer_account_amount(request);
    ASSERT_TRUE(result) << result.error().to_string();
    EXPECT_EQ(result.meta().attempts.size(), 1U);
  }
  EXPECT_EQ(server.request_count(), 20U);
}

std::string name_of_network(const ::testing::TestParamInfo<Network>& info) {
  return info.param.name;
}
INSTANTIATE_TEST_SUITE_P(On, DeadKeptConnections,
                         ::testing::Values(Network{"beast", make_beast_transport},
                                           Network{"cpprest", make_cpprest_transport}),
                         name_of_network);

INSTANTIATE_TEST_SUITE_P(
    Every, FailureClasses,
    ::testing::Combine(::testing::Values(Network{"beast", make_beast_transport},
                                         Network{"beast_started", make_beast_transport, true},
                                         Network{"cpprest", make_cpprest_transport}),
                       ::testing::ValuesIn(ways())),
    [](const auto& tested) {
      return std::get<0>(tested.param).name + std::string("_") + std::get<1>(tested.param).name;
    });

}  // namespace
}  // namespace bss::testing
