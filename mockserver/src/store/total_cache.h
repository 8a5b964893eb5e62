// Totals of lists, each good until a row of a table it was counted over changes: who pages through
// a list has it counted once, however long it is. Used by Filter.
//
// Belongs to one Database and its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/sqlite_image.h"

namespace bss::mock::store {

class TotalCache final : public RowWatcher {
 public:
  std::optional<std::int64_t> find(const std::string& key) const;
  /// `sql` is what was counted: its tables stand behind FROM and JOIN.
  void put(const std::string& key, std::string_view sql, std::int64_t total);
  void clear() noexcept { totals_.clear(); }
  void row_changed(const char* table) noexcept override;

 private:
  using Version = std::uint64_t;
  struct Total {
    std::int64_t value = 0;
    std::vector<std::pair<const Version*, Version>> seen;
  };
  static constexpr std::size_t kKept = 256;

  std::map<std::string, Version, std::less<>> versions_;  ///< never erased: totals point into it
  std::unordered_map<std::string, Total> totals_;
};

}  // namespace bss::mock::store
