// Samples of docs/seeds.md.
#include <ostream>

#include "bss/accounts.h"
#include "bss/mock/testing.h"
#include "samples.h"

namespace samples {

bool own_seed(bss::mock::Server& server, std::ostream& out) {
  // sample own_seed
  bss::mock::WorkspaceOptions wish;
  wish.seed_text = R"(
    partners:
      - name: acme
        role: partner
        platform: ACME_SHOP
        password: Acme@2025
        access_key: ACMEKEY0000000000001
        secret_key: acmeSecretForTheLocalMock
        cash: 1000.00
        quotas: [{name: spring, value: 300.00}]
        customers:
          - {name: first, role: customer, allocated: 100.00, real_name: Qinghe Foods}
          - {name: second, association: referral}
        coupons: [{quota: spring, customer: first, value: 20.00, valid_days: 30}]
  )";
  auto workspace = server.create_workspace(wish);
  auto balances = workspace.partner_client().list_partner_balances({});  // 900.00 is left
  // end of sample
  if (!balances) return false;
  const auto left = balances->account_balances.at(0).amount.to_string(2);
  out << left << "\n";
  return left == "900.00";
}

}  // namespace samples
