// What the vendor's staff does: quotas, resellers, flags. Coupons and cards stand in
// portal_benefits.cpp.
#include <array>
#include <climits>
#include <utility>

#include "control/body_reader.h"
#include "control/portal.h"
#include "domain/association.h"
#include "domain/enrolment.h"
#include "domain/portal.h"
#include "domain/quotas.h"

namespace bss::mock::control {

using domain::World;
using wire::Json;

namespace {

int quota_status(BodyReader& reader) {
  const auto status = reader.whole("status", 0, 5);
  if (status && *status != 0 && *status != 3 && *status != 4 && *status != 5) {
    throw bad_field("status", "must be 0, 3, 4 or 5");
  }
  return static_cast<int>(status.value_or(0));
}

Json grant_quota(World& world, const Json& body) {
  BodyReader reader(body);
  domain::QuotaGrant grant;
  grant.account_id = reader.text("account_id");
  grant.value = reader.money("quota_value");
  grant.quota_type = static_cast<int>(reader.whole("quota_type", 0, 1).value_or(0));
  grant.effective_time = reader.instant("effective_time");
  grant.expire_time = reader.instant("expire_time");
  grant.status = quota_status(reader);
  grant.min_face_value = reader.optional_money("min_face_value");
  grant.max_face_value = reader.optional_money("max_face_value");
  grant.max_coupons = reader.whole("max_coupons", 1, INT_MAX);
  grant.max_total_face_value = reader.optional_money("max_total_face_value");
  grant.cloud_service_types =
      reader.texts("cloud_service_types").value_or(std::vector<std::string>());
  grant.product_ids = reader.texts("product_ids").value_or(std::vector<std::string>());
  grant.subscribe_types = reader.texts("subscribe_types").value_or(std::vector<std::string>());
  grant.customer_ids = reader.texts("customer_ids").value_or(std::vector<std::string>());
  grant.first_associated_only = reader.flag("first_associated_only").value_or(false);
  reader.finish();
  const auto id = value_or_refuse(world.run([&] { return domain::grant_quota(world, grant); }));
  return Json::object({{"quota_id", Json::string(id)}});
}
constexpr std::array<PortalField, 15> kGrantQuota{{
    {"account_id", "string", true, "owner: a partner, distributor or reseller"},
    {"quota_value", "amount", true, "its value"},
    {"quota_type", "integer", false, "0 voucher (default), 1 cash coupon"},
    {"effective_time", "time", false, "default: now"},
    {"expire_time", "time", false, "default: a year after now"},
    {"status", "integer", false, "0 normal (default), 3 disabled, 4 being adjusted, 5 frozen"},
    {"min_face_value", "amount", false, "smallest coupon"},
    {"max_face_value", "amount", false, "largest coupon"},
    {"max_coupons", "integer", false, "how many coupons"},
    {"max_total_face_value", "amount", false, "what all coupons together may be worth"},
    {"cloud_service_types", "strings", false, "services the coupons are for"},
    {"product_ids", "strings", false, "products the coupons are for"},
    {"subscribe_types", "strings", false, "orders the coupons are for: new, renew, change"},
    {"customer_ids", "strings", false, "only these customers may get coupons"},
    {"first_associated_only", "boolean", false, "only for customers never associated before"},
}};

Json adjust_quota(World& world, const Json& body) {
  BodyReader reader(body);
  const auto quota = reader.text("quota_id");
  const bool begin = reader.flag("begin").value_or(false);
  const bool finish = reader.flag("finish").value_or(false);
  const auto value = reader.optional_money("quota_value");
  reader.finish();
  if (begin == finish) throw bad_field("begin", "or finish must be true, one of them");
  if (begin && value) throw bad_field("quota_value", "belongs to finish");
  value_or_refuse(world.run([&] {
    return begin ? domain::begin_adjusting_quota(world, quota)
                 : domain::finish_adjusting_quota(world, quota, value);
  }));
  return Json::object();
}
constexpr std::array<PortalField, 4> kAdjustQuota{{
    {"quota_id", "string", true, ""},
    {"begin", "boolean", false, "true: from normal to being adjusted"},
    {"finish", "boolean", false, "true: back to normal"},
    {"quota_value", "amount", false, "its new value, with finish"},
}};

Json freeze_quota(World& world, const Json& body) {
  BodyReader reader(body);
  const auto quota = reader.text("quota_id");
  const bool frozen = reader.flag("frozen").value_or(true);
  reader.finish();
  value_or_refuse(world.run([&] { return domain::freeze_quota(world, quota, frozen); }));
  return Json::object();
}
constexpr std::array<PortalField, 2> kFreezeQuota{{
    {"quota_id", "string", true, ""},
    {"frozen", "boolean", false, "default true; false thaws it"},
}};

Json disable_quota(World& world, const Json& body) {
  BodyReader reader(body);
  const auto quota = reader.text("quota_id");
  reader.finish();
  value_or_refuse(world.run([&] { return domain::disable_quota(world, quota); }));
  return Json::object();
}
constexpr std::array<PortalField, 1> kDisableQuota{{{"quota_id", "string", true, ""}}};

Json add_reseller(World& world, const Json& body) {
  BodyReader reader(body);
  domain::NewReseller wish;
  wish.distributor_id = reader.text("distributor_id");
  wish.name = reader.text("name");
  wish.corp_name = reader.optional_text("company").value_or("");
  wish.id = reader.optional_text("reseller_id").value_or("");
  wish.mobile_phone = reader.optional_text("mobile_phone");
  wish.email = reader.optional_text("email");
  reader.finish();
  const auto made = value_or_refuse(world.run([&] { return domain::add_reseller(world, wish); }));
  return Json::object({{"reseller_id", Json::string(made)}});
}
constexpr std::array<PortalField, 6> kAddReseller{{
    {"distributor_id", "string", true, "whose reseller it is"},
    {"name", "string", true, "account name"},
    {"company", "string", false, "name of the company; the account name when absent"},
    {"mobile_phone", "string", false, ""},
    {"email", "string", false, ""},
    {"reseller_id", "string", false, "account id; made when absent"},
}};

Json switch_association(World& world, const Json& body) {
  BodyReader reader(body);
  const auto customer = reader.text("customer_id");
  const auto type = reader.text("association_type");
  reader.finish();
  if (type != "resale" && type != "referral") {
    throw bad_field("association_type", "must be resale or referral");
  }
  value_or_refuse(world.run([&] {
    return domain::switch_association(
        world, customer,
        type == "resale" ? domain::AssociationType::kResale : domain::AssociationType::kReferral);
  }));
  return Json::object();
}
constexpr std::array<PortalField, 2> kSwitchAssociation{{
    {"customer_id", "string", true, ""},
    {"association_type", "string", true, "resale or referral"},
}};

void add(Json& object, const char* name, const std::optional<bool>& value) {
  if (value) object.add(name, Json::boolean(*value));
}
void add(Json& object, const char* name, const std::optional<domain::Money>& value) {
  if (value) object.add(name, Json::string(value->to_decimal().to_string()));
}
void add(Json& object, const char* name, const std::optional<std::vector<std::string>>& value) {
  if (!value) return;
  auto array = Json::array();
  for (const auto& entry : *value) array.items().push_back(Json::string(entry));
  object.add(name, std::move(array));
}

/// The flags that are booleans, by their names on the wire.
struct BooleanFlag {
  const char* name;
  std::optional<bool> domain::AccountFlags::*member;
};
constexpr std::array<BooleanFlag, 13> kBooleanFlags{{
    {"sandbox", &domain::AccountFlags::sandbox},
    {"restricted", &domain::AccountFlags::restricted},
    {"removed", &domain::AccountFlags::removed},
    {"leaving", &domain::AccountFlags::leaving},
    {"channel_only", &domain::AccountFlags::channel_only},
    {"uses_coupons_itself", &domain::AccountFlags::uses_coupons_itself},
    {"joined_programme", &domain::AccountFlags::joined_programme},
    {"no_account", &domain::AccountFlags::no_account},
    {"finance_custody", &domain::AccountFlags::finance_custody},
    {"frozen", &domain::AccountFlags::frozen},
    {"associated_before", &domain::AccountFlags::associated_before},
    {"has_allocatable_account", &domain::AccountFlags::has_allocatable_account},
    {"blocked_agency", &domain::AccountFlags::blocked_agency},
}};

Json set_account_flags(World& world, const Json& body) {
  BodyReader reader(body);
  domain::AccountFlags flags;
  const auto account = reader.text("account_id");
  for (const auto& [name, member] : kBooleanFlags) flags.*member = reader.flag(name);
  flags.credit_limit = reader.optional_money("credit_limit", true);
  flags.designated_amount = reader.optional_money("designated_amount", true);
  flags.missing_permissions = reader.texts("missing_permissions");
  flags.refused_operations = reader.texts("refused_operations");
  reader.finish();
  const auto now =
      value_or_refuse(world.run([&] { return domain::set_account_flags(world, account, flags); }));
  auto shown = Json::object({{"account_id", Json::string(account)}});
  for (const auto& [name, member] : kBooleanFlags) add(shown, name, now.*member);
  add(shown, "credit_limit", now.credit_limit);
  add(shown, "designated_amount", now.designated_amount);
  add(shown, "missing_permissions", now.missing_permissions);
  add(shown, "refused_operations", now.refused_operations);
  return shown;
}
constexpr std::array<PortalField, 18> kAccountFlags{{
    {"account_id", "string", true, "what is left out of the rest stays as it is"},
    {"sandbox", "boolean", false, "partner: creates no customers"},
    {"restricted", "boolean", false, "partner, distributor: creates no customers"},
    {"removed", "boolean", false, "distributor: creates none for its resellers"},
    {"leaving", "boolean", false, "reseller: gets no quota any more"},
    {"channel_only", "boolean", false, "distributor: creates none of its own"},
    {"uses_coupons_itself", "boolean", false, "partner: issues no coupons"},
    {"joined_programme", "boolean", false, "false: no partner any more"},
    {"no_account", "boolean", false, "customer: accountless kind"},
    {"finance_custody", "boolean", false, "customer: its finances are in custody"},
    {"frozen", "boolean", false, "customer: frozen"},
    {"associated_before", "boolean", false, "customer: this is not its first association"},
    {"has_allocatable_account", "boolean", false, "partner: a balance of its own for allocations"},
    {"blocked_agency", "boolean", false, "customer: its agency for the partner is gone"},
    {"credit_limit", "amount", false, "partner: credit"},
    {"designated_amount", "amount", false, "partner: dedicated part of its cash"},
    {"missing_permissions", "strings", false, "operations refused with CBC.0151"},
    {"refused_operations", "strings", false, "operations refused with CBC.0155"},
}};

Json set_user_flags(World& world, const Json& body) {
  BodyReader reader(body);
  domain::UserFlags flags;
  const auto account = reader.text("account_id");
  const auto user = reader.text("user_name");
  flags.disabled = reader.flag("disabled");
  flags.console_only = reader.flag("console_only");
  flags.no_agent_operator = reader.flag("no_agent_operator");
  reader.finish();
  const auto now = value_or_refuse(
      world.run([&] { return domain::set_user_flags(world, account, user, flags); }));
  auto shown =
      Json::object({{"account_id", Json::string(account)}, {"user_name", Json::string(user)}});
  add(shown, "disabled", now.disabled);
  add(shown, "console_only", now.console_only);
  add(shown, "no_agent_operator", now.no_agent_operator);
  return shown;
}
constexpr std::array<PortalField, 5> kUserFlags{{
    {"account_id", "string", true, ""},
    {"user_name", "string", true, ""},
    {"disabled", "boolean", false, "cannot log in"},
    {"console_only", "boolean", false, "has no access by program"},
    {"no_agent_operator", "boolean", false, "may not assume a customer's agency"},
}};

constexpr std::array<PortalVerb, 8> kVendorVerbs{{
    {"vendor/grant-quota", "Makes a coupon quota", kGrantQuota, grant_quota},
    {"vendor/adjust-quota", "Takes a quota out of use to change its value, and back", kAdjustQuota,
     adjust_quota},
    {"vendor/freeze-quota", "Freezes or thaws a quota", kFreezeQuota, freeze_quota},
    {"vendor/disable-quota", "Ends a quota for good", kDisableQuota, disable_quota},
    {"vendor/add-reseller", "Adds a reseller to a distributor", kAddReseller, add_reseller},
    {"vendor/switch-association", "Makes a customer resale or referral, at once",
     kSwitchAssociation, switch_association},
    {"vendor/set-account-flags", "Flags of an account", kAccountFlags, set_account_flags},
    {"vendor/set-user-flags", "Flags of a user", kUserFlags, set_user_flags},
}};

}  // namespace

std::span<const PortalVerb> vendor_verbs() {
  return kVendorVerbs;
}

}  // namespace bss::mock::control
