// Fixtures for tests of programs that use the partner API: a server of their own, started in one
// line, and clients whose credentials work. For GoogleTest; the only header that knows both halves.
//
//   class Onboarding : public bss::mock::testing::PartnerTest {};
//
//   TEST_F(Onboarding, SurvivesALostAnswer) {
//     workspace().lose_next_answers("UpdateCustomerAccountAmount");
//     my_platform::top_up(partner_client(), "c0000000000000000000000000000001", "10.00");
//     EXPECT_TRUE(books_balance());
//   }
//
// A fixture belongs to one thread; its server and clients serve any number.
#pragma once

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "bss/client.h"
#include "bss/mock/server.h"

namespace bss::mock::testing {

/// A configuration for `identity` on `server`, signing with its access key.
inline ClientConfig client_config(const Server& server, const mock::Identity& identity) {
  ClientConfig config;
  config.bss_endpoint = server.endpoint();
  config.iam_endpoint = server.endpoint();
  config.credentials = bss::Credentials::access_key(
      identity.access_key, Secret(identity.secret_key), identity.domain_id);
  config.xaccount_type = identity.platform;
  config.transport_options.ca_file = server.ca_file();
  return config;
}

/// The same, logging in with user name and password.
inline ClientConfig password_config(const Server& server, const mock::Identity& identity) {
  ClientConfig config = client_config(server, identity);
  config.credentials = bss::Credentials::password(identity.user_name, Secret(identity.password),
                                                  identity.domain_name);
  return config;
}

/// Each test has a server of its own: demo seed, free port, no throttling unless a test asks for
/// it.
class PartnerTest : public ::testing::Test {
 protected:
  explicit PartnerTest(Options options = unthrottled()) : server_(std::move(options)) {}

  static Options unthrottled() {
    Options options;
    options.throttle = "off";
    return options;
  }

  Server& server() noexcept { return server_; }
  Workspace workspace() noexcept { return server_.workspace(); }
  const std::string& endpoint() const noexcept { return server_.endpoint(); }
  const mock::Identity& partner() const noexcept { return server_.credentials().partner; }
  const mock::Identity& distributor() const noexcept { return server_.credentials().distributor; }
  const mock::Identity& customer() const noexcept { return server_.credentials().customer; }

  Client partner_client() const { return Client(client_config(server_, partner())); }
  Client distributor_client() const { return Client(client_config(server_, distributor())); }
  Client customer_client() const { return Client(client_config(server_, customer())); }

  /// Every balance agrees with its postings and records; says which does not.
  ::testing::AssertionResult books_balance() {
    const auto report = workspace().check_ledger();
    if (report.ok) return ::testing::AssertionSuccess();
    auto failure = ::testing::AssertionFailure();
    for (const auto& problem : report.problems) failure << problem << "\n";
    return failure;
  }

 private:
  Server server_;
};

}  // namespace bss::mock::testing
