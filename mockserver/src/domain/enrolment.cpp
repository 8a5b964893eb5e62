#include "domain/enrolment.h"

#include <array>
#include <span>
#include <string_view>

#include "domain/numbering.h"
#include "domain/partners.h"
#include "domain/passwords.h"
#include "store/accounts.h"
#include "store/identity.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

/// Projects of every account (contract.md, demo seed).
constexpr std::array<std::string_view, 3> kChinaProjects = {"cn-north-1", "cn-north-4",
                                                            "cn-east-3"};
constexpr std::array<std::string_view, 2> kInternationalProjects = {"ap-southeast-1",
                                                                    "ap-southeast-3"};

store::AccountRow account_row(World& world, const Enrolment& enrolment) {
  store::AccountRow row;
  row.id = enrolment.id.empty() ? world.ids().id32() : enrolment.id;
  row.kind = to_text(enrolment.kind);
  row.site = static_cast<std::int64_t>(enrolment.site);
  row.name = enrolment.name;
  row.corp_name = enrolment.corp_name;
  if (enrolment.site == Site::kChina) row.country_code = "0086";
  row.mobile_phone = enrolment.mobile_phone;
  row.email = enrolment.email;
  row.domain_area = enrolment.domain_area;
  row.created_at = world.now().ms;
  row.distributor_id = enrolment.distributor_id;
  if (enrolment.kind == AccountKind::kReseller) row.associated_on = world.now().ms;
  row.xaccount_type = enrolment.xaccount_type;
  row.xaccount_id = enrolment.xaccount_id;
  row.market_closed = enrolment.marketing_off;
  return row;
}

void make_user(World& world, const std::string& account_id, const Enrolment& enrolment) {
  store::UserRow user;
  user.id = world.ids().id32();
  user.account_id = account_id;
  user.name = enrolment.name;
  if (enrolment.password) {
    user.password_salt = world.ids().hex(16);
    user.password_hash = password_hash(*user.password_salt, *enrolment.password);
  }
  user.created_at = world.now().ms;
  store::insert_user(world.db(), user);
  if (!enrolment.access_key) return;
  store::AccessKeyRow key;
  key.access_key = *enrolment.access_key;
  key.secret_key = enrolment.secret_key;
  key.user_id = user.id;
  key.created_at = world.now().ms;
  store::insert_access_key(world.db(), key);
}

void make_projects(World& world, const std::string& account_id, Site site) {
  const std::span<const std::string_view> names =
      site == Site::kChina ? std::span<const std::string_view>(kChinaProjects)
                           : std::span<const std::string_view>(kInternationalProjects);
  for (const std::string_view name : names) {
    store::insert_project(world.db(), {world.ids().id32(), account_id, std::string(name), true});
  }
}

void make_cash_account(World& world, const store::AccountRow& owner) {
  store::CashAccountRow cash;
  cash.id = cash_account_id(world);
  cash.owner_id = owner.id;
  cash.purpose = "partner";
  cash.currency = currency_of(owner);
  store::ensure_ledger_account(world.db(), cash.id, "money", "cash");
  store::insert_cash_account(world.db(), cash);
}

}  // namespace

Outcome<std::string> enrol(World& world, const Enrolment& enrolment) {
  if (store::find_account_by_name(world.db(), enrolment.name))
    return Refused{Refusal::kNameExists, "name"};
  const store::AccountRow row = account_row(world, enrolment);
  if (store::find_account(world.db(), row.id)) return Refused{Refusal::kWrongState, "id"};
  store::insert_account(world.db(), row);
  make_user(world, row.id, enrolment);
  make_projects(world, row.id, enrolment.site);
  for (const std::string& platform : enrolment.platforms)
    store::insert_platform(world.db(), platform, row.id);
  if (enrolment.kind != AccountKind::kCustomer) make_cash_account(world, row);
  return row.id;
}

Outcome<std::string> add_reseller(World& world, const NewReseller& wish) {
  const auto distributor = store::find_account(world.db(), wish.distributor_id);
  if (!distributor) return Refusal::kUnknownAccount;
  if (account_kind(distributor->kind) != AccountKind::kDistributor) return Refusal::kWrongKind;
  if (wish.name.empty()) return Refused{Refusal::kInvalidField, "name"};
  Enrolment enrolment;
  enrolment.id = wish.id;
  enrolment.kind = AccountKind::kReseller;
  enrolment.site = distributor->site == 2 ? Site::kInternational : Site::kChina;
  enrolment.name = wish.name;
  enrolment.corp_name = wish.corp_name.empty() ? wish.name : wish.corp_name;
  enrolment.mobile_phone = wish.mobile_phone;
  enrolment.email = wish.email;
  enrolment.distributor_id = wish.distributor_id;
  return enrol(world, enrolment);
}

}  // namespace bss::mock::domain
