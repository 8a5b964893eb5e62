// Samples of docs/payments.md.
#include <ostream>
#include <string>
#include <vector>

#include "bss/accounts.h"
#include "bss/bulk.h"
#include "bss/mock/testing.h"
#include "bss/once.h"
#include "samples.h"

namespace samples {

bool pay_once(bss::mock::Server& server, const std::string& file, std::ostream& out) {
  auto workspace = server.create_workspace();
  const bss::Client client = workspace.partner_client();
  const std::string customer = workspace.credentials().customer.domain_id;
  workspace.lose_next_answers("UpdateCustomerAccountAmount");
  // sample pay_once
  auto store = bss::file_intent_store(file);
  if (!store) {
    out << store.error().message << "\n";
    return false;
  }
  bss::MoneyOnce once(client, *store);
  once.resume();  // what an earlier run left open is cleared up first

  bss::UpdateCustomerAccountAmountRequest allocation;
  allocation.customer_id = customer;
  allocation.amount = *bss::Decimal::parse("10.00");
  auto paid = once.allocate_once("order-4711", allocation);
  if (paid) {
    out << paid->transfer_id << (paid->found ? " (found in the records)\n" : "\n");
  } else {
    out << paid.error().to_string() << "\n";
  }
  // end of sample
  return paid.ok() && paid->found &&
         workspace.calls("UpdateCustomerAccountAmount").committed == 1 &&
         once.allocate_once("order-4711", allocation)->transfer_id == paid->transfer_id;
}

bool pay_many(bss::mock::Server& server, std::ostream& out) {
  auto workspace = server.create_workspace();
  bss::MoneyOnce once(workspace.partner_client(), bss::memory_intent_store());
  const std::vector<std::string> customers{workspace.credentials().customer.domain_id};
  // sample bulk
  std::vector<bss::BulkLine> lines;
  for (const std::string& customer : customers) {
    lines.push_back({"june/" + customer, customer, *bss::Decimal::parse("25.00")});
  }
  bss::BulkOptions options;
  options.on_progress = [&](const bss::BulkProgress& now) {
    out << now.done << " of " << now.total << "\n";
  };
  auto outcomes = bss::bulk_allocate(once, lines, options);  // one for each line, in their order
  // end of sample
  return outcomes.size() == 1 && outcomes.front().done;
}

bool what_became_of_it(bss::mock::Server& server, std::ostream& out) {
  auto workspace = server.create_workspace();
  const bss::Client client = workspace.partner_client();
  bss::UpdateCustomerAccountAmountRequest allocation;
  allocation.customer_id = workspace.credentials().customer.domain_id;
  allocation.amount = *bss::Decimal::parse("10.00");
  workspace.lose_next_answers("UpdateCustomerAccountAmount");
  // sample reconcile
  bss::Intent intent;  // the parts of the call that its records show
  intent.operation = "UpdateCustomerAccountAmount";
  intent.counterparty = allocation.customer_id;
  intent.amount = allocation.amount;
  intent.marks = bss::mark(client, intent).value();  // before sending: the newest record there is

  auto answer = client.update_customer_account_amount(allocation);
  if (!answer && answer.error().kind == bss::ErrorKind::kOutcomeUnknown) {
    auto found = bss::reconcile(client, intent);
    if (found.verdict == bss::Reconciliation::Verdict::kDone) {
      out << "done: " << found.transfer_id << "\n";
    }
  }
  // end of sample
  return !answer.ok();
}

}  // namespace samples
