#include "domain/resellers.h"

#include <utility>

namespace bss::mock::domain {

store::Page<store::ResellerRow> list_resellers(World& world, const Actor& actor,
                                               store::ResellerFilter filter) {
  filter.distributor_id = actor.account_id;
  return store::list_resellers(world.db(), filter);
}

}  // namespace bss::mock::domain
