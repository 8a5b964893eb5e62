// Every C++ block of README.md and docs/ is cut from a file that the tests compile: a block is
// preceded by
// `<!-- sample: FILE NAME -->` and must equal the region `// sample NAME` .. `// end of sample` of
// that file.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = BSS_SOURCE_DIR;

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string without_common_indent(const std::vector<std::string>& lines) {
  std::size_t indent = std::string::npos;
  for (const auto& line : lines) {
    const auto first = line.find_first_not_of(' ');
    if (first != std::string::npos) indent = std::min(indent, first);
  }
  std::string text;
  for (const auto& line : lines) {
    text += (line.size() > indent && indent != std::string::npos ? line.substr(indent)
                                                                 : trimmed(line)) +
            "\n";
  }
  return text;
}

std::string region_of(const fs::path& file, const std::string& name) {
  std::vector<std::string> region;
  bool inside = false;
  for (const auto& line : lines_of(file)) {
    const std::string text = trimmed(line);
    if (text == "// sample " + name) {
      inside = true;
    } else if (inside && text == "// end of sample") {
      return without_common_indent(region);
    } else if (inside) {
      region.push_back(line);
    }
  }
  return "";
}

std::vector<fs::path> documents() {
  std::vector<fs::path> files{kRoot / "README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "docs")) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  return files;
}

TEST(Documentation, EveryCppBlockIsCutFromACompiledFile) {
  int blocks = 0;
  for (const auto& document : documents()) {
    const auto lines = lines_of(document);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i] != "```cpp") continue;
      ++blocks;
      const std::string where =
          document.lexically_relative(kRoot).string() + ":" + std::to_string(i + 1);
      std::istringstream marker(i > 0 ? lines[i - 1] : "");
      std::string open, word, file, name;
      marker >> open >> word >> file >> name;
      ASSERT_TRUE(open == "<!--" && word == "sample:") << where << ": a block without its source";
      std::vector<std::string> block;
      for (++i; i < lines.size() && lines[i] != "```"; ++i) block.push_back(lines[i]);
      EXPECT_EQ(without_common_indent(block), region_of(kRoot / file, name)) << where;
    }
  }
  EXPECT_GT(blocks, 5);
}

TEST(Documentation, EveryRelativeLinkLeadsSomewhere) {
  for (const auto& document : documents()) {
    std::string text;
    bool in_block = false;
    for (const auto& line : lines_of(document)) {
      if (line.rfind("```", 0) == 0) in_block = !in_block;
      if (!in_block) text += line + "\n";
    }
    for (auto at = text.find("]("); at != std::string::npos; at = text.find("](", at + 2)) {
      std::string target = text.substr(at + 2, text.find(')', at) - at - 2);
      target = target.substr(0, target.find('#'));
      if (target.empty() || target.find("://") != std::string::npos) continue;
      EXPECT_TRUE(fs::exists(document.parent_path() / target))
          << document.lexically_relative(kRoot).string() << " links to " << target;
    }
  }
}

}  // namespace
