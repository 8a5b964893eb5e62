// A client that knows nothing of the workspace's clock gets through after any change of it
// (control-api "Clock"): its signatures are dated by the wall, its tokens run out on the way.
#include <string>

#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "demo.h"

namespace bss::test {
namespace {

enum class Login { kAccessKey, kPassword };

class TimeTravel : public ::testing::TestWithParam<Login> {
 protected:
  mock::Workspace workspace(const std::string& start_at = {}) {
    mock::WorkspaceOptions wish;
    wish.start_at = start_at;
    return server_.create_workspace(wish);
  }
  static Client client_of(const mock::Workspace& workspace) {
    const mock::Identity& partner = workspace.credentials().partner;
    ClientConfig config;
    config.bss_endpoint = workspace.endpoint();
    config.iam_endpoint = workspace.endpoint();
    config.xaccount_type = partner.platform;
    config.credentials =
        GetParam() == Login::kAccessKey
            ? Credentials::access_key(partner.access_key, Secret(partner.secret_key),
                                      partner.domain_id)
            : Credentials::password(partner.user_name, Secret(partner.password),
                                    partner.domain_name);
    // assume_role takes a token.
    config.role_credentials =
        Credentials::password(partner.user_name, Secret(partner.password), partner.domain_name);
    return Client(config);
  }
  static void expect_to_get_through(const Client& client, const mock::Workspace& workspace) {
    const auto balances = client.list_partner_balances({});
    EXPECT_TRUE(balances.ok()) << balances.error().message;
    UpdateCustomerAccountAmountRequest allocation;
    allocation.customer_id = workspace.credentials().customer.domain_id;
    allocation.amount = *Decimal::parse("1.00");
    const auto allocated = client.update_customer_account_amount(allocation);
    EXPECT_TRUE(allocated.ok()) << allocated.error().message;
    const auto of_customer =
        client.as_customer(DomainId{workspace.credentials().customer.domain_id})
            .show_customer_account_balances({});
    EXPECT_TRUE(of_customer.ok()) << of_customer.error().message;
  }

  mock::Server server_{unthrottled()};
};

TEST_P(TimeTravel, AYearAhead) {
  auto there = workspace();
  const Client client = client_of(there);
  expect_to_get_through(client, there);
  there.advance("P1Y");
  expect_to_get_through(client, there);
  expect_to_get_through(client_of(there), there);
}

TEST_P(TimeTravel, FrozenAYearBack) {
  const std::string now = server_.workspace().clock().now;
  const std::string back = std::to_string(std::stoi(now.substr(0, 4)) - 1) + "-01-31T00:00:00Z";
  auto there = workspace(back);
  EXPECT_EQ(there.clock().now, back);
  const Client client = client_of(there);
  expect_to_get_through(client, there);
  there.advance("P1Y");
  expect_to_get_through(client, there);
}

INSTANTIATE_TEST_SUITE_P(Of, TimeTravel, ::testing::Values(Login::kAccessKey, Login::kPassword),
                         [](const auto& login) {
                           return login.param == Login::kAccessKey ? "AccessKey" : "Password";
                         });

}  // namespace
}  // namespace bss::test
