// Handler of area accounts: typed request -> rule of domain/ -> typed answer. Holds no rule. Made
// by the app, used through AccountsApi on the workspace's executor.
//
// Stateless; safe to use for several workspaces.
#pragma once

#include "bss/mock/api/accounts.h"

namespace bss::mock::api {

class AccountsHandlers : public AccountsApi {
 public:
  Reply<ListPartnerBalancesResponse> list_partner_balances(
      const CallContext& context, const ListPartnerBalancesRequest& request) override;
  Reply<ListCustomersBalancesDetailResponse> list_customers_balances_detail(
      const CallContext& context, const ListCustomersBalancesDetailRequest& request) override;
  Reply<UpdateCustomerAccountAmountResponse> update_customer_account_amount(
      const CallContext& context, const UpdateCustomerAccountAmountRequest& request) override;
  Reply<ReclaimToPartnerAccountResponse> reclaim_to_partner_account(
      const CallContext& context, const ReclaimToPartnerAccountRequest& request) override;
  Reply<ShowCustomerAccountBalancesResponse> show_customer_account_balances(
      const CallContext& context, const ShowCustomerAccountBalancesRequest& request) override;
  Reply<UpdateIndirectPartnerAccountResponse> update_indirect_partner_account(
      const CallContext& context, const UpdateIndirectPartnerAccountRequest& request) override;
  Reply<ReclaimIndirectPartnerAccountResponse> reclaim_indirect_partner_account(
      const CallContext& context, const ReclaimIndirectPartnerAccountRequest& request) override;
  Reply<ListPartnerAccountChangeRecordsResponse> list_partner_account_change_records(
      const CallContext& context, const ListPartnerAccountChangeRecordsRequest& request) override;
  Reply<ListCustomerAccountChangeRecordsResponse> list_customer_account_change_records(
      const CallContext& context, const ListCustomerAccountChangeRecordsRequest& request) override;
  Reply<ListPartnerAdjustRecordsResponse> list_partner_adjust_records(
      const CallContext& context, const ListPartnerAdjustRecordsRequest& request) override;
};

}  // namespace bss::mock::api
