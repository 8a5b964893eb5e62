#include <iostream>

#include "samples.h"

namespace samples {

int first_program(std::ostream& out) {
  // sample first_program
  auto client = bss::Client::from_environment();
  if (!client) {
    std::cerr << client.error().to_string() << "\n";
    return 1;
  }
  bss::UpdateCustomerAccountAmountRequest allocation;
  allocation.customer_id = "c0000000000000000000000000000001";
  allocation.amount = *bss::Decimal::parse("25.50");
  auto done = client->update_customer_account_amount(allocation);
  if (!done) {
    std::cerr << done.error().to_string() << "\n";
    return done.error().kind == bss::ErrorKind::kOutcomeUnknown ? 3 : 1;
  }
  out << "allocated with transfer id " << done->transfer_id.value_or("?") << "\n";
  // end of sample
  return 0;
}

}  // namespace samples
