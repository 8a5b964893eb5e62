// The records of a store in memory, with what is asked of them. Used by both stores.
//
// Not thread safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bss/intents.h"

namespace bss::detail {

class IntentIndex {
 public:
  void put(IntentRecord record);
  std::optional<IntentRecord> find(const std::string& key) const;
  std::vector<IntentRecord> open(const std::string& owner, const std::string& counterparty) const;
  bool owns(const std::string& owner, const std::string& transfer_id) const;
  /// Oldest first.
  std::vector<IntentRecord> all() const;
  std::size_t size() const noexcept { return places_.size(); }

 private:
  std::map<std::uint64_t, IntentRecord> records_;  ///< in the order of their first put
  std::map<std::string, std::uint64_t> places_;
  std::set<std::uint64_t> open_;
  std::set<std::pair<std::string, std::string>> owned_;  ///< owner, transfer_id
  std::uint64_t next_ = 0;
};

/// Whether two lists of names, separated by commas, have one in common.
bool share_a_name(const std::string& names, const std::string& others);
std::vector<std::string> split_names(const std::string& names);

}  // namespace bss::detail
