// The command line of bss-mock: which verb, with what. Used by main and its tests; touches nothing
// outside.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/flags.h"

namespace bss::mock::app {

enum class Verb : std::uint8_t { kServe, kEnv, kHealthcheck, kVersion, kHelp };

/// What `env` and `healthcheck` need to know of a server that runs elsewhere.
struct Remote {
  std::string endpoint;  ///< --endpoint, else BSS_MOCK_ENDPOINT, else http://127.0.0.1:12180
  std::string ca_file;   ///< --ca, else BSS_MOCK_CA
};

struct CommandLine {
  Verb verb = Verb::kHelp;
  Options options;                  ///< serve
  Remote remote;                    ///< env, healthcheck
  std::string account = "partner";  ///< env --as
  bool json = false;                ///< env --json
  std::string output;               ///< kHelp: the text to print
  std::string problem;              ///< not empty: usage error, exit 2
};

CommandLine parse_command_line(const std::vector<std::string>& arguments,
                               const Environment& environment);

}  // namespace bss::mock::app
