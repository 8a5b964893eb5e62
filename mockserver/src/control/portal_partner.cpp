// What a partner and a customer do in their consoles.
#include <array>

#include "control/body_reader.h"
#include "control/portal.h"
#include "domain/account.h"
#include "domain/association.h"
#include "domain/ledger.h"
#include "domain/portal.h"

namespace bss::mock::control {

using domain::World;
using wire::Json;

namespace {

Json recharge(World& world, const Json& body) {
  BodyReader reader(body);
  const auto account = reader.text("account_id");
  const auto amount = reader.money("amount");
  const auto designated = reader.optional_money("designated");
  reader.finish();
  const auto trade = value_or_refuse(world.run([&] {
    return domain::recharge(world, account, amount, designated.value_or(domain::Money()));
  }));
  return Json::object({{"trade_id", Json::string(trade)}});
}
constexpr std::array<PortalField, 3> kRecharge{{
    {"account_id", "string", true, "a partner, distributor or reseller"},
    {"amount", "amount", true, "what is paid in"},
    {"designated", "amount", false, "how much of it is dedicated and cannot be allocated"},
}};

Json unbind(World& world, const Json& body) {
  BodyReader reader(body);
  const auto customer = reader.text("customer_id");
  reader.finish();
  value_or_refuse(world.run([&] { return domain::unbind(world, customer); }));
  return Json::object();
}
constexpr std::array<PortalField, 1> kUnbind{{
    {"customer_id", "string", true, "customer whose association ends"},
}};

Json consume(World& world, const Json& body) {
  BodyReader reader(body);
  const auto customer = reader.text("customer_id");
  const auto amount = reader.money("amount");
  const auto coupon = reader.optional_text("coupon_id");
  const auto card = reader.optional_text("card_id");
  reader.finish();
  const auto spent = value_or_refuse(
      world.run([&] { return domain::consume(world, customer, amount, coupon, card); }));
  return Json::object({{"by_coupon", Json::string(spent.by_coupon.to_decimal().to_string())},
                       {"by_card", Json::string(spent.by_card.to_decimal().to_string())},
                       {"by_cash", Json::string(spent.by_cash.to_decimal().to_string())}});
}
constexpr std::array<PortalField, 4> kConsume{{
    {"customer_id", "string", true, "customer that spends"},
    {"amount", "amount", true, "what is spent; above the balance it becomes arrears"},
    {"coupon_id", "string", false, "coupon that pays first"},
    {"card_id", "string", false, "stored-value card that pays after the coupon"},
}};

constexpr std::array<PortalVerb, 2> kPartnerVerbs{{
    {"partner/recharge", "Pays money into a partner's account", kRecharge, recharge},
    {"partner/unbind", "Ends the association of a customer; cash and coupons return", kUnbind,
     unbind},
}};
constexpr std::array<PortalVerb, 1> kCustomerVerbs{{
    {"customer/consume", "A customer spends", kConsume, consume},
}};

}  // namespace

std::span<const PortalVerb> partner_verbs() {
  return kPartnerVerbs;
}
std::span<const PortalVerb> customer_verbs() {
  return kCustomerVerbs;
}

}  // namespace bss::mock::control
