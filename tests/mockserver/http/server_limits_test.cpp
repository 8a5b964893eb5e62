// What a hostile or broken client may do: too large, too slow, garbage. The server answers and goes
// on.
#include "http/listener_fixture.h"

namespace bss::mock::http {
namespace {

using End = test_support::RawClient::End;

std::string kilobytes(std::size_t count) {
  return std::string(count * 1024, 'x');
}

class ListenerLimits : public Listener {
 protected:
  void TearDown() override {
    auto fresh = client();
    fresh.send(get("/still-alive"));
    EXPECT_EQ(fresh.read_answer().status, 200);
  }

  int status_of(const std::string& bytes) {
    auto one = client();
    one.send(bytes);
    const auto answer = one.read_answer();
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_EQ(answer.body, "refused");
    EXPECT_EQ(handled_, 0);
    one.finish_sending();
    EXPECT_NE(one.wait_for_end(), End::kTimeLimit);
    return answer.status;
  }
};

TEST_F(ListenerLimits, RefusesWhatIsTooLarge) {
  start();
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\n";
  EXPECT_EQ(status_of(head + "X-A: " + kilobytes(33) + "\r\n\r\n"), 494);
  EXPECT_EQ(status_of(head + "X-A: " + kilobytes(64) + "\r\n\r\n"), 494);
  std::string many = head;
  for (int i = 0; i < 10; ++i) many += "X-A: " + kilobytes(20) + "\r\n";
  EXPECT_EQ(status_of(many + "\r\n"), 494);
  EXPECT_EQ(status_of("GET /" + kilobytes(33) + " HTTP/1.1\r\nHost: h\r\n\r\n"), 414);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 13631488\r\n\r\n"), 413);
}

TEST_F(ListenerLimits, LetsPassWhatIsJustSmallEnough) {
  start();
  auto one = client();
  one.send("GET /" + kilobytes(31) + " HTTP/1.1\r\nHost: h\r\nA: " + kilobytes(31) +
           "\r\nB: " + kilobytes(31) + "\r\nC: " + kilobytes(31) + "\r\nD: " + kilobytes(31) +
           "\r\nContent-Length: 12582912\r\n\r\n");
  one.send(kilobytes(12UL * 1024));
  EXPECT_EQ(one.read_answer().status, 200);
}

TEST_F(ListenerLimits, CanBeReadByAClientThatSendsItsTooLargeBodyToTheEnd) {
  start();
  auto one = client();
  one.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 13631488\r\n\r\n");
  EXPECT_TRUE(one.send(kilobytes(13UL * 1024)));
  EXPECT_EQ(one.read_answer().status, 413);
}

TEST_F(ListenerLimits, RefusesGarbage) {
  start();
  EXPECT_EQ(status_of("\x16\x03\x01\x02hello\r\n\r\n"), 400);
  EXPECT_EQ(status_of(std::string("\0\0\0\0\r\n\r\n", 8)), 400);
  EXPECT_EQ(
      status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n"),
      400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                      kilobytes(700)),
            400);
}

TEST_F(ListenerLimits, ForgetsClientsThatGoInTheMiddle) {
  start();
  for (const char* half : {"", "G", "GET / HTTP/1.1\r\nHos",
                           "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab"}) {
    auto one = client();
    one.send(half);
    one.finish_sending();
    EXPECT_EQ(one.read_rest(), "") << half;
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(ListenerLimits, AnswersThePipelinedRequestsBeforeTheBrokenOne) {
  start();
  auto one = client();
  one.send(get("/good") + "nonsense\r\n\r\n");
  EXPECT_EQ(one.read_answer().body, "GET /good ");
  EXPECT_EQ(one.read_answer().status, 400);
}

TEST_F(ListenerLimits, DoesNotWaitForASlowHead) {
  Limits limits;
  limits.head_time = std::chrono::milliseconds(40);
  limits.body_time = limits.idle_time = std::chrono::hours(1);
  start(limits);
  auto one = client();
  one.send("GET / HTTP/1.1\r\nHost: h\r\n");
  EXPECT_EQ(one.read_answer().status, 408);
  one.finish_sending();
  EXPECT_EQ(one.wait_for_end(), End::kFin);
}

TEST_F(ListenerLimits, CountsTheWholeHeadNotTheGapsBetweenItsBytes) {
  // Slow loris: a byte now and then must not buy more time.
  Limits limits;
  limits.head_time = std::chrono::milliseconds(60);
  start(limits);
  auto one = client();
  one.send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 1000 && one.nothing_comes_within(5); ++i) one.send("A: b\r\n");
  EXPECT_EQ(one.read_answer().status, 408);
}

TEST_F(ListenerLimits, DoesNotWaitForASlowBody) {
  Limits limits;
  limits.body_time = std::chrono::milliseconds(40);
  limits.head_time = std::chrono::hours(1);
  start(limits);
  auto one = client();
  one.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(one.read_answer().status, 408);
}

TEST_F(ListenerLimits, ClosesIdleConnectionsWithoutAWord) {
  Limits limits;
  limits.idle_time = std::chrono::milliseconds(40);
  start(limits);
  auto one = client();
  one.send(get("/"));
  EXPECT_EQ(one.read_answer().status, 200);
  EXPECT_EQ(one.read_rest(), "");
  EXPECT_EQ(one.wait_for_end(), End::kFin);
}

TEST_F(ListenerLimits, DoesNotWaitForAClientThatReadsNothing) {
  Limits limits;
  limits.write_time = std::chrono::milliseconds(50);
  start(limits);
  respond_ = [](const Request& request) {
    Response response = echo(request);
    if (request.target == "/large") response.body.assign(64UL * 1024 * 1024, 'x');
    return response;
  };
  auto one = client();
  one.send(get("/large"));
  while (handled_ == 0) std::this_thread::yield();
  while (server_->connection_count() > 0) std::this_thread::yield();
  EXPECT_LT(one.read_answer().body.size(), 64U * 1024 * 1024);
}

}  // namespace
}  // namespace bss::mock::http
