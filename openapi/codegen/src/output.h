// Text that grows line by line, and files that are written only when they change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bss::codegen {

/// Source text under construction.
class Text {
 public:
  Text& line(std::string_view content = {}) {
    out_ += content;
    out_ += '\n';
    return *this;
  }
  /// A `///` comment, wrapped at 100 columns; paragraphs are separated by '\n'.
  Text& doc(int indent, std::string_view paragraphs);
  /// A `//` comment.
  Text& comment(std::string_view paragraphs);
  const std::string& str() const { return out_; }

 private:
  void wrapped(std::string_view prefix, std::string_view paragraphs);
  std::string out_;
};

/// One file to write, relative to the output directory.
struct File {
  std::string path;
  std::string content;
};

/// Writes what differs from what is there; makes directories. Throws std::runtime_error.
void write_files(const std::string& directory, const std::vector<File>& files);
void write_file(const std::string& path, const std::string& content);

}  // namespace bss::codegen
