#include "domain/seed_plan.h"

#include <map>

#include "domain/association.h"
#include "domain/coupons.h"
#include "domain/enrolment.h"
#include "domain/ledger.h"
#include "domain/profiles.h"
#include "domain/quotas.h"
#include "domain/reseller_quotas.h"

namespace bss::mock::domain {

namespace {

class Layer {
 public:
  explicit Layer(World& world) : world_(world) {}

  void lay(const SeedPartner& partner) {
    Enrolment enrolment = enrolment_of(partner.name, partner.login, partner.site);
    enrolment.kind = partner.kind;
    enrolment.corp_name = partner.company;
    if (!partner.platform.empty()) enrolment.platforms.push_back(partner.platform);
    owner_ = {must(partner.line, enrol(world_, enrolment)), partner.name};
    platform_ = partner.platform;
    site_ = partner.site;
    reseller_.reset();
    if (partner.cash) must(partner.line, recharge(world_, owner_.account_id, *partner.cash));
    for (const SeedQuota& quota : partner.quotas) lay(quota);
    lay_what_an_owner_has(partner);
    for (const SeedReseller& reseller : partner.resellers) lay(reseller);
  }

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

  static Enrolment enrolment_of(const std::string& name, const SeedLogin& login, Site site) {
    Enrolment enrolment;
    enrolment.site = site;
    enrolment.name = name;
    enrolment.password = login.password;
    enrolment.access_key = login.access_key;
    enrolment.secret_key = login.secret_key;
    return enrolment;
  }

  void lay(const SeedReseller& reseller) {
    NewReseller wish;
    wish.distributor_id = owner_.account_id;
    wish.name = reseller.name;
    wish.corp_name = reseller.company;
    reseller_ = must(reseller.line, add_reseller(world_, wish));
    if (reseller.cash) {
      must(reseller.line, give_to_reseller(world_, owner_, *reseller_, *reseller.cash));
    }
    for (const SeedQuota& quota : reseller.quotas) share(quota);
    lay_what_an_owner_has(reseller);
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
    Enrolment enrolment = enrolment_of(customer.name, customer.login, site_);
    enrolment.xaccount_type = platform_;
    enrolment.xaccount_id = customer.name;
    const std::string id = must(customer.line, enrol(world_, enrolment));
    customers_[customer.name] = id;
    request_association(world_, {id, reseller_.value_or(owner_.account_id), customer.association,
                                 std::nullopt, true});
    if (!customer.real_name.empty()) {
      must(customer.line, set_real_name(world_, id, customer.real_name, CustomerType::kEnterprise));
    }
    if (customer.allocated)
      must(customer.line, allocate(world_, owner_, {id, *customer.allocated, reseller_}));
  }

  void lay(const SeedQuota& quota) {
    QuotaGrant grant;
    grant.account_id = owner_.account_id;
    grant.value = quota.value;
    grant.quota_type = quota.quota_type;
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
};

void apply(Settings& settings, const std::vector<SeedSetting>& wanted) {
  for (const SeedSetting& setting : wanted) {
    if (const auto refused = settings.set(setting.key, setting.value))
      throw SeedError(setting.line, setting.key + ": " + *refused);
  }
}

}  // namespace

void lay_seed(World& world, const SeedPlan& plan) {
  Settings trial;
  apply(trial, plan.settings);  // what is wrong in them is said before anything is laid
  const bool laid = world.run([&] {
    if (!world.db().empty()) return false;
    Layer layer(world);
    for (const SeedPartner& partner : plan.partners) layer.lay(partner);
    return true;
  });
  if (laid) world.change_settings([&](Settings& settings) { apply(settings, plan.settings); });
}

}  // namespace bss::mock::domain
