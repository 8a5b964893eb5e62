// The HTTP skin of the verbs: `/_mock/...`, `/_portal/...` and `/openapi.json`. The app hands
// `handle` to the listener for these paths. Neither throttled nor subject to fault rules.
//
// Safe to use from several threads.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "control/commands.h"
#include "http/handler.h"

namespace bss::mock::control {

struct ControlOptions {
  std::string token;  ///< what callers must show; empty: nothing
  bool needs_token =
      false;  ///< the server can be reached from elsewhere: without a token everything is 403
};

class ControlApi {
 public:
  /// `find` gives the commands of a workspace, or null; what it gives must outlive the API.
  ControlApi(std::function<Commands*(std::string_view workspace)> find, ControlOptions options);

  /// Whether a request belongs here rather than to the gateway.
  static bool serves(std::string_view target) noexcept;

  /// Never throws.
  http::Response handle(const http::Request& request) const;

 private:
  http::Response answer(const http::Request& request) const;
  bool allowed(const http::Request& request) const;

  std::function<Commands*(std::string_view)> find_;
  ControlOptions options_;
};

}  // namespace bss::mock::control
