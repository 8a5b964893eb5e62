#include "domain/adjustments.h"

namespace bss::mock::domain {

Outcome<store::Page<store::AdjustmentRow>> list_adjustments(World& world, const Actor& actor,
                                                            const AdjustmentQuery& query) {
  const auto partner = effective_partner(world, actor, query.indirect_partner_id);
  if (!partner) return partner.refusal();
  store::AdjustmentFilter filter;
  filter.partner_id = partner->id;
  filter.counterparty_id = query.customer_id;
  filter.operation_type = query.operation_type;
  filter.trans_id = query.trans_id;
  if (query.operation_time_begin) filter.time_from = query.operation_time_begin->ms;
  // Records show whole seconds, so the whole last second is in.
  if (query.operation_time_end) filter.time_until = query.operation_time_end->plus_seconds(1).ms;
  filter.visible_until = world.now().ms;
  filter.offset = query.offset;
  filter.limit = query.limit;
  return store::list_adjustments(world.db(), filter);
}

}  // namespace bss::mock::domain
