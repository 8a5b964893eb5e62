// Which workspace a request belongs to (control-api "Workspaces"): the one its access key or token
// was made in, or for a password login the one that knows its names. Used by the gateway.
//
// Safe to use from several threads.
#pragma once

#include <memory>
#include <optional>

#include "gateway/errors.h"
#include "gateway/workspace.h"
#include "http/request.h"

namespace bss::mock::gateway {

struct Routed {
  std::shared_ptr<Workspace> workspace;
  std::optional<Refused> refused;  ///< the workspace is then the default, whose journal says so
};

/// The workspace the credential names, else the one of X-Mock-Workspace, else for a login with
/// names the one where these exist, else the default. 404 for a header that names none, 409 for
/// names that exist in several.
Routed route(const Workspaces& workspaces, const http::Request& request);

}  // namespace bss::mock::gateway
