// sdk-behaviour.md, "Cost": public headers pull in no third-party header, and the umbrella is at
// most 55,000 lines after preprocessing.
#include "public_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bss::test {
namespace {

const std::string kUmbrella = "#include \"bss/bss.h\"\n";

TEST(PublicHeaders, ReadTheStandardLibraryAndThemselvesOnly) {
  const auto with = files_read_by(kUmbrella);
  const auto without = files_read_by(including(standard_headers_of("bss/bss.h")));
  ASSERT_GT(with.size(), 40U);
  for (const std::string& file : with) {
    EXPECT_TRUE(file.find("/bss/") != std::string::npos || without.count(file) != 0)
        << file << " is neither ours nor read by our standard headers";
  }
  for (const std::string& file : without) {
    for (const char* foreign : {"boost", "cpprest", "pplx", "openssl", "nlohmann", "gtest"})
      EXPECT_EQ(file.find(foreign), std::string::npos) << file;
  }
}

TEST(PublicHeaders, TheUmbrellaIsNotLong) {
  const std::size_t lines = lines_preprocessed(kUmbrella);
  RecordProperty("lines", static_cast<int>(lines));
  EXPECT_GT(lines, 10'000U);
  EXPECT_LE(lines, 55'000U);
}

}  // namespace
}  // namespace bss::test
