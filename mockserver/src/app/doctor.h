// `bss-mock doctor`: looks at a running server as somebody whose tests behave strangely would, and
// says what it sees.
#pragma once

#include <functional>
#include <string>

#include "app/command_line.h"
#include "app/http_call.h"

namespace bss::mock::app {

struct Diagnosis {
  std::string text;  ///< one line a finding: `ok   ...` or `look ...`
  bool healthy = true;
};

/// `ask` sends one call; tests bring their own.
Diagnosis diagnose(const std::function<HttpReply(const HttpCall&)>& ask);

}  // namespace bss::mock::app
