// bss_codegen: from openapi/ to C++. See --help.
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "generator.h"

namespace {

constexpr const char* kHelp =
    "bss_codegen --input DIR [--areas A,B,...] [--sdk OUTDIR] [--mock OUTDIR] [--coverage FILE] "
    "[--openapi-json FILE]\n"
    "Reads DIR/common.yaml and one YAML file an area; writes files whose content changed.\n"
    "Exit 0 done, 1 the description is wrong (file:line: sentence), 2 usage.\n";

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> out;
  std::stringstream stream(list);
  for (std::string one; std::getline(stream, one, ',');) {
    if (!one.empty()) out.push_back(one);
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    bss::codegen::Job job;
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string& name = arguments[i];
      if (name == "--help") {
        std::cout << kHelp;
        return 0;
      }
      std::string areas;
      std::string* const target = name == "--input"          ? &job.input
                                  : name == "--areas"        ? &areas
                                  : name == "--sdk"          ? &job.sdk
                                  : name == "--mock"         ? &job.mock
                                  : name == "--coverage"     ? &job.coverage
                                  : name == "--openapi-json" ? &job.openapi_json
                                                             : nullptr;
      if (target == nullptr || i + 1 == arguments.size()) {
        std::cerr << (target == nullptr ? "Unknown argument " : "No value after ") << name << "\n"
                  << kHelp;
        return 2;
      }
      *target = arguments[++i];
      if (target == &areas) job.areas = split(areas);
    }
    if (job.input.empty()) {
      std::cerr << "--input is missing\n" << kHelp;
      return 2;
    }
    const std::vector<std::string> problems = bss::codegen::generate(job);
    for (const std::string& problem : problems) std::cerr << problem << "\n";
    return problems.empty() ? 0 : 1;
  } catch (const std::exception& problem) {
    std::cerr << "bss_codegen: " << problem.what() << "\n";
    return 1;
  }
}
