#include "samples.h"

namespace samples {

bool issue_coupons(const bss::Client& client, const std::string& quota_id,
                   const std::vector<std::string>& customers, std::ostream& out) {
  // sample issue
  bss::CreatePartnerCouponsRequest request;
  request.quota_id = quota_id;
  request.customer_ids = customers;  // at most 100
  request.face_value = *bss::Decimal::parse("50.00");
  request.memo = "spring campaign, batch 7";  // comes back in the records
  auto issued = client.create_partner_coupons(request);
  if (!issued) {
    out << issued.error().code << ": nobody got anything\n";
    return false;
  }
  for (const auto& coupon : issued->coupon_infos) {
    out << coupon.id << " has coupon " << coupon.coupon_id << "\n";
  }
  for (const auto& failed : issued->error_details) {
    out << failed.id.value_or("?") << " has none: " << failed.error_code.value_or("?") << "\n";
  }
  // end of sample
  return true;
}

bool coupons_left(const bss::Client& client, std::ostream& out) {
  // sample left
  bss::ListIssuedPartnerCouponsRequest usable;
  usable.status = 2;
  bss::Decimal left;
  for (const auto& coupon : client.list_issued_partner_coupons_all(usable)) {
    if (!coupon) return false;
    left = left.plus(coupon->balance.value_or(bss::Decimal())).value();
  }
  // end of sample
  out << left.to_string(2) << "\n";
  return true;
}

bool take_back(const bss::Client& client, const std::string& coupon_id, std::ostream& out) {
  // sample take_back
  bss::ReclaimPartnerCouponsRequest request;
  request.coupon_id = coupon_id;
  auto taken = client.reclaim_partner_coupons(request);  // what is left goes back to the quota
  // end of sample
  out << (taken ? "taken back" : taken.error().code) << "\n";
  return taken.ok();
}

}  // namespace samples
