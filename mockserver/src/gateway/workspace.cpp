#include "gateway/workspace.h"

#include <algorithm>
#include <mutex>
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
      authenticator_(std::make_unique<iam::Authenticator>(*world_)) {
  if (options.life) ends_ = clocks_.steady() + *options.life;
}

Workspace::~Workspace() = default;

void Workspace::state_replaced() {
  authenticator_->forget();
}

std::optional<std::chrono::milliseconds> Workspace::life_left() const {
  if (!ends_) return std::nullopt;
  return std::max(std::chrono::milliseconds{0},
                  std::chrono::ceil<std::chrono::milliseconds>(*ends_ - clocks_.steady()));
}

bool Workspaces::add(std::shared_ptr<Workspace> workspace) {
  const std::unique_lock lock(mutex_);
  if (workspace->id() == kDefault) {
    if (default_ != nullptr) return false;
    default_ = std::move(workspace);
    return true;
  }
  const bool added = workspaces_.emplace(workspace->id(), std::move(workspace)).second;
  others_.store(workspaces_.size(), std::memory_order_release);
  return added;
}

std::shared_ptr<Workspace> Workspaces::find(std::string_view id) const {
  if (id == kDefault) return default_;
  const std::shared_lock lock(mutex_);
  const auto found = workspaces_.find(id);
  if (found == workspaces_.end() || found->second->over()) return nullptr;
  return found->second;
}

bool Workspaces::remove(std::string_view id) {
  std::shared_ptr<Workspace> removed;  // ends after the lock: it takes a while
  const std::unique_lock lock(mutex_);
  const auto found = workspaces_.find(id);
  if (found == workspaces_.end()) return false;
  removed = std::move(found->second);
  workspaces_.erase(found);
  others_.store(workspaces_.size(), std::memory_order_release);
  return true;
}

std::vector<std::shared_ptr<Workspace>> Workspaces::all() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::shared_ptr<Workspace>> all;
  if (default_ != nullptr) all.push_back(default_);
  for (const auto& [id, workspace] : workspaces_) {
    if (!workspace->over()) all.push_back(workspace);
  }
  return all;
}

}  // namespace bss::mock::gateway
