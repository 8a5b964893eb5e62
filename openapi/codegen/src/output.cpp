#include "output.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bss::codegen {
namespace {

constexpr std::size_t kColumns = 100;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream content;
  content << stream.rdbuf();
  return content.str();
}

}  // namespace

void Text::wrapped(std::string_view prefix, std::string_view paragraphs) {
  std::stringstream lines{std::string(paragraphs)};
  for (std::string paragraph; std::getline(lines, paragraph);) {
    std::stringstream words(paragraph);
    std::string current(prefix);
    // Further lines of a list entry stand under its text.
    const std::string further = std::string(prefix) + (paragraph.rfind("- ", 0) == 0 ? "  " : "");
    bool empty = true;
    for (std::string word; words >> word;) {
      if (!empty && current.size() + 1 + word.size() > kColumns) {
        line(current);
        current = further;
      }
      current += ' ';
      current += word;
      empty = false;
    }
    line(current);
  }
}

Text& Text::doc(int indent, std::string_view paragraphs) {
  wrapped(std::string(static_cast<std::size_t>(indent), ' ') + "///", paragraphs);
  return *this;
}

Text& Text::comment(std::string_view paragraphs) {
  wrapped("//", paragraphs);
  return *this;
}

void write_file(const std::string& path, const std::string& content) {
  const std::filesystem::path target(path);
  std::error_code error;
  if (std::filesystem::exists(target, error) && content_of(target) == content) return;
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path(), error);
  std::ofstream stream(target, std::ios::binary | std::ios::trunc);
  stream << content;
  stream.close();
  if (!stream) throw std::runtime_error("Cannot write " + path + ".");
}

void write_files(const std::string& directory, const std::vector<File>& files) {
  for (const File& file : files) write_file(directory + "/" + file.path, file.content);
}

}  // namespace bss::codegen
