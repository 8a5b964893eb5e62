// The whole run of the generator, as the program and the tests call it.
#pragma once

#include <string>
#include <vector>

namespace bss::codegen {

struct Job {
  std::string input;               ///< directory with the description
  std::vector<std::string> areas;  ///< in their order; empty: every file, by name
  std::string sdk;                 ///< output directories and files; empty: not wanted
  std::string mock;
  std::string coverage;
  std::string openapi_json;
};

/// Gives what is wrong with the description, a line each; writes nothing then. Throws
/// std::runtime_error when a file cannot be written.
std::vector<std::string> generate(const Job& job);

}  // namespace bss::codegen
