// A listener with a handler that says back what it was given, for the tests of this folder.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "http/server.h"
#include "support/raw_client.h"

namespace bss::mock::http {

/// Answers "METHOD target body" and lists the headers in `X-Seen`, in their order.
class Listener : public ::testing::Test {
 protected:
  void start(Limits limits = {}) {
    ServerOptions options;
    options.limits = limits;
    start(std::move(options));
  }
  void start(ServerOptions options) {
    server_ = std::make_unique<Server>(std::move(options));
    server_->serve(
        [this](Request request) -> boost::asio::awaitable<Response> {
          ++handled_;
          Response response = respond_(request);
          co_return response;
        },
        [](const Refusal& refusal) {
          return Response{refusal.status, {{"X-Refused", refusal.reason}}, "refused", {}, {}, {}};
        });
  }

  test_support::RawClient client() const { return test_support::RawClient(server_->port()); }

  static Response echo(const Request& request) {
    Response response;
    response.body = request.method + " " + request.target + " " + request.body;
    std::string seen;
    for (const auto& [name, value] : request.headers) seen += name + "=" + value + ";";
    if (seen.size() < 1000) response.headers.emplace_back("X-Seen", seen);
    return response;
  }

  std::function<Response(const Request&)> respond_ = echo;
  std::atomic<int> handled_{0};
  std::unique_ptr<Server> server_;
};

inline std::string get(const std::string& target, const std::string& more = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + more + "\r\n";
}

}  // namespace bss::mock::http
