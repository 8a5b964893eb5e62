#include "public_headers.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace bss::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> include_directories() {
  std::vector<std::string> all;
  std::stringstream list(BSS_PUBLIC_INCLUDES);
  for (std::string each; std::getline(list, each, '|');) all.push_back(each);
  return all;
}

std::string compiler() {
  std::string command = BSS_COMPILER " -std=c++17 -x c++";
  for (const std::string& directory : include_directories()) command += " -I" + directory;
  return command;
}

/// A source file for as long as it is needed.
class Source {
 public:
  explicit Source(const std::string& text)
      : path_(fs::temp_directory_path() / ("bss_headers_" + std::to_string(::getpid()) + ".cpp")) {
    std::ofstream(path_) << text;
  }
  ~Source() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  if (pipe == nullptr) throw std::runtime_error("the compiler did not start");
  std::string text;
  char piece[65536];
  for (std::size_t count = 0; (count = std::fread(piece, 1, sizeof piece, pipe.get())) > 0;)
    text.append(piece, count);
  return text;
}

}  // namespace

std::set<std::string> standard_headers_of(const std::string& header) {
  std::set<std::string> seen;
  std::set<std::string> standard;
  const std::function<void(const std::string&)> look = [&](const std::string& name) {
    if (!seen.insert(name).second) return;
    for (const std::string& directory : include_directories()) {
      std::ifstream in(directory + "/" + name);
      for (std::string line; std::getline(in, line);) {
        constexpr std::size_t kName = 10;
        if (line.rfind("#include <", 0) == 0)
          standard.insert(line.substr(kName, line.find('>') - kName));
        if (line.rfind("#include \"", 0) == 0)
          look(line.substr(kName, line.find('"', kName) - kName));
      }
    }
  };
  look(header);
  return standard;
}

std::string including(const std::set<std::string>& headers) {
  std::string text;
  for (const std::string& header : headers) text += "#include <" + header + ">\n";
  return text;
}

std::set<std::string> files_read_by(const std::string& source) {
  const Source file(source);
  std::stringstream words(output_of(compiler() + " -M " + file.path()));
  std::set<std::string> files;
  for (std::string word; words >> word;) {
    if (word != "\\" && word.back() != ':' && word != file.path()) files.insert(word);
  }
  return files;
}

std::size_t lines_preprocessed(const std::string& source) {
  const Source file(source);
  const std::string text = output_of(compiler() + " -E " + file.path());
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

double seconds_to_parse(const std::string& source) {
  const Source file(source);
  const auto began = std::chrono::steady_clock::now();
  if (std::system((compiler() + " -fsyntax-only " + file.path()).c_str()) != 0)
    throw std::runtime_error("it does not compile: " + source);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace bss::test
