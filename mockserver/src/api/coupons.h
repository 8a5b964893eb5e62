// Handler of area coupons: typed request -> rule of domain/ -> typed answer. Holds no rule. Made by
// the app, used through CouponsApi on the workspace's executor.
//
// Stateless; safe to use for several workspaces.
#pragma once

#include "bss/mock/api/coupons.h"

namespace bss::mock::api {

class CouponsHandlers final : public CouponsApi {
 public:
  Reply<ListQuotaCouponsResponse> list_quota_coupons(
      const CallContext& context, const ListQuotaCouponsRequest& request) override;
  Reply<CreatePartnerCouponsResponse> create_partner_coupons(
      const CallContext& context, const CreatePartnerCouponsRequest& request) override;
  Reply<ListIssuedPartnerCouponsResponse> list_issued_partner_coupons(
      const CallContext& context, const ListIssuedPartnerCouponsRequest& request) override;
  Reply<ReclaimPartnerCouponsResponse> reclaim_partner_coupons(
      const CallContext& context, const ReclaimPartnerCouponsRequest& request) override;
  Reply<ListSubCustomerCouponsResponse> list_sub_customer_coupons(
      const CallContext& context, const ListSubCustomerCouponsRequest& request) override;
  Reply<ListStoredValueCardsResponse> list_stored_value_cards(
      const CallContext& context, const ListStoredValueCardsRequest& request) override;
  Reply<UpdateCouponQuotasResponse> update_coupon_quotas(
      const CallContext& context, const UpdateCouponQuotasRequest& request) override;
  Reply<ReclaimCouponQuotasResponse> reclaim_coupon_quotas(
      const CallContext& context, const ReclaimCouponQuotasRequest& request) override;
  Reply<ListIssuedCouponQuotasResponse> list_issued_coupon_quotas(
      const CallContext& context, const ListIssuedCouponQuotasRequest& request) override;
  Reply<ListCouponQuotasRecordsResponse> list_coupon_quotas_records(
      const CallContext& context, const ListCouponQuotasRecordsRequest& request) override;
  Reply<ListPartnerCouponsRecordResponse> list_partner_coupons_record(
      const CallContext& context, const ListPartnerCouponsRecordRequest& request) override;
  Reply<ListCustomerCouponChangeRecordsResponse> list_customer_coupon_change_records(
      const CallContext& context, const ListCustomerCouponChangeRecordsRequest& request) override;
};

}  // namespace bss::mock::api
