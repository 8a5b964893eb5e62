// Calendar durations of ISO 8601, as the clock takes them: `P1M3DT2H`. Used by the clock verbs.
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/instant.h"

namespace bss::mock::control {

/// Months are kept apart: how long one is depends on where it starts.
struct Duration {
  int months = 0;
  std::int64_t ms = 0;
};

/// Years, months, weeks, days, hours, minutes and seconds, whole numbers; a fraction (up to
/// milliseconds) only on the seconds. Nothing for what is no duration, for an empty one (`P`, `PT`)
/// and for more than a hundred years.
std::optional<Duration> parse_duration(std::string_view text);

/// Months first, then the rest.
domain::Instant plus(domain::Instant at, const Duration& duration);

}  // namespace bss::mock::control
