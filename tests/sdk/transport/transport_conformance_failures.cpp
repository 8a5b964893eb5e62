// The failure half of the suite: what a transport says is known when no complete answer came. This
// is what keeps money from being moved twice (architecture decision 5).
#include "transport_conformance.h"

#include <gmock/gmock.h>

#include <thread>

namespace bss::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

const CancellationToken kNever;

TEST_P(TransportConformance, AnInvalidAnswerIsUnknown) {
  ScriptedServer server({raw("SSH-2.0-OpenSSH\r\n\r\n", Step::Then::kClose),
                         raw("HTTP/1.1 abc\r\n\r\n", Step::Then::kClose)});
  const auto transport = make();
  for (int i = 0; i < 2; ++i) {
    const auto result = transport->send(at_most_once(post(server)), kNever);
    ASSERT_FALSE(result.response);
    EXPECT_EQ(result.failure.known, Known::kUnknown);
  }
}

struct LostAnswer {
  const char* name;
  Step::Then then;
};

constexpr LostAnswer kLostAnswers[] = {{"FIN", Step::Then::kClose}, {"RST", Step::Then::kReset}};

TEST_P(TransportConformance, AtMostOnceIsNeverSentTwiceOnAConnectionThatHasServed) {
  // Architecture decision 5: the first request makes a kept connection, the second is received and
  // loses its answer.
  for (const auto& lost : kLostAnswers) {
    for (const bool with_body : {true, false}) {
      SCOPED_TRACE(std::string(lost.name) + (with_body ? " with body" : " without body"));
      ScriptedServer server({ok(), ok(), raw("", lost.then)});
      const auto transport = make();
      const auto request = with_body ? post(server) : get(server);
      ASSERT_TRUE(transport->send(request, kNever).response);
      ASSERT_TRUE(transport->send(at_most_once(request), kNever).response);
      const auto result = transport->send(at_most_once(request), kNever);
      ASSERT_FALSE(result.response);
      EXPECT_EQ(result.failure.known, Known::kUnknown);
      EXPECT_EQ(result.failure.cause, Cause::kReset);
      EXPECT_EQ(server.request_count(), 3U);
    }
  }
}

TEST_P(TransportConformance, AtMostOnceIsNeverSentTwiceOnAFreshConnection) {
  for (const auto& lost : kLostAnswers) {
    for (const bool with_body : {true, false}) {
      SCOPED_TRACE(std::string(lost.name) + (with_body ? " with body" : " without body"));
      ScriptedServer server({raw("", lost.then)});
      const auto result =
          make()->send(at_most_once(with_body ? post(server) : get(server)), kNever);
      ASSERT_FALSE(result.response);
      EXPECT_EQ(result.failure.known, Known::kUnknown);
      EXPECT_EQ(server.request_count(), 1U);
    }
  }
}

TEST_P(TransportConformance, AtMostOnceSurvivesAKeptConnectionThatDiedWhileIdle) {
  // The server closes after each answer without saying so. Nothing was executed: the call must not
  // end as `unknown`.
  ScriptedServer server({raw(http_answer(200, "1"), Step::Then::kClose),
                         raw(http_answer(200, "2"), Step::Then::kClose),
                         raw(http_answer(200, "3"), Step::Then::kClose)});
  const auto transport = make();
  ASSERT_TRUE(transport->send(post(server), kNever).response);
  for (const std::string body : {"2", "3"}) {
    const auto result = transport->send(at_most_once(post(server)), kNever);
    ASSERT_TRUE(result.response) << result.failure.message;
    EXPECT_EQ(result.response->body, body);
  }
  EXPECT_EQ(server.request_count(), 3U);
}

TEST_P(TransportConformance, ALostAnswerOfARepeatableRequestIsAnsweredOrUnknown) {
  for (const auto& lost : kLostAnswers) {
    SCOPED_TRACE(lost.name);
    ScriptedServer server({ok(), raw("", lost.then)});
    const auto transport = make();
    ASSERT_TRUE(transport->send(get(server), kNever).response);
    const auto result = transport->send(get(server), kNever);
    EXPECT_TRUE(result.response || result.failure.known == Known::kUnknown);
    EXPECT_LE(server.request_count(), 3U);
  }
}

TEST_P(TransportConformance, AHalfAnswerIsNeverAShortSuccess) {
  const std::vector<std::string> halves = {
      "HTTP/1.1 200 OK\r\nContent-Le",
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly some of it",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
  };
  for (const auto& half : halves) {
    for (const auto& lost : kLostAnswers) {
      for (const bool once : {true, false}) {
        SCOPED_TRACE(std::string(lost.name) + " after: " + half);
        ScriptedServer server({raw(half, lost.then)});
        const auto result = make()->send(once ? at_most_once(post(server)) : post(server), kNever);
        ASSERT_FALSE(result.response);
        EXPECT_EQ(result.failure.known, Known::kUnknown);
        EXPECT_EQ(server.request_count(), 1U);
      }
    }
  }
}

TEST_P(TransportConformance, RefusedConnectionIsNotSent) {
  ScriptedServer server(std::vector<Step>{});
  auto request = at_most_once(post(server));
  request.url = "http://127.0.0.1:" + std::to_string(unused_port());
  const auto result = make()->send(request, kNever);
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(result.failure.cause, Cause::kConnect);
}

TEST_P(TransportConformance, UnknownHostNameIsNotSent) {
  ScriptedServer server(std::vector<Step>{});
  auto request = at_most_once(post(server));
  request.url = "http://no-such-host.invalid";
  const auto result = make()->send(request, kNever);
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(result.failure.cause, Cause::kResolve);
}

TEST_P(TransportConformance, AnAddressThatIsNoneIsNotSent) {
  ScriptedServer server(std::vector<Step>{});
  const auto transport = make();
  for (const std::string url : {"", "127.0.0.1", "ftp://127.0.0.1", "http://", "http://exa mple"}) {
    auto request = get(server);
    request.url = url;
    const auto result = transport->send(request, kNever);
    ASSERT_FALSE(result.response) << url;
    EXPECT_EQ(result.failure.known, Known::kNotSent) << url;
  }
}

TEST_P(TransportConformance, AServerThatHangsEndsWithTheDeadlineAsUnknown) {
  const std::string half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
  for (const std::string& answered : {std::string(), half}) {
    for (const bool with_body : {true, false}) {
      ScriptedServer server({raw(answered, Step::Then::kHang)});
      auto request = at_most_once(with_body ? post(server) : get(server));
      request.deadline = in(150ms);
      const auto result = make()->send(request, kNever);
      ASSERT_FALSE(result.response);
      EXPECT_EQ(result.failure.cause, Cause::kTimeout);
      // On a machine so busy that the request did not get out in time, `not sent` is right.
      EXPECT_TRUE(result.failure.known == Known::kUnknown || server.request_count() == 0);
    }
  }
}

TEST_P(TransportConformance, ADeadlineThatHasPassedSendsNothing) {
  ScriptedServer server(std::vector<Step>{});
  auto request = post(server);
  request.deadline = std::chrono::steady_clock::now();
  const auto result = make()->send(request, kNever);
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(result.failure.cause, Cause::kTimeout);
  EXPECT_EQ(server.request_count(), 0U);
}

TEST_P(TransportConformance, AConnectionThatIsNotMadeInTimeIsNotSent) {
  // A listener whose queue is full never completes the handshake.
  const FullListener listener;
  ScriptedServer server(std::vector<Step>{});
  for (const bool with_body : {true, false}) {
    auto request = with_body ? at_most_once(post(server)) : get(server);
    request.url = "http://127.0.0.1:" + std::to_string(listener.port());
    request.connect_timeout = 100ms;
    const auto result = make()->send(request, kNever);
    ASSERT_FALSE(result.response);
    EXPECT_EQ(result.failure.known, Known::kNotSent);
    EXPECT_EQ(result.failure.cause, Cause::kTimeout);
  }
}

TEST_P(TransportConformance, CancellingWhileWaitingEndsTheCallAsUnknown) {
  ScriptedServer server({raw("", Step::Then::kHang)});
  const CancellationSource source;
  std::thread canceller([&] {
    EXPECT_TRUE(server.wait_for_requests(1));
    source.cancel();
  });
  auto request = at_most_once(post(server));
  request.deadline = Clock::Steady::max();
  const auto result = make()->send(request, source.token());
  canceller.join();
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kUnknown);
  EXPECT_EQ(result.failure.cause, Cause::kCancelled);
}

TEST_P(TransportConformance, CancelledBeforeSendingSendsNothing) {
  ScriptedServer server(std::vector<Step>{});
  const CancellationSource source;
  source.cancel();
  const auto result = make()->send(post(server), source.token());
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(result.failure.cause, Cause::kCancelled);
  EXPECT_EQ(server.request_count(), 0U);
}

TEST_P(TransportConformance, AfterAFailureTheNextCallWorks) {
  ScriptedServer server({raw("", Step::Then::kHang), raw("", Step::Then::kReset), ok()});
  const auto transport = make();
  const CancellationSource source;
  std::thread canceller([&] {
    EXPECT_TRUE(server.wait_for_requests(1));
    source.cancel();
  });
  EXPECT_FALSE(transport->send(at_most_once(get(server)), source.token()).response);
  canceller.join();
  EXPECT_FALSE(transport->send(at_most_once(post(server)), kNever).response);
  EXPECT_TRUE(transport->send(at_most_once(post(server)), kNever).response);
}

TEST_P(TransportConformance, NoMoreConnectionsThanAllowed) {
  // Two of three callers are served at a time; the third waits for a connection until its time is
  // up.
  ScriptedServer server([](const SeenRequest&) { return raw("", Step::Then::kHang); });
  TransportOptions options;
  options.connections_per_host = 2;
  const auto transport = make(options);
  const CancellationSource source;
  std::vector<std::thread> holders;
  for (int i = 0; i < 2; ++i) {
    holders.emplace_back(
        [&] { EXPECT_FALSE(transport->send(get(server), source.token()).response); });
  }
  EXPECT_TRUE(server.wait_for_requests(2));
  auto third = at_most_once(get(server));
  third.deadline = in(50ms);
  const auto result = transport->send(third, kNever);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(result.failure.cause, Cause::kTimeout);
  source.cancel();
  for (auto& holder : holders) holder.join();
  EXPECT_EQ(server.request_count(), 2U);
}

TEST_P(TransportConformance, AProxyThatRefusesTheTunnelIsNotSent) {
  ScriptedServer proxy({answer(407, "no")});
  TransportOptions options;
  options.proxy = proxy.url();
  auto request = at_most_once(post(proxy));
  request.url = "https://bss.example.invalid";
  request.headers[0].second = "bss.example.invalid";
  const auto result = make(options)->send(request, kNever);
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(proxy.requests().at(0).method, "CONNECT");
  EXPECT_EQ(proxy.requests().at(0).target, "bss.example.invalid:443");
}

TEST_P(TransportConformance, FailureTextsCarryNoHeaderAndNoBody) {
  ScriptedServer server({raw("", Step::Then::kReset)});
  auto request = at_most_once(post(server, R"({"password":"hush-body"})"));
  request.headers.emplace_back("X-Auth-Token", "hush-token");
  const auto result = make()->send(request, kNever);
  ASSERT_FALSE(result.response);
  EXPECT_FALSE(result.failure.message.empty());
  EXPECT_THAT(result.failure.message, Not(HasSubstr("hush")));
}

}  // namespace
}  // namespace bss::testing
