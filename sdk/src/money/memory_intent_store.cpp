#include <mutex>

#include "money/intent_index.h"

namespace bss {

namespace {

class MemoryIntentStore final : public IntentStore {
 public:
  std::optional<Error> put(const IntentRecord& record) override {
    const std::lock_guard lock(mutex_);
    index_.put(record);
    return std::nullopt;
  }
  std::optional<IntentRecord> find(const std::string& key) const override {
    const std::lock_guard lock(mutex_);
    return index_.find(key);
  }
  std::vector<IntentRecord> open(const std::string& owner,
                                 const std::string& counterparty) const override {
    const std::lock_guard lock(mutex_);
    return index_.open(owner, counterparty);
  }
  bool owns(const std::string& owner, const std::string& transfer_id) const override {
    const std::lock_guard lock(mutex_);
    return index_.owns(owner, transfer_id);
  }
  std::vector<IntentRecord> all() const override {
    const std::lock_guard lock(mutex_);
    return index_.all();
  }

 private:
  mutable std::mutex mutex_;
  detail::IntentIndex index_;
};

}  // namespace

std::shared_ptr<IntentStore> memory_intent_store() {
  return std::make_shared<MemoryIntentStore>();
}

}  // namespace bss
