// Writes the head of an answer. Used by the session; separate because what goes on the wire is
// worth a test of its own.
#pragma once

#include <string>

#include "http/request.h"

namespace bss::mock::http {

struct HeadOptions {
  int request_version = 11;
  bool keep_alive = true;
};

/// Status line and headers up to the empty line. Content-Length and Connection are always ours:
/// those of the handler are dropped, so that they cannot contradict the body. Line ends inside a
/// value become blanks.
std::string response_head(const Response& response, const HeadOptions& options);

/// Whether an answer of this status may carry a body (RFC 9110: not 1xx, 204, 304).
bool may_have_body(int status) noexcept;

}  // namespace bss::mock::http
