// Where the examples of accounts-coupons.md part F begin: the distributor of the demo seed with
// 10000.00, its own customers and its reseller. The cast has other ids than the document's, and the
// distributor's spare money is parked, so that the amounts are those of the story.
#pragma once

#include <memory>
#include <string>

#include "cast.h"

namespace bss::contract {

class AccountsExamples : public StageTest {
 protected:
  /// D has 10000.00, of it 1500.00 dedicated; C1, C2, C3 are its resale customers, A1 is a referral
  /// customer.
  AccountsExamples() : d(stage.distributor()) {
    c1 = add_distributor_customer(stage, "c1");
    c2 = add_distributor_customer(stage, "c2");
    c3 = add_distributor_customer(stage, "c3");
    a1 = add_distributor_customer(stage, "a1");
    make_referral(stage, a1);
    const std::string spare = add_distributor_customer(stage, "spare");
    d.client.update_customer_account_amount({.customer_id = spare, .amount = yuan("490000.00")})
        .value();
    set_flags(stage, kDistributorId,
              {{"designated_amount", number("1500.00")}, {"has_allocatable_account", yes()}});
    stage.control.advance_clock("PT1H");
  }

  std::string allocate(const std::string& customer, const char* amount) {
    return d.client
        .update_customer_account_amount({.customer_id = customer, .amount = yuan(amount)})
        .value()
        .transfer_id.value();
  }
  bss::Error refused_allocation(UpdateCustomerAccountAmountRequest request) {
    const auto result = d.client.update_customer_account_amount(request);
    return result.ok() ? bss::Error{} : result.error();
  }
  /// E5: the reseller, which the seed gave 20000.00, has 2000.00.
  std::string give_reseller_2000() {
    d.client
        .update_customer_account_amount({.customer_id = add_reseller_customer(stage, "parked"),
                                         .amount = yuan("20000.00"),
                                         .indirect_partner_id = kResellerId})
        .value();
    return d.client
        .update_indirect_partner_account(
            {.indirect_partner_id = kResellerId, .amount = yuan("2000.00")})
        .value()
        .transfer_id.value();
  }
  /// In the name of one of the distributor's customers.
  bss::Identity as_customer(const std::string& id) {
    if (!agent) {
      agent = std::make_unique<RecordedClient>(make_client(
          bss::Credentials::password("demo-distributor", bss::Secret("Distributor@2025")),
          bss::Site::kChina, kDistributorPlatform));
    }
    return agent->client.as_customer(bss::DomainId{id});
  }
  /// The last answer's bytes.
  wire::Json last_body() { return json_of(d.transport->last().body); }

  RecordedClient& d;
  std::unique_ptr<RecordedClient> agent;  ///< logs in with a password, so that it can assume roles
  std::string c1, c2, c3, a1;
};

}  // namespace bss::contract
