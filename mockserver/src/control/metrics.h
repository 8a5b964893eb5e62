// `/_mock/metrics`: counters and gauges of the whole server as Prometheus text. Pure function over
// what the workspaces tell.
#pragma once

#include <cstdint>
#include <string>

#include "control/workspace_host.h"

namespace bss::mock::control {

/// What only the listener knows.
struct ServerGauges {
  std::int64_t connections = 0;
  std::int64_t requests_in_flight = 0;
};

std::string metrics_text(WorkspaceHost& host, const ServerGauges& gauges);

}  // namespace bss::mock::control
