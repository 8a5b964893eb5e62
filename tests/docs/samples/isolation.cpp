// Samples of docs/isolation.md.
#include <ostream>
#include <string>

// sample one_line
#include "bss/accounts.h"
#include "bss/mock/testing.h"

class TopUps : public bss::mock::testing::PartnerTest {};

TEST_F(TopUps, MoveMoneyOnce) {
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = customer().domain_id;
  request.amount = *bss::Decimal::parse("10.00");
  EXPECT_TRUE(partner_client().update_customer_account_amount(request).ok());
  EXPECT_TRUE(workspace().verify(
      R"({"match":{"operation":"UpdateCustomerAccountAmount"},"times":{"at_least":1,"at_most":1}})"));
  EXPECT_TRUE(books_balance());
}
// end of sample

#include "samples.h"

namespace samples {

bool two_workspaces(std::ostream& out) {
  // sample two_workspaces
  bss::mock::Server server;
  auto mine = server.create_workspace();
  auto yours = server.create_workspace();  // gone with its last handle

  mine.freeze("2030-01-01T00:00:00Z");
  mine.recharge(mine.credentials().partner.domain_id, "5.00");
  auto my_balance = mine.partner_client().list_partner_balances({});
  auto your_balance = yours.partner_client().list_partner_balances({});
  // end of sample
  if (!my_balance || !your_balance) return false;
  const auto mine_now = my_balance->account_balances.at(0).amount.to_string(2);
  const auto yours_now = your_balance->account_balances.at(0).amount.to_string(2);
  out << mine_now << ", " << yours_now << "\n";
  return mine_now == "1000005.00" && yours_now == "1000000.00";
}

bool try_again_from_here(std::ostream& out) {
  // sample snapshots
  bss::mock::Server server;
  auto workspace = server.create_workspace();
  workspace.take_snapshot("before");
  workspace.recharge(workspace.credentials().partner.domain_id, "5.00");
  std::string changed = workspace.diff_snapshots("before");  // up to now: one balance, one record
  workspace.restore_snapshot("before");
  // end of sample
  out << changed << "\n";
  return changed.find("RECHARGE") != std::string::npos &&
         workspace.diff_snapshots("before") == R"({"entities":{},"money":[]})";
}

}  // namespace samples
