// What every transport of the SDK says and checks in the same words: failures, and requests that
// cannot be sent as they stand.
//
// Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "bss/transport.h"

namespace bss::detail {

/// One sentence for a human; names neither host nor header.
const char* sentence_of(TransportFailure::Cause cause, TransportFailure::Known known);

TransportResult failed(TransportFailure::Known known, TransportFailure::Cause cause);
TransportResult failed(TransportFailure::Known known, TransportFailure::Cause cause,
                       std::string message);

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

/// Path and query that can stand in a request line: nothing but visible ASCII, from a slash on,
/// without fragment.
bool is_clean_target(std::string_view target) noexcept;

/// The word that a method or the name of a header is.
bool is_token(std::string_view text) noexcept;

/// False for what cannot be one header line; nothing may smuggle a second one in.
bool is_clean_header(const std::pair<std::string, std::string>& header) noexcept;

}  // namespace bss::detail
