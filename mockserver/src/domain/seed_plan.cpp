#include "domain/seed_plan.h"

#include <map>

#include "domain/association.h"
#include "domain/coupons.h"
#include "domain/enrolment.h"
#include "domain/ledger.h"
#include "domain/portal.h"
#include "domain/profiles.h"
#include "domain/quotas.h"
#include "domain/reseller_quotas.h"
#include "domain/workspace_tag.h"

namespace bss::mock::domain {

namespace {

class Layer {
 public:
  explicit Layer(World& world) : world_(world) {}

  void lay(const SeedPartner& partner) {
    SeedCredential credential =
        credential_of(partner.name, partner.login, partner.kind, partner.site);
    credential.platform = partner.platform;
    Enrolment enrolment = enrolment_of(credential, partner.login);
    enrolment.corp_name = partner.company;
    if (!partner.platform.empty()) enrolment.platforms.push_back(partner.platform);
    owner_ = {made(partner.line, enrolment, credential), credential.name};
    platform_ = partner.platform;
    site_ = partner.site;
    reseller_.reset();
    if (partner.cash) must(partner.line, recharge(world_, owner_.account_id, *partner.cash));
    for (const SeedQuota& quota : partner.quotas) grant(owner_.account_id, quota);
    lay_what_an_owner_has(partner);
    for (const SeedReseller& reseller : partner.resellers) lay(reseller);
    AccountFlags flags;
    flags.designated_amount = partner.dedicated;
    if (partner.allocatable_account) flags.has_allocatable_account = true;
    if (partner.dedicated || partner.allocatable_account)
      must(partner.line, set_account_flags(world_, owner_.account_id, flags));
  }
  std::vector<SeedCredential> take_credentials() { return std::move(credentials_); }

 private:
  template <class T>
  static T must(int line, Outcome<T> outcome) {
    if (outcome.refused()) {
      const Refused& refused = outcome.refusal();
      throw SeedError(line, std::string("the rules refuse it: ") + to_text(refused.reason) +
                                (refused.field.empty() ? "" : " (" + refused.field + ")"));
    }
    return std::move(*outcome);
  }

  SeedCredential credential_of(const std::string& name, const SeedLogin& login, AccountKind kind,
                               Site site) {
    SeedCredential credential;
    credential.role = login.role.empty() ? name : login.role;
    credential.domain_id = login.id;
    credential.kind = kind;
    credential.site = site;
    credential.name = name;
    credential.password = login.password.value_or("");
    credential.access_key = login.access_key.value_or("");
    credential.secret_key = login.secret_key;
    make_own(world_, credential);
    return credential;
  }
  static Enrolment enrolment_of(const SeedCredential& credential, const SeedLogin& login) {
    Enrolment enrolment;
    enrolment.id = credential.domain_id;
    enrolment.kind = credential.kind;
    enrolment.site = credential.site;
    enrolment.name = credential.name;
    enrolment.password = login.password;
    if (login.access_key) enrolment.access_key = credential.access_key;
    enrolment.secret_key = credential.secret_key;
    return enrolment;
  }
  /// The account's id.
  std::string made(int line, const Enrolment& enrolment, SeedCredential credential) {
    credential.domain_id = must(line, enrol(world_, enrolment));
    std::string id = credential.domain_id;
    if (!credential.password.empty() || !credential.access_key.empty())
      credentials_.push_back(std::move(credential));
    return id;
  }

  void lay(const SeedReseller& reseller) {
    NewReseller wish;
    wish.distributor_id = owner_.account_id;
    wish.name = tagged_name(world_, reseller.name);
    wish.corp_name = reseller.company;
    if (world_.tag().empty()) wish.id = reseller.id;
    reseller_ = must(reseller.line, add_reseller(world_, wish));
    if (reseller.cash) {
      must(reseller.line, give_to_reseller(world_, owner_, *reseller_, *reseller.cash));
    }
    for (const SeedQuota& quota : reseller.quotas) {
      if (quota.cut_out_of.empty()) {
        grant(*reseller_, quota);
      } else {
        share(quota);
      }
    }
    lay_what_an_owner_has(reseller);
    if (reseller.leaving) {
      AccountFlags flags;
      flags.leaving = true;
      must(reseller.line, set_account_flags(world_, *reseller_, flags));
    }
    reseller_.reset();
  }

  template <class Owner>
  void lay_what_an_owner_has(const Owner& owner) {
    for (const SeedCustomer& customer : owner.customers) lay(customer);
    for (const SeedCoupon& coupon : owner.coupons) lay(coupon);
  }

  void lay(const SeedCustomer& customer) {
    if (platform_.empty())
      throw SeedError(customer.line, "a partner with customers needs a platform");
    const SeedCredential credential =
        credential_of(customer.name, customer.login, AccountKind::kCustomer, site_);
    Enrolment enrolment = enrolment_of(credential, customer.login);
    enrolment.xaccount_type = platform_;
    enrolment.xaccount_id = customer.platform_id.empty() ? customer.name : customer.platform_id;
    enrolment.mobile_phone = customer.mobile;
    enrolment.email = customer.email;
    const std::string id = made(customer.line, enrolment, credential);
    customers_[customer.name] = id;
    request_association(world_, {id, reseller_.value_or(owner_.account_id), customer.association,
                                 std::nullopt, true});
    if (!customer.real_name.empty()) {
      must(customer.line, set_real_name(world_, id, customer.real_name, CustomerType::kEnterprise));
    }
    if (customer.allocated)
      must(customer.line, allocate(world_, owner_, {id, *customer.allocated, reseller_}));
  }

  void grant(const std::string& account_id, const SeedQuota& quota) {
    QuotaGrant grant;
    grant.account_id = account_id;
    grant.value = quota.value;
    grant.quota_type = quota.quota_type;
    if (quota.valid_days) grant.expire_time = world_.now().plus_days(*quota.valid_days);
    remember(quota, must(quota.line, grant_quota(world_, grant)));
  }
  void share(const SeedQuota& quota) {
    QuotaShareOrder order;
    order.parent_quota_id = known(quotas_, quota.line, "quota", quota.cut_out_of);
    order.reseller_ids = {*reseller_};
    order.amount = quota.value;
    const auto share = must(quota.line, share_quota(world_, owner_, order));
    if (share.made.empty()) throw SeedError(quota.line, "the reseller gets no quota");
    remember(quota, share.made.front().quota_id);
  }
  void remember(const SeedQuota& quota, const std::string& id) {
    if (quota.name.empty()) return;
    if (!quotas_.emplace(quota.name, id).second)
      throw SeedError(quota.line, "there are two quotas '" + quota.name + "'");
  }

  void lay(const SeedCoupon& coupon) {
    CouponOrder order;
    order.quota_id = known(quotas_, coupon.line, "quota", coupon.quota);
    order.customer_ids = {known(customers_, coupon.line, "customer", coupon.customer)};
    order.face_value = coupon.value;
    if (coupon.valid_days) order.expire_time = world_.now().plus_days(*coupon.valid_days);
    order.indirect_partner_id = reseller_;
    const auto issue = must(coupon.line, issue_coupons(world_, owner_, order));
    if (!issue.refused.empty()) {
      throw SeedError(coupon.line,
                      std::string("the rules refuse it: ") + to_text(issue.refused.front().reason));
    }
  }

  static const std::string& known(const std::map<std::string, std::string>& ids, int line,
                                  const char* what, const std::string& name) {
    const auto found = ids.find(name);
    if (found == ids.end())
      throw SeedError(line,
                      std::string("there is no ") + what + " '" + name + "' before this line");
    return found->second;
  }

  World& world_;
  Actor owner_;
  std::string platform_;
  Site site_ = Site::kChina;
  std::optional<std::string> reseller_;  ///< while what it has is laid
  std::map<std::string, std::string> customers_;
  std::map<std::string, std::string> quotas_;
  std::vector<SeedCredential> credentials_;
};

void apply(Settings& settings, const std::vector<SeedSetting>& wanted) {
  for (const SeedSetting& setting : wanted) {
    if (const auto refused = settings.set(setting.key, setting.value))
      throw SeedError(setting.line, setting.key + ": " + *refused);
  }
}

}  // namespace

std::vector<SeedCredential> lay_seed(World& world, const SeedPlan& plan) {
  Settings trial;
  apply(trial, plan.settings);  // what is wrong in them is said before anything is laid
  auto laid = world.run([&]() -> std::optional<std::vector<SeedCredential>> {
    if (!world.db().empty()) return std::nullopt;
    Layer layer(world);
    for (const SeedPartner& partner : plan.partners) layer.lay(partner);
    return layer.take_credentials();
  });
  if (!laid) return {};
  world.change_settings([&](Settings& settings) { apply(settings, plan.settings); });
  return *std::move(laid);
}

}  // namespace bss::mock::domain
