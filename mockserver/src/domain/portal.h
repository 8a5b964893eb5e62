// What people do in the partner centre and at the vendor but no public operation does (control-api
// "Portal verbs"): flags of accounts and users, and a customer that spends. The other verbs stand
// with their subject: recharge in ledger.h, quotas in quotas.h, freeze_coupon in coupons.h, unbind
// and switch in association.h, add_reseller in enrolment.h.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// What is left out stays as it is.
struct AccountFlags {
  std::optional<bool> sandbox;
  std::optional<bool> restricted;
  std::optional<bool> removed;
  std::optional<bool> leaving;
  std::optional<bool> channel_only;
  std::optional<bool> uses_coupons_itself;
  std::optional<bool> joined_programme;
  std::optional<bool> no_account;
  std::optional<bool> finance_custody;
  std::optional<bool> frozen;
  std::optional<bool> associated_before;
  std::optional<bool> has_allocatable_account;
  std::optional<bool> blocked_agency;
  std::optional<Money> credit_limit;
  std::optional<Money> designated_amount;
  std::optional<std::vector<std::string>> missing_permissions;
  std::optional<std::vector<std::string>> refused_operations;
};
/// The flags after the change, all of them set.
Outcome<AccountFlags> set_account_flags(World& world, const std::string& account_id,
                                        const AccountFlags& flags);

struct UserFlags {
  std::optional<bool> disabled;
  std::optional<bool> console_only;
  std::optional<bool> no_agent_operator;
};
Outcome<UserFlags> set_user_flags(World& world, const std::string& account_id,
                                  const std::string& user_name, const UserFlags& flags);

struct Consumption {
  std::optional<std::string> coupon_id;
  Money by_coupon;
  Money by_card;
  Money by_cash;  ///< what the balance did not cover became arrears
};
/// The customer spends: with a coupon first when one is named, then a stored-value card when one is
/// named, then cash, then arrears (Q-10, E.2).
Outcome<Consumption> consume(World& world, const std::string& customer_id, Money amount,
                             const std::optional<std::string>& coupon_id,
                             const std::optional<std::string>& card_id = std::nullopt);

}  // namespace bss::mock::domain
