// The HTTP skin of the verbs: `/_mock/...`, `/_portal/...` and `/openapi.json`. The app hands
// `handle` to the listener for these paths. Neither throttled nor subject to fault rules.
//
// Safe to use from several threads.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "control/metrics.h"
#include "control/workspace_host.h"
#include "gateway/workspace.h"
#include "http/handler.h"

namespace bss::mock::control {

struct ControlOptions {
  std::string token;  ///< what callers must show; empty: nothing
  bool needs_token =
      false;  ///< the server can be reached from elsewhere: without a token everything is 403
  std::function<ServerGauges()> gauges;
};

class ControlApi {
 public:
  /// `host` must outlive the API.
  ControlApi(WorkspaceHost& host, ControlOptions options);

  /// Whether a request belongs here rather than to the gateway.
  static bool serves(std::string_view target) noexcept;

  /// Never throws. `workspace` is meant where the call names none.
  http::Response handle(const http::Request& request,
                        std::string_view workspace = gateway::Workspaces::kDefault) const;

 private:
  http::Response answer(const http::Request& request, std::string_view default_id) const;
  bool allowed(const http::Request& request) const;

  WorkspaceHost& host_;
  ControlOptions options_;
};

}  // namespace bss::mock::control
