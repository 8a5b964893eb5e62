#include "api/coupons.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "api/refusals.h"
#include "domain/account_changes.h"
#include "domain/coupons.h"
#include "domain/quotas.h"
#include "domain/reseller_quotas.h"

namespace bss::mock::api {

namespace {

/// Strictly after and strictly before a whole second (accounts-coupons, ListQuotaCoupons 2).
store::TimeBounds exclusive(const std::optional<std::string>& begin,
                            const std::optional<std::string>& end) {
  store::TimeBounds bounds;
  if (const auto after = instant_of(begin)) bounds.from = after->plus_seconds(1).ms;
  if (const auto before = instant_of(end)) bounds.until = before->ms;
  return bounds;
}

store::TimeBounds inclusive(const std::optional<std::string>& begin,
                            const std::optional<std::string>& end) {
  store::TimeBounds bounds;
  if (const auto from = instant_of(begin)) bounds.from = from->ms;
  if (const auto last = instant_of(end)) bounds.until = last->plus_seconds(1).ms;
  return bounds;
}

std::vector<ErrorDetail> details(std::string_view operation,
                                 const std::vector<domain::RefusedItem>& refused) {
  std::vector<ErrorDetail> wire;
  for (const domain::RefusedItem& item : refused) {
    const std::string code(code_of(item.reason));
    wire.push_back({code, error_text(operation, code), item.id});
  }
  return wire;
}

/// Of the restrictions only kinds of order have a published key (0.7).
std::vector<QuotaLimitInfo> limits_of(domain::World& world, const std::string& quota_id) {
  QuotaLimitInfo kinds;
  kinds.limit_key = "subscribeType";
  for (auto& value : store::list_quota_restrictions(world.db(), quota_id, "subscribe_type")) {
    kinds.limit_values.push_back({std::move(value), ""});
  }
  if (kinds.limit_values.empty()) return {};
  return {std::move(kinds)};
}

CouponQuotaV2 on_wire(domain::World& world, const store::QuotaRow& row) {
  CouponQuotaV2 wire;
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
  return wire;
}

ICouponUseLimitInfoV2 on_wire(const store::CouponRestrictionRow& row) {
  return {"UL" + std::to_string(row.id), row.limit_key, row.value1, row.value2, "", "", ""};
}

IQueryUserPartnerCouponsResultV2 on_wire(const domain::ListedCoupon& listed) {
  const store::CouponRow& row = listed.coupon;
  IQueryUserPartnerCouponsResultV2 wire;
  wire.coupon_id = row.coupon_id;
  wire.status = static_cast<std::int32_t>(row.status);
  wire.customer_id = row.holder_id;
  wire.coupon_type = static_cast<std::int32_t>(row.coupon_type);
  wire.measure_id = kMeasureId;
  wire.face_value = decimal_of(row.face_value);
  wire.effective_time = time_of(row.effective_time);
  wire.expire_time = time_of(row.expire_time);
  if (!row.order_id.empty()) wire.order_id = row.order_id;
  wire.media_type = i_query_user_partner_coupons_result_v2_media_type_values::kElectronic;
  wire.fetch_method = i_query_user_partner_coupons_result_v2_fetch_method_values::kIssuedOnline;
  for (const auto& limit : listed.limits) wire.use_limits.push_back(on_wire(limit));
  wire.active_time = time_of(row.active_time);
  if (row.last_used_time) wire.last_used_time = time_of(*row.last_used_time);
  wire.create_time = time_of(row.create_time);
  wire.balance = decimal_of(row.balance);
  wire.lock_order_id = row.lock_order_id;
  namespace frozen = i_query_user_partner_coupons_result_v2_is_frozen_values;
  wire.is_frozen = row.is_frozen ? frozen::kFrozen : frozen::kNotFrozen;
  return wire;
}

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

Reply<ListQuotaCouponsResponse> CouponsHandlers::list_quota_coupons(
    const CallContext& context, const ListQuotaCouponsRequest& request) {
  domain::QuotaQuery query;
  query.indirect_partner_id = request.indirect_partner_id;
  query.filter.quota_ids = request.quota_ids;
  query.filter.statuses.assign(request.quota_status_list.begin(), request.quota_status_list.end());
  query.filter.quota_type = request.quota_type;
  query.filter.create_time = exclusive(request.create_time_begin, request.create_time_end);
  query.filter.effective_time = exclusive(request.effective_time_begin, request.effective_time_end);
  query.filter.expire_time = exclusive(request.expire_time_begin, request.expire_time_end);
  query.filter.offset = request.offset;
  query.filter.limit = request.limit;
  const auto page = domain::list_quotas(context.world, actor_of(context), std::move(query));
  if (!page) return failure_of(page.refusal());
  ListQuotaCouponsResponse response;
  response.total_count = count_of(page->total);
  for (const auto& row : page->rows) response.quotas.push_back(on_wire(context.world, row));
  return response;
}

Reply<CreatePartnerCouponsResponse> CouponsHandlers::create_partner_coupons(
    const CallContext& context, const CreatePartnerCouponsRequest& request) {
  domain::CouponOrder order;
  order.quota_id = request.quota_id;
  order.customer_ids = request.customer_ids;
  order.face_value = money_of(request.face_value);
  order.valid_time = instant_of(request.valid_time);
  order.expire_time = instant_of(request.expire_time);
  order.cloud_service_types = request.cloud_service_types;
  order.product_ids = request.product_ids;
  order.memo = request.memo.value_or("");
  order.indirect_partner_id = request.indirect_partner_id;
  const auto issue = domain::issue_coupons(context.world, actor_of(context), order);
  if (!issue) return failure_of(issue.refusal());
  CreatePartnerCouponsResponse response;
  for (const auto& issued : issue->issued) {
    response.coupon_infos.push_back({issued.customer_id, issued.coupon_id});
  }
  response.error_details = details("CreatePartnerCoupons", issue->refused);
  return response;
}

Reply<ListIssuedPartnerCouponsResponse> CouponsHandlers::list_issued_partner_coupons(
    const CallContext& context, const ListIssuedPartnerCouponsRequest& request) {
  domain::CouponQuery query;
  query.indirect_partner_id = request.indirect_partner_id;
  query.filter.coupon_id = request.coupon_id;
  query.filter.customer_id = request.customer_id;
  query.filter.order_id = request.order_id;
  query.filter.coupon_type = request.coupon_type;
  query.filter.status = request.status;
  query.filter.create_time = exclusive(request.create_time_begin, request.create_time_end);
  query.filter.effective_time = exclusive(request.effective_time_begin, request.effective_time_end);
  query.filter.expire_time = exclusive(request.expire_time_begin, request.expire_time_end);
  query.filter.offset = request.offset;
  query.filter.limit = request.limit;
  const auto page = domain::list_issued_coupons(context.world, actor_of(context), std::move(query));
  if (!page) return failure_of(page.refusal());
  ListIssuedPartnerCouponsResponse response;
  response.total_count = count_of(page->total);
  for (const auto& row : page->rows) response.user_coupons.push_back(on_wire(row));
  return response;
}

Reply<ReclaimPartnerCouponsResponse> CouponsHandlers::reclaim_partner_coupons(
    const CallContext& context, const ReclaimPartnerCouponsRequest& request) {
  const auto taken = domain::reclaim_coupon(context.world, actor_of(context), request.coupon_id,
                                            request.indirect_partner_id);
  if (!taken) return failure_of(taken.refusal());
  return ReclaimPartnerCouponsResponse{};
}

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
  response.error_details = details("UpdateCouponQuotas", share->refused);
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
  response.error_details = details("ReclaimCouponQuotas", back->refused);
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
  filter.operation_time = inclusive(request.operation_time_begin, request.operation_time_end);
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
  filter.operation_time = exclusive(request.operation_time_begin, request.operation_time_end);
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
