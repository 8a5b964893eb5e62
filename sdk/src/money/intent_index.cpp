#include "money/intent_index.h"

#include <algorithm>

namespace bss::detail {

void IntentIndex::put(IntentRecord record) {
  const auto [place, added] = places_.emplace(record.key, next_);
  if (added) ++next_;
  const std::uint64_t at = place->second;
  if (record.state == IntentState::kOpen) {
    open_.insert(at);
  } else {
    open_.erase(at);
  }
  if (record.state == IntentState::kDone && !record.transfer_id.empty())
    owned_.emplace(record.owner, record.transfer_id);
  records_[at] = std::move(record);
}

std::optional<IntentRecord> IntentIndex::find(const std::string& key) const {
  const auto place = places_.find(key);
  if (place == places_.end()) return std::nullopt;
  return records_.at(place->second);
}

std::vector<IntentRecord> IntentIndex::open(const std::string& owner,
                                            const std::string& counterparty) const {
  std::vector<IntentRecord> found;
  for (const std::uint64_t at : open_) {
    const IntentRecord& record = records_.at(at);
    if (record.owner != owner) continue;
    if (counterparty.empty() || share_a_name(record.intent.counterparty, counterparty))
      found.push_back(record);
  }
  return found;
}

bool IntentIndex::owns(const std::string& owner, const std::string& transfer_id) const {
  return owned_.count({owner, transfer_id}) != 0;
}

std::vector<IntentRecord> IntentIndex::all() const {
  std::vector<IntentRecord> all;
  all.reserve(records_.size());
  for (const auto& [at, record] : records_) all.push_back(record);
  return all;
}

std::vector<std::string> split_names(const std::string& names) {
  std::vector<std::string> split;
  for (std::size_t from = 0; from <= names.size();) {
    const std::size_t comma = std::min(names.find(',', from), names.size());
    if (comma > from) split.push_back(names.substr(from, comma - from));
    from = comma + 1;
  }
  return split;
}

bool share_a_name(const std::string& names, const std::string& others) {
  const auto wanted = split_names(others);
  for (const std::string& name : split_names(names)) {
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) return true;
  }
  return false;
}

}  // namespace bss::detail
