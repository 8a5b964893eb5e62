// Reads errors out of answers: which answer is one, what it says, and what that makes certain. Pure
// functions of the answer and the description (auth-gateway.md 6, 7, 9; sdk-behaviour.md, operation
// classes).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "bss/operation_info.h"
#include "bss/result.h"
#include "bss/transport.h"
#include "core/retry_loop.h"

namespace bss::detail {

/// The first header of that name, letter case aside; null when there is none.
const std::string* find_header(const NameValues& headers, std::string_view name);

/// X-Request-Id, for IAM X-IAM-Trace-Id; empty when the answer has neither.
std::string request_id_of(const NameValues& headers);

/// Nothing when the answer is a success: a status of 2xx whose body carries no error code of
/// failure. `operation` names the documented errors; a raw call passes one without any.
std::optional<Error> decode_error(const OperationInfo& operation,
                                  const TransportResponse& response);

/// What `error`, decoded from an answer, makes certain about its attempt.
Fate fate_of(const OperationInfo& operation, const Error& error);

/// A throttle text: "limit:10,time:1 second", "Threshold: 10 times per 60 seconds".
struct ThrottleText {
  int limit = 0;
  int seconds = 0;
};
ThrottleText read_throttle_text(std::string_view message);

/// Retry-After in seconds or as an HTTP date; the answer's Date header is the "now" of a date,
/// `local_now` stands in.
std::optional<std::chrono::milliseconds> read_retry_after(
    const NameValues& headers, std::chrono::system_clock::time_point local_now);

/// "Sun, 06 Nov 1994 08:49:37 GMT"; nothing for anything else.
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text);

}  // namespace bss::detail
