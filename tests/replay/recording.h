// Requests as another program's client sent them, byte for byte, with the status it got: one JSON
// object a line,
// {"method","target","headers":[[name,value],...],"body_base64","status"}. data/README.md tells
// where they come from.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "connection.h"

namespace bss::test {

struct RecordedRequest {
  std::string method;
  std::string target;  ///< path and query, raw
  Headers headers;     ///< raw names, in their order
  std::string body;
  int status = 0;  ///< what the client was answered; 0 when it was never sent

  /// First header of that name without regard to case, or null.
  const std::string* header(std::string_view name) const;
  /// What goes over the wire; nothing is added.
  std::string bytes() const;
};

/// Throws std::runtime_error with file and line for a line that is not of the form.
std::vector<RecordedRequest> read_recording(const std::filesystem::path& file);
/// All recordings of a folder, in the order of their names.
std::vector<std::filesystem::path> recordings_in(const std::filesystem::path& folder);

bool same_header_name(std::string_view left, std::string_view right);

}  // namespace bss::test
