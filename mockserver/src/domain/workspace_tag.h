// How the credentials of a workspace say which one they belong to (control-api "Workspaces"): its
// tag is part of the names, access keys and tokens that are made in it, so that a request finds its
// workspace by what it proves itself with. The workspace `default` has no tag. Used by the seeds,
// by IAM and by the gateway.
#pragma once

#include <string>
#include <string_view>

#include "domain/world.h"

namespace bss::mock::domain {

/// 1 to 12 of [a-z0-9].
bool tag_allowed(std::string_view tag) noexcept;

/// `demo-partner` is `demo-partner-7f3a` in the workspace 7f3a.
std::string tagged_name(const World& world, std::string_view name);
/// 20 upper-case letters and digits; `prefix` says what kind of key it is and has 3 of them.
std::string new_access_key(World& world, std::string_view prefix);
std::string new_token(World& world);

/// The tag in a key or token made by these, or nothing. That it is one does not say that there is
/// such a workspace: other keys may look alike.
std::string tag_of_key(std::string_view key);
std::string_view tag_of_token(std::string_view token) noexcept;

}  // namespace bss::mock::domain
