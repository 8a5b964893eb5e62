#include "app/command_line.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <CLI/CLI.hpp>

#include "app/control_verbs.h"

namespace bss::mock::app {

namespace {

constexpr std::string_view kDefaultEndpoint = "http://127.0.0.1:12180";
constexpr std::array<std::pair<std::string_view, Verb>, 5> kVerbs{
    {{"serve", Verb::kServe},
     {"env", Verb::kEnv},
     {"healthcheck", Verb::kHealthcheck},
     {"doctor", Verb::kDoctor},
     {"version", Verb::kVersion}}};

/// What CLI11 collects; the flags of serve are read as texts and judged in resolve().
struct Collected {
  std::map<std::string, std::vector<std::string>, std::less<>> texts;
  std::string endpoint;
  std::string ca;
  std::string control_token;
  std::string workspace;
  std::string account = "partner";
  bool json = false;
  /// Of the verbs of the control API, by their words; CLI11 keeps references into it.
  struct Words {
    std::vector<std::string> arguments;
    std::map<std::string, std::string> texts;
    std::map<std::string, bool> flags;
  };
  std::map<std::string, Words> control;
};

std::string help_of(const Flag& flag) {
  std::string text(flag.help);
  if (!flag.fallback.empty()) text += " (default " + std::string(flag.fallback) + ")";
  return text + " [" + variable_of(flag.name) + "]";
}

void add_serve(CLI::App& app, Collected& collected) {
  auto* serve = app.add_subcommand("serve", "Serve until SIGTERM or SIGINT (the default verb)");
  for (const auto& flag : flags()) {
    auto* option = serve->add_option("--" + std::string(flag.name),
                                     collected.texts[std::string(flag.name)], help_of(flag));
    option->type_name(std::string(flag.value_name));
    if (flag.repeated) {
      option->allow_extra_args(false);  // each --set takes one KEY=VALUE, never the next word too
    } else {
      option->expected(flag.value_optional ? 0 : 1, 1);
    }
  }
  serve
      ->add_option("--config", collected.texts["config"],
                   "YAML file with the same keys [BSS_MOCK_CONFIG]")
      ->type_name("FILE")
      ->expected(1);
}

void add_remote(CLI::App& verb, Collected& collected) {
  verb.add_option(
          "--endpoint", collected.endpoint,
          "server to speak of (default " + std::string(kDefaultEndpoint) + ") [BSS_MOCK_ENDPOINT]")
      ->type_name("URL");
  verb.add_option("--ca", collected.ca, "ca.pem of a server with TLS [BSS_MOCK_CA]")
      ->type_name("FILE");
}

void add_control_token(CLI::App& verb, Collected& collected) {
  verb.add_option("--control-token", collected.control_token,
                  "what the server was started with [BSS_MOCK_CONTROL_TOKEN]")
      ->type_name("TOKEN");
}

void add_others(CLI::App& app, Collected& collected) {
  auto* env = app.add_subcommand("env", "Print export lines for eval: endpoint and credentials");
  add_remote(*env, collected);
  env->add_flag("--json", collected.json, "one JSON object instead");
  env->add_option("--as", collected.account, "account of the demo seed")
      ->check(CLI::IsMember({"partner", "distributor", "customer", "partner-intl"}))
      ->capture_default_str();
  auto* health = app.add_subcommand("healthcheck", "Exit 0 when the server answers");
  add_remote(*health, collected);
  auto* doctor = app.add_subcommand("doctor", "Say what may surprise about a running server");
  add_remote(*doctor, collected);
  add_control_token(*doctor, collected);
  app.add_subcommand("version", "Print the version");
}

/// `NAME [OTHER]` takes one or two words, `KEY=VALUE...` any number from one.
void add_arguments(CLI::App& verb, Collected::Words& words, std::string_view arguments) {
  if (arguments.empty()) return;
  const auto optional = std::count(arguments.begin(), arguments.end(), '[');
  const auto all = std::count(arguments.begin(), arguments.end(), ' ') + 1;
  const bool several = arguments.ends_with("...");
  auto* option = verb.add_option(std::string(arguments), words.arguments);
  option->option_text(" ");
  option->expected(static_cast<int>(all - optional), several ? 1'000 : static_cast<int>(all));
  option->required(all != optional);
}

std::string help_of_group(std::string_view group) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kGroups{
      {{"snapshot", "Keep, bring back, fork and compare the state"},
       {"seed", "What a workspace may begin with"},
       {"clock", "Stop the time and move it"},
       {"faults", "Make calls fail as you say"},
       {"journal", "What was asked and answered, and whether it was what you expect"},
       {"throttle", "Quotas"},
       {"settings", "What the server is told to do otherwise"},
       {"workspace", "Worlds of their own"}}};
  for (const auto& [name, help] : kGroups) {
    if (name == group) return std::string(help);
  }
  return {};
}

void add_control_verb(CLI::App& app, Collected& collected, const ControlVerb& control) {
  const auto blank = control.words.find(' ');
  const std::string group(control.words.substr(0, blank));
  CLI::App* parent = &app;
  std::string name = group;
  if (blank != std::string_view::npos) {
    const auto groups =
        app.get_subcommands([&](const CLI::App* one) { return one->get_name() == group; });
    if (!groups.empty()) {
      parent = groups.front();
    } else {
      parent = app.add_subcommand(group, help_of_group(group));
      parent->require_subcommand(1);
    }
    name = std::string(control.words.substr(blank + 1));
  }
  auto* verb = parent->add_subcommand(name, std::string(control.help));
  Collected::Words& words = collected.control[std::string(control.words)];
  add_arguments(*verb, words, control.arguments);
  for (const std::string_view option : control.options) {
    const auto value = option.find(' ');
    const std::string flag(option.substr(2, value == std::string_view::npos ? value : value - 2));
    if (value == std::string_view::npos) {
      verb->add_flag("--" + flag, words.flags[flag]);
    } else {
      verb->add_option("--" + flag, words.texts[flag])
          ->type_name(std::string(option.substr(value + 1)));
    }
  }
  add_remote(*verb, collected);
  add_control_token(*verb, collected);
  verb->add_option("--workspace", collected.workspace, "whose (default: default)")->type_name("ID");
}

/// The words of the verb that was given, when it is one of the control API.
std::optional<ControlWords> control_words(const CLI::App& verb, const Collected& collected) {
  std::string name = verb.get_name();
  const CLI::App* leaf = &verb;
  if (const auto inner = verb.get_subcommands(); !inner.empty()) {
    leaf = inner.front();
    name += " " + leaf->get_name();
  }
  const auto found = collected.control.find(name);
  if (found == collected.control.end()) return std::nullopt;
  ControlWords words{name, found->second.arguments, {}};
  for (const auto& [option, text] : found->second.texts) {
    if (leaf->count("--" + option) != 0) words.options[option] = text;
  }
  for (const auto& [flag, given] : found->second.flags) {
    if (given) words.options[flag];
  }
  return words;
}

void finish_serve(CommandLine& line, const Collected& collected, const Environment& environment,
                  const CLI::App& serve) {
  GivenFlags given;
  for (const auto& [name, texts] : collected.texts) {
    if (serve.count("--" + name) == 0) continue;
    given[name] = texts.empty() ? std::vector<std::string>{std::string()} : texts;
  }
  auto resolved = resolve(given, environment);
  if (auto* refused = std::get_if<std::string>(&resolved)) {
    line.problem = *refused;
  } else {
    line.options = std::get<Options>(std::move(resolved));
  }
}

Remote remote_of(const Collected& collected, const Environment& environment) {
  Remote remote{collected.endpoint, collected.ca, collected.control_token, collected.workspace};
  if (remote.endpoint.empty()) remote.endpoint = environment("BSS_MOCK_ENDPOINT").value_or("");
  if (remote.endpoint.empty()) remote.endpoint = kDefaultEndpoint;
  while (remote.endpoint.ends_with('/')) remote.endpoint.pop_back();
  if (remote.ca_file.empty()) remote.ca_file = environment("BSS_MOCK_CA").value_or("");
  if (remote.control_token.empty())
    remote.control_token = environment("BSS_MOCK_CONTROL_TOKEN").value_or("");
  return remote;
}

/// `bss-mock --port 0` is `bss-mock serve --port 0`; help is about the whole.
std::vector<std::string> with_verb(std::vector<std::string> arguments) {
  const bool needs_verb =
      arguments.empty() || (arguments.front().starts_with('-') && arguments.front() != "--help" &&
                            arguments.front() != "-h");
  if (needs_verb) arguments.insert(arguments.begin(), "serve");
  return arguments;
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments,
                               const Environment& environment) {
  CommandLine line;
  Collected collected;
  CLI::App app("A local server that behaves like the partner back end of Huawei Cloud.",
               "bss-mock");
  app.require_subcommand(1);
  add_serve(app, collected);
  add_others(app, collected);
  for (const ControlVerb& verb : control_verbs()) add_control_verb(app, collected, verb);
  auto words = with_verb(arguments);
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(words);
  } catch (const CLI::CallForHelp&) {
    const auto verbs = app.get_subcommands();
    const CLI::App* asked = verbs.empty() ? &app : verbs.front();
    if (const auto inner = asked->get_subcommands(); !verbs.empty() && !inner.empty())
      asked = inner.front();
    line.output = asked->help();
    return line;
  } catch (const CLI::ParseError& problem) {
    line.problem = problem.what();
    return line;
  }
  const auto* verb = app.get_subcommands().front();
  line.verb = Verb::kControl;
  for (const auto& [name, known] : kVerbs) {
    if (name == verb->get_name()) line.verb = known;
  }
  if (auto words_of = control_words(*verb, collected)) line.control = *std::move(words_of);
  line.json = collected.json;
  line.account = collected.account;
  line.remote = remote_of(collected, environment);
  if (line.verb == Verb::kServe) finish_serve(line, collected, environment, *verb);
  return line;
}

}  // namespace bss::mock::app
