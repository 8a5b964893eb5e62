// The verbs of the control API as words of the command line: `bss-mock clock advance P1D`. Each is
// one HTTP call; what the server answers is printed as it is.
//
// Pure but for reading the file that an argument names.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/command_line.h"
#include "app/http_call.h"

namespace bss::mock::app {

/// One verb: its words, what follows them, and what it does in a sentence.
struct ControlVerb {
  std::string_view words;      ///< `clock advance`; one word for a verb without others beside it
  std::string_view arguments;  ///< `DURATION [NAME]`; a `...` at the end takes several
  std::vector<std::string_view> options;  ///< `--dry-run`, `--limit N`
  std::string_view help;
};
const std::vector<ControlVerb>& control_verbs();

/// The call to make, or a sentence that says what is wrong with the words.
std::variant<HttpCall, std::string> call_of(const ControlWords& words, const Remote& remote);

}  // namespace bss::mock::app
