#include "bss/testing/fake_client.h"

#include <gtest/gtest.h>

#include <future>

#include "bss/accounts.h"
#include "bss/customers.h"
#include "bss/page_range.h"
#include "bss/products.h"

namespace bss::testing {
namespace {

using operations::ListSubCustomers;
using operations::UpdateCustomerAccountAmount;

UpdateCustomerAccountAmountRequest allocation() {
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c1";
  request.amount = *Decimal::parse("10.50");
  return request;
}

TEST(FakeClient, AnswersTypedRequests) {
  FakeClient fake;
  fake.on<UpdateCustomerAccountAmount>([](const UpdateCustomerAccountAmountRequest& request)
                                           -> Result<UpdateCustomerAccountAmountResponse> {
    EXPECT_EQ(request, allocation());
    UpdateCustomerAccountAmountResponse response;
    response.transfer_id = "AC1";
    return response;
  });
  const auto result = fake.client().update_customer_account_amount(allocation());
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(result->transfer_id, "AC1");
  EXPECT_EQ(fake.requests<UpdateCustomerAccountAmount>().size(), 1U);
}

TEST(FakeClient, HandsErrorsThrough) {
  FakeClient fake;
  fake.on<UpdateCustomerAccountAmount>(
      [](const auto&) -> Result<UpdateCustomerAccountAmountResponse> {
        Error error;
        error.kind = ErrorKind::kOutcomeUnknown;
        return error;
      });
  const auto result = fake.client().update_customer_account_amount(allocation());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kOutcomeUnknown);
  EXPECT_EQ(result.error().operation, "UpdateCustomerAccountAmount");
}

TEST(FakeClient, KnowsInWhoseNameACallCame) {
  FakeClient fake;
  const Client client = fake.client();
  EXPECT_FALSE(client.as_reseller("d3").list_partner_balances({}));
  EXPECT_FALSE(client.as_customer(DomainName{"demo-customer"}, "P").list_service_types({}));
  ASSERT_EQ(fake.calls().size(), 2U);
  EXPECT_EQ(fake.calls()[0].reseller_id, "d3");
  EXPECT_EQ(fake.calls()[1].customer, "demo-customer");
}

TEST(FakeClient, WithoutAnAnswerNothingWasSent) {
  FakeClient fake;
  EXPECT_EQ(fake.client().list_partner_balances({}).error().kind, ErrorKind::kNotSent);
}

TEST(FakeClient, ChecksRequestsAsTheClientDoes) {
  FakeClient fake;
  UpdateCustomerAccountAmountRequest request = allocation();
  request.amount = *Decimal::parse("-1");
  EXPECT_EQ(fake.client().update_customer_account_amount(request).error().kind,
            ErrorKind::kInvalidArgument);
  EXPECT_TRUE(fake.calls().empty());
}

TEST(FakeClient, PagesAndAsynchronousCallsWork) {
  FakeClient fake;
  fake.on<ListSubCustomers>(
      [](const ListSubCustomersRequest& request) -> Result<ListSubCustomersResponse> {
        ListSubCustomersResponse response;
        response.count = 2;
        CustomerInformation customer;
        customer.account_name = "n";
        customer.customer_id = "c" + std::to_string(request.offset.value_or(0));
        response.customer_infos.push_back(customer);
        return response;
      });
  std::string ids;
  for (const auto& customer : fake.client().list_sub_customers_all({}))
    ids += customer.value().customer_id;
  EXPECT_EQ(ids, "c0c1");

  std::promise<bool> done;
  fake.client().list_sub_customers_async(
      {}, {}, [&](Result<ListSubCustomersResponse> result) { done.set_value(result.ok()); });
  EXPECT_TRUE(done.get_future().get());
}

}  // namespace
}  // namespace bss::testing
