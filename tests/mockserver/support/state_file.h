// A path for a state file that is gone before and after the test.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace bss::mock::test {

class StateFile {
 public:
  StateFile() { remove(); }
  ~StateFile() { remove(); }
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  const std::string& path() const noexcept { return path_; }
  void remove() const {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
      std::filesystem::remove(path_ + suffix);
  }

 private:
  static std::string name() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string(test->test_suite_name()) + "-" + test->name();
    for (char& c : name) {
      if (c == '/') c = '-';
    }
    return "bss-mock-" + name + ".db";
  }
  const std::string path_ = (std::filesystem::temp_directory_path() / name()).string();
};

}  // namespace bss::mock::test
