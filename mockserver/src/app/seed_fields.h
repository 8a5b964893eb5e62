// The words of a seed, once for reading and for writing: each `describe` names the members of one
// entry to a form, which is SeedReader or SeedWriter. Used by these two alone.
#pragma once

#include <string>

#include "domain/seed_plan.h"

namespace bss::mock::app {

template <class Form>
void describe(Form& form, domain::SeedLogin& login) {
  form.id("id", login.id);
  form.text("role", login.role);
  form.text("password", login.password);
  form.text("access_key", login.access_key);
  form.text("secret_key", login.secret_key);
  form.require(login.access_key.has_value() != login.secret_key.empty(),
               "access_key and secret_key go together");
}

template <class Form>
void describe(Form& form, domain::SeedCustomer& customer) {
  form.needed("name", customer.name);
  describe(form, customer.login);
  form.text("platform_id", customer.platform_id);
  form.text("mobile", customer.mobile);
  form.text("email", customer.email);
  form.choice("association", customer.association, "resale", domain::AssociationType::kResale,
              "referral", domain::AssociationType::kReferral);
  form.text("real_name", customer.real_name);
  form.amount("allocated", customer.allocated);
}

template <class Form>
void describe_quota(Form& form, domain::SeedQuota& quota) {
  form.text("name", quota.name);
  form.choice("kind", quota.quota_type, "voucher", 0, "cash_coupon", 1);
  form.needed("value", quota.value);
  form.days("valid_days", quota.valid_days);
}
template <class Form>
void describe_reseller_quota(Form& form, domain::SeedQuota& quota) {
  describe_quota(form, quota);
  form.text("cut_out_of", quota.cut_out_of);
  form.require(quota.cut_out_of.empty() || (quota.quota_type == 0 && !quota.valid_days),
               "what is cut out of a quota has its kind and its time");
}

template <class Form>
void describe(Form& form, domain::SeedCoupon& coupon) {
  form.needed("quota", coupon.quota);
  form.needed("customer", coupon.customer);
  form.needed("value", coupon.value);
  form.days("valid_days", coupon.valid_days);
}

inline constexpr const char* kACustomer = "a customer";
inline constexpr const char* kAQuota = "a quota";
inline constexpr const char* kACoupon = "a coupon";

template <class Form, class Owner>
void describe_customers(Form& form, Owner& owner) {
  form.list("customers", owner.customers, kACustomer,
            [](auto& one, auto& customer) { describe(one, customer); });
  form.list("coupons", owner.coupons, kACoupon,
            [](auto& one, auto& coupon) { describe(one, coupon); });
}

template <class Form>
void describe(Form& form, domain::SeedReseller& reseller) {
  form.needed("name", reseller.name);
  form.id("id", reseller.id);
  form.text("company", reseller.company);
  form.flag("leaving", reseller.leaving);
  form.amount("cash", reseller.cash);
  form.list("quotas", reseller.quotas, kAQuota,
            [](auto& one, auto& quota) { describe_reseller_quota(one, quota); });
  describe_customers(form, reseller);
}

template <class Form>
void describe(Form& form, domain::SeedPartner& partner) {
  form.needed("name", partner.name);
  describe(form, partner.login);
  form.choice("kind", partner.kind, "solution_partner", domain::AccountKind::kSolutionPartner,
              "distributor", domain::AccountKind::kDistributor);
  form.choice("site", partner.site, "cn", domain::Site::kChina, "intl",
              domain::Site::kInternational);
  form.text("company", partner.company);
  form.text("platform", partner.platform);
  form.amount("cash", partner.cash);
  form.amount("dedicated", partner.dedicated);
  form.flag("allocatable_account", partner.allocatable_account);
  form.list("quotas", partner.quotas, kAQuota,
            [](auto& one, auto& quota) { describe_quota(one, quota); });
  describe_customers(form, partner);
  form.list("resellers", partner.resellers, "a reseller",
            [](auto& one, auto& reseller) { describe(one, reseller); });
}

template <class Form>
void describe(Form& form, domain::SeedPlan& plan) {
  form.settings("settings", plan.settings);
  form.list("partners", plan.partners, "a partner",
            [](auto& one, auto& partner) { describe(one, partner); });
  form.sentences("left_out", plan.left_out);
}

}  // namespace bss::mock::app
