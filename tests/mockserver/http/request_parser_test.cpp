#include "http/request_parser.h"

#include <random>

#include <gtest/gtest.h>

namespace bss::mock::http {
namespace {

using Step = RequestParser::Step;

/// Feeds `text` in pieces of `piece` bytes until the request is complete, refused, or all is given.
Step feed(RequestParser& parser, const std::string& text, std::size_t piece) {
  std::string waiting;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    waiting += text.substr(at, piece);
    while (true) {
      const auto progress = parser.consume(waiting.data(), waiting.size());
      waiting.erase(0, progress.used);
      if (progress.step == Step::kHeadDone) continue;
      if (progress.step != Step::kNeedMore) return progress.step;
      break;
    }
  }
  return Step::kNeedMore;
}

int refusal_of(const std::string& text, const Limits& limits = {}) {
  RequestParser parser(limits);
  return feed(parser, text, text.size()) == Step::kRefused ? parser.refusal().status : 0;
}

TEST(RequestParser, KeepsNamesAndOrderOfHeadersAsTheyWereSent) {
  // A signature is made over the headers as sent; equal names must not move together.
  const Limits limits;
  RequestParser parser(limits);
  ASSERT_EQ(
      feed(parser, "GET /a%20b?x=1&&y HTTP/1.1\r\nhOSt: h\r\nX-A: 1\r\nX-B:  2 \r\nx-a: 3\r\n\r\n",
           1000),
      Step::kDone);
  const Request request = parser.take();
  EXPECT_EQ(request.target, "/a%20b?x=1&&y");
  const Headers expected{{"hOSt", "h"}, {"X-A", "1"}, {"X-B", "2"}, {"x-a", "3"}};
  EXPECT_EQ(request.headers, expected);
}

// A fuzzer found that Beast counts on the end of the last chunk to come in whole.
TEST(RequestParser, ReadsALastChunkThatComesByteByByte) {
  const std::string text =
      "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  const Limits limits;
  RequestParser parser(limits);
  ASSERT_EQ(feed(parser, text, 1), Step::kDone);
  EXPECT_EQ(parser.take().body, "");
}

TEST(RequestParser, ReadsTheSameWhateverThePieces) {
  const std::string text =
      "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;ext=1\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nTrailer: no header\r\n\r\n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const Limits limits;
    RequestParser parser(limits);
    ASSERT_EQ(feed(parser, text, piece), Step::kDone) << piece;
    const Request request = parser.take();
    EXPECT_EQ(request.body, "hello world") << piece;
    EXPECT_EQ(request.header("Trailer"), nullptr) << piece;
  }
}

TEST(RequestParser, LeavesWhatBelongsToTheNextRequest) {
  const Limits limits;
  RequestParser parser(limits);
  const std::string text = "\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nokGET /";
  auto progress = parser.consume(text.data(), text.size());
  ASSERT_EQ(progress.step, Step::kHeadDone);
  const std::size_t head = progress.used;
  progress = parser.consume(text.data() + head, text.size() - head);
  ASSERT_EQ(progress.step, Step::kDone);
  EXPECT_EQ(text.substr(head + progress.used), "GET /");
}

TEST(RequestParser, JudgesEachSizeByItsOwnLimit) {
  // architecture.md: one header 32 KB, all together 128 KB -> 494; target 32 KB -> 414; body 12 MB
  // -> 413.
  const std::string head = "GET / HTTP/1.1\r\nHost: h\r\n";
  const auto kb = [](std::size_t n) { return std::string(n * 1024, 'x'); };
  EXPECT_EQ(refusal_of("GET /" + kb(33) + " HTTP/1.1\r\nHost: h\r\n\r\n"), 414);
  EXPECT_EQ(refusal_of("GET /" + kb(31) + " HTTP/1.1\r\nHost: h\r\n\r\n"), 0);
  EXPECT_EQ(refusal_of("GET /" + kb(1000)), 414) << "a target without end";
  EXPECT_EQ(refusal_of(head + "A: " + kb(33) + "\r\n\r\n"), 494);
  EXPECT_EQ(refusal_of(head + "A: " + kb(64) + "\r\n\r\n"), 494)
      << "what Beast's container throws on";
  EXPECT_EQ(refusal_of(head + "A: " + kb(31) + "\r\n\r\n"), 0);
  EXPECT_EQ(refusal_of(head + "A: " + kb(1000)), 494) << "a header without end";
  std::string many = head;
  for (int i = 0; i < 5; ++i) many += "A: " + kb(30) + "\r\n";
  EXPECT_EQ(refusal_of(many + "\r\n"), 494);
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 13631488\r\n\r\n"), 413);
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 12582912\r\n\r\n"), 0);
  Limits small;
  small.body = 10;
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "6\r\nabcdef\r\n6\r\nabcdef\r\n",
                       small),
            413);
}

TEST(RequestParser, RefusesWhatIsNotHttp) {
  for (const char* text : {
           "\x16\x03\x01\x02\x01\r\n\r\n",
           "hello\r\n\r\n",
           "GET\r\n\r\n",
           "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
           "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
           "GET / HTTP/1.1\nHost: h\n\n",
           "GET / HTTP/1.1\r\nHost h\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nBad Name: 1\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nA: \x01\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
           "GET / HTTP/1.1\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
       }) {
    EXPECT_EQ(refusal_of(text), 400) << text;
  }
}

TEST(RequestParser, SurvivesDamagedRequests) {
  const std::string good = "POST /v2/x?y=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nX-Long: " +
                           std::string(200, 'v') + "\r\n\r\nhello";
  std::mt19937 random(20250601);
  for (int round = 0; round < 20000; ++round) {
    std::string text = good;
    for (int change = 0; change < 3; ++change) {
      text[random() % text.size()] = static_cast<char>(random() % 256);
    }
    const Limits limits;
    RequestParser parser(limits);
    const Step step = feed(parser, text, 1 + random() % text.size());
    if (step == Step::kRefused) {
      EXPECT_NE(parser.refusal().status, 0);
    }
  }
}

TEST(RequestParser, TellsWhoWaitsForContinueAndWhoStays) {
  const auto parsed = [](const std::string& text) {
    static const Limits limits;
    auto parser = std::make_unique<RequestParser>(limits);
    parser->consume(text.data(), text.size());
    return parser;
  };
  EXPECT_TRUE(
      parsed("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n")
          ->expects_continue());
  EXPECT_FALSE(parsed("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
                   ->expects_continue());
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: h\r\n\r\n")->wants_keep_alive());
  EXPECT_FALSE(
      parsed("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")->wants_keep_alive());
  EXPECT_FALSE(parsed("GET / HTTP/1.0\r\n\r\n")->wants_keep_alive());
  EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->wants_keep_alive());
}

}  // namespace
}  // namespace bss::mock::http
