#include "store/total_cache.h"

#include <algorithm>

namespace bss::mock::store {

std::optional<std::int64_t> TotalCache::find(const std::string& key) const {
  const auto found = totals_.find(key);
  if (found == totals_.end()) return std::nullopt;
  const auto& seen = found->second.seen;
  const bool current = std::all_of(seen.begin(), seen.end(),
                                   [](const auto& table) { return *table.first == table.second; });
  return current ? std::optional(found->second.value) : std::nullopt;
}

void TotalCache::put(const std::string& key, std::string_view sql, std::int64_t total) {
  if (totals_.size() >= kKept) totals_.clear();
  Total counted{total, {}};
  for (const std::string_view word : {std::string_view("FROM "), std::string_view("JOIN ")}) {
    for (std::size_t at = sql.find(word); at != std::string_view::npos; at = sql.find(word, at)) {
      at += word.size();
      const std::size_t end = std::min(sql.find_first_of(" )", at), sql.size());
      const Version& version = versions_[std::string(sql.substr(at, end - at))];
      counted.seen.emplace_back(&version, version);
    }
  }
  totals_[key] = std::move(counted);
}

void TotalCache::row_changed(const char* table) noexcept {
  const auto found = versions_.find(std::string_view(table));
  if (found != versions_.end()) ++found->second;
}

}  // namespace bss::mock::store
