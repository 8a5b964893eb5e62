// The shipped transport under the conformance suite, and what is particular to it.
#include "transport_conformance.h"

#include <dirent.h>
#include <string>

namespace bss::testing {
namespace {

TransportUnderTest shipped() {
  return {"cpprest",
          [](const TransportOptions& options) { return make_default_transport(options); }};
}

INSTANTIATE_TEST_SUITE_P(Shipped, TransportConformance, ::testing::Values(shipped()),
                         name_of_transport);
INSTANTIATE_TEST_SUITE_P(Shipped, TransportTlsConformance, ::testing::Values(shipped()),
                         name_of_transport);

int threads_of_this_process() {
  int count = 0;
  DIR* directory = ::opendir("/proc/self/task");
  while (const dirent* entry = ::readdir(directory)) {
    if (entry->d_name[0] != '.') ++count;
  }
  ::closedir(directory);
  return count;
}

TEST(CpprestTransport, StartsFewThreads) {
  // The library's own default is 40.
  ScriptedServer server(std::vector<Step>{});
  TransportRequest request;
  request.method = "GET";
  request.url = server.url();
  request.target = "/";
  ASSERT_TRUE(make_default_transport()->send(request, CancellationToken()).response);
  EXPECT_LE(threads_of_this_process(), 12);
}

}  // namespace
}  // namespace bss::testing
