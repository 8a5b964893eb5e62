// The named snapshots of one workspace (control-api "Snapshots"): data, never replayed calls.
//
// Safe to use from several threads.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/world.h"

namespace bss::mock::control {

class Snapshots {
 public:
  using Held = std::shared_ptr<const domain::World::Image>;

  /// 1 to 64 of letters, digits, `.`, `_` and `-`; not `current`, which means the state of now.
  static bool name_allowed(std::string_view name) noexcept;

  void put(const std::string& name, domain::World::Image image);
  /// Null when there is none of that name.
  Held find(std::string_view name) const;
  bool remove(std::string_view name);
  void clear();

  struct Listed {
    std::string name;
    domain::Instant at;  ///< of the workspace's clock
    std::size_t bytes = 0;
  };
  std::vector<Listed> list() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Held, std::less<>> held_;
};

}  // namespace bss::mock::control
