#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/mock/testing.h"

namespace {

using bss::mock::Reach;

class Fixture : public bss::mock::testing::PartnerTest {};

TEST_F(Fixture, GivesClientsWhoseKeysWork) {
  for (const Reach reach : {Reach::kDirect, Reach::kSocket}) {
    const auto balances = partner_client(reach).list_partner_balances({});
    ASSERT_TRUE(balances.ok()) << balances.error().message;
    EXPECT_TRUE(distributor_client(reach).list_partner_balances({}).ok());
  }
  EXPECT_EQ(workspace().calls("ListPartnerBalances").succeeded, 4U);
  EXPECT_TRUE(books_balance());
}

TEST_F(Fixture, LetsAProgramLogInWithItsPassword) {
  const bss::Client client(bss::mock::testing::password_config(shared_server(), partner()));
  EXPECT_TRUE(client.list_partner_balances({}).ok());
  EXPECT_EQ(workspace().calls("CreateToken").succeeded, 1U);
}

TEST_F(Fixture, HasAWorldOfItsOwn) {
  workspace().recharge(partner().domain_id, "5.00");
  EXPECT_TRUE(books_balance());
  const auto balances = partner_client().list_partner_balances({});
  EXPECT_EQ(balances->account_balances.front().amount, bss::Decimal::parse("1000005.00").value());
}

TEST_F(Fixture, ReachesTheServerWithoutASocketAsOverOne) {
  for (const Reach reach : {Reach::kDirect, Reach::kSocket}) {
    auto config = bss::mock::testing::client_config(workspace(), partner(), reach);
    config.retry.max_attempts = 1;
    workspace().clear_faults();
    workspace().lose_next_answers("ListPartnerBalances");
    const auto lost = bss::Client(config).list_partner_balances({});
    ASSERT_FALSE(lost.ok());
    workspace().clear_faults();
    workspace().fail_next("ListPartnerBalances", "CBC.0999");
    const auto failed = bss::Client(config).list_partner_balances({});
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, "CBC.0999");
  }
}

TEST_F(Fixture, TellsSilenceAtOnceAsATimeOut) {
  auto config = bss::mock::testing::client_config(workspace(), partner());
  config.retry.max_attempts = 1;
  workspace().add_faults(R"({"match":{"operation":"ListPartnerBalances"},"effect":{"hang":true}})");
  const auto silent = bss::Client(config).list_partner_balances({});
  ASSERT_FALSE(silent.ok());
}

TEST_F(Fixture, PacesWhereTheWorkspaceThrottles) {
  EXPECT_FALSE(bss::mock::testing::client_config(workspace(), partner()).pacing);
  workspace().throttle_as_documented();
  EXPECT_TRUE(bss::mock::testing::client_config(workspace(), partner()).pacing);
}

TEST_F(Fixture, SaysWhatHappenedInAJournal) {
  EXPECT_TRUE(partner_client().list_partner_balances({}).ok());
  const std::string journal = bss::mock::testing::journal_of(workspace());
  EXPECT_NE(journal.find("ListPartnerBalances of " + partner().domain_id + ": 200"),
            std::string::npos)
      << journal;
}

TEST_F(Fixture, SaysInAJournalWhyACallWasRefused) {
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = customer().domain_id;
  request.amount = *bss::Decimal::parse("99999999.00");
  const auto refused = partner_client().update_customer_account_amount(request);
  ASSERT_FALSE(refused.ok());
  const auto exchange = workspace().exchanges("UpdateCustomerAccountAmount").back();
  EXPECT_EQ(exchange.request_id, refused.error().request_id);
  EXPECT_FALSE(exchange.explanation.empty());
  EXPECT_NE(bss::mock::testing::journal_of(workspace()).find(exchange.explanation),
            std::string::npos);
}

}  // namespace
