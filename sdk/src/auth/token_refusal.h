// Which refusals mean that a token is no longer accepted, so that a new one is worth a try
// (auth-gateway.md 9.4).
//
// Pure function.
#pragma once

#include "bss/result.h"

namespace bss::detail {

/// True for gateway 0301 and 0307, CBC.0154, CBC.0105, the text `x_auth_token is expired.`, and
/// IAM's own words for it. Gateway codes are matched by their digits: the prefix depends on the
/// gateway in front, and texts may change. Only 0301 has texts that speak of a signature instead;
/// those never match.
bool speaks_of_token(const Error& error) noexcept;

}  // namespace bss::detail
