// `bss-mock healthcheck`: asks a running server whether it serves.
#pragma once

#include "app/command_line.h"

namespace bss::mock::app {

/// Empty when `/_mock/health` answered 200 in time, else why not.
std::string check_health(const Remote& remote);

}  // namespace bss::mock::app
