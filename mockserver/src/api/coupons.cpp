#include "api/coupons.h"

#include <utility>

#include "api/coupon_parts.h"
#include "api/refusals.h"
#include "domain/coupon_lists.h"
#include "domain/coupons.h"
#include "domain/quotas.h"
#include "domain/vendor_benefits.h"

namespace bss::mock::api {

namespace {

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

IQueryUserCouponsResultV2 held_on_wire(const domain::ListedCoupon& listed) {
  const store::CouponRow& row = listed.coupon;
  IQueryUserCouponsResultV2 wire;
  wire.coupon_id = row.coupon_id;
  wire.coupon_code = row.coupon_code;
  wire.status = static_cast<std::int32_t>(row.status);
  wire.customer_id = row.holder_id;
  wire.coupon_type = static_cast<std::int32_t>(row.coupon_type);
  wire.measure_id = kMeasureId;
  wire.face_value = decimal_of(row.face_value);
  wire.valid_time = time_of(row.effective_time);
  wire.expire_time = time_of(row.expire_time);
  if (!row.order_id.empty()) wire.order_id = row.order_id;
  if (!row.promotion_plan_id.empty()) wire.promotion_plan_id = row.promotion_plan_id;
  if (!row.plan_name.empty()) wire.plan_name = row.plan_name;
  wire.media_type = i_query_user_coupons_result_v2_media_type_values::kElectronic;
  wire.fetch_method = i_query_user_coupons_result_v2_fetch_method_values::kIssuedOnline;
  for (const auto& limit : listed.limits) wire.use_limits.push_back(on_wire(limit));
  wire.active_time = time_of(row.active_time);
  if (row.last_used_time) wire.reserve_time = time_of(*row.last_used_time);
  wire.create_time = time_of(row.create_time);
  wire.coupon_version = i_query_user_coupons_result_v2_coupon_version_values::kUsableUntilEmpty;
  wire.balance = decimal_of(row.balance);
  wire.lock_order_id = row.lock_order_id;
  namespace frozen = i_query_user_coupons_result_v2_is_frozen_values;
  wire.is_frozen = row.is_frozen ? frozen::kFrozen : frozen::kNotFrozen;
  wire.currency = row.currency;
  wire.source_id = row.source_id;
  return wire;
}

UserStoredValueCard on_wire(const store::CardRow& row) {
  namespace states = user_stored_value_card_status_values;
  UserStoredValueCard wire;
  wire.card_id = row.card_id;
  wire.card_name = row.card_name;
  wire.status = row.balance == 0 ? states::kUsedUp : states::kUsable;
  wire.face_value = decimal_of(row.face_value);
  wire.balance = decimal_of(row.balance);
  wire.effective_time = time_of(row.effective_time);
  wire.expire_time = time_of(row.expire_time);
  return wire;
}

}  // namespace

std::vector<QuotaLimitInfo> limits_of(domain::World& world, const std::string& quota_id) {
  QuotaLimitInfo kinds;
  kinds.limit_key = "subscribeType";
  for (auto& value : store::list_quota_restrictions(world.db(), quota_id, "subscribe_type")) {
    kinds.limit_values.push_back({std::move(value), ""});
  }
  if (kinds.limit_values.empty()) return {};
  return {std::move(kinds)};
}

Reply<ListQuotaCouponsResponse> CouponsHandlers::list_quota_coupons(
    const CallContext& context, const ListQuotaCouponsRequest& request) {
  domain::QuotaQuery query;
  query.indirect_partner_id = request.indirect_partner_id;
  query.filter.quota_ids = request.quota_ids;
  query.filter.statuses.assign(request.quota_status_list.begin(), request.quota_status_list.end());
  query.filter.quota_type = request.quota_type;
  query.filter.create_time = exclusive_bounds(request.create_time_begin, request.create_time_end);
  query.filter.effective_time =
      exclusive_bounds(request.effective_time_begin, request.effective_time_end);
  query.filter.expire_time = exclusive_bounds(request.expire_time_begin, request.expire_time_end);
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
  response.error_details = error_details("CreatePartnerCoupons", issue->refused);
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
  query.filter.create_time = exclusive_bounds(request.create_time_begin, request.create_time_end);
  query.filter.effective_time =
      exclusive_bounds(request.effective_time_begin, request.effective_time_end);
  query.filter.expire_time = exclusive_bounds(request.expire_time_begin, request.expire_time_end);
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

Reply<ListSubCustomerCouponsResponse> CouponsHandlers::list_sub_customer_coupons(
    const CallContext& context, const ListSubCustomerCouponsRequest& request) {
  domain::HeldCouponQuery query;
  query.indirect_partner_id = request.indirect_partner_id;
  query.filter.coupon_id = request.coupon_id;
  query.filter.order_id = request.order_id;
  query.filter.promotion_plan_id = request.promotion_plan_id;
  query.filter.source_id = request.source_id;
  query.filter.coupon_type = request.coupon_type;
  query.filter.status = request.status;
  query.filter.active_time = inclusive_bounds(request.active_start_time, request.active_end_time);
  query.filter.offset = request.offset;
  query.filter.limit = request.limit;
  const auto page = domain::list_held_coupons(context.world, actor_of(context), std::move(query));
  if (!page) return failure_of(page.refusal());
  ListSubCustomerCouponsResponse response;
  response.count = count_of(page->total);
  for (const auto& row : page->rows) response.user_coupons.push_back(held_on_wire(row));
  return response;
}

Reply<ListStoredValueCardsResponse> CouponsHandlers::list_stored_value_cards(
    const CallContext& context, const ListStoredValueCardsRequest& request) {
  store::CardFilter filter;
  filter.used_up = request.status == list_stored_value_cards_request_status_values::kUsedUp;
  filter.card_id = request.card_id;
  filter.offset = request.offset;
  filter.limit = request.limit;
  const auto page = domain::list_cards(context.world, actor_of(context), std::move(filter));
  ListStoredValueCardsResponse response;
  response.total_count = count_of(page.total);
  for (const auto& row : page.rows) response.stored_value_cards.push_back(on_wire(row));
  return response;
}

}  // namespace bss::mock::api
