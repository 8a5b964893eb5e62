#include "stage.h"

#include <chrono>
#include <iostream>
#include <stdexcept>

#include "bss/mock/server.h"

namespace bss::contract {

using std::chrono_literals::operator""s;
using wire::Json;

const std::string& server_endpoint() {
  static mock::Server server([] {
    mock::Options options;
    options.site = "both";
    options.throttle = "off";
    options.log = [](std::string_view line) { std::cerr << "server: " << line << '\n'; };
    return options;
  }());
  return server.endpoint();
}

Decimal yuan(std::string_view text) {
  const std::optional<Decimal> amount = Decimal::parse(text);
  if (!amount) throw std::runtime_error("no amount: " + std::string(text));
  return *amount;
}

RecordedClient make_client(bss::Credentials credentials, bss::Site site,
                           const std::string& platform) {
  auto transport = std::make_shared<RecordingTransport>(bss::make_default_transport());
  bss::ClientConfig config;
  config.site = site;
  config.bss_endpoint = server_endpoint();
  config.iam_endpoint = server_endpoint();
  config.credentials = std::move(credentials);
  config.xaccount_type = platform;
  config.transport = transport;
  config.pacing = false;          // throttling is off, and a refusal shall be seen as it comes
  config.strict_decoding = true;  // the server must not send what the description does not know
  config.retry.max_attempts = 1;
  config.total_timeout = 20s;
  return {transport, bss::Client(std::move(config))};
}

Stage::Stage() : control(server_endpoint()), http(server_endpoint()) {
  control.reset();
  control.freeze_clock();
}

RecordedClient& Stage::partner() {
  if (!partner_) {
    partner_ = std::make_unique<RecordedClient>(make_client(
        bss::Credentials::access_key("DEMOPARTNERACCESSKEY",
                                     bss::Secret("demoPartnerSecretKeyOnlyForTheLocalMock0")),
        bss::Site::kChina, kPlatform));
  }
  return *partner_;
}

RecordedClient& Stage::distributor() {
  if (!distributor_) {
    distributor_ = std::make_unique<RecordedClient>(make_client(
        bss::Credentials::access_key("DEMODISTRIBUTORKEY01",
                                     bss::Secret("demoDistributorSecretKeyForTheLocalMock0")),
        bss::Site::kChina, kDistributorPlatform));
  }
  return *distributor_;
}

RecordedClient& Stage::customer() {
  if (!customer_) {
    customer_ = std::make_unique<RecordedClient>(make_client(bss::Credentials::access_key(
        "DEMOCUSTOMERKEY00001", bss::Secret("demoCustomerSecretKeyOnlyForTheLocalMock"))));
  }
  return *customer_;
}

RecordedClient& Stage::intl_partner() {
  if (!intl_partner_) {
    intl_partner_ = std::make_unique<RecordedClient>(make_client(
        bss::Credentials::access_key("DEMOPARTNERINTLKEY01",
                                     bss::Secret("demoPartnerIntlSecretKeyForTheLocalMock0")),
        bss::Site::kInternational));
  }
  return *intl_partner_;
}

std::string Stage::token(const std::string& account, const std::string& password) {
  for (const auto& [name, value] : tokens_) {
    if (name == account) return value;
  }
  const std::string body =
      R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":")" + account +
      R"(","password":")" + password + R"(","domain":{"name":")" + account +
      R"("}}}},"scope":{"domain":{"name":")" + account + R"("}}}})";
  const HttpExchange answer = http.send(
      {"POST", "/v3/auth/tokens?nocatalog=1", {{"Content-Type", "application/json"}}, body});
  if (answer.status != 201) throw std::runtime_error("login of " + account + ": " + answer.body);
  tokens_.emplace_back(account, answer.header("X-Subject-Token"));
  return tokens_.back().second;
}

HttpExchange Stage::send_with_token(const std::string& token, const std::string& method,
                                    const std::string& target, const std::string& body,
                                    Headers more) {
  more.emplace_back("X-Auth-Token", token);
  if (!body.empty()) more.emplace_back("Content-Type", "application/json");
  return http.send({method, target, std::move(more), body});
}

Json json_of(const std::string& body) {
  wire::JsonResult document = wire::read_json(body);
  if (!document.value) {
    ADD_FAILURE() << "no JSON: " << body;
    return {};
  }
  return std::move(*document.value);
}

}  // namespace bss::contract
