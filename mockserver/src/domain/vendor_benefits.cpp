#include "domain/vendor_benefits.h"

#include <algorithm>
#include <utility>

#include "domain/catalogue.h"
#include "domain/coupon_books.h"
#include "domain/numbering.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

constexpr int kPartnersCouponMonths = 3;  // ListSubCustomerCoupons 5
constexpr int kUsualMonths = 12;

bool no_amount(Money amount) {
  return !amount.is_positive() || !amount.whole_cents();
}

bool is_customer(const store::AccountRow& account) {
  return account.kind == to_text(AccountKind::kCustomer);
}

/// The first field of a grant that makes no sense.
std::optional<std::string> problem_of(const CouponGrant& grant, Instant effective, Instant expire,
                                      Instant now) {
  if (no_amount(grant.face_value)) return "face_value";
  if (grant.coupon_type != 1 && grant.coupon_type != 4) return "coupon_type";
  if (expire <= effective || expire <= now) return "expire_time";
  if (!std::all_of(grant.cloud_service_types.begin(), grant.cloud_service_types.end(),
                   service_type_exists)) {
    return "cloud_service_types";
  }
  if (!std::all_of(grant.product_ids.begin(), grant.product_ids.end(), product_exists))
    return "product_ids";
  return std::nullopt;
}

}  // namespace

Outcome<std::string> grant_coupon(World& world, const CouponGrant& grant) {
  const auto holder = store::find_account(world.db(), grant.holder_id);
  if (!holder) return Refusal::kUnknownAccount;
  const Instant effective = grant.effective_time.value_or(world.now());
  const Instant expire = grant.expire_time.value_or(
      plus_months(world.now(), is_customer(*holder) ? kUsualMonths : kPartnersCouponMonths));
  if (auto field = problem_of(grant, effective, expire, world.now()))
    return Refused{Refusal::kInvalidField, std::move(*field)};
  store::CouponRow coupon;
  coupon.coupon_id = benefit_id(world);
  coupon.coupon_code = record_id(world, grant.coupon_type == 1 ? "VCH" : "CSH", 7);
  coupon.holder_id = holder->id;
  coupon.coupon_type = grant.coupon_type;
  coupon.currency = currency_of(*holder);
  coupon.face_value = coupon.balance = grant.face_value.units();
  coupon.effective_time = effective.ms;
  coupon.expire_time = expire.ms;
  coupon.create_time = coupon.active_time = world.now().ms;
  coupon.source_id = grant.source_id;
  coupon.promotion_plan_id = grant.promotion_plan_id;
  coupon.plan_name = grant.plan_name;
  store::ensure_ledger_account(world.db(), "GRANT", "coupon", "clearing");
  store::ensure_ledger_account(world.db(), coupon.coupon_id, "coupon", "coupon");
  store::insert_coupon(world.db(), coupon);
  write_limits(world, coupon.coupon_id, {grant.cloud_service_types, grant.product_ids, {}});
  move_coupon_value(world, coupon, "grant", kCouponPrize, transfer_id(world, "CX"), "GRANT",
                    coupon.coupon_id, coupon.face_value);
  world.schedule(expire);
  return std::move(coupon.coupon_id);
}

void void_coupon(World& world, store::CouponRow& coupon) {
  const std::int64_t amount = std::exchange(coupon.balance, 0);
  coupon.status = number_of(CouponStatus::kExpired);
  coupon.lock_order_id.clear();
  store::update_coupon(world.db(), coupon);
  store::ensure_ledger_account(world.db(), "VOID", "coupon", "clearing");
  move_coupon_value(world, coupon, "void", kCouponCleared, transfer_id(world, "CX"),
                    coupon.coupon_id, "VOID", amount);
}

Outcome<std::string> grant_card(World& world, const CardGrant& grant) {
  const auto holder = store::find_account(world.db(), grant.customer_id);
  if (!holder) return Refusal::kUnknownAccount;
  if (!is_customer(*holder)) return Refusal::kWrongKind;
  if (no_amount(grant.face_value)) return Refused{Refusal::kInvalidField, "face_value"};
  store::CardRow card;
  const Instant effective = grant.effective_time.value_or(world.now());
  const Instant expire = grant.expire_time.value_or(plus_months(world.now(), kUsualMonths));
  if (expire <= effective) return Refused{Refusal::kInvalidField, "expire_time"};
  card.card_id = record_id(world, "userSVCId", 10);
  card.holder_id = holder->id;
  card.card_name = grant.card_name;
  card.currency = currency_of(*holder);
  card.face_value = card.balance = grant.face_value.units();
  card.effective_time = effective.ms;
  card.expire_time = expire.ms;
  card.create_time = world.now().ms;
  store::ensure_ledger_account(world.db(), "TOPUP", "money", "clearing");
  store::ensure_ledger_account(world.db(), card.card_id, "money", "card");
  store::insert_card(world.db(), card);
  store::post(world.db(), "money", "CARD", transfer_id(world, "SV"), world.now().ms,
              {{"TOPUP", -card.face_value}, {card.card_id, card.face_value}});
  return std::move(card.card_id);
}

Outcome<Money> spend_card(World& world, const std::string& customer_id, const std::string& card_id,
                          Money amount) {
  if (no_amount(amount)) return Refused{Refusal::kInvalidField, "amount"};
  auto card = store::find_card(world.db(), card_id);
  if (!card || card->holder_id != customer_id) return Refusal::kUnknownCard;
  if (card->balance == 0 || world.now().ms < card->effective_time ||
      world.now().ms >= card->expire_time) {
    return Refusal::kCardNotUsable;
  }
  const Money paid = std::min(amount, Money::from_units(card->balance));
  card->balance -= paid.units();
  store::update_card(world.db(), *card);
  store::ensure_ledger_account(world.db(), "SALES", "money", "clearing");
  store::post(world.db(), "money", "DEDEUCT", transfer_id(world, "CS"), world.now().ms,
              {{"SALES", paid.units()}, {card->card_id, -paid.units()}});
  return amount - paid;
}

store::Page<store::CardRow> list_cards(World& world, const Actor& actor, store::CardFilter filter) {
  filter.holder_id = actor.account_id;
  filter.usable_at = world.now().ms;
  return store::list_cards(world.db(), filter);
}

}  // namespace bss::mock::domain
