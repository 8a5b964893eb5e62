#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/mock/testing.h"

namespace {

class Fixture : public bss::mock::testing::PartnerTest {};

TEST_F(Fixture, GivesClientsWhoseKeysWork) {
  const auto balances = partner_client().list_partner_balances({});
  ASSERT_TRUE(balances.ok()) << balances.error().message;
  EXPECT_EQ(workspace().calls("ListPartnerBalances").succeeded, 1U);
  EXPECT_TRUE(distributor_client().list_partner_balances({}).ok());
  EXPECT_TRUE(books_balance());
}

TEST_F(Fixture, LetsAProgramLogInWithItsPassword) {
  const bss::Client client(bss::mock::testing::password_config(server(), partner()));
  EXPECT_TRUE(client.list_partner_balances({}).ok());
  EXPECT_EQ(workspace().calls("CreateToken").succeeded, 1U);
}

TEST_F(Fixture, HasAWorldOfItsOwn) {
  workspace().recharge(partner().domain_id, "5.00");
  EXPECT_TRUE(books_balance());
}

}  // namespace
