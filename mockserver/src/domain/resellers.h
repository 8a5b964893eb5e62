// The resellers of a distributor (customers.md section 10).
//
// Inside World::run only.
#pragma once

#include "domain/partners.h"
#include "domain/world.h"
#include "store/resellers.h"

namespace bss::mock::domain {

/// ListIndirectPartners: those of the caller; the ids and names of the filter only narrow the list.
store::Page<store::ResellerRow> list_resellers(World& world, const Actor& actor,
                                               store::ResellerFilter filter);

}  // namespace bss::mock::domain
