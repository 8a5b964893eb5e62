// Coupons and stored-value cards in the hands of the vendor's staff.
#include <array>
#include <utility>

#include "control/body_reader.h"
#include "control/portal.h"
#include "domain/coupons.h"
#include "domain/vendor_benefits.h"

namespace bss::mock::control {

using domain::World;
using wire::Json;

namespace {

Json grant_coupon(World& world, const Json& body) {
  BodyReader reader(body);
  domain::CouponGrant grant;
  grant.holder_id = reader.text("account_id");
  grant.face_value = reader.money("face_value");
  grant.coupon_type = static_cast<int>(reader.whole("coupon_type", 1, 4).value_or(1));
  grant.effective_time = reader.instant("effective_time");
  grant.expire_time = reader.instant("expire_time");
  grant.cloud_service_types =
      reader.texts("cloud_service_types").value_or(std::vector<std::string>());
  grant.product_ids = reader.texts("product_ids").value_or(std::vector<std::string>());
  grant.source_id = reader.optional_text("source_id").value_or("");
  grant.promotion_plan_id = reader.optional_text("promotion_plan_id").value_or("");
  grant.plan_name = reader.optional_text("plan_name").value_or("");
  reader.finish();
  const auto id = value_or_refuse(world.run([&] { return domain::grant_coupon(world, grant); }));
  return Json::object({{"coupon_id", Json::string(id)}});
}
constexpr std::array<PortalField, 10> kGrantCoupon{{
    {"account_id", "string", true, "holder: a customer, or a partner for itself"},
    {"face_value", "amount", true, "its value"},
    {"coupon_type", "integer", false, "1 voucher (default), 4 cash coupon"},
    {"effective_time", "time", false, "default: now"},
    {"expire_time", "time", false, "default: after 3 months for a partner, a year for a customer"},
    {"cloud_service_types", "strings", false, "services it is for"},
    {"product_ids", "strings", false, "products it is for"},
    {"source_id", "string", false, "what the lists show as its issuer"},
    {"promotion_plan_id", "string", false, "promotion plan"},
    {"plan_name", "string", false, "name of the plan"},
}};

Json freeze_coupon(World& world, const Json& body) {
  BodyReader reader(body);
  const auto coupon = reader.text("coupon_id");
  const bool frozen = reader.flag("frozen").value_or(true);
  reader.finish();
  value_or_refuse(world.run([&] { return domain::freeze_coupon(world, coupon, frozen); }));
  return Json::object();
}
constexpr std::array<PortalField, 2> kFreezeCoupon{{
    {"coupon_id", "string", true, ""},
    {"frozen", "boolean", false, "default true; false thaws it"},
}};

Json grant_card(World& world, const Json& body) {
  BodyReader reader(body);
  domain::CardGrant grant;
  grant.customer_id = reader.text("customer_id");
  grant.face_value = reader.money("face_value");
  grant.card_name = reader.optional_text("card_name").value_or("Stored-value card");
  grant.effective_time = reader.instant("effective_time");
  grant.expire_time = reader.instant("expire_time");
  reader.finish();
  const auto id = value_or_refuse(world.run([&] { return domain::grant_card(world, grant); }));
  return Json::object({{"card_id", Json::string(id)}});
}
constexpr std::array<PortalField, 5> kGrantCard{{
    {"customer_id", "string", true, "customer that bought it"},
    {"face_value", "amount", true, "its value"},
    {"card_name", "string", false, "default: Stored-value card"},
    {"effective_time", "time", false, "default: now"},
    {"expire_time", "time", false, "default: a year after now"},
}};

constexpr std::array<PortalVerb, 3> kBenefitVerbs{{
    {"vendor/grant-coupon", "Gives a coupon of the vendor", kGrantCoupon, grant_coupon},
    {"vendor/freeze-coupon", "Freezes or thaws a coupon", kFreezeCoupon, freeze_coupon},
    {"vendor/grant-card", "Sells a stored-value card", kGrantCard, grant_card},
}};

}  // namespace

std::span<const PortalVerb> benefit_verbs() {
  return kBenefitVerbs;
}

}  // namespace bss::mock::control
