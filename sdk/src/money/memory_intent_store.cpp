#include "money/indexed_intent_store.h"

namespace bss {

namespace {

class MemoryIntentStore final : public detail::IndexedIntentStore {
 public:
  std::optional<Error> put(const IntentRecord& record) override {
    const std::lock_guard lock(mutex_);
    index_.put(record);
    return std::nullopt;
  }
};

}  // namespace

std::shared_ptr<IntentStore> memory_intent_store() {
  return std::make_shared<MemoryIntentStore>();
}

}  // namespace bss
