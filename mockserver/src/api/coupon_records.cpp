// The part of area coupons about quotas of resellers and about records.
#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "api/coupon_parts.h"
#include "api/coupons.h"
#include "api/refusals.h"
#include "domain/account_changes.h"
#include "domain/coupon_lists.h"
#include "domain/reseller_quotas.h"

namespace bss::mock::api {

namespace {

IssuedCouponQuota on_wire(domain::World& world, const domain::ListedSharedQuota& listed) {
  const store::QuotaRow& row = listed.quota;
  IssuedCouponQuota wire;
  wire.quota_id = row.quota_id;
  wire.quota_type = static_cast<std::int32_t>(row.quota_type);
  wire.create_time = time_of(row.create_time);
  wire.last_update_time = time_of(row.last_update_time);
  wire.quota_value = decimal_of(row.quota_value);
  wire.quota_status = static_cast<std::int32_t>(row.status);
  wire.balance = decimal_of(row.balance);
  wire.measure_id = kMeasureId;
  wire.currency = row.currency;
  wire.effective_time = time_of(row.effective_time);
  wire.expire_time = time_of(row.expire_time);
  wire.limit_infos = limits_of(world, row.quota_id);
  wire.indirect_partner_id = row.owner_id;
  wire.indirect_partner_account_name = listed.reseller.account_name;
  wire.indirect_partner_name = listed.reseller.name;
  wire.parent_quota_id = row.parent_quota_id;
  return wire;
}

QuotaRecord on_wire(const domain::ListedQuotaRecord& listed) {
  const store::QuotaRecordRow& row = listed.record;
  QuotaRecord wire;
  wire.id = row.record_id;
  wire.operator_ = row.operator_name;
  wire.operation_type = std::to_string(row.operation_type);
  wire.quota_id = row.quota_id;
  wire.parent_quota_id = row.parent_quota_id;
  wire.amount = decimal_of(row.amount);
  wire.operation_time = time_of(row.operation_time);
  wire.result = std::to_string(row.result);
  wire.indirect_partner_account_name = listed.reseller.account_name;
  wire.indirect_partner_id = row.reseller_id;
  wire.indirect_partner_name = listed.reseller.name;
  wire.remark = row.remark;
  return wire;
}

CouponRecordV2 on_wire(const store::CouponRecordRow& row) {
  CouponRecordV2 wire;
  wire.id = row.record_id;
  wire.operation_type = std::to_string(row.operation_type);
  wire.quota_id = row.quota_id;
  wire.quota_type = static_cast<std::int32_t>(row.quota_type);
  wire.coupon_id = row.coupon_id;
  wire.customer_id = row.customer_id;
  wire.operation_amount = decimal_of(row.amount);
  wire.operation_time = time_of(row.operation_time);
  wire.result = std::to_string(row.result);
  wire.remark = row.remark;
  return wire;
}

CustomerCouponChangeRecord on_wire(const store::CouponChangeRow& row, const std::string& holder) {
  namespace kinds = customer_coupon_change_record_revenue_expense_type_values;
  CustomerCouponChangeRecord wire;
  wire.coupon_id = row.coupon_id;
  wire.trade_detail_type = row.trade_detail_type;
  wire.trade_time = time_of(row.trade_time);
  wire.trade_id = row.trade_id;
  wire.change_amount = decimal_of(row.change_amount);
  wire.balance_after_change = decimal_of(row.balance_after);
  wire.revenue_expense_type = row.income ? kinds::kIncome : kinds::kExpense;
  wire.bill_cycle = domain::beijing_month(domain::Instant{row.trade_time});
  wire.account_name = holder;
  wire.cloud_service_type_name = "";
  wire.resource_type_name = "";
  return wire;
}

/// Of a filter whose other values are ignored: the value when it is one of these words.
std::optional<std::string> one_of(const std::optional<std::string>& value,
                                  std::initializer_list<std::string_view> words) {
  const bool known = value && std::find(words.begin(), words.end(), *value) != words.end();
  return known ? value : std::nullopt;
}

/// Types of coupon records as numbers; what is none matches nothing.
std::vector<std::int64_t> record_types(const std::vector<std::string>& words) {
  std::vector<std::int64_t> types;
  for (const std::string& word : words) {
    if (word.size() == 1 && word >= "1" && word <= "9") types.push_back(word[0] - '0');
  }
  return types;
}

}  // namespace

Reply<UpdateCouponQuotasResponse> CouponsHandlers::update_coupon_quotas(
    const CallContext& context, const UpdateCouponQuotasRequest& request) {
  const auto share = domain::share_quota(
      context.world, actor_of(context),
      {request.quota_id, request.indirect_partner_ids, money_of(request.quota_amount)});
  if (!share) {
    // This page has a code of its own for a quota in the wrong state.
    return share.refusal().reason == domain::Refusal::kQuotaNotUsable
               ? failure_with("CBC.99000015", share.refusal())
               : failure_of(share.refusal());
  }
  UpdateCouponQuotasResponse response;
  response.error_details = error_details("UpdateCouponQuotas", share->refused);
  for (const auto& made : share->made)
    response.simple_quota_infos.push_back({made.reseller_id, made.quota_id});
  return response;
}

Reply<ReclaimCouponQuotasResponse> CouponsHandlers::reclaim_coupon_quotas(
    const CallContext& context, const ReclaimCouponQuotasRequest& request) {
  const auto back = domain::take_quotas_back(context.world, actor_of(context), request.quota_ids,
                                             request.remark.value_or(""));
  if (!back) return failure_of(back.refusal());
  ReclaimCouponQuotasResponse response;
  response.error_details = error_details("ReclaimCouponQuotas", back->refused);
  for (const std::string& quota_id : back->taken)
    response.simple_quota_infos.push_back({quota_id, decimal_of(0)});
  return response;
}

Reply<ListIssuedCouponQuotasResponse> CouponsHandlers::list_issued_coupon_quotas(
    const CallContext& context, const ListIssuedCouponQuotasRequest& request) {
  store::SharedQuotaFilter filter;
  filter.quota_id = request.quota_id;
  filter.reseller_id = request.indirect_partner_id;
  filter.parent_quota_id = request.parent_quota_id;
  filter.offset = request.offset;
  filter.limit = request.limit;
  const auto page = domain::list_shared_quotas(context.world, actor_of(context), std::move(filter));
  if (!page) return failure_of(page.refusal());
  ListIssuedCouponQuotasResponse response;
  response.total_count = count_of(page->total);
  for (const auto& row : page->rows) response.quotas.push_back(on_wire(context.world, row));
  return response;
}

Reply<ListCouponQuotasRecordsResponse> CouponsHandlers::list_coupon_quotas_records(
    const CallContext& context, const ListCouponQuotasRecordsRequest& request) {
  namespace types = quota_record_operation_type_values;
  store::QuotaRecordFilter filter;
  filter.reseller_id = request.indirect_partner_id;
  filter.quota_id = request.quota_id;
  filter.parent_quota_id = request.parent_quota_id;
  if (const auto type = one_of(request.operation_type, {types::kIssue, types::kReclaim}))
    filter.operation_type = std::stoi(*type);
  filter.operation_time =
      inclusive_bounds(request.operation_time_begin, request.operation_time_end);
  filter.offset = request.offset;
  filter.limit = request.limit;
  const auto page = domain::list_quota_records(context.world, actor_of(context), std::move(filter));
  ListCouponQuotasRecordsResponse response;
  response.total_count = count_of(page.total);
  for (const auto& row : page.rows) response.records.push_back(on_wire(row));
  return response;
}

Reply<ListPartnerCouponsRecordResponse> CouponsHandlers::list_partner_coupons_record(
    const CallContext& context, const ListPartnerCouponsRecordRequest& request) {
  namespace results = coupon_record_v2_result_values;
  store::CouponRecordFilter filter;
  if (!request.operation_types.empty())
    filter.operation_types = record_types(request.operation_types);
  filter.quota_id = request.quota_id;
  filter.quota_type = request.quota_type;
  filter.coupon_ids = request.coupon_ids;
  filter.customer_id = request.customer_id;
  filter.operation_time =
      exclusive_bounds(request.operation_time_begin, request.operation_time_end);
  if (const auto result = one_of(request.result, {results::kSuccess, results::kFailure}))
    filter.succeeded = *result == results::kSuccess;
  filter.offset = request.offset;
  filter.limit = request.limit;
  const auto page = domain::list_coupon_records(context.world, actor_of(context), std::move(filter),
                                                request.indirect_partner_id);
  if (!page) return failure_of(page.refusal());
  ListPartnerCouponsRecordResponse response;
  response.total_count = count_of(page->total);
  for (const auto& row : page->rows) response.records.push_back(on_wire(row));
  return response;
}

Reply<ListCustomerCouponChangeRecordsResponse> CouponsHandlers::list_customer_coupon_change_records(
    const CallContext& context, const ListCustomerCouponChangeRecordsRequest& request) {
  namespace kinds = list_customer_coupon_change_records_request_revenue_expense_type_values;
  domain::CouponChangeQuery query;
  query.trade_time_begin = date_of(request.trade_time_begin);
  query.trade_time_end = date_of(request.trade_time_end);
  query.filter.coupon_id = request.coupon_id;
  if (request.revenue_expense_type)
    query.filter.income = *request.revenue_expense_type == kinds::kIncome;
  query.filter.trade_type = request.trade_type;
  query.filter.trade_id = request.trade_id;
  query.filter.offset = request.offset;
  query.filter.limit = request.limit;
  const auto listed = domain::coupon_changes(context.world, actor_of(context), std::move(query));
  if (!listed) return failure_of(listed.refusal());
  ListCustomerCouponChangeRecordsResponse response;
  response.total_count = count_of(listed->page.total);
  response.currency = listed->currency;
  for (const auto& row : listed->page.rows)
    response.records.push_back(on_wire(row, listed->account_name));
  return response;
}

}  // namespace bss::mock::api
