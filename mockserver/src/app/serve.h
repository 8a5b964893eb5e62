// `bss-mock serve`: starts a server, says when it is ready, waits for SIGTERM or SIGINT, stops it.
#pragma once

#include <string>

#include "bss/mock/server.h"

namespace bss::mock::app {

/// The one line on stdout: `{"event":"ready","endpoint":"http://127.0.0.1:43117","pid":123}`.
std::string ready_line(const std::string& endpoint, const std::string& ca_file, long pid);

/// The exit status.
int serve(Options options);

}  // namespace bss::mock::app
