#include "iam/identities.h"

#include <utility>

#include "domain/world.h"

namespace bss::mock::iam {
namespace {

std::shared_ptr<const AccountRights> rights_of(domain::World& world,
                                               const store::AccountRow& account) {
  auto rights = std::make_shared<AccountRights>();
  rights->joined_programme = account.joined_programme;
  for (auto& bar : store::list_operation_bars(world.db(), account.id)) {
    auto& list = bar.reason == "refused" ? rights->refused_operations : rights->missing_permissions;
    list.push_back(std::move(bar.operation));
  }
  return rights;
}

std::optional<Identity> identity_in(domain::World& world, const std::string& account_id,
                                    std::string user_id, std::string user_name) {
  const auto account = store::find_account(world.db(), account_id);
  if (!account) return std::nullopt;
  Identity identity;
  identity.caller.account_id = account->id;
  identity.caller.account_name = account->name;
  identity.caller.kind = kind_of(*account);
  identity.caller.site = account->site == 2 ? domain::Site::kInternational : domain::Site::kChina;
  identity.caller.user_id = std::move(user_id);
  identity.caller.user_name = std::move(user_name);
  identity.rights = rights_of(world, *account);
  return identity;
}

/// The agency has to exist still: blocking it ends what was derived from it.
bool agency_stands(domain::World& world, const std::string& account_id,
                   const std::string& agency_id, const std::string& user_name,
                   const std::string& partner_id) {
  const auto account = store::find_account(world.db(), account_id);
  if (!account || account->blocked_agency) return false;
  const auto agency = store::find_agency(world.db(), account_id, agency_of(user_name));
  return agency && agency->id == agency_id && agency->trusted_account_id == partner_id;
}

template <class Row>
std::optional<Identity> identity_of_row(domain::World& world, const Row& row) {
  const bool assumed = row.assumed_by_account_id.has_value();
  const auto user = store::find_user_by_id(
      world.db(), assumed ? row.assumed_by_user_id.value_or("") : row.user_id);
  if (!user) return std::nullopt;
  if (assumed && !agency_stands(world, row.account_id, row.user_id, row.user_name,
                                *row.assumed_by_account_id)) {
    return std::nullopt;
  }
  auto identity = identity_in(world, row.account_id, row.user_id, row.user_name);
  if (!identity) return std::nullopt;
  identity->user_disabled = user->disabled;
  if (assumed) {
    identity->caller.assumed_by_account_id = *row.assumed_by_account_id;
    identity->caller.assumed_by_user_id = user->id;
  }
  return identity;
}

}  // namespace

std::string agency_of(const std::string& user_name) {
  const auto first = user_name.find('/');
  if (first == std::string::npos) return user_name;
  return user_name.substr(first + 1, user_name.find('/', first + 1) - first - 1);
}

domain::AccountKind kind_of(const store::AccountRow& account) {
  if (account.kind == "solution_partner") return domain::AccountKind::kSolutionPartner;
  if (account.kind == "distributor") return domain::AccountKind::kDistributor;
  if (account.kind == "reseller") return domain::AccountKind::kReseller;
  return domain::AccountKind::kCustomer;
}

std::optional<Identity> identity_of_user(domain::World& world, const std::string& user_id) {
  const auto user = store::find_user_by_id(world.db(), user_id);
  if (!user) return std::nullopt;
  auto identity = identity_in(world, user->account_id, user->id, user->name);
  if (identity) identity->user_disabled = user->disabled;
  return identity;
}

std::optional<Identity> identity_of(domain::World& world, const store::TokenRow& row) {
  auto identity = identity_of_row(world, row);
  if (identity && row.project_id) identity->caller.project_id = *row.project_id;
  return identity;
}

std::optional<Identity> identity_of(domain::World& world, const store::TemporaryKeyRow& row) {
  return identity_of_row(world, row);
}

}  // namespace bss::mock::iam
