// What `bss-mock env` prints: the variables that the SDK and the examples read (contract.md
// "Environment"), for a server at a known endpoint and one account of the demo seed. Pure
// functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/command_line.h"

namespace bss::mock::app {

/// Names and values in the order in which they are printed.
std::vector<std::pair<std::string, std::string>> environment_of(const Remote& remote,
                                                                const std::string& account);
/// `export NAME='value'`, one a line, safe for eval.
std::string export_lines(const std::vector<std::pair<std::string, std::string>>& variables);
std::string as_json(const std::vector<std::pair<std::string, std::string>>& variables);

}  // namespace bss::mock::app
