// The command line of bss-mock: which verb, with what. Used by main and its tests; touches nothing
// outside.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/flags.h"

namespace bss::mock::app {

/// kControl: a verb of the control API, sent to a server that runs elsewhere.
enum class Verb : std::uint8_t { kServe, kEnv, kHealthcheck, kControl, kDoctor, kVersion, kHelp };

/// What the other verbs need to know of a server that runs elsewhere.
struct Remote {
  std::string endpoint;         ///< --endpoint, else BSS_MOCK_ENDPOINT, else http://127.0.0.1:12180
  std::string ca_file;          ///< --ca, else BSS_MOCK_CA
  std::string control_token{};  ///< --control-token, else BSS_MOCK_CONTROL_TOKEN
  std::string workspace{};      ///< --workspace; empty: default
};

/// The words behind a verb of the control API: `clock advance P1D --dry-run`.
struct ControlWords {
  std::string verb;                                         ///< `clock advance`
  std::vector<std::string> arguments;                       ///< `P1D`
  std::map<std::string, std::string, std::less<>> options;  ///< `dry-run`: ``
};

struct CommandLine {
  Verb verb = Verb::kHelp;
  Options options;                  ///< serve
  Remote remote;                    ///< all others
  ControlWords control;             ///< kControl
  std::string account = "partner";  ///< env --as
  bool json = false;                ///< env --json
  std::string output;               ///< kHelp: the text to print
  std::string problem;              ///< not empty: usage error, exit 2
};

CommandLine parse_command_line(const std::vector<std::string>& arguments,
                               const Environment& environment);

}  // namespace bss::mock::app
