// What a well-meaning client may do: keep-alive, pipelining, chunks, old versions, 100-continue,
// and stopping.
#include <future>
#include <thread>
#include <vector>

#include "http/listener_fixture.h"

namespace bss::mock::http {
namespace {

using End = test_support::RawClient::End;

TEST_F(Listener, AnswersSeveralRequestsOnOneConnection) {
  start();
  auto one = client();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(one.send(get("/n" + std::to_string(i))));
    const auto answer = one.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "GET /n" + std::to_string(i) + " ");
    EXPECT_EQ(answer.header("Connection"), "");
    EXPECT_EQ(answer.header("Server"), "");
  }
}

TEST_F(Listener, AnswersPipelinedRequestsInTheirOrder) {
  start();
  auto one = client();
  std::string all;
  for (int i = 0; i < 200; ++i) all += get("/n" + std::to_string(i));
  ASSERT_TRUE(one.send(all));
  for (int i = 0; i < 200; ++i)
    ASSERT_EQ(one.read_answer().body, "GET /n" + std::to_string(i) + " ");
}

TEST_F(Listener, GivesTheHandlerRawTargetHeadersAndBytes) {
  start();
  std::string body("a\0\xff\r\n", 5);
  respond_ = [&](const Request& request) {
    Response response = echo(request);
    response.status = request.body == body && request.remote_address == "127.0.0.1" &&
                              !request.tls && request.version == 11
                          ? 200
                          : 500;
    return response;
  };
  auto one = client();
  one.send("PUT /%41/../b?c=%2B+d HTTP/1.1\r\nHOST: h\r\nContent-Length: 5\r\nA: 1\r\n\r\n" + body);
  const auto answer = one.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.substr(0, 22), "PUT /%41/../b?c=%2B+d ");
  EXPECT_EQ(answer.header("X-Seen"), "HOST=h;Content-Length=5;A=1;");
}

TEST_F(Listener, ReadsChunkedBodies) {
  start();
  auto one = client();
  one.send(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" +
      get("/next"));
  EXPECT_EQ(one.read_answer().body, "POST / abcde");
  EXPECT_EQ(one.read_answer().body, "GET /next ");
}

TEST_F(Listener, SaysContinueBeforeTheBodyIsSent) {
  start();
  auto one = client();
  one.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(one.read_answer().status, 100);
  EXPECT_EQ(handled_, 0);
  one.send("hi");
  EXPECT_EQ(one.read_answer().body, "POST / hi");
}

TEST_F(Listener, RefusesInsteadOfContinueWhenTheBodyWouldBeTooLarge) {
  start();
  auto one = client();
  one.send(
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(one.read_answer().status, 413);
}

TEST_F(Listener, ClosesForOldClientsUnlessTheyAskToStay) {
  start();
  auto old = client();
  old.send("GET / HTTP/1.0\r\n\r\n");
  const auto answer = old.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_EQ(old.wait_for_end(), End::kFin);
  auto staying = client();
  staying.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(staying.read_answer().header("Connection"), "keep-alive");
  staying.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(staying.read_answer().status, 200);
}

TEST_F(Listener, SendsNoBodyToHead) {
  start();
  auto one = client();
  one.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + get("/next"));
  EXPECT_EQ(one.read_answer(true).header("Content-Length"), "7");
  EXPECT_EQ(one.read_answer().body, "GET /next ");
}

TEST_F(Listener, SendsLargeAnswersWhole) {
  start();
  respond_ = [](const Request&) {
    Response response;
    response.body.assign(20UL * 1024 * 1024, 'x');
    return response;
  };
  auto one = client();
  one.send(get("/"));
  EXPECT_EQ(one.read_answer().body.size(), 20U * 1024 * 1024);
}

TEST_F(Listener, ServesManyConnectionsAtOnce) {
  start();
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      auto one = client();
      for (int i = 0; i < 50; ++i) {
        one.send(get("/"));
        if (one.read_answer().status == 200) ++good;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 16 * 50);
}

TEST_F(Listener, AnswersAnExceptionOfTheHandlerWith500AndGoesOn) {
  start();
  respond_ = [](const Request& request) -> Response {
    if (request.target == "/bad") throw std::runtime_error("no luck");
    return echo(request);
  };
  auto one = client();
  one.send(get("/bad"));
  EXPECT_EQ(one.read_answer().status, 500);
  EXPECT_EQ(one.wait_for_end(), End::kFin);
  auto two = client();
  two.send(get("/good"));
  EXPECT_EQ(two.read_answer().status, 200);
}

TEST_F(Listener, LetsFurtherConnectionsWaitUntilOneEnds) {
  ServerOptions options;
  options.max_connections = 1;
  start(std::move(options));
  auto first = std::make_unique<test_support::RawClient>(server_->port());
  first->send(get("/first"));
  ASSERT_EQ(first->read_answer().status, 200);
  auto second = client();
  second.send(get("/second"));
  EXPECT_TRUE(second.nothing_comes_within(60));
  first.reset();
  EXPECT_EQ(second.read_answer().body, "GET /second ");
}

TEST_F(Listener, StartsAndStopsFiftyTimes) {
  for (int i = 0; i < 50; ++i) {
    start();
    auto one = client();
    one.send(get("/"));
    ASSERT_EQ(one.read_answer().status, 200) << i;
    server_->stop();
    EXPECT_EQ(one.wait_for_end(), End::kFin);
    EXPECT_FALSE(test_support::RawClient(server_->port()).connected());
    server_.reset();
  }
}

TEST_F(Listener, FinishesWhatIsInFlightWhenItStops) {
  start();
  std::promise<void> entered;
  std::promise<void> release;
  respond_ = [&](const Request& request) {
    entered.set_value();
    release.get_future().wait();
    return echo(request);
  };
  auto one = client();
  one.send(get("/slow"));
  entered.get_future().wait();
  std::thread stopper([&] { server_->stop(); });
  release.set_value();
  const auto answer = one.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "GET /slow ");
  stopper.join();
}

TEST_F(Listener, DoesNotWaitForEverWhenItStops) {
  ServerOptions options;
  options.stop_grace = std::chrono::milliseconds(50);
  start(std::move(options));
  auto half = client();
  half.send("GET /never-ends HTTP/1.1\r\n");
  auto whole = client();  // accepted after the first: once it is answered, the first is being read
  whole.send(get("/"));
  whole.read_answer();
  server_->stop();
  EXPECT_NE(half.wait_for_end(), End::kTimeLimit);
}

TEST(ListenerStart, SaysWhichPortIsTaken) {
  Server first({});
  ServerOptions options;
  options.port = first.port();
  try {
    Server second(options);
    FAIL() << "two listeners on one port";
  } catch (const std::runtime_error& problem) {
    EXPECT_NE(std::string(problem.what()).find(std::to_string(first.port())), std::string::npos);
  }
  EXPECT_EQ(first.endpoint(), "http://127.0.0.1:" + std::to_string(first.port()));
  EXPECT_TRUE(first.on_loopback());
}

}  // namespace
}  // namespace bss::mock::http
