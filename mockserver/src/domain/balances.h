// What partners and customers have (accounts-coupons part A, R-BAL). Reads only.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::domain {

struct AccountBalance {
  std::string account_id;
  int account_type = 1;  ///< 1 cash, 2 credit, 8 allocatable (virtual)
  Money amount;
  std::string currency;
  std::optional<Money> designated;
  std::optional<Money> credit_limit;
};
/// ListPartnerBalances: the cash account always, credit when a limit was granted, allocatable when
/// the partner is flagged for it.
Outcome<std::vector<AccountBalance>> partner_balances(
    World& world, const Actor& actor, const std::optional<std::string>& indirect_partner_id);

struct CustomerBalance {
  std::string customer_id;
  Money amount;
  Money debt;
  std::string currency;
};
/// ListCustomersBalancesDetail: one element for each distinct resale customer of the partner, in
/// the order of first mention; everybody else is left out without an error.
Outcome<std::vector<CustomerBalance>> customer_balances(
    World& world, const Actor& actor, const std::vector<std::string>& customer_ids,
    const std::optional<std::string>& indirect_partner_id);

struct OwnBalances {
  std::vector<AccountBalance> accounts;
  Money debt;
  std::string currency;
};
/// ShowCustomerAccountBalances: what the calling customer has and owes.
Outcome<OwnBalances> own_balances(World& world, const Actor& actor);

}  // namespace bss::mock::domain
