// The output for data/small, word for word. After a wanted change of the generator renew it with
//   BSS_UPDATE_GOLDEN=1 build/bin/codegen_tests --gtest_filter='Golden.*'
// and read the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "generator.h"

namespace bss::codegen {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_under(const fs::path& directory) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path());
    std::stringstream content;
    content << stream.rdbuf();
    // Stored with another ending, so that no tool takes them for sources of the project.
    std::string name = fs::relative(entry.path(), directory).generic_string();
    if (name.ends_with(".golden")) name.resize(name.size() - 7);
    out[name] = content.str();
  }
  return out;
}

class Golden : public testing::Test {
 protected:
  void SetUp() override {
    out_ = fs::path(testing::TempDir()) /
           ("bss_golden_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
            "_" + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(out_);
  }
  void TearDown() override { fs::remove_all(out_); }

  Job job() const {
    Job made;
    made.input = BSS_CODEGEN_DATA "/small";
    made.sdk = (out_ / "sdk").string();
    made.mock = (out_ / "mock").string();
    made.coverage = (out_ / "coverage.md").string();
    made.openapi_json = (out_ / "openapi.json").string();
    return made;
  }

  fs::path out_;
};

TEST_F(Golden, OutputIsWhatWasAgreed) {
  ASSERT_TRUE(generate(job()).empty());
  const fs::path golden(BSS_CODEGEN_DATA "/golden");
  const auto made = files_under(out_);
  if (std::getenv("BSS_UPDATE_GOLDEN") != nullptr) {
    fs::remove_all(golden);
    for (const auto& [name, content] : made) {
      fs::create_directories((golden / name).parent_path());
      std::ofstream(golden / (name + ".golden")) << content;
    }
  }
  const auto agreed = files_under(golden);
  for (const auto& [name, content] : made) {
    ASSERT_TRUE(agreed.count(name)) << name << " is new";
    EXPECT_EQ(content, agreed.at(name)) << name;
  }
  EXPECT_EQ(made.size(), agreed.size());
}

TEST_F(Golden, UnchangedFilesAreNotWrittenAgain) {
  ASSERT_TRUE(generate(job()).empty());
  const fs::path header = out_ / "sdk/include/bss/shop.h";
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(24);
  fs::last_write_time(header, long_ago);
  fs::remove(out_ / "coverage.md");
  ASSERT_TRUE(generate(job()).empty());
  EXPECT_EQ(fs::last_write_time(header), long_ago);
  EXPECT_TRUE(fs::exists(out_ / "coverage.md"));
}

}  // namespace
}  // namespace bss::codegen
