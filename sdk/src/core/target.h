// Path and query as they go onto the wire and into the signature: percent-encoded by the signing
// alphabet (auth-gateway.md 5.4: letters, digits, `-_.~`; a blank is %20, never +).
#pragma once

#include <string>
#include <string_view>

#include "bss/operation_info.h"

namespace bss::detail {

std::string percent_encoded(std::string_view text, bool keep_slash = false);
std::string make_target(const EncodedRequest& request);

/// "https://host[:port]" without path, query, user; lower-case scheme. Empty text when it is none.
std::string checked_endpoint(std::string_view endpoint);
/// Is the endpoint's host this machine: localhost, 127.x.x.x, ::1?
bool is_loopback(std::string_view endpoint);

}  // namespace bss::detail
