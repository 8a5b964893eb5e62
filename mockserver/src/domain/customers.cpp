#include "domain/customers.h"

#include <algorithm>
#include <utility>

#include "domain/customer_rules.h"
#include "domain/enrolment.h"
#include "domain/verification.h"

namespace bss::mock::domain {

namespace {

constexpr std::string_view kChinaCode = "0086";

Refused invalid(std::string field) {
  return {Refusal::kInvalidField, std::move(field)};
}

/// The mobile number or e-mail address of the site; empty when none was given.
std::string contact_of(const NewCustomer& wish, bool china) {
  return (china ? wish.mobile_phone : wish.email).value_or("");
}

/// Field formats, the first step of CreateSubCustomer 13.
std::optional<Refused> format_problem(const NewCustomer& wish, bool china) {
  const std::string contact = contact_of(wish, china);
  if (!contact.empty() && !wish.verification_code) return invalid("verification_code");
  if (!china && !contact.empty() && !is_email(contact)) return invalid("email");
  if (wish.domain_name && !is_account_name(*wish.domain_name)) {
    return Refused{Refusal::kNameMalformed, "domain_name"};
  }
  if (china && !contact.empty() && !is_mainland_mobile(contact)) {
    return Refused{Refusal::kMobileMalformed, "mobile_phone"};
  }
  if (wish.password && !is_password(*wish.password, wish.domain_name.value_or(""), contact)) {
    return Refused{Refusal::kPasswordBreaksRules, "password"};
  }
  return std::nullopt;
}

/// State of the partner, CreateSubCustomer 11 and 13.
std::optional<Refused> partner_problem(const store::AccountRow& caller, bool for_reseller) {
  if (for_reseller) {
    if (caller.removed) return Refused{Refusal::kDistributorRemoved, ""};
    if (caller.restricted) return Refused{Refusal::kDistributorRestricted, ""};
  } else {
    if (caller.channel_only) return Refused{Refusal::kChannelOnlyDistributor, ""};
    if (caller.restricted) return Refused{Refusal::kPartnerRestricted, ""};
  }
  if (caller.sandbox) return Refused{Refusal::kSandboxPartner, ""};
  return std::nullopt;
}

/// Is the platform the caller's, may the area register?
std::optional<Refused> ownership_problem(World& world, const Actor& actor, const NewCustomer& wish,
                                         bool china) {
  if (store::platform_owner(world.db(), wish.xaccount_type) != actor.account_id) {
    return Refused{Refusal::kXaccountTypeForeign, "xaccount_type"};
  }
  if (!china && world.settings().listed(Setting::kUnsupportedDomainAreas, wish.domain_area, true)) {
    return Refused{Refusal::kDomainAreaUnsupported, "domain_area"};
  }
  return std::nullopt;
}

/// What exists already: name, number, platform user, reported contact, in this order.
std::optional<Refused> uniqueness_problem(World& world, const NewCustomer& wish, bool china) {
  auto& db = world.db();
  if (wish.domain_name && store::find_account_by_name(db, *wish.domain_name)) {
    return Refused{Refusal::kNameExists, "domain_name"};
  }
  const std::string contact = contact_of(wish, china);
  if (china && !contact.empty()) {
    if (world.settings().listed(Setting::kMobileExists, contact)) {
      return Refused{Refusal::kMobileExists, "mobile_phone"};
    }
    if (store::count_by_mobile(db, contact) >=
        world.settings().number(Setting::kAccountsPerMobile)) {
      return Refused{Refusal::kMobileLimit, "mobile_phone"};
    }
  }
  if (store::xaccount_in_use(db, wish.xaccount_type, wish.xaccount_id)) {
    return Refused{Refusal::kXaccountDuplicate, "xaccount_id"};
  }
  if (!contact.empty() && world.settings().listed(Setting::kReportedContacts, contact, true)) {
    return Refused{Refusal::kContactReported, china ? "mobile_phone" : "email"};
  }
  return std::nullopt;
}

Enrolment enrolment_of(World& world, const NewCustomer& wish, bool china) {
  Enrolment enrolment;
  enrolment.site = china ? Site::kChina : Site::kInternational;
  enrolment.name = wish.domain_name.value_or("");
  while (enrolment.name.empty() ||
         (!wish.domain_name && store::find_account_by_name(world.db(), enrolment.name))) {
    enrolment.name = world.ids().id32();  // CreateSubCustomer 5
  }
  if (china) enrolment.mobile_phone = wish.mobile_phone;
  if (!china) enrolment.email = wish.email;
  if (!china) enrolment.domain_area = wish.domain_area;
  enrolment.password = wish.password;
  enrolment.xaccount_type = wish.xaccount_type;
  enrolment.xaccount_id = wish.xaccount_id;
  enrolment.marketing_off = wish.marketing_off;
  return enrolment;
}

AssociationType wished_type(World& world, const NewCustomer& wish, bool china) {
  const bool referral = china && wish.cooperation_type == "1" &&
                        world.settings().flag(Setting::kCooperationTypeEnabled);
  return referral ? AssociationType::kReferral : AssociationType::kResale;
}

}  // namespace

Outcome<IdentityCheck> check_identity(World& world, const Actor& actor, IdentityKind kind,
                                      const std::string& value) {
  IdentityCheck result;
  switch (kind) {
    case IdentityKind::kName:
      if (!is_checkable_name(value)) return invalid("search_value");
      result.available = !store::find_account_by_name(world.db(), value);
      return result;
    case IdentityKind::kEmail:
      if (!is_email(value)) return invalid("search_value");
      result.available = !store::email_in_use(world.db(), value);
      return result;
    case IdentityKind::kMobile:
      break;
  }
  const auto caller = store::find_account(world.db(), actor.account_id);
  if (!caller) return Refusal::kUnknownAccount;
  if (!is_number_with_country_code(value)) return invalid("search_value");
  const bool china_number = value.starts_with(kChinaCode);
  if (caller->site == 1 && !china_number) return invalid("search_value");
  const std::string number = value.substr(kChinaCode.size() + 1);
  const std::int64_t registered = china_number ? store::count_by_mobile(world.db(), number) : 0;
  const std::int64_t allowed = world.settings().number(Setting::kAccountsPerMobile);
  result.remaining = std::max<std::int64_t>(0, allowed - registered);
  result.available = *result.remaining > 0;
  return result;
}

Outcome<CreatedCustomer> create_customer(World& world, const Actor& actor,
                                         const NewCustomer& wish) {
  const auto caller = store::find_account(world.db(), actor.account_id);
  if (!caller) return Refusal::kUnknownAccount;
  const bool china = caller->site == 1;
  if (auto refused = format_problem(wish, china)) return std::move(*refused);
  const auto owner = effective_partner(world, actor, wish.indirect_partner_id);
  if (!owner) return owner.refusal();
  if (auto refused = ownership_problem(world, actor, wish, china)) return std::move(*refused);
  if (auto refused = partner_problem(*caller, wish.indirect_partner_id.has_value()))
    return std::move(*refused);
  if (auto refused = uniqueness_problem(world, wish, china)) return std::move(*refused);
  const std::string contact = contact_of(wish, china);
  if (!contact.empty()) {
    auto code = try_code(world, contact, kSceneRegistration, *wish.verification_code);
    if (!code) return code.refusal();
    consume_code(world, std::move(*code));
  }
  const Enrolment enrolment = enrolment_of(world, wish, china);
  auto id = enrol(world, enrolment);
  if (!id) return id.refusal();
  AssociationRequest request{*id, owner->id, wished_type(world, wish, china), std::nullopt, false};
  if (world.settings().listed(Setting::kRefuseAuthorizationFor, wish.xaccount_id)) {
    request.failure = Refusal::kAuthorizationFailed;
  }
  request_association(world, request);
  return CreatedCustomer{*id, enrolment.name, association_state(world, *id)};
}

std::optional<CreatedCustomer> find_created(World& world, const std::string& domain_id) {
  const auto account = store::find_account(world.db(), domain_id);
  if (!account) return std::nullopt;
  return CreatedCustomer{account->id, account->name, association_state(world, domain_id)};
}

std::string_view association_code(AssociationType type, Site site) noexcept {
  if (type == AssociationType::kReferral) return "1";
  return site == Site::kChina ? "2" : "3";
}

std::optional<AssociationType> association_type_of(std::string_view code, Site site) noexcept {
  for (const AssociationType type : {AssociationType::kReferral, AssociationType::kResale}) {
    if (association_code(type, site) == code) return type;
  }
  return std::nullopt;
}

Outcome<store::Page<store::CustomerRow>> list_customers(World& world, const Actor& actor,
                                                        CustomerQuery query) {
  const auto partner = effective_partner(world, actor, query.indirect_partner_id);
  if (!partner) return partner.refusal();
  query.filter.partner_id = partner->id;
  return store::list_customers(world.db(), query.filter);
}

}  // namespace bss::mock::domain
