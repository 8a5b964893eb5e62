// The walk with curl does what the book says: its blocks run in one shell against a server, and
// what each prints is compared with the text below it.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "bss/mock/server.h"

namespace {

struct Step {
  std::string commands;
  std::string printed;  ///< `...` stands for anything; empty: nothing
};

/// The `sh` blocks behind `<!-- run -->`, each with the `text` block that follows.
std::vector<Step> steps_of(const std::string& file) {
  std::vector<Step> steps;
  std::ifstream in(file);
  std::string* into = nullptr;
  bool run = false;
  for (std::string line; std::getline(in, line);) {
    if (line == "<!-- run -->") {
      run = true;
    } else if (line == "```sh" && run) {
      into = &steps.emplace_back().commands;
      run = false;
    } else if (line == "```text" && !steps.empty()) {
      into = &steps.back().printed;
    } else if (line == "```") {
      into = nullptr;
    } else if (into != nullptr) {
      *into += line + "\n";
    }
  }
  return steps;
}

bool matches(const std::string& pattern, const std::string& text) {
  std::size_t at = 0;
  std::size_t from = 0;
  bool anywhere = false;
  while (true) {
    const auto gap = pattern.find("...", from);
    const std::string piece = pattern.substr(from, gap == std::string::npos ? gap : gap - from);
    const auto found = anywhere ? text.find(piece, at) : at;
    if (found == std::string::npos || text.compare(found, piece.size(), piece) != 0) return false;
    at = found + piece.size();
    if (gap == std::string::npos) return at == text.size() || (piece.empty() && anywhere);
    from = gap + 3;
    anywhere = true;
  }
}

std::string without_line_ends(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

TEST(Walkthrough, PatternsMatchWhatTheyShould) {
  EXPECT_TRUE(matches("a...c", "abc"));
  EXPECT_TRUE(matches("a...", "abc"));
  EXPECT_TRUE(matches("abc", "abc"));
  EXPECT_FALSE(matches("a...c", "abd"));
  EXPECT_FALSE(matches("abc", "abcd"));
  EXPECT_FALSE(matches("b...", "abc"));
}

TEST(Walkthrough, PrintsWhatTheBookSays) {
  const auto steps = steps_of(std::string(BSS_SOURCE_DIR) + "/docs/walkthrough.md");
  ASSERT_GE(steps.size(), 8U);
  bss::mock::Server server;
  const std::string base =
      (std::filesystem::temp_directory_path() / ("bss-walk-" + std::to_string(::getpid())))
          .string();
  {
    std::ofstream script(base + ".sh");
    script << "export MOCK=" << server.endpoint() << "\n";
    for (std::size_t i = 0; i < steps.size(); ++i)
      script << "{\n" << steps[i].commands << "} > " << base << "." << i << "\n";
  }
  ASSERT_EQ(std::system(("bash " + base + ".sh").c_str()), 0);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string file = base + "." + std::to_string(i);
    std::ifstream in(file);
    const std::string printed((std::istreambuf_iterator<char>(in)),
                              std::istreambuf_iterator<char>());
    EXPECT_TRUE(matches(without_line_ends(steps[i].printed), without_line_ends(printed)))
        << steps[i].commands << "printed\n"
        << printed << "\nand not\n"
        << steps[i].printed;
    std::remove(file.c_str());
  }
  std::remove((base + ".sh").c_str());
}

}  // namespace
