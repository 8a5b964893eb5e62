#include "app/flags.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <yaml-cpp/yaml.h>

#include "app/start_options.h"
#include "domain/settings.h"

namespace bss::mock::app {

namespace {

using Problem = std::optional<std::string>;

/// `--tls` without a folder; replaced by the default folder when all sources have been read.
constexpr std::string_view kDefaultFolder = "\n";

Problem apply_host(Options& options, const std::string& text) {
  if (text.empty()) return "must be an address or a host name";
  options.host = text;
  return std::nullopt;
}
Problem apply_port(Options& options, const std::string& text) {
  const auto port = parse_whole(text, 0, 65535);
  if (!port) return "must be " + std::string(kPortAllowed);
  options.port = static_cast<std::uint16_t>(*port);
  return std::nullopt;
}
Problem apply_state(Options& options, const std::string& text) {
  options.state_file = text;
  return std::nullopt;
}
Problem apply_seed(Options& options, const std::string& text) {
  if (!names_seed(text)) return "must be " + seed_allowed();
  options.seed = text;
  return std::nullopt;
}
Problem apply_throttle(Options& options, const std::string& text) {
  if (!parse_throttle(text)) return "must be " + std::string(kThrottleAllowed);
  options.throttle = text;
  return std::nullopt;
}
Problem apply_site(Options& options, const std::string& text) {
  if (!parse_site(text)) return "must be " + std::string(kSiteAllowed);
  options.site = text;
  return std::nullopt;
}
Problem apply_tls(Options& options, const std::string& text) {
  if (text == "off" || text == "false" || text == "0") {
    options.tls_directory.reset();
  } else if (text.empty() || text == "on" || text == "true" || text == "1") {
    options.tls_directory = kDefaultFolder;
  } else {
    options.tls_directory = text;
  }
  return std::nullopt;
}
Problem apply_journal(Options& options, const std::string& text) {
  const auto entries = parse_whole(text, 0, 10'000'000);
  if (!entries) return "must be " + std::string(kJournalAllowed);
  options.journal = static_cast<std::size_t>(*entries);
  return std::nullopt;
}
Problem apply_set(Options& options, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return "must be KEY=VALUE";
  const std::string key = text.substr(0, equals);
  const std::string value = text.substr(equals + 1);
  domain::Settings scratch;
  if (auto refused = scratch.set(key, value)) return key + ": " + *refused;
  options.settings.emplace_back(key, value);
  return std::nullopt;
}
Problem apply_control_token(Options& options, const std::string& text) {
  options.control_token = text;
  return std::nullopt;
}

const Flag& flag_of(std::string_view name) {
  return *std::find_if(flags().begin(), flags().end(),
                       [&](const Flag& flag) { return flag.name == name; });
}

/// A value may be a secret, so a refusal names the source and what is allowed, never the value.
Problem apply(Options& options, const Flag& flag, const std::vector<std::string>& texts,
              const std::string& source) {
  for (const auto& text : texts) {
    if (auto refused = flag.apply(options, text)) return source + " " + *refused;
  }
  return std::nullopt;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::string list_text(const YAML::Node& node) {
  if (!node.IsSequence()) return node.as<std::string>();
  std::string text;
  for (const auto& entry : node) text += (text.empty() ? "" : ",") + entry.as<std::string>();
  return text;
}

std::string known_keys() {
  std::string names;
  for (const auto& flag : flags()) names += (names.empty() ? "" : ", ") + std::string(flag.name);
  return names;
}

/// One key of the file as texts; an exception of yaml-cpp when the value has another form.
std::vector<std::string> texts_of(const std::string& name, const YAML::Node& value) {
  if (name != "set") return {value.IsNull() ? std::string() : value.as<std::string>()};
  if (!value.IsMap()) throw YAML::RepresentationException(value.Mark(), "set must be a map");
  std::vector<std::string> texts;
  for (const auto& setting : value) {
    texts.push_back(setting.first.as<std::string>() + "=" + list_text(setting.second));
  }
  return texts;
}

/// `port: 0`, `set: {token_life_seconds: 60, reported_contacts: [a, b]}`.
std::variant<GivenFlags, std::string> read_file(const std::string& text, const std::string& path) {
  const std::string file = "config file " + path;
  GivenFlags given;
  try {
    const YAML::Node document = YAML::Load(text);
    if (document.IsNull()) return given;
    if (!document.IsMap()) return file + " must be a map of flag names to values";
    for (const auto& entry : document) {
      const auto name = entry.first.as<std::string>();
      const bool known = std::any_of(flags().begin(), flags().end(),
                                     [&](const Flag& flag) { return flag.name == name; });
      if (!known) return file + ": unknown key '" + name + "'; allowed are " + known_keys();
      given[name] = texts_of(name, entry.second);
    }
  } catch (const YAML::Exception& problem) {
    return file + ": line " + std::to_string(problem.mark.line + 1) + ": " + problem.msg;
  }
  return given;
}

Problem apply_text(Options& options, const std::string& text, const std::string& path) {
  auto read = read_file(text, path);
  if (auto* refused = std::get_if<std::string>(&read)) return *refused;
  for (const auto& [name, texts] : std::get<GivenFlags>(read)) {
    if (auto refused = apply(options, flag_of(name), texts, name + " in " + path)) return refused;
  }
  return std::nullopt;
}

Problem apply_file(Options& options, const std::string& path) {
  std::ifstream stream(path);
  if (!stream) return "config file " + path + " cannot be read";
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  return apply_text(options, text, path);
}

Problem apply_environment(Options& options, const Environment& environment) {
  for (const auto& flag : flags()) {
    const std::string variable = variable_of(flag.name);
    const auto text = environment(variable);
    if (!text) continue;
    const auto texts = flag.repeated ? split(*text, ';') : std::vector<std::string>{*text};
    if (auto refused = apply(options, flag, texts, variable)) return refused;
  }
  return std::nullopt;
}

}  // namespace

const std::vector<Flag>& flags() {
  static const std::vector<Flag> table{
      {"host", "ADDRESS", "127.0.0.1", "address to listen on", false, false, apply_host},
      {"port", "N", "12180", "port to listen on, 0 for a free one", false, false, apply_port},
      {"state", "FILE", "", "SQLite file that keeps the data; in memory without it", false, false,
       apply_state},
      {"seed", "NAME|FILE", "demo", "what an empty server starts with", false, false, apply_seed},
      {"throttle", "off|documented|N", "documented", "quotas; N is calls per second", false, false,
       apply_throttle},
      {"site", "cn|intl|both", "cn", "sites served; the account of a call decides which", false,
       false, apply_site},
      {"tls", "DIR", "", "HTTPS, with certificates made once in DIR", false, true, apply_tls},
      {"journal", "N", "10000", "exchanges that are kept", false, false, apply_journal},
      {"set", "KEY=VALUE", "", "a setting; may be given several times", true, false, apply_set},
      {"control-token", "TOKEN", "",
       "what the control and portal APIs ask for; needed off loopback", false, false,
       apply_control_token},
  };
  return table;
}

std::string variable_of(std::string_view flag) {
  std::string name = "BSS_MOCK_";
  for (const char c : flag) {
    name.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return name;
}

std::string default_tls_directory(const Environment& environment) {
  if (const auto state = environment("XDG_STATE_HOME"); state && !state->empty()) {
    return *state + "/bss-mock/tls";
  }
  if (const auto home = environment("HOME"); home && !home->empty()) {
    return *home + "/.local/state/bss-mock/tls";
  }
  return {};
}

std::variant<Options, std::string> resolve_file(const std::string& text, const std::string& name) {
  Options options;
  if (auto refused = apply_text(options, text, name)) return *refused;
  return options;
}

std::variant<Options, std::string> resolve(const GivenFlags& given,
                                           const Environment& environment) {
  Options options;
  options.port = 12180;
  std::string file = environment(variable_of("config")).value_or("");
  if (const auto found = given.find("config"); found != given.end()) file = found->second.back();
  // From the weakest to the strongest; each overwrites. Settings add up, and the last of a key
  // wins.
  if (!file.empty()) {
    if (auto refused = apply_file(options, file)) return *refused;
  }
  if (auto refused = apply_environment(options, environment)) return *refused;
  for (const auto& [name, texts] : given) {
    if (name == "config") continue;
    if (auto refused = apply(options, flag_of(name), texts, "--" + name)) return *refused;
  }
  if (options.tls_directory == kDefaultFolder) {
    options.tls_directory = default_tls_directory(environment);
    if (options.tls_directory->empty()) return "--tls needs a folder: there is no HOME";
  }
  return options;
}

}  // namespace bss::mock::app
