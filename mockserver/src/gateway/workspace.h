// One isolated world of the server as the gateway sees it (control-api "Workspaces"): business
// state, quota counters, fault rules and journal. The app makes it from a seed; control and gateway
// find it in Workspaces.
//
// A workspace is safe to use from several threads. Workspaces is filled before serving starts and
// only read afterwards.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/faults.h"
#include "gateway/journal.h"
#include "gateway/request_ids.h"
#include "gateway/throttle.h"

namespace bss::mock::domain {
class World;
}
namespace bss::mock::iam {
class Authenticator;
}

namespace bss::mock::gateway {

/// The two times that are not the workspace's clock; tests put their own in.
struct WallClocks {
  std::function<std::chrono::system_clock::time_point()> system = std::chrono::system_clock::now;
  std::function<std::chrono::steady_clock::time_point()> steady = std::chrono::steady_clock::now;
};

struct WorkspaceOptions {
  ThrottlePlan throttle;
  JournalLimits journal;
  WallClocks clocks;
  std::uint64_t id_seed = 0;  ///< of the request ids
};

class Workspace {
 public:
  Workspace(std::string id, std::unique_ptr<domain::World> world, WorkspaceOptions options = {});
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const std::string& id() const noexcept { return id_; }
  domain::World& world() noexcept { return *world_; }
  Throttle& throttle() noexcept { return throttle_; }
  Faults& faults() noexcept { return faults_; }
  Journal& journal() noexcept { return journal_; }
  RequestIds& request_ids() noexcept { return request_ids_; }
  iam::Authenticator& authenticator() noexcept { return *authenticator_; }
  const WallClocks& clocks() const noexcept { return clocks_; }

  /// After the state was replaced (snapshot restored, reset): forgets what was remembered of
  /// credentials.
  void state_replaced();

 private:
  std::string id_;
  std::unique_ptr<domain::World> world_;
  Throttle throttle_;
  Faults faults_;
  Journal journal_;
  RequestIds request_ids_;
  WallClocks clocks_;
  std::unique_ptr<iam::Authenticator> authenticator_;
};

class Workspaces {
 public:
  Workspace& add(std::unique_ptr<Workspace> workspace);
  /// Null when there is none of that id.
  Workspace* find(std::string_view id) noexcept;
  /// The workspace `default`; it must have been added.
  Workspace& default_workspace() noexcept;
  std::vector<std::string> ids() const;

 private:
  std::vector<std::unique_ptr<Workspace>> workspaces_;
};

}  // namespace bss::mock::gateway
