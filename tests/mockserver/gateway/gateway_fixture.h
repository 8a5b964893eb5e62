// A gateway over the demo cast with hand-made handlers and clocks; requests are signed here as a
// client would.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "api/accounts.h"
#include "api/iam.h"
#include "api/products.h"
#include "bss/wire/json.h"
#include "domain/world.h"
#include "gateway/gateway.h"
#include "iam/signature.h"
#include "support/domain_fixture.h"

namespace bss::mock::test {

inline constexpr std::string_view kPartnerKey = "DEMOPARTNERACCESSKEY";
inline constexpr std::string_view kPartnerSecret = "demoPartnerSecretKeyOnlyForTheLocalMock0";
inline constexpr std::string_view kCustomerKey = "DEMOCUSTOMERKEY00001";
inline constexpr std::string_view kCustomerSecret = "demoCustomerSecretKeyOnlyForTheLocalMock";
inline constexpr std::string_view kIntlKey = "DEMOPARTNERINTLKEY01";
inline constexpr std::string_view kIntlSecret = "demoPartnerIntlSecretKeyForTheLocalMock0";

inline constexpr std::string_view kBalances = "/v2/accounts/partner-accounts/balances";
inline constexpr std::string_view kAdjust = "/v2/accounts/partner-accounts/adjust-amount";
inline constexpr std::string_view kServiceTypes = "/v2/products/service-types";
inline constexpr std::string_view kAdjustBody =
    R"({"customer_id":"c0000000000000000000000000000001","amount":10.50})";

/// The real handlers, of which a test sets some answers; the default of `adjust` writes a row, so
/// that commits can be seen.
struct StubAccounts final : api::AccountsHandlers {
  using Context = api::CallContext;
  std::function<api::Reply<api::UpdateCustomerAccountAmountResponse>(const Context&)> adjust =
      [](const Context& context) -> api::Reply<api::UpdateCustomerAccountAmountResponse> {
    api::UpdateCustomerAccountAmountResponse response;
    response.transfer_id = "T" + std::to_string(context.world.db().next_number("stub"));
    return response;
  };
  std::function<api::Reply<api::ListPartnerBalancesResponse>(const Context&)> balances =
      [](const Context&) { return api::ListPartnerBalancesResponse{}; };

  api::Reply<api::ListPartnerBalancesResponse> list_partner_balances(
      const Context& context, const api::ListPartnerBalancesRequest&) override {
    return balances(context);
  }
  api::Reply<api::UpdateCustomerAccountAmountResponse> update_customer_account_amount(
      const Context& context, const api::UpdateCustomerAccountAmountRequest&) override {
    return adjust(context);
  }
};

struct StubProducts final : api::ProductsHandlers {
  api::Reply<api::ListServiceTypesResponse> list_service_types(
      const api::CallContext&, const api::ListServiceTypesRequest&) override {
    return api::ListServiceTypesResponse{};
  }
};

inline std::string sdk_date(domain::Instant at) {
  // 2025-06-01T00:00:00Z -> 20250601T000000Z
  std::string text = domain::format_utc_second(at);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

/// Signs what is in the request over the named headers (which must be there) and adds
/// Authorization.
inline void sign(http::Request& request, std::string_view key, std::string_view secret,
                 std::string_view signed_headers) {
  const iam::SignedRequestView view{request.method, request.target, &request.headers, request.body};
  const auto* declared = request.header("x-sdk-content-sha256");
  const std::string canonical = iam::canonical_request(
      view, signed_headers, declared ? *declared : iam::sha256_hex(request.body));
  const std::string signature =
      iam::signature_of(secret, iam::string_to_sign(*request.header("x-sdk-date"), canonical));
  request.headers.emplace_back("Authorization",
                               "SDK-HMAC-SHA256 Access=" + std::string(key) + ", SignedHeaders=" +
                                   std::string(signed_headers) + ", Signature=" + signature);
}

class GatewayTest : public ::testing::Test {
 protected:
  explicit GatewayTest(gateway::SitesServed sites = gateway::SitesServed::kBoth) {
    gateway::WorkspaceOptions options;
    options.throttle.mode = gateway::ThrottleMode::kOff;
    options.clocks.system = [this] {
      return std::chrono::system_clock::time_point(std::chrono::milliseconds(wall.ms));
    };
    options.clocks.steady = [this] {
      return real_steady ? std::chrono::steady_clock::now()
                         : std::chrono::steady_clock::time_point(steady);
    };
    auto made = std::make_unique<gateway::Workspace>("default", make_demo_world(), options);
    workspace = made.get();
    workspaces.add(std::move(made));
    api::Handlers handlers;
    handlers.iam = &iam_handlers;
    handlers.accounts = &accounts;
    handlers.products = &products;
    gateway =
        std::make_unique<gateway::Gateway>(workspaces, handlers, gateway::GatewayOptions{sites});
  }

  domain::World& world() { return workspace->world(); }

  http::Response send(http::Request request) {
    boost::asio::io_context context;
    http::Response response;
    std::exception_ptr thrown;
    boost::asio::co_spawn(context, gateway->handle(std::move(request)),
                          [&](std::exception_ptr error, http::Response got) {
                            thrown = error;
                            response = std::move(got);
                          });
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return response;
  }

  http::Request request(std::string_view method, std::string_view target,
                        std::string body = {}) const {
    http::Request made;
    made.method = std::string(method);
    made.target = std::string(target);
    made.body = std::move(body);
    made.remote_address = "127.0.0.1";
    made.headers = {{"Host", "127.0.0.1:12180"}, {"X-Sdk-Date", sdk_date(wall)}};
    if (!made.body.empty()) made.headers.emplace_back("Content-Type", "application/json");
    return made;
  }

  http::Request signed_request(std::string_view method, std::string_view target,
                               std::string body = {}, std::string_view key = kPartnerKey,
                               std::string_view secret = kPartnerSecret) const {
    auto made = request(method, target, std::move(body));
    sign(made, key, secret, "host;x-sdk-date");
    return made;
  }

  http::Request token_request(std::string_view method, std::string_view target,
                              const std::string& token, std::string body = {}) const {
    auto made = request(method, target, std::move(body));
    made.headers.emplace_back("X-Auth-Token", token);
    return made;
  }

  /// POST /v3/auth/tokens; `scope` is the JSON after `"scope":`, empty for none.
  http::Response login(const std::string& user = "demo-partner",
                       const std::string& password = "Partner@2025", std::string scope = {}) {
    std::string body =
        R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":")" + user +
        R"(","password":")" + password + R"(","domain":{"name":")" + user + R"("}}}})";
    body += scope.empty() ? "}}" : ",\"scope\":" + scope + "}}";
    return send(request("POST", "/v3/auth/tokens", body));
  }

  std::string token(const std::string& user = "demo-partner",
                    const std::string& password = "Partner@2025") {
    const auto response = login(user, password);
    EXPECT_EQ(response.status, 201) << response.body;
    return header(response, "X-Subject-Token");
  }

  std::string assume_body(const std::string& scope) const {
    return R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"DEMO_PLATFORM"}},"scope":)" +
           scope + "}}";
  }

  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }

  /// Text at a JSON pointer of the body; "<absent>" when there is none.
  static std::string at(const http::Response& response, std::string_view pointer) {
    const auto document = wire::read_json(response.body);
    if (!document.value) return "<no json>";
    const auto* value = document.value->at_pointer(pointer);
    return value == nullptr ? "<absent>" : value->text();
  }

  /// How often the default of `adjust` was committed.
  std::int64_t commits() {
    return world().run([&] { return world().db().next_number("stub"); }) - ++looked_;
  }

  void advance(std::int64_t seconds) {
    ASSERT_TRUE(world().advance_to(world().clock().now().plus_seconds(seconds)));
  }

  domain::Instant wall = kStart;
  std::chrono::milliseconds steady{1'000'000};
  bool real_steady = false;
  gateway::Workspaces workspaces;
  gateway::Workspace* workspace = nullptr;
  StubAccounts accounts;
  StubProducts products;
  api::IamHandlers iam_handlers{[] { return std::string("http://127.0.0.1:12180"); }};
  std::unique_ptr<gateway::Gateway> gateway;

 private:
  std::int64_t looked_ = 0;
};

}  // namespace bss::mock::test
