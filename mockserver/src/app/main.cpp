// bss-mock: a local server that behaves like the partner back end.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "app/command_line.h"
#include "app/control_verbs.h"
#include "app/doctor.h"
#include "app/environment.h"
#include "app/health_check.h"
#include "app/serve.h"

namespace {

using namespace bss::mock;

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

int print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

int complain(const std::string& text, int status) {
  std::fprintf(stderr, "bss-mock: %s\n", text.c_str());
  return status;
}

/// Prints what the server answered. 1 when it refused, or when what was to be verified is not so.
int control(const app::CommandLine& line) {
  const auto call = app::call_of(line.control, line.remote);
  if (const auto* problem = std::get_if<std::string>(&call)) return complain(*problem, 2);
  const app::HttpReply reply = app::send(line.remote, std::get<app::HttpCall>(call));
  if (!reply.problem.empty()) return complain(reply.problem, 1);
  if (reply.status >= 400) return complain(reply.body, 1);
  if (!reply.body.empty()) print(reply.body + "\n");
  const bool missed =
      line.control.verb == "journal verify" && !reply.body.starts_with("{\"ok\":true");
  return missed ? 1 : 0;
}

int run(const app::CommandLine& line) {
  switch (line.verb) {
    case app::Verb::kServe:
      return app::serve(line.options);
    case app::Verb::kEnv: {
      const auto variables = app::environment_of(line.remote, line.account);
      return print(line.json ? app::as_json(variables) : app::export_lines(variables));
    }
    case app::Verb::kHealthcheck: {
      const std::string problem = app::check_health(line.remote);
      return problem.empty() ? 0 : complain(problem, 1);
    }
    case app::Verb::kControl:
      return control(line);
    case app::Verb::kDoctor: {
      const auto diagnosis =
          app::diagnose([&](const app::HttpCall& call) { return app::send(line.remote, call); });
      print(diagnosis.text);
      return diagnosis.healthy ? 0 : 1;
    }
    case app::Verb::kVersion:
      return print("bss-mock " + std::string(version()) + "\n");
    case app::Verb::kHelp:
      return print(line.output);
  }
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  const auto line =
      app::parse_command_line(std::vector<std::string>(arguments + 1, arguments + count), variable);
  if (!line.problem.empty()) return complain(line.problem + " (see bss-mock --help)", 2);
  return run(line);
}
