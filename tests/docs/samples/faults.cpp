// Samples of docs/faults.md.
#include <ostream>

#include "bss/accounts.h"
#include "bss/mock/testing.h"
#include "samples.h"

namespace samples {

bool lose_and_drop(bss::mock::Server& server, std::ostream& out) {
  auto workspace = server.create_workspace();
  const bss::Client client = workspace.partner_client();
  // sample lost_answer
  workspace.lose_next_answers("UpdateCustomerAccountAmount");

  bss::UpdateCustomerAccountAmountRequest allocation;
  allocation.customer_id = workspace.credentials().customer.domain_id;
  allocation.amount = *bss::Decimal::parse("10.00");
  auto lost = client.update_customer_account_amount(allocation);
  // lost.error().kind is kOutcomeUnknown: the SDK did not send it again

  auto calls = workspace.calls("UpdateCustomerAccountAmount");
  // one received, one committed, one unanswered
  // end of sample
  if (lost.ok() || lost.error().kind != bss::ErrorKind::kOutcomeUnknown) return false;
  out << calls.received << " received, " << calls.committed << " committed\n";
  workspace.clear_faults();
  // sample dropped
  workspace.add_faults(R"({"match": {"operation": "UpdateCustomerAccountAmount"},
                           "when": {"first": 1}, "effect": {"drop_before_commit": true}})");
  auto dropped = client.update_customer_account_amount(allocation);
  // kOutcomeUnknown as well: from outside both look the same, and only the records tell
  // end of sample
  return !dropped.ok() && dropped.error().kind == bss::ErrorKind::kOutcomeUnknown &&
         calls.received == 1 && calls.committed == 1 && calls.unanswered == 1 &&
         workspace.calls("UpdateCustomerAccountAmount").committed == 1;
}

}  // namespace samples
