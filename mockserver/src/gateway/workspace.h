// One isolated world of the server as the gateway sees it (control-api "Workspaces"): business
// state, quota counters, fault rules and journal. The app makes it from a seed; control and gateway
// find it in Workspaces.
//
// Both are safe to use from several threads. A workspace that is removed while a request is in it
// lives on until that is answered.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
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
  /// After so long it counts as removed; none: it stays.
  std::optional<std::chrono::milliseconds> life;
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
  bool over() const { return ends_ && clocks_.steady() >= *ends_; }
  /// Until it is over, if it ever is.
  std::optional<std::chrono::milliseconds> life_left() const;

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
  std::optional<std::chrono::steady_clock::time_point> ends_;
  std::unique_ptr<iam::Authenticator> authenticator_;
};

class Workspaces {
 public:
  /// The id of the one that is there from the start.
  static constexpr std::string_view kDefault = "default";

  /// False when there is one of that id.
  bool add(std::shared_ptr<Workspace> workspace);
  /// Null when there is none of that id, or it is over.
  std::shared_ptr<Workspace> find(std::string_view id) const;
  /// It must have been added, and is never removed.
  const std::shared_ptr<Workspace>& default_workspace() const noexcept { return default_; }
  bool remove(std::string_view id);
  /// Those that are not over, the default first and the others by id.
  std::vector<std::shared_ptr<Workspace>> all() const;
  /// No other than the default: nothing has to be looked up.
  bool alone() const noexcept { return others_.load(std::memory_order_acquire) == 0; }

 private:
  mutable std::shared_mutex mutex_;
  std::shared_ptr<Workspace> default_;
  std::map<std::string, std::shared_ptr<Workspace>, std::less<>> workspaces_;  ///< the others
  std::atomic<std::size_t> others_{0};
};

}  // namespace bss::mock::gateway
