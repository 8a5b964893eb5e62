// Samples of docs/time-travel.md.
#include <ostream>

#include "bss/coupons.h"
#include "bss/mock/testing.h"
#include "samples.h"

namespace samples {

bool coupon_runs_out(bss::mock::Server& server, std::ostream& out) {
  // sample coupon_runs_out
  bss::mock::WorkspaceOptions wish;
  wish.seed = "expiring-coupon";  // a customer with a coupon for a day and one for a year
  auto workspace = server.create_workspace(wish);
  workspace.freeze();  // from now on time passes only when it is told to

  auto partner = workspace.partner_client();
  bss::ListIssuedPartnerCouponsRequest usable;
  usable.status = 2;
  auto before = partner.list_issued_partner_coupons(usable);  // two

  for (const auto& event : workspace.advance("P1D")) {
    out << event.kind << "\n";  // coupon_expired
    for (const auto& posting : event.postings) {
      out << "  " << posting.account << " " << posting.amount << "\n";  // back to its quota
    }
  }
  auto after = partner.list_issued_partner_coupons(usable);  // one
  // end of sample
  return before && after && before->total_count == 2 && after->total_count == 1;
}

}  // namespace samples
