// The workspaces of one server: made from seeds, found by id, removed. The control API and the C++
// handles work on it; the gateway sees the same workspaces through gateway::Workspaces.
//
// Safe to use from several threads.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/spare_databases.h"
#include "app/world_maker.h"
#include "control/commands.h"
#include "control/workspace_host.h"
#include "gateway/workspace.h"
#include "http/server.h"

namespace bss::mock::app {

/// A workspace with its verbs.
struct Hosted {
  Hosted(std::shared_ptr<gateway::Workspace> made, control::Beginning beginning)
      : workspace(std::move(made)), commands(*workspace, std::move(beginning)) {}

  std::shared_ptr<gateway::Workspace> workspace;
  control::Commands commands;
  WorkspaceInfo info;
  Credentials credentials;
  std::vector<domain::SeedCredential> cast;  ///< whom a fork gives new credentials
  std::unique_ptr<http::Server> own_endpoint;
};

/// A seed of what it holds now.
wire::Json seed_of(const Hosted& hosted);

class Hosting final : public control::WorkspaceHost {
 public:
  /// What workspaces have in common with the default one.
  struct Common {
    WorldBeginning beginning;
    gateway::ThrottlePlan throttle;
    std::size_t journal = 0;
    std::uint64_t id_seed = 1;
    std::function<std::string()> endpoint;
    /// What workspaces that are gone have left in the allocator.
    std::function<void()> give_back_memory;
    /// Serves that workspace alone at a free port.
    std::function<std::unique_ptr<http::Server>(const std::shared_ptr<gateway::Workspace>&)> open;
  };

  /// Makes the workspace `default` over that database.
  Hosting(Common common, std::unique_ptr<store::Database> database);
  ~Hosting() override;
  Hosting(const Hosting&) = delete;
  Hosting& operator=(const Hosting&) = delete;

  gateway::Workspaces& workspaces() noexcept { return workspaces_; }
  const std::shared_ptr<Hosted>& default_workspace() const noexcept { return default_; }
  /// Null when there is none of that id.
  std::shared_ptr<Hosted> get(std::string_view id);

  std::shared_ptr<control::Commands> find(std::string_view id) override;
  WorkspaceInfo create(const WorkspaceOptions& wanted) override;
  WorkspaceInfo fork(std::string_view from, const domain::World::Image& image,
                     const WorkspaceOptions& wanted) override;
  std::optional<wire::Json> export_seed(std::string_view id) override;
  std::optional<WorkspaceInfo> show(std::string_view id) override;
  std::vector<WorkspaceInfo> list() override;
  bool remove(std::string_view id) override;
  std::vector<std::string> seeds() const override;
  /// Removes all but the default.
  void clear();

 private:
  using Hosteds = std::map<std::string, std::shared_ptr<Hosted>, std::less<>>;

  static std::shared_ptr<Hosted> host(const std::string& id, MadeWorld world, std::string seed_name,
                                      control::Beginning reset, gateway::WorkspaceOptions options);
  gateway::WorkspaceOptions options_of(const WorkspaceOptions& wanted) const;
  WorkspaceInfo admit(std::shared_ptr<Hosted> hosted, const WorkspaceOptions& wanted);
  WorldBeginning beginning_of(const WorkspaceOptions& options, std::string id) const;
  std::string id_for(const WorkspaceOptions& options);
  WorkspaceInfo describe(const Hosted& hosted) const;
  /// Lets go of those whose time is over.
  void sweep();
  /// Under the lock; the next one.
  Hosteds::iterator let_go(Hosteds::iterator at, std::vector<std::shared_ptr<Hosted>>& removed);
  /// Outside of it, because it takes a while; gives their memory back to the system now and then.
  void end(std::vector<std::shared_ptr<Hosted>> removed);

  Common common_;
  gateway::Workspaces workspaces_;
  std::shared_ptr<Hosted> default_;
  std::mutex mutex_;
  Hosteds others_;
  std::uint64_t made_ = 0;
  std::size_t removed_ = 0;  ///< since memory was given back
  SpareDatabases spares_;
};

}  // namespace bss::mock::app
