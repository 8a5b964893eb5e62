#include "domain/due.h"

#include <utility>

#include "domain/association.h"
#include "domain/coupons.h"
#include "domain/quotas.h"
#include "store/accounts.h"
#include "store/coupons.h"

namespace bss::mock::domain {

std::optional<DueEvent> next_due_event(World& world) {
  std::optional<DueEvent> first;
  const auto consider = [&](DueEvent event) {
    if (!first || event.at < first->at) first = std::move(event);
  };
  if (const auto row = store::next_due_association(world.db())) {
    consider({Instant{row->due_at}, DueKind::kAssociation, std::to_string(row->id)});
  }
  if (const auto row = store::next_expiring_coupon(world.db())) {
    consider({Instant{row->expire_time}, DueKind::kCouponExpiry, row->coupon_id});
  }
  if (const auto row = store::next_expiring_quota(world.db())) {
    consider({Instant{row->expire_time}, DueKind::kQuotaExpiry, row->quota_id});
  }
  return first;
}

FiredEvent fire(World& world, const DueEvent& event) {
  switch (event.kind) {
    case DueKind::kAssociation: {
      const std::string customer = settle_association(world, std::stoll(event.id));
      return {event.at, "association_completed", customer};
    }
    case DueKind::kCouponExpiry:
      expire_coupon(world, event.id);
      return {event.at, "coupon_expired", event.id};
    case DueKind::kQuotaExpiry:
      expire_quota(world, event.id);
      break;
  }
  return {event.at, "coupon_quota_expired", event.id};
}

}  // namespace bss::mock::domain
