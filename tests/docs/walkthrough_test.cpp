// What the book does in a shell it really does: the blocks of a chapter run in one shell against a
// server of their own, and what each prints is compared with the text below it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

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
    if (gap == std::string::npos && anywhere)
      return text.size() - at >= piece.size() &&
             text.compare(text.size() - piece.size(), piece.size(), piece) == 0;
    const auto found = anywhere ? text.find(piece, at) : at;
    if (found == std::string::npos || text.compare(found, piece.size(), piece) != 0) return false;
    at = found + piece.size();
    if (gap == std::string::npos) return at == text.size();
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
  EXPECT_TRUE(matches("a...c", "abcc"));
  EXPECT_FALSE(matches("ab...bc", "abc"));
  EXPECT_FALSE(matches("a...c", "abd"));
  EXPECT_FALSE(matches("abc", "abcd"));
  EXPECT_FALSE(matches("b...", "abc"));
}

std::vector<std::string> chapters_with_steps() {
  std::vector<std::string> chapters;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(BSS_SOURCE_DIR) + "/docs")) {
    if (entry.path().extension() == ".md" && !steps_of(entry.path().string()).empty())
      chapters.push_back(entry.path().stem().string());
  }
  std::sort(chapters.begin(), chapters.end());
  return chapters;
}

/// A directory of its own for what the steps write.
class Chapter : public ::testing::TestWithParam<std::string> {
 public:
  Chapter() {
    std::string name = (std::filesystem::temp_directory_path() / "bss-book-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  ~Chapter() override { std::filesystem::remove_all(directory_); }

 protected:
  /// What each step printed.
  std::vector<std::string> run(const std::vector<Step>& steps) {
    std::ofstream script(directory_ + "/steps.sh");
    script << "export MOCK=" << server_.endpoint() << " BSS_MOCK_ENDPOINT=" << server_.endpoint()
           << "\nexport PATH=" << BSS_PROGRAMS_DIR << ":$PATH\ncd " << directory_ << "\n";
    for (std::size_t i = 0; i < steps.size(); ++i)
      script << "{\n" << steps[i].commands << "} > step." << i << "\n";
    script.close();
    EXPECT_EQ(std::system(("bash " + directory_ + "/steps.sh").c_str()), 0);
    std::vector<std::string> printed;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      std::ifstream in(directory_ + "/step." + std::to_string(i));
      printed.emplace_back((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    }
    return printed;
  }

  bss::mock::Server server_;
  std::string directory_;
};

TEST_P(Chapter, PrintsWhatTheBookSays) {
  const auto steps = steps_of(std::string(BSS_SOURCE_DIR) + "/docs/" + GetParam() + ".md");
  const auto printed = run(steps);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_TRUE(matches(without_line_ends(steps[i].printed), without_line_ends(printed[i])))
        << steps[i].commands << "printed\n"
        << printed[i] << "\nand not\n"
        << steps[i].printed;
  }
}
INSTANTIATE_TEST_SUITE_P(Of, Chapter, ::testing::ValuesIn(chapters_with_steps()),
                         [](const auto& chapter) {
                           std::string name = chapter.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Walkthrough, ShowsEveryKindOfControl) {
  EXPECT_GE(steps_of(std::string(BSS_SOURCE_DIR) + "/docs/walkthrough.md").size(), 8U);
}

}  // namespace
