// On whose behalf a command acts, and whether a customer is that partner's own (accounts-coupons
// 0.1, contract "Words"). Used by every rule that a partner can call.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/account.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/accounts.h"

namespace bss::mock::domain {

/// Who calls.
struct Actor {
  std::string account_id;
  std::string user_name;  ///< operator in the records
};

/// The partner whose money, quotas and customers are meant: the caller, or its reseller. A reseller
/// that is not the caller's is refused, and so is any value from a solution partner: never act
/// silently on the wrong owner.
Outcome<store::AccountRow> effective_partner(World& world, const Actor& actor,
                                             const std::optional<std::string>& indirect_partner_id);

struct OwnCustomer {
  store::AccountRow account;
  store::AssociationRow association;
  bool resale() const noexcept {
    return association.type == static_cast<int>(AssociationType::kResale);
  }
};
/// Nothing when the id is unknown or the customer is not associated with exactly this partner
/// (CBC.99000035).
std::optional<OwnCustomer> own_customer(World& world, const std::string& partner_id,
                                        const std::string& customer_id);
/// An own customer with an allocated account: resale, and not of the accountless kind. Otherwise
/// kNotSubCustomer or kCustomerNotOperable (the split of UpdateCustomerAccountAmount).
Outcome<OwnCustomer> own_resale_customer(World& world, const std::string& partner_id,
                                         const std::string& customer_id);

/// Which of its accounts a customer spends from: `allocated` while it is a resale customer, else
/// `own`. Money it had topped up before stays out of reach (ShowCustomerAccountBalances 2).
std::string_view cash_purpose(World& world, const std::string& customer_id);

/// CNY or USD.
std::string currency_of(const store::AccountRow& account);

}  // namespace bss::mock::domain
