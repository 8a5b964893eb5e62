#include "api/accounts.h"

#include <utility>

#include "api/refusals.h"
#include "domain/adjustments.h"
#include "domain/balances.h"
#include "domain/ledger.h"

namespace bss::mock::api {

namespace {

AccountBalanceV2 on_wire(const domain::AccountBalance& balance) {
  AccountBalanceV2 wire;
  wire.account_id = balance.account_id;
  wire.account_type = balance.account_type;
  wire.amount = balance.amount.to_decimal();
  wire.currency = balance.currency;
  if (balance.designated) wire.designated_amount = balance.designated->to_decimal();
  if (balance.credit_limit) wire.credit_amount = balance.credit_limit->to_decimal();
  wire.measure_id = kMeasureId;
  if (balance.account_type == account_balance_v2_account_type_values::kAllocatable)
    wire.memo = "allocatable";
  return wire;
}

AdjustRecordV3 on_wire(const store::AdjustmentRow& row) {
  AdjustRecordV3 wire;
  wire.customer_id = row.counterparty_id;
  wire.customer_name = row.counterparty_name;
  wire.operation_type = row.operation_type;
  wire.amount = decimal_of(row.amount);
  wire.currency = row.currency;
  wire.apply_scene = "";
  wire.operation_time = time_of(row.operation_time);
  wire.measure_id = kMeasureId;
  wire.trans_id = row.trans_id;
  wire.memo = "";
  return wire;
}

}  // namespace

Reply<ListPartnerBalancesResponse> AccountsHandlers::list_partner_balances(
    const CallContext& context, const ListPartnerBalancesRequest& request) {
  const auto balances =
      domain::partner_balances(context.world, actor_of(context), request.indirect_partner_id);
  if (!balances) return failure_of(balances.refusal());
  ListPartnerBalancesResponse response;
  for (const auto& balance : *balances) response.account_balances.push_back(on_wire(balance));
  return response;
}

Reply<ListCustomersBalancesDetailResponse> AccountsHandlers::list_customers_balances_detail(
    const CallContext& context, const ListCustomersBalancesDetailRequest& request) {
  std::vector<std::string> ids;
  ids.reserve(request.customer_infos.size());
  for (const CustomerInfoV2& info : request.customer_infos) ids.push_back(info.customer_id);
  const auto balances =
      domain::customer_balances(context.world, actor_of(context), ids, request.indirect_partner_id);
  if (!balances) return failure_of(balances.refusal());
  ListCustomersBalancesDetailResponse response;
  for (const auto& balance : *balances) {
    response.customer_balances.push_back({balance.customer_id, balance.debt.to_decimal(),
                                          balance.amount.to_decimal(), balance.currency,
                                          kMeasureId});
  }
  return response;
}

Reply<UpdateCustomerAccountAmountResponse> AccountsHandlers::update_customer_account_amount(
    const CallContext& context, const UpdateCustomerAccountAmountRequest& request) {
  auto transfer = domain::allocate(
      context.world, actor_of(context),
      {request.customer_id, money_of(request.amount), request.indirect_partner_id});
  if (transfer) return UpdateCustomerAccountAmountResponse{std::move(*transfer)};
  // This page publishes a code of its own for an insufficient balance (accounts-coupons G.2).
  if (transfer.refusal().reason == domain::Refusal::kInsufficientBalance) {
    return failure_with("CBC.5003", transfer.refusal());
  }
  return failure_of(transfer.refusal());
}

Reply<ReclaimToPartnerAccountResponse> AccountsHandlers::reclaim_to_partner_account(
    const CallContext& context, const ReclaimToPartnerAccountRequest& request) {
  auto transfer =
      domain::reclaim(context.world, actor_of(context),
                      {request.customer_id, money_of(request.amount), request.indirect_partner_id});
  if (!transfer) return failure_of(transfer.refusal());
  return ReclaimToPartnerAccountResponse{std::move(*transfer)};
}

Reply<ListPartnerAdjustRecordsResponse> AccountsHandlers::list_partner_adjust_records(
    const CallContext& context, const ListPartnerAdjustRecordsRequest& request) {
  domain::AdjustmentQuery query;
  query.customer_id = request.customer_id;
  query.operation_type = request.operation_type;
  query.operation_time_begin = instant_of(request.operation_time_begin);
  query.operation_time_end = instant_of(request.operation_time_end);
  query.trans_id = request.trans_id;
  query.indirect_partner_id = request.indirect_partner_id;
  query.offset = request.offset;
  query.limit = request.limit;
  const auto page = domain::list_adjustments(context.world, actor_of(context), query);
  if (!page) return failure_of(page.refusal());
  ListPartnerAdjustRecordsResponse response;
  response.total_count = count_of(page->total);
  for (const auto& row : page->rows) response.records.push_back(on_wire(row));
  return response;
}

}  // namespace bss::mock::api
