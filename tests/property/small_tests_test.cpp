// 200 small tests as a partner would write them, each in a workspace of its own, among them ones
// with an asynchronous association and a clock that moves money. How long they take together is
// what scripts/check prints; the bar of the project is 2 s on two cores.
#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/customers.h"
#include "bss/mock/testing.h"

namespace bss::mock {
namespace {

class SmallTest : public testing::PartnerTest, public ::testing::WithParamInterface<int> {
 protected:
  CreateSubCustomerRequest new_customer() const {
    CreateSubCustomerRequest request;
    request.xaccount_id = "user-" + std::to_string(GetParam());
    request.xaccount_type = partner().platform;
    return request;
  }
  std::int64_t customers(const Client& client) const {
    const auto page = client.list_sub_customers({});
    return page.ok() ? page->count.value_or(-1) : -1;
  }
};

TEST_P(SmallTest, AllocatesMoney) {
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = customer().domain_id;
  request.amount = *Decimal::parse("12.34");
  const auto client = partner_client();
  ASSERT_TRUE(client.update_customer_account_amount(request).ok());
  EXPECT_EQ(client.list_partner_balances({})->account_balances.front().amount,
            *Decimal::parse("999987.66"));
  EXPECT_TRUE(books_balance());
}

TEST_P(SmallTest, RepeatsWhatWasLost) {
  workspace().lose_next_answers("ListPartnerBalances");
  EXPECT_TRUE(partner_client().list_partner_balances({}).ok());
  EXPECT_EQ(workspace().calls("ListPartnerBalances").received, 2U);
}

TEST_P(SmallTest, SeesACustomerOnceItsAssociationIsDone) {
  workspace().freeze();
  workspace().set("association_delay_ms", "600000");
  workspace().set("association_wait_limit_ms", "0");
  const auto client = partner_client();
  const std::int64_t before = customers(client);
  static_cast<void>(client.create_sub_customer(new_customer()));
  EXPECT_EQ(customers(client), before) << "it is still being associated";
  const auto events = workspace().advance("PT10M");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().kind, "association_completed");
  EXPECT_EQ(customers(client), before + 1);
}

TEST_P(SmallTest, LivesThroughAYear) {
  const auto client = partner_client();
  EXPECT_TRUE(client.list_partner_balances({}).ok());
  workspace().advance("P1Y");
  EXPECT_TRUE(client.list_partner_balances({}).ok());
}

INSTANTIATE_TEST_SUITE_P(Fifty, SmallTest, ::testing::Range(0, 50));

}  // namespace
}  // namespace bss::mock
