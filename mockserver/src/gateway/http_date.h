// The `Date` header: `Fri, 15 Mar 2024 08:15:30 GMT`, from the workspace's clock (control-api
// "Clock"). A pure function.
#pragma once

#include <cstdint>
#include <string>

namespace bss::mock::gateway {

std::string http_date(std::int64_t ms_since_1970);

}  // namespace bss::mock::gateway
