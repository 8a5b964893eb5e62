#include "bss/mock/server.h"
#include "bss/testing/fake_client.h"
#include "samples.h"

namespace samples {

bool test_with_fake(std::ostream& out) {
  // sample fake
  bss::testing::FakeClient fake;
  fake.on<bss::operations::ReclaimToPartnerAccount>(
      [](const auto& request) -> bss::Result<bss::ReclaimToPartnerAccountResponse> {
        if (request.amount > *bss::Decimal::parse("100")) {
          bss::Error refused;
          refused.kind = bss::ErrorKind::kBusiness;
          refused.code = "CBC.99005003";
          return refused;
        }
        bss::ReclaimToPartnerAccountResponse response;
        response.trans_id = "RE2404020808150000b1";
        return response;
      });

  bss::ReclaimToPartnerAccountRequest request;
  request.customer_id = "c0000000000000000000000000000001";
  request.amount = *bss::Decimal::parse("250.00");
  auto result = fake.client().reclaim_to_partner_account(request);
  // end of sample
  if (result.ok()) return false;
  out << result.error().code << "\n";
  return result.error().code == "CBC.99005003";
}

bool embedded_server(std::ostream& out) {
  // sample embedded
  bss::mock::Server server;
  const auto& partner = server.credentials().partner;

  bss::ClientConfig config;
  config.bss_endpoint = server.endpoint();
  config.credentials = bss::Credentials::access_key(
      partner.access_key, bss::Secret(partner.secret_key), partner.domain_id);
  bss::Client client(config);

  server.workspace().lose_next_answers("UpdateCustomerAccountAmount");
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = server.credentials().customer.domain_id;
  request.amount = *bss::Decimal::parse("10.00");
  auto lost = client.update_customer_account_amount(request);  // done, but nobody said so
  bool untouched = server.workspace().check_ledger().ok;
  // end of sample
  out << lost.error().to_string() << "\n";
  return untouched && lost.error().kind == bss::ErrorKind::kOutcomeUnknown;
}

bool time_travel(std::ostream& out) {
  // sample clock
  bss::mock::Server server;
  auto workspace = server.workspace();
  workspace.freeze("2030-06-01T00:00:00Z");
  for (const auto& event : workspace.advance("P13M")) {
    out << event.at << " " << event.kind << " " << event.subject << "\n";
  }
  // end of sample
  return workspace.clock().mode == "frozen";
}

}  // namespace samples
