// What happens because its time has come: an association completes, a coupon expires, a quota
// expires. Used by World only, which fires the events one by one, each at its own time.
//
// Inside World::run (or its advance) only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/instant.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// In the order in which they fire when they fall due at the same moment: a coupon gives its rest
/// back to its quota before that quota expires.
enum class DueKind : std::uint8_t { kAssociation, kCouponExpiry, kQuotaExpiry };

struct DueEvent {
  Instant at;
  DueKind kind = DueKind::kAssociation;
  std::string id;
};

/// The first to fire; ties are decided by kind, then by id.
std::optional<DueEvent> next_due_event(World& world);
/// Lets it happen; World::now() is the time at which it was due.
FiredEvent fire(World& world, const DueEvent& event);

}  // namespace bss::mock::domain
