#include "transport_conformance.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <set>
#include <thread>

namespace bss::testing {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

std::string name_of_transport(const ::testing::TestParamInfo<TransportUnderTest>& info) {
  return info.param.name;
}

TransportRequest TransportConformance::get(const ScriptedServer& server,
                                           const std::string& target) {
  TransportRequest request;
  request.method = "GET";
  request.url = server.url();
  request.target = target;
  request.headers = {{"Host", server.host_header()}, {"User-Agent", "conformance/1"}};
  request.deadline = in(5s);
  return request;
}

TransportRequest TransportConformance::post(const ScriptedServer& server, const std::string& body) {
  TransportRequest request = get(server);
  request.method = "POST";
  request.headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
  request.body = body;
  request.has_body = true;
  return request;
}

TransportRequest TransportConformance::at_most_once(TransportRequest request) {
  request.at_most_once = true;
  return request;
}

std::string header_of(const TransportResponse& response, std::string_view name) {
  for (const auto& header : response.headers) {
    if (std::equal(header.first.begin(), header.first.end(), name.begin(), name.end(),
                   [](char l, char r) {
                     return std::tolower(static_cast<unsigned char>(l)) ==
                            std::tolower(static_cast<unsigned char>(r));
                   })) {
      return header.second;
    }
  }
  return {};
}

namespace {

const CancellationToken kNever;

TEST_P(TransportConformance, BringsStatusHeadersAndBody) {
  ScriptedServer server(
      {answer(429, "slow down", {{"X-Request-Id", "abc"}, {"Retry-After", "3"}})});
  const auto result = make()->send(get(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->status, 429);
  EXPECT_EQ(result.response->body, "slow down");
  EXPECT_EQ(header_of(*result.response, "x-request-id"), "abc");
  EXPECT_EQ(header_of(*result.response, "Retry-After"), "3");
}

TEST_P(TransportConformance, SendsTheTargetByteForByte) {
  // What is sent is what was signed (auth-gateway.md 9.7): no decoding, no re-encoding, no
  // normalising.
  const std::vector<std::string> targets = {
      "/v2/orders/a%2Fb/c%20d",
      "/v2/x?name=%E4%BA%91%20%E6%9C%8D%2B%2A~&limit=10",
      "/v2/x?a+b=c+d",
      "/v2/~user/x~y?q=~",
      "/v2/x?empty",
      "/v2/x?empty=",
      "/v2/x;p=1?a;b=2",
      "/v2/x/?b=2&b=10&b=1&e&id=50%25",
      "/v2/%e4%ba%91",
      "/v2/a%2fb?c=%7e%41",
      "/v2/x?a=b&&c=d&",
      "/v2//double//slash",
      "/v2/./dot/../up",
      "/v2/x?date=2024-03-15T08:15:30Z&q='(!*)'",
      "/",
      "/?a=1",
  };
  ScriptedServer server(std::vector<Step>{});
  const auto transport = make();
  for (const auto& target : targets) {
    const auto result = transport->send(get(server, target), kNever);
    ASSERT_TRUE(result.response) << target << ": " << result.failure.message;
    EXPECT_EQ(server.requests().back().target, target);
  }
}

TEST_P(TransportConformance, RefusesATargetThatCannotBeSentAsItStands) {
  ScriptedServer server(std::vector<Step>{});
  const auto transport = make();
  for (const std::string target :
       {"", "no-slash", "/v2/with blank", "/v2/x#fragment", "/v2/x\r\nX-Evil: 1"}) {
    const auto result = transport->send(get(server, target), kNever);
    ASSERT_FALSE(result.response) << target;
    EXPECT_EQ(result.failure.known, Known::kNotSent) << target;
    EXPECT_THAT(result.failure.message, Not(HasSubstr("v2")));
  }
  EXPECT_EQ(server.request_count(), 0U);
}

TEST_P(TransportConformance, SendsHeadersUnchangedAndInventsNoneThatIsSigned) {
  ScriptedServer server(std::vector<Step>{});
  auto request = post(server, R"({"a":1})");
  const std::vector<std::pair<std::string, std::string>> given = {
      {"Host", server.host_header()},
      {"Content-Type", "application/json;charset=utf8"},
      {"X-Sdk-Date", "20240315T081530Z"},
      {"X-Domain-Id", "d0000000000000000000000000000001"},
      {"Authorization", "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=00"},
      {"X-Security-Token", "a+b/c== d"},
      {"User-Agent", "conformance/1 (x; y)"}};
  request.headers = given;
  ASSERT_TRUE(make()->send(request, kNever).response);
  const auto seen = server.requests().at(0);
  for (const auto& [name, value] : given) {
    EXPECT_EQ(seen.values(name), std::vector<std::string>{value}) << name;
  }
  EXPECT_EQ(seen.values("Content-Length"), std::vector<std::string>{"7"});
  EXPECT_TRUE(seen.values("Transfer-Encoding").empty());
  EXPECT_TRUE(seen.values("Accept-Encoding").empty());
  EXPECT_TRUE(seen.values("Expect").empty());
  EXPECT_EQ(seen.body, R"({"a":1})");
}

TEST_P(TransportConformance, SendsABodyOfAtMostOnceInTheSameForm) {
  ScriptedServer server(std::vector<Step>{});
  const std::string body(300'000, 'x');
  ASSERT_TRUE(make()->send(at_most_once(post(server, body)), kNever).response);
  const auto seen = server.requests().at(0);
  EXPECT_EQ(seen.values("Content-Length"), std::vector<std::string>{"300000"});
  EXPECT_EQ(seen.values("Content-Type"),
            std::vector<std::string>{"application/json;charset=UTF-8"});
  EXPECT_TRUE(seen.values("Transfer-Encoding").empty());
  EXPECT_EQ(seen.body, body);
}

TEST_P(TransportConformance, InventsNoContentType) {
  ScriptedServer server(std::vector<Step>{});
  auto request = post(server);
  request.headers = {{"Host", server.host_header()}, {"User-Agent", "conformance/1"}};
  const auto transport = make();
  ASSERT_TRUE(transport->send(request, kNever).response);
  ASSERT_TRUE(transport->send(get(server), kNever).response);
  for (const auto& seen : server.requests()) EXPECT_TRUE(seen.values("Content-Type").empty());
}

TEST_P(TransportConformance, SendsAnEmptyBodyWithLengthZero) {
  ScriptedServer server(std::vector<Step>{});
  ASSERT_TRUE(make()->send(post(server, ""), kNever).response);
  EXPECT_EQ(server.requests().at(0).values("Content-Length"), std::vector<std::string>{"0"});
}

TEST_P(TransportConformance, SendsAHeaderValueOf16Kilobytes) {
  // Tokens have 180 bytes to 16 KB.
  ScriptedServer server(std::vector<Step>{});
  auto request = get(server);
  const std::string token(16UL * 1024, 't');
  request.headers.emplace_back("X-Auth-Token", token);
  ASSERT_TRUE(make()->send(request, kNever).response);
  EXPECT_EQ(server.requests().at(0).value("X-Auth-Token"), token);
}

TEST_P(TransportConformance, RefusesHeadersThatWouldBreakTheirLine) {
  ScriptedServer server(std::vector<Step>{});
  const auto transport = make();
  const std::vector<std::pair<std::string, std::string>> broken = {
      {"X-A", "1\r\nX-Evil: 1"}, {"X-A", "1\n"}, {"X A", "1"}, {"X-A:", "1"}, {"", "1"}};
  for (const auto& header : broken) {
    auto request = get(server);
    request.headers.push_back(header);
    const auto result = transport->send(request, kNever);
    ASSERT_FALSE(result.response);
    EXPECT_EQ(result.failure.known, Known::kNotSent);
  }
  EXPECT_EQ(server.request_count(), 0U);
}

TEST_P(TransportConformance, KeepsTheConnectionForTheNextCall) {
  ScriptedServer server(std::vector<Step>{});
  const auto transport = make();
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(transport->send(i % 2 == 0 ? get(server) : post(server), kNever).response);
  EXPECT_EQ(server.connection_count(), 1);
}

TEST_P(TransportConformance, ReadsChunkedAnswers) {
  ScriptedServer server({raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "5\r\nhello\r\n10;ext=1\r\n, chunked world!\r\n0\r\n\r\n"),
                         ok()});
  const auto transport = make();
  const auto result = transport->send(get(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->body, "hello, chunked world!");
  EXPECT_TRUE(transport->send(get(server), kNever).response);
}

TEST_P(TransportConformance, ReadsAnswersThatEndWithTheConnection) {
  ScriptedServer server(
      {raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end", Step::Then::kClose)});
  const auto result = make()->send(get(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->body, "until the end");
}

TEST_P(TransportConformance, ReadsHttp10Answers) {
  ScriptedServer server(
      {raw("HTTP/1.0 201 Created\r\nContent-Length: 4\r\n\r\nbody", Step::Then::kClose),
       raw("HTTP/1.0 200 OK\r\n\r\nno length", Step::Then::kClose)});
  const auto transport = make();
  const auto with_length = transport->send(post(server), kNever);
  ASSERT_TRUE(with_length.response) << with_length.failure.message;
  EXPECT_EQ(with_length.response->status, 201);
  EXPECT_EQ(with_length.response->body, "body");
  const auto without_length = transport->send(post(server), kNever);
  ASSERT_TRUE(without_length.response) << without_length.failure.message;
  EXPECT_EQ(without_length.response->body, "no length");
}

TEST_P(TransportConformance, Reads204WithoutBodyAndKeepsTheConnection) {
  ScriptedServer server({raw("HTTP/1.1 204 No Content\r\n\r\n"), ok()});
  const auto transport = make();
  const auto result = transport->send(post(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->status, 204);
  EXPECT_EQ(result.response->body, "");
  ASSERT_TRUE(transport->send(get(server), kNever).response);
  EXPECT_EQ(server.connection_count(), 1);
}

TEST_P(TransportConformance, ReadsAHeaderOf64Kilobytes) {
  const std::string token(64UL * 1024, 'm');
  ScriptedServer server({answer(201, "{}", {{"X-Subject-Token", token}})});
  const auto result = make()->send(post(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(header_of(*result.response, "X-Subject-Token"), token);
}

TEST_P(TransportConformance, ReadsABodyOfTwoMegabytes) {
  const std::string body(2UL * 1024 * 1024, 'z');
  ScriptedServer server({answer(200, body)});
  const auto result = make()->send(get(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->body, body);
}

TEST_P(TransportConformance, DoesNotFollowRedirects) {
  ScriptedServer server({answer(302, "", {{"Location", "/elsewhere"}}),
                         answer(308, "", {{"Location", "/elsewhere"}})});
  const auto transport = make();
  EXPECT_EQ(transport->send(get(server), kNever).response->status, 302);
  EXPECT_EQ(transport->send(post(server), kNever).response->status, 308);
  EXPECT_EQ(server.request_count(), 2U);
}

TEST_P(TransportConformance, LeavesContentEncodingAlone) {
  ScriptedServer server({answer(200, "\x1f\x8b not really", {{"Content-Encoding", "gzip"}})});
  const auto result = make()->send(get(server), kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(result.response->body, "\x1f\x8b not really");
}

TEST_P(TransportConformance, AThousandCallsInARow) {
  ScriptedServer server([](const SeenRequest& request) { return answer(200, request.target); });
  const auto transport = make();
  for (int i = 0; i < 1000; ++i) {
    const std::string target = "/n/" + std::to_string(i);
    const auto result = transport->send(get(server, target), kNever);
    ASSERT_TRUE(result.response) << i << ": " << result.failure.message;
    ASSERT_EQ(result.response->body, target);
  }
  EXPECT_EQ(server.connection_count(), 1);
}

TEST_P(TransportConformance, EightThreadsGetTheirOwnAnswers) {
  ScriptedServer server(
      [](const SeenRequest& request) { return answer(200, request.target + request.body); });
  const auto transport = make();
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const std::string body = std::to_string(t) + "-" + std::to_string(i);
        auto request = i % 5 == 0 ? at_most_once(post(server, body)) : post(server, body);
        const auto result = transport->send(request, kNever);
        if (!result.response || result.response->body != "/v2/things" + body) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(server.request_count(), 200U);
}

TEST_P(TransportConformance, AProxyGetsTheWholeAddress) {
  ScriptedServer proxy(std::vector<Step>{});
  TransportOptions options;
  options.proxy = proxy.url();
  auto request = get(proxy, "/v2/x?a=%2F");
  request.url = "http://bss.example.invalid";
  request.headers[0].second = "bss.example.invalid";
  const auto result = make(options)->send(request, kNever);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(proxy.requests().at(0).target, "http://bss.example.invalid/v2/x?a=%2F");
  EXPECT_EQ(proxy.requests().at(0).value("Host"), "bss.example.invalid");
}

}  // namespace
}  // namespace bss::testing
