// What every list of store/ takes and gives.
//
// Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace bss::mock::store {

/// One page of a list and the number of all matches.
template <class Row>
struct Page {
  std::vector<Row> rows;
  std::int64_t total = 0;
};

/// Milliseconds UTC; an absent bound does not bind.
struct TimeBounds {
  std::optional<std::int64_t> from;   ///< inclusive
  std::optional<std::int64_t> until;  ///< exclusive
};

}  // namespace bss::mock::store
