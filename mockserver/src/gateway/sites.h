// Which sites a server serves.
#pragma once

#include <cstdint>

namespace bss::mock::gateway {

/// The account of a call decides which of them it belongs to.
enum class SitesServed : std::uint8_t { kChina = 1, kInternational = 2, kBoth = 3 };

}  // namespace bss::mock::gateway
