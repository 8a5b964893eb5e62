#include "generator.h"

#include "description.h"
#include "emitters.h"
#include "loader.h"

namespace bss::codegen {

std::vector<std::string> generate(const Job& job) {
  try {
    const Description description = Description::read(job.input, job.areas);
    const Loaded loaded = load(description);
    if (!loaded.problems.empty()) return loaded.problems;
    if (!job.sdk.empty()) write_files(job.sdk, emit_sdk(loaded.model));
    const std::string json = job.mock.empty() && job.openapi_json.empty()
                                 ? std::string()
                                 : emit_openapi_json(description);
    if (!job.mock.empty()) write_files(job.mock, emit_mock(loaded.model, json));
    if (!job.openapi_json.empty()) write_file(job.openapi_json, json + "\n");
    if (!job.coverage.empty()) write_file(job.coverage, emit_coverage(loaded.model));
    return {};
  } catch (const DescriptionError& problem) {
    return {problem.what()};
  }
}

}  // namespace bss::codegen
