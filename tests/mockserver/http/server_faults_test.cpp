// What a handler may ask to happen to the connection (control-api "Faults"), as a client sees it.
#include "http/listener_fixture.h"

namespace bss::mock::http {
namespace {

using End = test_support::RawClient::End;

class ListenerFaults : public Listener {
 protected:
  void answer_with(After after) {
    respond_ = [after](const Request& request) {
      Response response = echo(request);
      response.after = after;
      return response;
    };
    start();
  }
};

TEST_F(ListenerFaults, ResetsWithoutAByte) {
  answer_with(After::kResetBeforeAnswer);
  auto one = client();
  one.send(get("/"));
  EXPECT_EQ(one.read_rest(), "");
  EXPECT_EQ(one.wait_for_end(), End::kReset);
  EXPECT_EQ(handled_, 1);
}

TEST_F(ListenerFaults, EndsQuietlyWithoutAByte) {
  answer_with(After::kFinBeforeAnswer);
  auto one = client();
  one.send(get("/") + get("/pipelined-and-never-read"));
  EXPECT_EQ(one.read_rest(), "");
  EXPECT_EQ(one.wait_for_end(), End::kFin);
  EXPECT_EQ(handled_, 1);
}

TEST_F(ListenerFaults, HangsUntilTheClientGivesUp) {
  answer_with(After::kHang);
  auto one = client();
  one.send(get("/"));
  EXPECT_TRUE(one.nothing_comes_within(60));
  one.finish_sending();
  EXPECT_EQ(one.read_rest(), "");
}

TEST_F(ListenerFaults, DoesNotLetAHangingConnectionHoldTheStop) {
  ServerOptions options;
  options.stop_grace = std::chrono::hours(1);
  respond_ = [](const Request&) {
    Response response;
    response.after = After::kHang;
    return response;
  };
  start(std::move(options));
  auto one = client();
  one.send(get("/"));
  while (handled_ == 0) std::this_thread::yield();
  server_->stop();
  EXPECT_NE(one.wait_for_end(), End::kTimeLimit);
}

TEST_F(ListenerFaults, ClosesAfterTheAnswer) {
  answer_with(After::kClose);
  auto one = client();
  one.send(get("/"));
  EXPECT_EQ(one.read_answer().header("Connection"), "close");
  EXPECT_EQ(one.wait_for_end(), End::kFin);
}

TEST_F(ListenerFaults, CutsTheBodyShortOfItsLength) {
  respond_ = [](const Request&) {
    Response response;
    response.body = "0123456789";
    response.cut_body_after = 4;
    return response;
  };
  start();
  auto one = client();
  one.send(get("/"));
  const auto answer = one.read_answer();
  EXPECT_EQ(answer.header("Content-Length"), "10");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "0123");
}

TEST_F(ListenerFaults, ResetsBetweenHeadAndBody) {
  answer_with(After::kResetAfterHeaders);
  auto one = client();
  one.send(get("/"));
  EXPECT_EQ(one.read_rest().find("GET / "), std::string::npos);
  EXPECT_EQ(one.wait_for_end(), End::kReset);
}

TEST_F(ListenerFaults, TricklesTheBody) {
  respond_ = [](const Request&) {
    Response response;
    response.body = "0123456789";
    response.body_bytes_per_second = 1000;
    return response;
  };
  start();
  auto one = client();
  one.send(get("/") + get("/"));
  EXPECT_EQ(one.read_answer().body, "0123456789");
  EXPECT_EQ(one.read_answer().body, "0123456789");
}

}  // namespace
}  // namespace bss::mock::http
