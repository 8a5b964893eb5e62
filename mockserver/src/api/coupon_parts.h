// Parts of answers that the files of area coupons share.
//
// Pure functions over the world's data; inside World::run only.
#pragma once

#include <string>
#include <vector>

#include "bss/mock/api/coupons.h"
#include "domain/world.h"

namespace bss::mock::api {

/// Of the restrictions of a quota only kinds of order have a published key (0.7).
std::vector<QuotaLimitInfo> limits_of(domain::World& world, const std::string& quota_id);

}  // namespace bss::mock::api
