#include "domain/profiles.h"

#include <optional>

#include "store/accounts.h"

namespace bss::mock::domain {

Outcome<Done> set_real_name(World& world, const std::string& customer_id, const std::string& name,
                            CustomerType type) {
  auto customer = store::find_account(world.db(), customer_id);
  if (!customer) return Refusal::kUnknownAccount;
  if (account_kind(customer->kind) != AccountKind::kCustomer) return Refusal::kWrongKind;
  const bool named = !name.empty();
  customer->real_name = named ? std::make_optional(name) : std::nullopt;
  customer->verified_status = static_cast<std::int64_t>(named ? VerifiedStatus::kAuthenticated
                                                              : VerifiedStatus::kNotAuthenticated);
  customer->customer_type = static_cast<std::int64_t>(named ? type : CustomerType::kUnknown);
  store::update_account(world.db(), *customer);
  return Done{};
}

Outcome<Done> assign_account_manager(World& world, const std::string& account_id,
                                     const std::string& manager_id,
                                     const std::string& manager_name) {
  auto account = store::find_account(world.db(), account_id);
  if (!account) return Refusal::kUnknownAccount;
  const AccountKind kind = account_kind(account->kind);
  if (kind != AccountKind::kCustomer && kind != AccountKind::kReseller) return Refusal::kWrongKind;
  account->manager_id = manager_id;
  account->manager_name = manager_name;
  store::update_account(world.db(), *account);
  return Done{};
}

}  // namespace bss::mock::domain
