// How long a token lives, read from the times in its answer. The local clock is never asked for the
// date: it may be wrong by hours (sdk-behaviour.md, "Identities and tokens").
//
// Pure functions.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace bss::detail {

/// `2020-01-04T09:05:22.701000Z` and what else services write: no fraction, no zone (taken as UTC),
/// `+08:00`, a blank for the T. Nothing for anything else.
std::optional<std::chrono::system_clock::time_point> parse_instant(std::string_view text);

/// Assumed when an answer says when a token ends but neither when it was issued nor what time it
/// is.
inline constexpr std::chrono::hours kAssumedLife{1};

/// `expires_at` minus `issued_at`; the Date header stands in where `issued_at` is missing. Nothing
/// if `expires_at` cannot be read or is not later.
std::optional<std::chrono::nanoseconds> token_life(std::string_view expires_at,
                                                   std::string_view issued_at,
                                                   std::string_view date_header);

}  // namespace bss::detail
