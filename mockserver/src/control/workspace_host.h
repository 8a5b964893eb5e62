// Who makes, finds and removes workspaces, as the control API sees it; the app is it.
//
// Implementations are safe to use from several threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bss/mock/types.h"
#include "control/commands.h"

namespace bss::mock::control {

/// A year.
inline constexpr int kLongestLifeSeconds = 366 * 24 * 3600;

class WorkspaceHost {
 public:
  virtual ~WorkspaceHost() = default;

  /// Null when there is none of that id. What is found stays usable after it was removed.
  virtual std::shared_ptr<Commands> find(std::string_view id) = 0;
  /// Throws ControlError for what is not allowed.
  virtual WorkspaceInfo create(const WorkspaceOptions& options) = 0;
  /// A new one with the state of `image`, which is of the workspace `from`, and new credentials for
  /// the accounts of its seed; tokens are not copied.
  virtual WorkspaceInfo fork(std::string_view from, const domain::World::Image& image,
                             const WorkspaceOptions& options) = 0;
  virtual std::optional<WorkspaceInfo> show(std::string_view id) = 0;
  virtual std::vector<WorkspaceInfo> list() = 0;
  /// False for the default one and for one that is not there.
  virtual bool remove(std::string_view id) = 0;
  /// A seed of what a workspace holds now; nothing when there is none of that id.
  virtual std::optional<wire::Json> export_seed(std::string_view id) = 0;
  /// Names that a workspace may ask for.
  virtual std::vector<std::string> seeds() const = 0;
};

}  // namespace bss::mock::control
