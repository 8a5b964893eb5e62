#include "domain/partners.h"

#include <utility>

namespace bss::mock::domain {

Outcome<store::AccountRow> effective_partner(
    World& world, const Actor& actor, const std::optional<std::string>& indirect_partner_id) {
  if (indirect_partner_id) {
    auto reseller = store::find_account(world.db(), *indirect_partner_id);
    // Only a distributor owns resellers, so a solution partner's value never matches (contract.md
    // "Words").
    if (!reseller || reseller->distributor_id != actor.account_id)
      return Refusal::kResellerNotOwned;
    return std::move(*reseller);
  }
  auto partner = store::find_account(world.db(), actor.account_id);
  if (!partner) return Refusal::kUnknownAccount;
  return std::move(*partner);
}

std::optional<OwnCustomer> own_customer(World& world, const std::string& partner_id,
                                        const std::string& customer_id) {
  auto association = store::current_association(world.db(), customer_id);
  if (!association || association->state != "associated" || association->partner_id != partner_id) {
    return std::nullopt;
  }
  auto account = store::find_account(world.db(), customer_id);
  if (!account) return std::nullopt;
  return OwnCustomer{std::move(*account), std::move(*association)};
}

Outcome<OwnCustomer> own_resale_customer(World& world, const std::string& partner_id,
                                         const std::string& customer_id) {
  auto customer = own_customer(world, partner_id, customer_id);
  if (!customer) return Refusal::kNotSubCustomer;
  if (!customer->resale() || customer->account.no_account) return Refusal::kCustomerNotOperable;
  return std::move(*customer);
}

std::string_view cash_purpose(World& world, const std::string& customer_id) {
  const auto association = store::current_association(world.db(), customer_id);
  const bool resale = association && association->state == "associated" &&
                      association->type == static_cast<int>(AssociationType::kResale);
  return resale ? "allocated" : "own";
}

std::string currency_of(const store::AccountRow& account) {
  return account.site == 2 ? "USD" : "CNY";
}

}  // namespace bss::mock::domain
