#include "shop.h"

#include "bss/accounts.h"
#include "bss/customers.h"

namespace shop {

TopUpResult top_up_to(const bss::Client& client, const std::string& customer_id,
                      const bss::Decimal& wanted) {
  bss::ListCustomersBalancesDetailRequest question;
  question.customer_infos.push_back({customer_id});
  const auto balances = client.list_customers_balances_detail(question);
  if (!balances) return {TopUp::kRefused, balances.error().code};
  const auto missing = wanted.minus(*balances->customer_balances.at(0).amount);
  if (!missing || missing->is_negative() || missing->is_zero()) return {TopUp::kEnough, {}};

  bss::UpdateCustomerAccountAmountRequest allocation;
  allocation.customer_id = customer_id;
  allocation.amount = *missing;
  const auto allocated = client.update_customer_account_amount(allocation);
  if (allocated) return {TopUp::kPaid, missing->to_string(2)};
  if (allocated.error().kind == bss::ErrorKind::kOutcomeUnknown) return {TopUp::kUnknown, {}};
  return {TopUp::kRefused, allocated.error().code};
}

bss::Result<Opened> open_account(const bss::Client& client, const std::string& platform_id,
                                 const std::string& platform_user, const bss::Decimal& allowance) {
  bss::CreateSubCustomerRequest request;
  request.xaccount_id = platform_user;
  request.xaccount_type = platform_id;
  const auto created = client.create_sub_customer(request);
  if (!created) return created.error();
  Opened opened;
  opened.customer_id = *created->domain_id;
  opened.allowance = top_up_to(client, opened.customer_id, allowance);
  return opened;
}

}  // namespace shop
