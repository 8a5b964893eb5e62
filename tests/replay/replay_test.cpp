// What the vendor's own clients sent, sent again byte for byte: the server answers as it did then.
// Ids follow from the seed and the order of calls, so a recording that was made on a fresh server
// and is complete gets its statuses again. Tokens are the exception: they are drawn anew for every
// login, so X-Auth-Token carries the token that this replay got.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "recording.h"
#include "replaying.h"

namespace bss::test {
namespace {

/// For a recording without signatures; any time will do.
constexpr const char* kSomeDate = "20250601T120000Z";

class ReplayTest : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(ReplayTest, TheVendorsClientIsAnsweredAsBefore) {
  auto requests = read_recording(GetParam());
  ASSERT_FALSE(requests.empty());
  const mock::Server server = server_at(date_of(requests).value_or(kSomeDate));
  Replayer replayer(server.port());
  std::string token;
  for (RecordedRequest& request : requests) {
    if (request.status != 401 && !token.empty()) {
      for (auto& [name, value] : request.headers) {
        if (same_header_name(name, "X-Auth-Token")) value = token;
      }
    }
    const Answer answer = replayer.send(request);
    EXPECT_EQ(answer.status, request.status) << request.method << " " << request.target << "\n"
                                             << answer.body;
    if (answer.status == 201) token = answer.header("X-Subject-Token");
  }
}

std::string file_name(const ::testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Of, ReplayTest, ::testing::ValuesIn(recordings_in(BSS_RECORDINGS)),
                         file_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ReplayTest);

}  // namespace
}  // namespace bss::test
