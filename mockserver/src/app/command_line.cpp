#include "app/command_line.h"

#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>

namespace bss::mock::app {

namespace {

constexpr std::string_view kDefaultEndpoint = "http://127.0.0.1:12180";
constexpr std::array<std::string_view, 4> kVerbs{"serve", "env", "healthcheck", "version"};

/// What CLI11 collects; the flags of serve are read as texts and judged in resolve().
struct Collected {
  std::map<std::string, std::vector<std::string>, std::less<>> texts;
  std::string endpoint;
  std::string ca;
  std::string account = "partner";
  bool json = false;
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

void add_others(CLI::App& app, Collected& collected) {
  auto* env = app.add_subcommand("env", "Print export lines for eval: endpoint and credentials");
  add_remote(*env, collected);
  env->add_flag("--json", collected.json, "one JSON object instead");
  env->add_option("--as", collected.account, "account of the demo seed")
      ->check(CLI::IsMember({"partner", "distributor", "customer", "partner-intl"}))
      ->capture_default_str();
  auto* health = app.add_subcommand("healthcheck", "Exit 0 when the server answers");
  add_remote(*health, collected);
  app.add_subcommand("version", "Print the version");
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
  Remote remote{collected.endpoint, collected.ca};
  if (remote.endpoint.empty()) remote.endpoint = environment("BSS_MOCK_ENDPOINT").value_or("");
  if (remote.endpoint.empty()) remote.endpoint = kDefaultEndpoint;
  while (remote.endpoint.ends_with('/')) remote.endpoint.pop_back();
  if (remote.ca_file.empty()) remote.ca_file = environment("BSS_MOCK_CA").value_or("");
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
  auto words = with_verb(arguments);
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(words);
  } catch (const CLI::CallForHelp&) {
    const auto verbs = app.get_subcommands();
    line.output = verbs.empty() ? app.help() : verbs.front()->help();
    return line;
  } catch (const CLI::ParseError& problem) {
    line.problem = problem.what();
    return line;
  }
  const auto* verb = app.get_subcommands().front();
  const auto index = std::find(kVerbs.begin(), kVerbs.end(), verb->get_name()) - kVerbs.begin();
  line.verb = std::array{Verb::kServe, Verb::kEnv, Verb::kHealthcheck,
                         Verb::kVersion}[static_cast<std::size_t>(index)];
  line.json = collected.json;
  line.account = collected.account;
  line.remote = remote_of(collected, environment);
  if (line.verb == Verb::kServe) finish_serve(line, collected, environment, *verb);
  return line;
}

}  // namespace bss::mock::app
