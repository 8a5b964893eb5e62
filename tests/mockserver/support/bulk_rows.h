// Many records of every kind that a list shows, laid into a world with the demo cast by SQL: as
// many as a busy partner has after years, in a second instead of an hour. They satisfy the schema;
// the ledger does not know them.
#pragma once

#include "domain/world.h"

namespace bss::mock::test {

/// `count` each: customers, adjustments, account changes, quotas, coupons, coupon and quota
/// records, coupon changes and cards; of demo-partner and its customer, resellers and shared quotas
/// of demo-distributor.
void lay_bulk_rows(domain::World& world, int count);

}  // namespace bss::mock::test
