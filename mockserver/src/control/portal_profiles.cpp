// What the vendor and the partner write into a customer's or a reseller's profile.
#include <array>

#include "control/body_reader.h"
#include "control/portal.h"
#include "domain/new_customer_tags.h"
#include "domain/profiles.h"

namespace bss::mock::control {

using domain::World;
using wire::Json;

namespace {

Json set_real_name(World& world, const Json& body) {
  BodyReader reader(body);
  const auto customer = reader.text("customer_id");
  const auto name = reader.optional_text("real_name").value_or("");
  const bool enterprise = reader.flag("enterprise").value_or(true);
  reader.finish();
  value_or_refuse(world.run([&] {
    return domain::set_real_name(
        world, customer, name,
        enterprise ? domain::CustomerType::kEnterprise : domain::CustomerType::kIndividual);
  }));
  return Json::object();
}
constexpr std::array<PortalField, 3> kRealName{{
    {"customer_id", "string", true, ""},
    {"real_name", "string", false, "what it is authenticated as; absent takes that away"},
    {"enterprise", "boolean", false, "default true; false is an individual"},
}};

std::optional<std::string> month(BodyReader& reader, const char* name) {
  auto text = reader.optional_text(name);
  if (text && !domain::parse_date(*text + "-01")) throw bad_field(name, "must be a month YYYY-MM");
  return text;
}

Json set_new_customer_tag(World& world, const Json& body) {
  BodyReader reader(body);
  const auto customer = reader.text("customer_id");
  const bool entitled = reader.flag("entitled").value_or(true);
  const auto first = month(reader, "effective_time");
  const auto last = month(reader, "expire_time");
  reader.finish();
  if (first.has_value() != last.has_value())
    throw bad_field(first ? "expire_time" : "effective_time", "goes with the other month");
  std::optional<domain::Months> months;
  if (first) months = domain::Months{*first, *last};
  value_or_refuse(
      world.run([&] { return domain::set_new_customer_tag(world, customer, entitled, months); }));
  return Json::object();
}
constexpr std::array<PortalField, 4> kNewCustomerTag{{
    {"customer_id", "string", true, ""},
    {"entitled", "boolean", false, "default true; false: no tag any more"},
    {"effective_time", "string", false, "first month YYYY-MM; absent: not determined yet"},
    {"expire_time", "string", false, "last month, included"},
}};

Json assign_account_manager(World& world, const Json& body) {
  BodyReader reader(body);
  const auto account = reader.text("account_id");
  const auto id = reader.optional_text("account_manager_id").value_or("");
  const auto name = reader.optional_text("account_manager_name").value_or("");
  reader.finish();
  value_or_refuse(
      world.run([&] { return domain::assign_account_manager(world, account, id, name); }));
  return Json::object();
}
constexpr std::array<PortalField, 3> kAccountManager{{
    {"account_id", "string", true, "a customer or a reseller"},
    {"account_manager_id", "string", false, "login name; absent: nobody looks after it"},
    {"account_manager_name", "string", false, ""},
}};

constexpr std::array<PortalVerb, 3> kProfileVerbs{{
    {"vendor/set-real-name", "Authenticates a customer under a name", kRealName, set_real_name},
    {"vendor/set-new-customer-tag", "Says whether a customer counts as a new one", kNewCustomerTag,
     set_new_customer_tag},
    {"partner/assign-account-manager", "Names who looks after a customer or reseller",
     kAccountManager, assign_account_manager},
}};

}  // namespace

std::span<const PortalVerb> profile_verbs() {
  return kProfileVerbs;
}

}  // namespace bss::mock::control
