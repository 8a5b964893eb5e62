// What changed between two states (control-api "Snapshots": diff): entities that came, went or
// differ, and the money movements between. Reads two databases of their own; no workspace is held.
#pragma once

#include "bss/wire/json.h"
#include "domain/world.h"

namespace bss::mock::control {

/// `{"entities":{"coupons":{"added":[...],"removed":[...],"changed":[{"coupon_id":"...","fields":
/// {"status":{"from":2,"to":4}}}]}},"money":[{"transaction_id":9,"kind":"...","at":"...",
/// "postings":[{"account":"...","amount":"-10"}]}],"clock":{"from":"...","to":"..."},"settings":
/// {"token_life_seconds":{"from":"86400","to":"60"}}}`; what is equal is left out.
wire::Json diff(const domain::World::Image& from, const domain::World::Image& to);

}  // namespace bss::mock::control
