// A server whose workspaces are steered and called over HTTP, as a program in another language
// does.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "bss/mock/server.h"
#include "bss/wire/json.h"
#include "support/raw_client.h"

namespace bss::mock {

using wire::Json;

inline constexpr const char* kCustomers = "/v2/partners/sub-customers/query";
inline constexpr const char* kBalances = "/v2/accounts/partner-accounts/balances";

class Workspaces : public ::testing::Test {
 protected:
  Workspaces() : Workspaces(options()) {}
  explicit Workspaces(Options options) : server_(std::move(options)) {}

  static Options options() {
    Options options;
    options.throttle = "off";
    return options;
  }

  struct Answer {
    int status = 0;
    std::string text;
    std::string token;
    Json body;
    std::string member(const std::string& pointer) const {
      const Json* found = body.at_pointer(pointer);
      if (found == nullptr) return "(absent)";
      if (found->kind() == Json::Kind::kBoolean) return found->as_boolean() ? "true" : "false";
      return found->text();
    }
  };
  static Answer call_at(std::uint16_t port, const std::string& method, const std::string& target,
                        const std::string& body = {}, const std::string& headers = {}) {
    test_support::RawClient client(port);
    client.send(method + " " + target +
                " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n" +
                headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const auto raw = client.read_answer();
    Answer answer{raw.status, raw.body, raw.header("X-Subject-Token"), {}};
    if (!raw.body.empty()) answer.body = wire::read_json(raw.body).value.value_or(Json());
    return answer;
  }
  Answer call(const std::string& method, const std::string& target, const std::string& body = {},
              const std::string& headers = {}) {
    return call_at(server_.port(), method, target, body, headers);
  }
  static std::string login_body(const Identity& who) {
    return R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":")" +
           who.user_name + R"(","password":")" + who.password + R"(","domain":{"name":")" +
           who.domain_name + R"("}}}}}})";
  }
  Answer login(const Identity& who, const std::string& headers = {}) {
    return call("POST", "/v3/auth/tokens", login_body(who), headers);
  }
  static std::string with(const std::string& token) { return "X-Auth-Token: " + token + "\r\n"; }

  Server server_;
};

}  // namespace bss::mock
