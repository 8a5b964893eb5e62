#include "gateway/workspace.h"

#include <algorithm>
#include <utility>

#include "domain/world.h"
#include "iam/authenticator.h"

namespace bss::mock::gateway {

Workspace::Workspace(std::string id, std::unique_ptr<domain::World> world, WorkspaceOptions options)
    : id_(std::move(id)),
      world_(std::move(world)),
      throttle_(std::move(options.throttle)),
      journal_(options.journal),
      request_ids_(options.id_seed),
      clocks_(std::move(options.clocks)),
      authenticator_(std::make_unique<iam::Authenticator>(*world_)) {}

Workspace::~Workspace() = default;

void Workspace::state_replaced() {
  authenticator_->forget();
}

Workspace& Workspaces::add(std::unique_ptr<Workspace> workspace) {
  workspaces_.push_back(std::move(workspace));
  return *workspaces_.back();
}

Workspace* Workspaces::find(std::string_view id) noexcept {
  const auto found = std::find_if(workspaces_.begin(), workspaces_.end(),
                                  [&](const auto& one) { return one->id() == id; });
  return found == workspaces_.end() ? nullptr : found->get();
}

Workspace& Workspaces::default_workspace() noexcept {
  return *find("default");
}

std::vector<std::string> Workspaces::ids() const {
  std::vector<std::string> all;
  for (const auto& workspace : workspaces_) all.push_back(workspace->id());
  return all;
}

}  // namespace bss::mock::gateway
