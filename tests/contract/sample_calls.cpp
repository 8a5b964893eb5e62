#include "sample_calls.h"

namespace bss::contract {

const std::vector<SampleCall>& sample_calls() {
  static const std::vector<SampleCall> calls{
      {"CheckUserIdentity", "POST", "/v2/partners/sub-customers/users/check-identity",
       R"({"search_type":"name","search_value":"north-lake-foods"})"},
      {"SendVerificationMessageCode", "POST", "/v2/bases/verificationcode/send",
       R"({"receiver_type":1,"mobile_phone":"13800138000"})"},
      {"CreateSubCustomer", "POST", "/v2/partners/sub-customers",
       R"({"xaccount_id":"u-100238","xaccount_type":"DEMO_PLATFORM"})"},
      {"ListSubCustomers", "POST", "/v2/partners/sub-customers/query", "{}"},
      {"ListPartnerBalances", "GET", "/v2/accounts/partner-accounts/balances", ""},
      {"ListCustomersBalancesDetail", "POST", "/v2/accounts/customer-accounts/balances/batch-query",
       R"({"customer_infos":[{"customer_id":"c0000000000000000000000000000001"}]})"},
      {"UpdateCustomerAccountAmount", "POST", "/v2/accounts/partner-accounts/adjust-amount",
       R"({"customer_id":"c0000000000000000000000000000001","amount":1.00})"},
      {"ReclaimToPartnerAccount", "POST", "/v2/accounts/partner-accounts/reclaim",
       R"({"customer_id":"c0000000000000000000000000000001","amount":1.00})"},
      {"ListPartnerAdjustRecords", "GET", "/v3/accounts/partner-accounts/adjust-records", ""},
      {"ShowCustomerAccountBalances", "GET", "/v2/accounts/customer-accounts/balances", ""},
      {"UpdateIndirectPartnerAccount", "POST",
       "/v2/accounts/partner-accounts/indirect-partner-adjust",
       R"({"indirect_partner_id":"d0000000000000000000000000000003","amount":1.00})"},
      {"ReclaimIndirectPartnerAccount", "POST",
       "/v2/accounts/partner-accounts/indirect-partner-reclaim",
       R"({"indirect_partner_id":"d0000000000000000000000000000003","amount":1.00})"},
      {"ListPartnerAccountChangeRecords", "GET",
       "/v2/accounts/partner-accounts/account-change-records", "",
       "balance_type=BALANCE_TYPE_DEBIT"},
      {"ListCustomerAccountChangeRecords", "GET",
       "/v2/accounts/customer-accounts/account-change-records", "",
       "balance_type=BALANCE_TYPE_DEBIT"},
      {"ListQuotaCoupons", "POST", "/v2/partners/coupon-quotas/query", "{}"},
      {"CreatePartnerCoupons", "POST", "/v2/promotions/benefits/partner-coupons",
       R"({"quota_id":"unknown","customer_ids":["c0000000000000000000000000000001"],"face_value":1.00})"},
      {"ListIssuedPartnerCoupons", "GET", "/v2/promotions/benefits/partner-coupons", ""},
      {"ReclaimPartnerCoupons", "POST", "/v2/promotions/benefits/partner-coupons/reclaim",
       R"({"coupon_id":"unknown"})"},
      {"UpdateCouponQuotas", "POST", "/v2/partners/coupon-quotas/indirect-partner-adjust",
       R"({"quota_id":"unknown","indirect_partner_ids":["d0000000000000000000000000000003"],"quota_amount":1.00})"},
      {"ReclaimCouponQuotas", "POST", "/v2/partners/coupon-quotas/indirect-partner-reclaim",
       R"({"quota_ids":["unknown","unknown-too"]})"},
      {"ListIssuedCouponQuotas", "GET", "/v2/partners/issued-coupon-quotas", ""},
      {"ListCouponQuotasRecords", "GET", "/v2/partners/coupon-quotas/records", ""},
      {"ListPartnerCouponsRecord", "GET", "/v2/promotions/benefits/partner-coupons/records/query",
       ""},
      {"ListCustomerCouponChangeRecords", "GET", "/v2/promotions/benefits/account-change-records",
       "", "balance_type=BALANCE_TYPE_COUPON"},
      {"ListSubCustomerCoupons", "GET", "/v2/promotions/benefits/coupons", ""},
      {"ListStoredValueCards", "GET", "/v2/promotions/benefits/stored-value-cards", "", "status=1"},
      {"ListServiceTypes", "GET", "/v2/products/service-types", ""},
  };
  return calls;
}

}  // namespace bss::contract
