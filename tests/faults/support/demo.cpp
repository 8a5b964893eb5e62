#include "demo.h"

#include <stdexcept>

#include "bss/coupons.h"

namespace bss::test {

mock::Options unthrottled() {
  mock::Options options;
  options.throttle = "off";
  return options;
}

namespace {

ClientConfig config_of(const std::string& endpoint, const mock::Identity& who) {
  ClientConfig config;
  config.bss_endpoint = endpoint;
  config.credentials =
      Credentials::access_key(who.access_key, Secret(who.secret_key), who.domain_id);
  config.xaccount_type = who.platform;
  config.random_seed = 20250601;
  return config;
}

}  // namespace

ClientConfig partner_config(const mock::Server& server) {
  return config_of(server.endpoint(), server.credentials().partner);
}

ClientConfig partner_config(std::uint16_t port) {
  return config_of("http://127.0.0.1:" + std::to_string(port), mock::demo_credentials().partner);
}

ClientConfig distributor_config(const mock::Server& server) {
  return config_of(server.endpoint(), server.credentials().distributor);
}

std::string partner_token(std::uint16_t port) {
  return token_of(port, mock::demo_credentials().partner);
}

std::string token_of(std::uint16_t port, const mock::Identity& who) {
  const std::string body =
      R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":")" +
      who.user_name + R"(","password":")" + who.password + R"(","domain":{"name":")" +
      who.domain_name + R"("}}}},"scope":{"domain":{"name":")" + who.domain_name + R"("}}}})";
  Connection connection(port);
  const auto answer = connection.exchange(
      request_bytes("POST", "/v3/auth/tokens", {{"Content-Type", "application/json"}}, body));
  if (!answer || answer->status != 201) {
    throw std::runtime_error("no token: " + (answer ? answer->body : std::string("no answer")));
  }
  return answer->header("X-Subject-Token");
}

Headers json_headers(const std::string& token) {
  return {{"X-Auth-Token", token}, {"Content-Type", "application/json"}};
}

std::string quota_id(const Client& client) {
  const auto quotas = client.list_quota_coupons({}).value().quotas;
  if (quotas.empty() || !quotas.front().quota_id)
    throw std::runtime_error("the demo seed has no quota");
  return *quotas.front().quota_id;
}

std::string everything_stored(mock::Server& server) {
  std::string all;
  for (const char* entity : {"accounts", "ledger", "customers", "quotas", "coupons"}) {
    all += std::string(entity) + " " + server.workspace().state(entity) + "\n";
  }
  return all;
}

std::string ledger_problem(mock::Server& server) {
  const mock::LedgerReport report = server.workspace().check_ledger();
  if (report.ok) return {};
  return report.problems.empty() ? "not ok" : report.problems.front();
}

}  // namespace bss::test
