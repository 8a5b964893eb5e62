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

// sample platform
// Code of a sales platform: tops a customer up to a balance, and says what it did.
std::string top_up(const bss::Client& client, const std::string& customer_id,
                   const bss::Decimal& wanted) {
  bss::ListCustomersBalancesDetailRequest question;
  question.customer_infos.push_back({customer_id});
  const auto balances = client.list_customers_balances_detail(question);
  if (!balances) return "cannot tell";
  const auto missing = wanted.minus(*balances->customer_balances.at(0).amount);
  if (!missing || missing->is_negative() || missing->is_zero()) return "enough";
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = customer_id;
  request.amount = *missing;
  const auto moved = client.update_customer_account_amount(request);
  if (moved) return "paid " + missing->to_string(2);
  // Never again without looking: the money may have moved.
  if (moved.error().kind == bss::ErrorKind::kOutcomeUnknown) return "look first";
  return "refused " + moved.error().code;
}
// end of sample

bool test_with_fixture(std::ostream& out) {
  // sample against_server
  bss::mock::Server server;
  auto workspace = server.workspace();
  const auto& partner = server.credentials().partner;
  bss::ClientConfig config;
  config.bss_endpoint = server.endpoint();
  config.credentials = bss::Credentials::access_key(
      partner.access_key, bss::Secret(partner.secret_key), partner.domain_id);
  const bss::Client client(config);
  const std::string customer = server.credentials().customer.domain_id;  // has 500.00

  std::string first = top_up(client, customer, *bss::Decimal::parse("600"));   // paid 100.00
  std::string second = top_up(client, customer, *bss::Decimal::parse("600"));  // enough
  workspace.lose_next_answers("UpdateCustomerAccountAmount");
  std::string third = top_up(client, customer, *bss::Decimal::parse("700"));   // look first
  std::string fourth = top_up(client, customer, *bss::Decimal::parse("700"));  // enough: it had
  bool sound = workspace.check_ledger().ok;
  // end of sample
  out << first << ", " << second << ", " << third << ", " << fourth << "\n";
  return sound && first == "paid 100.00" && second == "enough" && third == "look first" &&
         fourth == "enough";
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
