// What both stores have in common: the records in memory, and the questions about them.
//
// Safe to use from several threads.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "bss/intents.h"
#include "money/intent_index.h"

namespace bss::detail {

class IndexedIntentStore : public IntentStore {
 public:
  std::optional<IntentRecord> find(const std::string& key) const final {
    const std::lock_guard lock(mutex_);
    return index_.find(key);
  }
  std::vector<IntentRecord> open(const std::string& owner,
                                 const std::string& counterparty) const final {
    const std::lock_guard lock(mutex_);
    return index_.open(owner, counterparty);
  }
  bool owns(const std::string& owner, const std::string& transfer_id) const final {
    const std::lock_guard lock(mutex_);
    return index_.owns(owner, transfer_id);
  }
  std::vector<IntentRecord> all() const final {
    const std::lock_guard lock(mutex_);
    return index_.all();
  }

 protected:
  mutable std::mutex mutex_;
  IntentIndex index_;
};

}  // namespace bss::detail
