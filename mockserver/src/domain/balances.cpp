#include "domain/balances.h"

#include <set>
#include <string_view>
#include <utility>

#include "domain/numbering.h"
#include "store/ledger.h"

namespace bss::mock::domain {

Outcome<std::vector<AccountBalance>> partner_balances(
    World& world, const Actor& actor, const std::optional<std::string>& indirect_partner_id) {
  // A caller outside of the programme is no partner at all, whatever it names (ListPartnerBalances,
  // CBC.5001).
  auto caller = effective_partner(world, actor, std::nullopt);
  if (!caller || !caller->joined_programme) return Refusal::kNotInProgramme;
  const auto partner = indirect_partner_id ? effective_partner(world, actor, indirect_partner_id)
                                           : std::move(caller);
  if (!partner) return partner.refusal();
  const std::string currency = currency_of(*partner);
  const auto cash = store::find_cash_account(world.db(), partner->id, "partner");
  if (!cash) return Refusal::kUnknownAccount;
  std::vector<AccountBalance> balances;
  const Money amount = Money::from_units(cash->amount);
  const Money designated = Money::from_units(cash->designated);
  balances.push_back({cash->id, 1, amount, currency, designated, std::nullopt});
  if (partner->credit_limit) {
    // Credit is not in use (C-03): what is left is the whole limit.
    const Money limit = Money::from_units(*partner->credit_limit);
    balances.push_back({cash->id + "-CREDIT", 2, limit, currency, std::nullopt, limit});
  }
  if (partner->has_allocatable_account) {
    balances.push_back({cash->id + "-ALLOCATABLE", 8,
                        amount - designated - Money::from_units(cash->frozen), currency,
                        std::nullopt, std::nullopt});
  }
  return balances;
}

Outcome<std::vector<CustomerBalance>> customer_balances(
    World& world, const Actor& actor, const std::vector<std::string>& customer_ids,
    const std::optional<std::string>& indirect_partner_id) {
  const auto partner = effective_partner(world, actor, indirect_partner_id);
  if (!partner) return partner.refusal();
  std::vector<CustomerBalance> balances;
  std::set<std::string_view> seen;
  for (const std::string& id : customer_ids) {
    if (!seen.insert(id).second) continue;
    const auto customer = own_resale_customer(world, partner->id, id);
    if (!customer) continue;
    const auto cash = store::find_cash_account(world.db(), id, "allocated");
    const auto arrears = store::find_arrears(world.db(), id);
    balances.push_back({id, Money::from_units(cash ? cash->amount : 0),
                        Money::from_units(arrears ? arrears->amount : 0),
                        currency_of(customer->account)});
  }
  return balances;
}

Outcome<OwnBalances> own_balances(World& world, const Actor& actor) {
  const auto customer = store::find_account(world.db(), actor.account_id);
  if (!customer) return Refusal::kUnknownAccount;
  if (customer->no_account) return Refusal::kCustomerHasNoAccount;
  const std::string_view purpose = cash_purpose(world, customer->id);
  const auto cash = store::find_cash_account(world.db(), customer->id, purpose);
  const auto arrears = store::find_arrears(world.db(), customer->id);
  const std::string id = cash ? cash->id : customer_cash_account_id(customer->id, purpose);
  OwnBalances own;
  own.currency = currency_of(*customer);
  own.debt = Money::from_units(arrears ? arrears->amount : 0);
  own.accounts.push_back({id, 1, Money::from_units(cash ? cash->amount : 0), own.currency,
                          Money::from_units(cash ? cash->designated : 0), std::nullopt});
  // A resale customer has no credit account, whatever was granted (0.1).
  if (customer->credit_limit && purpose == "own") {
    const Money limit = Money::from_units(*customer->credit_limit);
    own.accounts.push_back({id + "-CREDIT", 2, limit, own.currency, std::nullopt, limit});
  }
  return own;
}

}  // namespace bss::mock::domain
