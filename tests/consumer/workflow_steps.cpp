// Makes a shell script of a job of a workflow file for GitHub Actions: its environment and the
// commands of its steps, in their order, each in a shell of its own as the runner does. A step with
// `uses` is the runner's business; one with `if` is for a cache that has nothing.
//
// Arguments: workflow file, job, directory of the workspace.
#include <exception>
#include <iostream>
#include <string>

#include <yaml-cpp/yaml.h>

namespace {

std::string quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string expanded(std::string text, const std::string& workspace) {
  const std::string expression = "${{ github.workspace }}";
  for (auto at = text.find(expression); at != std::string::npos; at = text.find(expression)) {
    text.replace(at, expression.size(), workspace);
  }
  if (text.find("${{") != std::string::npos)
    throw std::runtime_error("an expression this reader does not know: " + text);
  return text;
}

void print_script(const YAML::Node& job, const std::string& workspace) {
  if (!job) throw std::runtime_error("there is no such job");
  std::cout << "set -euo pipefail\ncd " << quoted(workspace) << "\n";
  for (const auto& variable : job["env"]) {
    std::cout << "export " << variable.first.as<std::string>() << "="
              << quoted(expanded(variable.second.as<std::string>(), workspace)) << "\n";
  }
  int steps = 0;
  for (const auto& step : job["steps"]) {
    if (!step["run"] || step["if"]) continue;
    std::cout << "echo " << quoted("-- " + step["name"].as<std::string>()) << "\n"
              << "bash -e -o pipefail -c "
              << quoted(expanded(step["run"].as<std::string>(), workspace)) << "\n";
    ++steps;
  }
  if (steps == 0) throw std::runtime_error("the job runs nothing");
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count != 4) throw std::runtime_error("usage: workflow_steps FILE JOB WORKSPACE");
    print_script(YAML::LoadFile(words[1])["jobs"][std::string(words[2])], words[3]);
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << "\n";
    return 1;
  }
}
