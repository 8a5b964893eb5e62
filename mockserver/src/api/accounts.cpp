#include "api/accounts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "api/refusals.h"
#include "domain/account_changes.h"
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

AccountBalanceV3 own_on_wire(const domain::AccountBalance& balance) {
  AccountBalanceV3 wire;
  wire.account_id = balance.account_id;
  wire.account_type = balance.account_type;
  wire.amount = balance.amount.to_decimal();
  wire.currency = balance.currency;
  if (balance.designated) wire.designated_amount = balance.designated->to_decimal();
  if (balance.credit_limit) wire.credit_amount = balance.credit_limit->to_decimal();
  wire.measure_id = kMeasureId;
  return wire;
}

AccountChangeRecord on_wire(const store::ChangeRow& row) {
  AccountChangeRecord wire;
  wire.account_change_id = row.account_change_id;
  wire.trade_detail_type = row.trade_detail_type;
  wire.trade_time = time_of(row.trade_time);
  wire.trade_id = row.trade_id;
  wire.change_amount = decimal_of(row.change_amount);
  wire.balance_after_change = decimal_of(row.balance_after);
  wire.type = row.income ? account_change_record_type_values::kIncome
                         : account_change_record_type_values::kExpense;
  wire.customer_id = row.counterparty_id;
  wire.account_name = row.counterparty_name;
  return wire;
}

CustomerAccountChangeRecord own_on_wire(const store::ChangeRow& row, const std::string& owner) {
  namespace kinds = customer_account_change_record_revenue_expense_type_values;
  CustomerAccountChangeRecord wire;
  wire.account_change_id = row.account_change_id;
  wire.trade_detail_type = row.trade_detail_type;
  wire.trade_time = time_of(row.trade_time);
  wire.trade_id = row.trade_id;
  wire.change_amount = decimal_of(row.change_amount);
  wire.balance_after_change = decimal_of(row.balance_after);
  wire.revenue_expense_type = row.income ? kinds::kIncome : kinds::kExpense;
  wire.bill_cycle = domain::beijing_month(domain::Instant{row.trade_time});
  wire.payment_channel_id = domain::kNoPaymentChannel;
  wire.payment_channel_no = "";
  wire.consume_time = wire.trade_time;
  wire.account_name = owner;
  wire.cloud_service_type_name = "";
  wire.resource_type_name = "";
  return wire;
}

/// The fields that both lists of changes have.
template <class Request>
void read_common(const Request& request, domain::ChangeQuery& query) {
  query.balance_type = request.balance_type;
  query.trade_type = request.trade_type;
  query.trade_time_begin = date_of(request.trade_time_begin);
  query.trade_time_end = date_of(request.trade_time_end);
  query.offset = request.offset;
  query.limit = request.limit;
}

/// "0,11": the parts between the commas.
std::vector<std::string> parts_of(const std::optional<std::string>& list) {
  std::vector<std::string> parts;
  if (!list) return parts;
  for (std::size_t at = 0; at <= list->size();) {
    const std::size_t comma = std::min(list->find(',', at), list->size());
    parts.push_back(list->substr(at, comma - at));
    at = comma + 1;
  }
  return parts;
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

Reply<ShowCustomerAccountBalancesResponse> AccountsHandlers::show_customer_account_balances(
    const CallContext& context, const ShowCustomerAccountBalancesRequest& /*request*/) {
  const auto own = domain::own_balances(context.world, actor_of(context));
  if (!own) return failure_of(own.refusal());
  ShowCustomerAccountBalancesResponse response;
  for (const auto& balance : own->accounts)
    response.account_balances.push_back(own_on_wire(balance));
  response.debt_amount = own->debt.to_decimal();
  response.measure_id = kMeasureId;
  response.currency = own->currency;
  return response;
}

Reply<UpdateIndirectPartnerAccountResponse> AccountsHandlers::update_indirect_partner_account(
    const CallContext& context, const UpdateIndirectPartnerAccountRequest& request) {
  auto transfer = domain::give_to_reseller(context.world, actor_of(context),
                                           request.indirect_partner_id, money_of(request.amount));
  if (!transfer) return failure_of(transfer.refusal());
  return UpdateIndirectPartnerAccountResponse{std::move(*transfer)};
}

Reply<ReclaimIndirectPartnerAccountResponse> AccountsHandlers::reclaim_indirect_partner_account(
    const CallContext& context, const ReclaimIndirectPartnerAccountRequest& request) {
  auto transfer = domain::take_from_reseller(context.world, actor_of(context),
                                             request.indirect_partner_id, money_of(request.amount));
  if (!transfer) return failure_of(transfer.refusal());
  return ReclaimIndirectPartnerAccountResponse{std::move(*transfer)};
}

Reply<ListPartnerAccountChangeRecordsResponse>
AccountsHandlers::list_partner_account_change_records(
    const CallContext& context, const ListPartnerAccountChangeRecordsRequest& request) {
  domain::ChangeQuery query;
  read_common(request, query);
  const auto listed =
      domain::partner_changes(context.world, actor_of(context), query, request.indirect_partner_id);
  if (!listed) return failure_of(listed.refusal());
  ListPartnerAccountChangeRecordsResponse response;
  response.total_count = count_of(listed->page.total);
  response.currency = listed->currency;
  for (const auto& row : listed->page.rows) response.records.push_back(on_wire(row));
  return response;
}

Reply<ListCustomerAccountChangeRecordsResponse>
AccountsHandlers::list_customer_account_change_records(
    const CallContext& context, const ListCustomerAccountChangeRecordsRequest& request) {
  namespace kinds = list_customer_account_change_records_request_revenue_expense_type_values;
  domain::CustomerChangeQuery query;
  read_common(request, query);
  if (request.revenue_expense_type) query.income = *request.revenue_expense_type == kinds::kIncome;
  query.trade_id = request.trade_id;
  query.payment_channels = parts_of(request.payment_channel_id);
  query.payment_channel_no = request.payment_channel_no;
  const auto listed = domain::customer_changes(context.world, actor_of(context), query);
  if (!listed) return failure_of(listed.refusal());
  ListCustomerAccountChangeRecordsResponse response;
  response.total_count = count_of(listed->page.total);
  response.currency = listed->currency;
  for (const auto& row : listed->page.rows)
    response.records.push_back(own_on_wire(row, listed->account_name));
  return response;
}

}  // namespace bss::mock::api
