#include "domain/portal.h"

#include "domain/coupons.h"
#include "domain/ledger.h"
#include "domain/vendor_benefits.h"
#include "store/accounts.h"
#include "store/identity.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

void apply(bool& flag, const std::optional<bool>& wish) {
  if (wish) flag = *wish;
}

std::vector<std::string> barred(World& world, const std::string& account_id,
                                std::string_view reason) {
  std::vector<std::string> operations;
  for (auto& bar : store::list_operation_bars(world.db(), account_id)) {
    if (bar.reason == reason) operations.push_back(std::move(bar.operation));
  }
  return operations;
}

AccountFlags flags_of(World& world, const store::AccountRow& row) {
  AccountFlags flags;
  flags.sandbox = row.sandbox;
  flags.restricted = row.restricted;
  flags.removed = row.removed;
  flags.leaving = row.leaving;
  flags.channel_only = row.channel_only;
  flags.uses_coupons_itself = row.uses_coupons_itself;
  flags.joined_programme = row.joined_programme;
  flags.no_account = row.no_account;
  flags.finance_custody = row.finance_custody;
  flags.frozen = row.frozen;
  flags.associated_before = row.associated_before;
  flags.has_allocatable_account = row.has_allocatable_account;
  flags.blocked_agency = row.blocked_agency;
  if (row.credit_limit) flags.credit_limit = Money::from_units(*row.credit_limit);
  if (const auto cash = store::find_cash_account(world.db(), row.id, "partner")) {
    flags.designated_amount = Money::from_units(cash->designated);
  }
  flags.missing_permissions = barred(world, row.id, "missing_permission");
  flags.refused_operations = barred(world, row.id, "refused");
  return flags;
}

}  // namespace

Outcome<AccountFlags> set_account_flags(World& world, const std::string& account_id,
                                        const AccountFlags& flags) {
  auto row = store::find_account(world.db(), account_id);
  if (!row) return Refusal::kUnknownAccount;
  apply(row->sandbox, flags.sandbox);
  apply(row->restricted, flags.restricted);
  apply(row->removed, flags.removed);
  apply(row->leaving, flags.leaving);
  apply(row->channel_only, flags.channel_only);
  apply(row->uses_coupons_itself, flags.uses_coupons_itself);
  apply(row->joined_programme, flags.joined_programme);
  apply(row->no_account, flags.no_account);
  apply(row->finance_custody, flags.finance_custody);
  apply(row->frozen, flags.frozen);
  apply(row->associated_before, flags.associated_before);
  apply(row->has_allocatable_account, flags.has_allocatable_account);
  apply(row->blocked_agency, flags.blocked_agency);
  if (flags.credit_limit) {
    if (flags.credit_limit->is_negative()) return Refused{Refusal::kInvalidField, "credit_limit"};
    row->credit_limit = flags.credit_limit->units();
  }
  if (row->frozen && !row->freeze_type) row->freeze_type = "ACCOUNT";
  if (!row->frozen) row->freeze_type.reset();
  store::update_account(world.db(), *row);
  if (flags.designated_amount) {
    if (const auto set = set_designated(world, account_id, *flags.designated_amount); !set)
      return set.refusal();
  }
  if (flags.missing_permissions) {
    store::set_operation_bars(world.db(), account_id, "missing_permission",
                              *flags.missing_permissions);
  }
  if (flags.refused_operations) {
    store::set_operation_bars(world.db(), account_id, "refused", *flags.refused_operations);
  }
  return flags_of(world, *row);
}

Outcome<UserFlags> set_user_flags(World& world, const std::string& account_id,
                                  const std::string& user_name, const UserFlags& flags) {
  if (!store::find_account(world.db(), account_id)) return Refusal::kUnknownAccount;
  auto user = store::find_user(world.db(), account_id, user_name);
  if (!user) return Refusal::kUnknownUser;
  apply(user->disabled, flags.disabled);
  apply(user->console_only, flags.console_only);
  apply(user->no_agent_operator, flags.no_agent_operator);
  store::set_user_flags(world.db(), user->id, user->disabled, user->console_only,
                        user->no_agent_operator);
  return UserFlags{user->disabled, user->console_only, user->no_agent_operator};
}

Outcome<Consumption> consume(World& world, const std::string& customer_id, Money amount,
                             const std::optional<std::string>& coupon_id,
                             const std::optional<std::string>& card_id) {
  Consumption result;
  result.coupon_id = coupon_id;
  result.by_cash = amount;
  if (coupon_id) {
    const auto rest = spend_coupon(world, customer_id, *coupon_id, amount);
    if (!rest) return rest.refusal();
    result.by_coupon = amount - *rest;
    result.by_cash = *rest;
    if (rest->is_zero()) return result;
  }
  if (card_id) {
    const auto rest = spend_card(world, customer_id, *card_id, result.by_cash);
    if (!rest) return rest.refusal();
    result.by_card = result.by_cash - *rest;
    result.by_cash = *rest;
    if (rest->is_zero()) return result;
  }
  const auto spent = spend_cash(world, customer_id, result.by_cash);
  if (!spent) return spent.refusal();
  return result;
}

}  // namespace bss::mock::domain
