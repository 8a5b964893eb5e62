// What is particular to the transport on Beast: calls that hold no thread, and what it makes of
// answers that the other one cannot read.
#include "transport_conformance.h"

#include "own_process.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "transport/connection_pool.h"

namespace bss::testing {
namespace {

using namespace std::chrono_literals;

const CancellationToken kNever;

class BeastTransport : public TransportConformance {};
INSTANTIATE_TEST_SUITE_P(Only, BeastTransport,
                         ::testing::Values(TransportUnderTest{"beast", make_beast_transport}),
                         name_of_transport);

/// Counts the ends of started calls and waits for them.
class Ends {
 public:
  void start(Transport& transport, TransportRequest request, const CancellationToken& token) {
    transport.start(std::make_shared<TransportRequest>(std::move(request)), token, next());
  }
  std::vector<TransportResult> wait_for(std::size_t count) {
    std::unique_lock<std::mutex> lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 30s, [&] { return results_.size() >= count; }));
    return results_;
  }

 private:
  Function<void(TransportResult)> next() {
    return [this](TransportResult result) {
      // Told under the lock: whoever waits may be gone right after it.
      const std::lock_guard<std::mutex> lock(mutex_);
      results_.push_back(std::move(result));
      changed_.notify_all();
    };
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<TransportResult> results_;
};

TEST_P(BeastTransport, PassesInterimAnswersOver) {
  ScriptedServer server(
      {raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
           "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nbody"),
       ok()});
  const auto transport = make();
  const auto result = transport->send(post(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->status, 201);
  EXPECT_EQ(result.response->body, "body");
  EXPECT_EQ(header_of(*result.response, "Link"), "");
  ASSERT_TRUE(transport->send(get(server), kNever).response);
  EXPECT_EQ(server.connection_count(), 1);
}

TEST_P(BeastTransport, AnInterimAnswerAloneIsNone) {
  for (const auto then : {Step::Then::kClose, Step::Then::kReset}) {
    ScriptedServer server({raw("HTTP/1.1 100 Continue\r\n\r\n", then)});
    const auto result = make()->send(at_most_once(post(server)), kNever);
    ASSERT_FALSE(result.response);
    EXPECT_EQ(result.failure.known, Known::kUnknown);
  }
}

TEST_P(BeastTransport, WhatComesBehindAnAnswerEndsTheConnection) {
  // The bytes would be taken for the answer to the next request.
  ScriptedServer server({raw(http_answer(200, "mine") + http_answer(200, "nobody's")), ok()});
  const auto transport = make();
  const auto first = transport->send(get(server), kNever);
  ASSERT_TRUE(first.response);
  EXPECT_EQ(first.response->body, "mine");
  const auto second = transport->send(get(server), kNever);
  ASSERT_TRUE(second.response);
  EXPECT_EQ(second.response->body, R"({"ok":true})");
  EXPECT_EQ(server.connection_count(), 2);
}

TEST_P(BeastTransport, AnswersToHeadHaveNoBody) {
  ScriptedServer server({raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"), ok()});
  const auto transport = make();
  auto request = get(server);
  request.method = "HEAD";
  const auto result = transport->send(request, kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(header_of(*result.response, "Content-Length"), "100");
  EXPECT_EQ(result.response->body, "");
  ASSERT_TRUE(transport->send(get(server), kNever).response);
  EXPECT_EQ(server.connection_count(), 1);
}

TEST_P(BeastTransport, ARepeatableRequestSurvivesAKeptConnectionThatDies) {
  ScriptedServer server({ok(), raw("", Step::Then::kClose), answer(200, "again")});
  const auto transport = make();
  ASSERT_TRUE(transport->send(get(server), kNever).response);
  const auto result = transport->send(get(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->body, "again");
}

TEST_P(BeastTransport, StartedCallsShareOneThread) {
  constexpr int kCalls = 100;
  ScriptedServer server([](const SeenRequest&) { return raw("", Step::Then::kHang); });
  TransportOptions options;
  options.connections_per_host = kCalls;
  const auto transport = make(options);
  const auto before = test::own_threads();
  const CancellationSource source;
  Ends ends;
  for (int i = 0; i < kCalls; ++i) ends.start(*transport, get(server), source.token());
  ASSERT_TRUE(server.wait_for_requests(kCalls));
  EXPECT_LE(test::own_threads(), before + 1);
  source.cancel();
  for (const TransportResult& end : ends.wait_for(kCalls)) {
    EXPECT_EQ(end.failure.cause, Cause::kCancelled);
    EXPECT_EQ(end.failure.known, Known::kUnknown);
  }
}

TEST_P(BeastTransport, StartedCallsWaitForAConnectionInTheirOrder) {
  ScriptedServer server([](const SeenRequest& request) { return answer(200, request.target); });
  TransportOptions options;
  options.connections_per_host = 1;
  const auto transport = make(options);
  constexpr int kCalls = 20;
  Ends ends;
  for (int i = 0; i < kCalls; ++i)
    ends.start(*transport, get(server, "/n/" + std::to_string(i)), kNever);
  const auto results = ends.wait_for(kCalls);
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_TRUE(results[i].response) << results[i].failure.message;
    EXPECT_EQ(results[i].response->body, "/n/" + std::to_string(i));
  }
  EXPECT_EQ(server.connection_count(), 1);
}

TEST_P(BeastTransport, AStartedCallThatGetsNoConnectionEndsWithItsTime) {
  ScriptedServer server([](const SeenRequest&) { return raw("", Step::Then::kHang); });
  TransportOptions options;
  options.connections_per_host = 1;
  const auto transport = make(options);
  const CancellationSource source;
  Ends holder;
  holder.start(*transport, get(server), source.token());
  ASSERT_TRUE(server.wait_for_requests(1));
  Ends late;
  auto request = at_most_once(post(server));
  request.deadline = in(20ms);
  late.start(*transport, request, kNever);
  const auto ended = late.wait_for(1);
  EXPECT_EQ(ended.at(0).failure.known, Known::kNotSent);
  EXPECT_EQ(ended.at(0).failure.cause, Cause::kTimeout);
  Ends cancelled;
  cancelled.start(*transport, at_most_once(post(server)), source.token());
  source.cancel();
  EXPECT_EQ(cancelled.wait_for(1).at(0).failure.known, Known::kNotSent);
  EXPECT_EQ(holder.wait_for(1).at(0).failure.known, Known::kUnknown);
  EXPECT_EQ(server.request_count(), 1U);
}

TEST_P(BeastTransport, MayGoBeforeItsCalls) {
  ScriptedServer server([](const SeenRequest&) { return answer(200, "late"); });
  Ends ends;
  for (int i = 0; i < 10; ++i) ends.start(*make(), get(server), kNever);
  const auto results = ends.wait_for(10);
  for (const auto& result : results) {
    ASSERT_TRUE(result.response) << result.failure.message;
    EXPECT_EQ(result.response->body, "late");
  }
}

TEST(ConnectionPool, ClosesIdleConnectionsBeforeThereAreTooMany) {
  detail::ConnectionPool pool(2);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(pool.try_enter());
  EXPECT_FALSE(pool.try_enter());
  for (int i = 0; i < 2; ++i) pool.give_back(std::make_unique<detail::Connection>());
  // One place is taken by somebody who wants a connection of his own: one of the two must go.
  ASSERT_TRUE(pool.try_enter());
  pool.make_room();
  EXPECT_NE(pool.take_idle(), nullptr);
  EXPECT_EQ(pool.take_idle(), nullptr);
}

TEST(ConnectionPool, GrantsInOrderAndOnce) {
  detail::ConnectionPool pool(1);
  std::string granted;
  pool.enter([&] { granted += 'a'; });
  pool.enter([&] { granted += 'b'; });
  const auto third = pool.enter([&] { granted += 'c'; });
  pool.enter([&] { granted += 'd'; });
  EXPECT_EQ(granted, "a");
  pool.give_back(nullptr);
  EXPECT_EQ(granted, "ab");
  EXPECT_TRUE(pool.withdraw(third));
  EXPECT_FALSE(pool.withdraw(third));
  pool.give_back(nullptr);
  EXPECT_EQ(granted, "abd");
}

}  // namespace
}  // namespace bss::testing
