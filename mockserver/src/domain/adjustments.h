// The log of allocations and reclaims (ListPartnerAdjustRecords, R-ALLOC-06): how a client finds
// out whether a money request took effect.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>

#include "domain/instant.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/ledger.h"

namespace bss::mock::domain {

struct AdjustmentQuery {
  std::optional<std::string> customer_id;  ///< or a reseller's id
  std::optional<std::string> operation_type;
  std::optional<Instant> operation_time_begin;  ///< inclusive, as a whole second
  std::optional<Instant> operation_time_end;    ///< inclusive, as a whole second
  std::optional<std::string> trans_id;
  std::optional<std::string> indirect_partner_id;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
Outcome<store::Page<store::AdjustmentRow>> list_adjustments(World& world, const Actor& actor,
                                                            const AdjustmentQuery& query);

}  // namespace bss::mock::domain
