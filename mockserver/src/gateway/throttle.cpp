#include "gateway/throttle.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace bss::mock::gateway {
namespace {

ThrottleLimit described(const OperationInfo& operation) noexcept {
  return {operation.quota.limit, std::max(operation.quota.per_seconds, 1)};
}

ThrottleLimit limit_in(const ThrottlePlan& plan, const OperationInfo& operation) {
  switch (plan.mode) {
    case ThrottleMode::kOff:
      return {};
    case ThrottleMode::kDocumented:
      return described(operation);
    case ThrottleMode::kCustom:
      break;
  }
  const auto own = plan.limits.find(operation.name);
  if (own != plan.limits.end()) return {own->second.limit, std::max(own->second.per_seconds, 1)};
  if (plan.every && operation.quota.limit > 0) return {*plan.every, 1};
  return described(operation);
}

/// `1 second`, `5 second`, `1 minute`: the unit is never in the plural (auth-gateway 6.4).
std::string window_text(int seconds) {
  if (seconds % 60 == 0) return std::to_string(seconds / 60) + " minute";
  return std::to_string(seconds) + " second";
}

std::size_t mix(std::size_t seed, std::size_t value) noexcept {
  return seed ^ (value + std::size_t{0x9e3779b97f4a7c15U} + (seed << 6U) + (seed >> 2U));
}

std::size_t hash_of(const OperationInfo* operation, std::string_view address,
                    std::string_view account) noexcept {
  const std::hash<std::string_view> text;
  return mix(mix(std::hash<const void*>{}(operation), text(address)), text(account));
}

}  // namespace

std::string ThrottleVerdict::message() const {
  return "The throttling threshold has been reached: policy " + std::string(policy) +
         " over ratelimit,limit:" + std::to_string(limit.limit) +
         ",time:" + window_text(limit.per_seconds);
}

std::string ThrottleVerdict::debug_value() const {
  return "remain:" + std::to_string(remaining) + ",limit:" + std::to_string(limit.limit) +
         ",time:" + window_text(limit.per_seconds);
}

std::size_t Throttle::KeyHash::operator()(const Key& key) const noexcept {
  return hash_of(key.operation, key.address, key.account);
}
std::size_t Throttle::KeyHash::operator()(const KeyView& key) const noexcept {
  return hash_of(key.operation, key.address, key.account);
}
bool Throttle::KeyEqual::operator()(const Key& left, const Key& right) const noexcept {
  return left.operation == right.operation && left.address == right.address &&
         left.account == right.account;
}
bool Throttle::KeyEqual::operator()(const KeyView& left, const Key& right) const noexcept {
  return left.operation == right.operation && left.address == right.address &&
         left.account == right.account;
}
bool Throttle::KeyEqual::operator()(const Key& left, const KeyView& right) const noexcept {
  return (*this)(right, left);
}

Throttle::Throttle(ThrottlePlan plan)
    : plan_(std::make_shared<const ThrottlePlan>(std::move(plan))) {}

void Throttle::set_plan(ThrottlePlan plan) {
  auto next = std::make_shared<const ThrottlePlan>(std::move(plan));
  {
    const std::lock_guard<std::mutex> lock(plan_mutex_);
    plan_ = std::move(next);
  }
  reset();
}

ThrottlePlan Throttle::plan() const {
  return *current_plan();
}

std::shared_ptr<const ThrottlePlan> Throttle::current_plan() const {
  const std::lock_guard<std::mutex> lock(plan_mutex_);
  return plan_;
}

Throttle::Stripe& Throttle::stripe_of(const KeyView& key) noexcept {
  // The upper bits: the table inside the stripe uses the lower ones.
  return stripes_[(KeyHash{}(key) >> 24U) % kStripes];
}

ThrottleVerdict Throttle::take(const OperationInfo& operation, std::string_view address,
                               std::string_view account, const ThrottleTime& now) {
  const auto plan = current_plan();
  ThrottleVerdict verdict;
  verdict.limit = limit_in(*plan, operation);
  auto forced = forced_refusal(operation, verdict.limit);

  const std::int64_t now_ms =
      (plan->clock == ThrottleClock::kWorkspace ? now.workspace : now.steady).count();
  const std::int64_t window_ms = std::int64_t{verdict.limit.per_seconds} * 1000;
  const std::int64_t window = now_ms / window_ms;

  const KeyView key{&operation, address, account};
  Stripe& stripe = stripe_of(key);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  auto found = stripe.counters.find(key);
  if (found == stripe.counters.end()) {
    if (stripe.counters.size() >= stripe.sweep_at) drop_idle(stripe, now_ms);
    found = stripe.counters
                .emplace(Key{&operation, std::string(address), std::string(account)}, Counter{})
                .first;
  }
  Counter& counter = found->second;
  if (counter.window != window) {
    counter.window = window;
    counter.window_end_ms = (window + 1) * window_ms;
    counter.used = 0;
  }
  if (forced) {
    ++counter.refused;
    return *forced;
  }
  if (verdict.limit.limit > 0 && counter.used >= verdict.limit.limit) {
    ++counter.refused;
    verdict.admitted = false;
    return verdict;
  }
  ++counter.used;
  ++counter.admitted;
  verdict.remaining = std::max(verdict.limit.limit - counter.used, 0);
  return verdict;
}

void Throttle::force_next(std::string_view operation, int count, std::string policy) {
  const std::lock_guard<std::mutex> lock(forced_mutex_);
  auto [entry, made] = forced_.try_emplace(std::string(operation));
  const int before = made ? 0 : entry->second.left;
  entry->second = {std::max(count, 0), policy == "ip" ? "ip" : "user"};
  forced_count_ += entry->second.left - before;
}

std::optional<ThrottleVerdict> Throttle::forced_refusal(const OperationInfo& operation,
                                                        const ThrottleLimit& limit) {
  if (forced_count_.load(std::memory_order_acquire) == 0) return std::nullopt;
  const std::lock_guard<std::mutex> lock(forced_mutex_);
  const auto entry = forced_.find(operation.name);
  if (entry == forced_.end() || entry->second.left == 0) return std::nullopt;
  --entry->second.left;
  --forced_count_;
  ThrottleVerdict verdict;
  verdict.admitted = false;
  verdict.forced = true;
  verdict.policy = entry->second.policy;
  verdict.limit = limit.limit > 0 ? limit : described(operation);
  return verdict;
}

ThrottleLimit Throttle::limit_of(const OperationInfo& operation) const {
  return limit_in(*current_plan(), operation);
}

std::vector<ThrottleCounter> Throttle::counters() const {
  std::vector<ThrottleCounter> all;
  for (const auto& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    for (const auto& [key, counter] : stripe.counters) {
      all.push_back({std::string(key.operation->name), key.address, key.account, counter.window,
                     counter.used});
    }
  }
  std::sort(all.begin(), all.end(), [](const ThrottleCounter& left, const ThrottleCounter& right) {
    return std::tie(left.operation, left.address, left.account) <
           std::tie(right.operation, right.address, right.account);
  });
  return all;
}

std::map<std::string, ThrottleTotals> Throttle::totals() const {
  std::map<std::string, ThrottleTotals> all;
  for (const auto& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    for (const auto& [name, totals] : stripe.dropped) {
      all[name].admitted += totals.admitted;
      all[name].refused += totals.refused;
    }
    for (const auto& [key, counter] : stripe.counters) {
      auto& totals = all[std::string(key.operation->name)];
      totals.admitted += counter.admitted;
      totals.refused += counter.refused;
    }
  }
  return all;
}

void Throttle::reset() {
  for (auto& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    stripe.counters.clear();
    stripe.dropped.clear();
    stripe.sweep_at = kFirstSweep;
  }
  const std::lock_guard<std::mutex> lock(forced_mutex_);
  forced_.clear();
  forced_count_ = 0;
}

void Throttle::drop_idle(Stripe& stripe, std::int64_t now_ms) {
  for (auto entry = stripe.counters.begin(); entry != stripe.counters.end();) {
    if (entry->second.window_end_ms > now_ms) {
      ++entry;
      continue;
    }
    auto& totals = stripe.dropped[std::string(entry->first.operation->name)];
    totals.admitted += entry->second.admitted;
    totals.refused += entry->second.refused;
    entry = stripe.counters.erase(entry);
  }
  // What is left is in use in this very window; looking at it again for every newcomer would be
  // quadratic.
  stripe.sweep_at = std::max(kFirstSweep, stripe.counters.size() * 2);
}

}  // namespace bss::mock::gateway
