#include "samples.h"

namespace samples {

bool pay_a_reseller(const bss::Client& client, std::ostream& out) {
  // sample transfer
  for (const auto& reseller : client.list_indirect_partners_all({})) {
    if (!reseller) break;
    bss::UpdateIndirectPartnerAccountRequest request;
    request.indirect_partner_id = reseller->indirect_partner_id.value();
    request.amount = *bss::Decimal::parse("250.00");
    auto moved = client.update_indirect_partner_account(request);
    if (moved)
      out << reseller->account_name.value_or("?") << " got " << *moved->transfer_id << "\n";
  }
  // end of sample
  return true;
}

bool pay_a_resellers_customer(const bss::Client& client, const std::string& reseller_id,
                              const std::string& customer_id, std::ostream& out) {
  // sample allocate_for
  bss::Identity reseller = client.as_reseller(reseller_id);
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = customer_id;
  request.amount = *bss::Decimal::parse("20.00");
  auto paid = reseller.update_customer_account_amount(request);  // out of the reseller's account
  // end of sample
  if (!paid) return false;
  out << *paid->transfer_id << "\n";
  return true;
}

bool share_a_quota(const bss::Client& client, const std::string& quota_id,
                   const std::string& reseller_id, std::ostream& out) {
  // sample share
  bss::UpdateCouponQuotasRequest share;
  share.quota_id = quota_id;
  share.indirect_partner_ids = {reseller_id};
  share.quota_amount = *bss::Decimal::parse("500.00");  // for each of them
  auto shared = client.update_coupon_quotas(share);
  if (!shared) return false;
  for (const auto& failed : shared->error_details) {
    out << *failed.id << ": " << *failed.error_code << "\n";  // it is leaving, for example
  }
  // end of sample
  out << shared->simple_quota_infos.size() << " quotas made\n";
  return true;
}

}  // namespace samples
