// The flags of `bss-mock serve` as a table, and how a value is found: flag, environment variable,
// configuration file, default (contract.md). Used by the command line; pure but for reading the
// file.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bss/mock/server.h"

namespace bss::mock::app {

struct Flag {
  std::string_view name;  ///< `port`: `--port`, `BSS_MOCK_PORT`, `port:` in the file
  std::string_view value_name;
  std::string_view fallback;  ///< shown in the help
  std::string_view help;
  bool repeated = false;        ///< `--set`
  bool value_optional = false;  ///< `--tls [DIR]`
  /// Puts one text into the options; on refusal what is allowed.
  std::optional<std::string> (*apply)(Options& options, const std::string& text);
};
const std::vector<Flag>& flags();
/// `BSS_MOCK_CONTROL_TOKEN` for `control-token`.
std::string variable_of(std::string_view flag);

/// Flags as they were given, by name; a flag without its optional value has one empty text.
using GivenFlags = std::map<std::string, std::vector<std::string>, std::less<>>;
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The options, or a sentence that names the source of the bad value and says what is allowed.
/// `config` in `given` (or BSS_MOCK_CONFIG) names the file.
std::variant<Options, std::string> resolve(const GivenFlags& given, const Environment& environment);

/// The options that the text of a configuration file alone gives, or the sentence; `name` stands
/// for the file in it.
std::variant<Options, std::string> resolve_file(const std::string& text, const std::string& name);

/// Where `--tls` without a folder keeps its certificates; empty when there is no home.
std::string default_tls_directory(const Environment& environment);

}  // namespace bss::mock::app
