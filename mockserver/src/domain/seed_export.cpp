#include "domain/seed_export.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "store/accounts.h"
#include "store/cards.h"
#include "store/coupons.h"
#include "store/identity.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

using store::AccountRow;

constexpr std::int64_t kMsPerDay = std::int64_t{24} * 3600 * 1000;
constexpr std::int64_t kAll = std::int64_t{1} << 40;

class Exporter {
 public:
  Exporter(World& world, const std::vector<SeedCredential>& cast) : world_(world) {
    for (const SeedCredential& credential : cast) cast_[credential.domain_id] = &credential;
  }

  SeedPlan take() {
    plan_.settings = changed_settings();
    const auto accounts = store::list_accounts(world_.db());
    for (const AccountRow& account : accounts) {
      if (account.kind == to_text(AccountKind::kCustomer)) place(account);
      if (account.kind == to_text(AccountKind::kReseller))
        resellers_of_[*account.distributor_id].push_back(account);
    }
    for (const AccountRow& account : accounts) {
      const AccountKind kind = account_kind(account.kind);
      if (kind == AccountKind::kSolutionPartner || kind == AccountKind::kDistributor)
        plan_.partners.push_back(partner_of(account, kind));
    }
    return std::move(plan_);
  }

 private:
  struct Member {
    AccountRow account;
    AssociationType type = AssociationType::kResale;
  };

  void leave_out(const std::string& sentence) { plan_.left_out.push_back(sentence); }
  void leave_out(const AccountRow& account, const std::string& what) {
    leave_out(name_of(account) + ": " + what);
  }

  std::vector<SeedSetting> changed_settings() const {
    std::vector<SeedSetting> changed;
    const Settings usual;
    for (const SettingInfo& info : Settings::table()) {
      std::string value = world_.settings().text(info.setting);
      if (value != usual.text(info.setting))
        changed.push_back({0, std::string(info.key), std::move(value)});
    }
    return changed;
  }

  /// With the partner it belongs to.
  void place(const AccountRow& customer) {
    const auto association = store::current_association(world_.db(), customer.id);
    if (!association) return leave_out(customer, "belongs to no partner");
    if (association->state != "associated")
      return leave_out(customer, "its association is not complete");
    customers_of_[association->partner_id].push_back(
        {customer, static_cast<AssociationType>(association->type)});
  }

  /// Without the tag of the workspace.
  std::string name_of(const AccountRow& account) const {
    std::string name = account.name;
    const std::string ending = world_.tag().empty() ? "" : "-" + world_.tag();
    if (!ending.empty() && name.size() > ending.size() && name.ends_with(ending))
      name.resize(name.size() - ending.size());
    return name;
  }

  SeedLogin login_of(const AccountRow& account) {
    SeedLogin login;
    if (world_.tag().empty()) login.id = account.id;
    const auto known = cast_.find(account.id);
    if (known == cast_.end()) {
      const auto users = store::list_users(world_.db(), account.id);
      const bool secret = std::any_of(users.begin(), users.end(), [&](const store::UserRow& user) {
        return user.password_hash.has_value();
      });
      if (secret || !store::list_access_keys(world_.db(), account.id).empty())
        leave_out(account, "its password and keys, which only its user knows");
      return login;
    }
    const SeedCredential& credential = *known->second;
    const bool proves_itself = !credential.password.empty() || !credential.access_key.empty();
    if (proves_itself && credential.role != name_of(account)) login.role = credential.role;
    if (!credential.password.empty()) login.password = credential.password;
    if (!credential.access_key.empty()) {
      login.access_key = credential.access_key;
      login.secret_key = credential.secret_key;
    }
    return login;
  }

  SeedPartner partner_of(const AccountRow& account, AccountKind kind) {
    SeedPartner partner;
    partner.name = name_of(account);
    partner.kind = kind;
    partner.site = static_cast<Site>(account.site);
    partner.company = account.corp_name;
    partner.login = login_of(account);
    const auto platforms = store::list_platforms(world_.db(), account.id);
    if (!platforms.empty()) partner.platform = platforms.front();
    if (platforms.size() > 1) leave_out(account, "all platform ids but the first");
    tell_flags(account);
    quota_names_.clear();
    Money cash = cash_of(account, "partner");
    add_quotas(account, partner.quotas);
    cash += add_customers(account, partner);
    for (const AccountRow& reseller : resellers_of_[account.id])
      cash += add_reseller(reseller, partner);
    if (cash.is_positive()) partner.cash = cash;
    if (const auto row = store::find_cash_account(world_.db(), account.id, "partner")) {
      if (row->designated > 0) partner.dedicated = Money::from_units(row->designated);
    }
    partner.allocatable_account = account.has_allocatable_account;
    return partner;
  }

  /// The cash that its distributor has to have for it.
  Money add_reseller(const AccountRow& account, SeedPartner& distributor) {
    SeedReseller reseller;
    if (world_.tag().empty()) reseller.id = account.id;
    reseller.name = name_of(account);
    reseller.company = account.corp_name;
    reseller.leaving = account.leaving;
    tell_flags(account);
    add_quotas(account, reseller.quotas);
    const Money cash = cash_of(account, "partner") + add_customers(account, reseller);
    if (cash.is_positive()) reseller.cash = cash;
    // What was cut out of a quota was in it before.
    for (const SeedQuota& quota : reseller.quotas) {
      if (!quota.cut_out_of.empty())
        named(distributor.quotas, quota.cut_out_of).value += quota.value;
    }
    distributor.resellers.push_back(std::move(reseller));
    return cash;
  }

  Money cash_of(const AccountRow& account, std::string_view purpose) {
    const auto row = store::find_cash_account(world_.db(), account.id, purpose);
    if (!row) return {};
    if (row->frozen > 0) leave_out(account, "that a part of its cash is frozen");
    return Money::from_units(row->amount);
  }

  /// What the owner once had that its customers have now.
  template <class Owner>
  Money add_customers(const AccountRow& account, Owner& owner) {
    Money allocated;
    for (const Member& member : customers_of_[account.id]) {
      SeedCustomer customer = customer_of(member);
      if (customer.allocated) allocated += *customer.allocated;
      add_coupons(member.account, account, owner);
      owner.customers.push_back(std::move(customer));
    }
    return allocated;
  }

  SeedCustomer customer_of(const Member& member) {
    const AccountRow& account = member.account;
    SeedCustomer customer;
    customer.name = name_of(account);
    customer.login = login_of(account);
    if (account.xaccount_id && *account.xaccount_id != customer.name)
      customer.platform_id = *account.xaccount_id;
    customer.mobile = account.mobile_phone;
    customer.email = account.email;
    customer.association = member.type;
    if (account.real_name && is_authenticated(account.verified_status))
      customer.real_name = *account.real_name;
    const Money allocated = cash_of(account, "allocated");
    if (allocated.is_positive()) customer.allocated = allocated;
    if (cash_of(account, "own").is_positive()) leave_out(account, "its own top-ups");
    const auto arrears = store::find_arrears(world_.db(), account.id);
    if (arrears && arrears->amount > 0) leave_out(account, "what it owes");
    tell_benefits_of_the_vendor(account);
    tell_flags(account);
    return customer;
  }

  void tell_benefits_of_the_vendor(const AccountRow& holder) {
    store::CardFilter cards;
    cards.holder_id = holder.id;
    cards.limit = 1;
    if (store::list_cards(world_.db(), cards).total > 0)
      leave_out(holder, "its stored-value cards");
    store::HeldCouponFilter coupons;
    coupons.holder_id = holder.id;
    coupons.status = 2;
    coupons.limit = kAll;
    const auto held = store::list_held_coupons(world_.db(), coupons).rows;
    if (std::any_of(held.begin(), held.end(), [](const auto& row) { return !row.quota_id; }))
      leave_out(holder, "the coupons that the vendor gave it");
  }

  /// What a flag or a field says that a seed has no word for.
  void tell_flags(const AccountRow& account) {
    const std::pair<bool, const char*> flags[] = {
        {account.sandbox, "sandbox"},
        {account.restricted, "restricted"},
        {account.removed, "removed"},
        {account.channel_only, "channel only"},
        {account.uses_coupons_itself, "uses coupons itself"},
        {!account.joined_programme, "not in the programme"},
        {account.market_closed, "no marketing"},
        {account.no_account, "no account"},
        {account.finance_custody, "financial custody"},
        {account.frozen, "frozen"},
        {account.blocked_agency, "blocked agency"},
        {account.credit_limit.has_value(), "its credit limit"},
        {!account.label.empty(), "its label"},
        {!account.manager_id.empty(), "its account manager"},
        {account.real_name && account.customer_type != static_cast<int>(CustomerType::kEnterprise),
         "its real name as a person"},
        {account.real_name && !is_authenticated(account.verified_status),
         "its application for a real name"}};
    for (const auto& [set, what] : flags) {
      if (set) leave_out(account, what);
    }
  }

  std::int64_t days_until(std::int64_t ms) const {
    return std::max<std::int64_t>(1, (ms - world_.now().ms + kMsPerDay - 1) / kMsPerDay);
  }

  static SeedQuota& named(std::vector<SeedQuota>& quotas, const std::string& name) {
    return *std::find_if(quotas.begin(), quotas.end(),
                         [&](const SeedQuota& quota) { return quota.name == name; });
  }

  void add_quotas(const AccountRow& owner, std::vector<SeedQuota>& quotas) {
    for (const int type : {0, 1}) {
      store::QuotaFilter filter;
      filter.owner_id = owner.id;
      filter.quota_type = type;
      filter.limit = kAll;
      auto rows = store::list_quotas(world_.db(), filter).rows;
      std::reverse(rows.begin(), rows.end());  // oldest first
      for (const store::QuotaRow& row : rows) {
        const bool cut_out_of_known =
            !row.parent_quota_id || quota_names_.count(*row.parent_quota_id) != 0;
        if (row.status == 0 && row.effective_time <= world_.now().ms && cut_out_of_known) {
          quotas.push_back(quota_of(owner, row));
        } else {
          leave_out(owner, "its quota " + row.quota_id + ", which is not in force");
        }
      }
    }
  }

  SeedQuota quota_of(const AccountRow& owner, const store::QuotaRow& row) {
    SeedQuota quota;
    quota.name = name_of(owner) + "-quota-" + std::to_string(quota_names_.size() + 1);
    quota.value = Money::from_units(row.balance);
    if (row.parent_quota_id) {
      quota.cut_out_of = quota_names_.at(*row.parent_quota_id);
    } else {
      quota.quota_type = static_cast<int>(row.quota_type);
      quota.valid_days = days_until(row.expire_time);
    }
    bool limited = row.min_face_value || row.max_face_value || row.max_coupons ||
                   row.max_total_face_value || row.first_associated_only;
    for (const char* kind : {"service_type", "product", "subscribe_type", "customer"})
      limited = limited || !store::list_quota_restrictions(world_.db(), row.quota_id, kind).empty();
    if (limited && !row.parent_quota_id)
      leave_out(owner, "the limits of its quota " + row.quota_id);
    quota_names_[row.quota_id] = quota.name;
    return quota;
  }

  template <class Owner>
  void add_coupons(const AccountRow& holder, const AccountRow& issuer, Owner& owner) {
    for (const auto& row : store::list_usable_coupons(world_.db(), holder.id, issuer.id)) {
      const auto quota = row.quota_id ? quota_names_.find(*row.quota_id) : quota_names_.end();
      if (quota == quota_names_.end() || row.is_frozen || row.expire_time <= world_.now().ms) {
        leave_out(holder, "its coupon " + row.coupon_id);
        continue;
      }
      if (row.balance != row.face_value)
        leave_out(holder, "that its coupon " + row.coupon_id + " was used in part");
      SeedCoupon coupon;
      coupon.quota = quota->second;
      coupon.customer = name_of(holder);
      coupon.value = Money::from_units(row.balance);
      coupon.valid_days = days_until(row.expire_time);
      named(owner.quotas, coupon.quota).value += coupon.value;
      owner.coupons.push_back(std::move(coupon));
    }
  }

  World& world_;
  std::map<std::string, const SeedCredential*> cast_;
  std::map<std::string, std::vector<AccountRow>> resellers_of_;
  std::map<std::string, std::vector<Member>> customers_of_;
  std::map<std::string, std::string> quota_names_;  ///< of the partner at hand, by id
  SeedPlan plan_;
};

}  // namespace

SeedPlan export_seed(World& world, const std::vector<SeedCredential>& cast) {
  return world.run([&] { return Exporter(world, cast).take(); });
}

}  // namespace bss::mock::domain
