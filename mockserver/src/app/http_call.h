// One HTTP call to a server that runs elsewhere, for the verbs of the command line. Blocking, with
// a time limit.
#pragma once

#include <string>

#include "app/command_line.h"

namespace bss::mock::app {

struct HttpCall {
  std::string method = "GET";
  std::string target;  ///< path and query
  std::string body;    ///< JSON; empty: none
};

struct HttpReply {
  unsigned status = 0;
  std::string body;
  std::string problem;  ///< not empty: nobody answered, and why
};

HttpReply send(const Remote& remote, const HttpCall& call);

}  // namespace bss::mock::app
