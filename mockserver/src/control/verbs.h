// The verbs of `/_mock/v1` as functions from a call to an answer, and the table of their paths.
// Used by ControlApi, which brings the HTTP.
//
// Safe to use from several threads.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bss/wire/json.h"
#include "control/commands.h"
#include "control/workspace_host.h"

namespace bss::mock::control {

/// One call, taken apart.
struct Call {
  std::string_view method;
  std::string path;
  std::map<std::string, std::string, std::less<>> query;
  wire::Json body;
  WorkspaceHost* host = nullptr;
  Commands* commands = nullptr;  ///< of the workspace the call names

  std::string parameter(std::string_view name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
  }
};

struct Answer {
  int status = 200;
  std::optional<wire::Json> body;  ///< none: 204
};

/// `rest` is what follows a path that ends with `/`.
using Verb = Answer (*)(Commands& commands, const Call& call, const std::string& rest);

struct RouteEntry {
  std::string_view method;
  std::string_view path;  ///< behind /_mock/v1/
  Verb verb;
};

std::span<const RouteEntry> verb_routes() noexcept;

}  // namespace bss::mock::control
