#include "control/snapshots.h"

#include <algorithm>
#include <utility>

namespace bss::mock::control {

bool Snapshots::name_allowed(std::string_view name) noexcept {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 64 && name != "current" &&
         std::all_of(name.begin(), name.end(), good);
}

void Snapshots::put(const std::string& name, domain::World::Image image) {
  auto held = std::make_shared<const domain::World::Image>(std::move(image));
  const std::lock_guard lock(mutex_);
  held_.insert_or_assign(name, std::move(held));
}

Snapshots::Held Snapshots::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(name);
  return found == held_.end() ? nullptr : found->second;
}

bool Snapshots::remove(std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(name);
  if (found == held_.end()) return false;
  held_.erase(found);
  return true;
}

void Snapshots::clear() {
  const std::lock_guard lock(mutex_);
  held_.clear();
}

std::vector<Snapshots::Listed> Snapshots::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<Listed> all;
  for (const auto& [name, image] : held_) all.push_back({name, image->now, image->data.size()});
  return all;
}

}  // namespace bss::mock::control
