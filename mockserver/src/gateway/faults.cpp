#include "gateway/faults.h"

#include <algorithm>
#include <utility>

namespace bss::mock::gateway {
namespace {

std::uint64_t split_mix(std::uint64_t value) noexcept {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

/// A number in [0, bound) that depends on nothing but seed and index: equal seeds give equal
/// sequences.
std::uint64_t draw(std::uint64_t seed, std::uint64_t index, std::uint64_t bound) noexcept {
  return split_mix(split_mix(seed) ^ index) % bound;
}

bool fires(const FaultWhen& when, std::uint64_t index, std::int64_t now_ms) {
  switch (when.kind) {
    case FaultWhen::Kind::kAlways:
      return true;
    case FaultWhen::Kind::kFirst:
      return index < when.count;
    case FaultWhen::Kind::kAfter:
      return index >= when.count;
    case FaultWhen::Kind::kEvery:
      return (index + 1) % when.count == 0;
    case FaultWhen::Kind::kProbability:
      return draw(when.seed, index, 1'000'000) < when.per_million;
    case FaultWhen::Kind::kPattern:
      return when.pattern[index % when.pattern.size()] == 'F';
    case FaultWhen::Kind::kBetween:
      return (!when.from_ms || now_ms >= *when.from_ms) &&
             (!when.until_ms || now_ms < *when.until_ms);
  }
  return false;
}

std::int64_t drawn_delay(const FaultRule& rule, std::uint64_t index) noexcept {
  if (!rule.effect.delay_ms) return 0;
  const auto [low, high] = *rule.effect.delay_ms;
  const auto width = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<std::int64_t>(draw(rule.id ^ rule.when.seed, index, width));
}

}  // namespace

std::string FaultHit::name() const {
  if (!effect.error.empty()) return "error " + effect.error;
  if (effect.status) return "status " + std::to_string(*effect.status);
  if (effect.drop_before_commit) return "drop_before_commit";
  if (effect.lose_answer) return "lose_answer";
  if (effect.reset) {
    return *effect.reset == ResetPlace::kBeforeHeaders ? "reset before_headers"
                                                       : "reset after_headers";
  }
  if (effect.hang) return "hang";
  if (effect.malformed_json) return "malformed_json";
  if (effect.truncate_body) return "truncate_body";
  if (effect.slow_body_bytes_per_s) return "slow_body_bytes_per_s";
  if (effect.delay_ms) return "delay_ms";
  return "headers";
}

std::vector<FaultRuleState> Faults::append(std::vector<FaultRule> rules) {
  std::vector<FaultRuleState> added;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto& rule : rules) {
    rule.id = next_id_++;
    added.push_back({std::move(rule), 0, 0});
  }
  rules_.insert(rules_.end(), added.begin(), added.end());
  rule_count_.store(rules_.size(), std::memory_order_release);
  return added;
}

std::vector<FaultRuleState> Faults::list() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return rules_;
}

bool Faults::remove(std::uint64_t id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto removed =
      std::erase_if(rules_, [&](const FaultRuleState& state) { return state.rule.id == id; });
  rule_count_.store(rules_.size(), std::memory_order_release);
  return removed != 0;
}

void Faults::clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  rules_.clear();
  rule_count_.store(0, std::memory_order_release);
}

std::optional<FaultHit> Faults::apply(const FaultSubject& subject) {
  if (empty()) return std::nullopt;
  LazyBody body(subject.body);
  const std::lock_guard<std::mutex> lock(mutex_);
  for (auto& state : rules_) {
    if (!matches(state.rule.match, subject.call, body)) continue;
    const std::uint64_t index = state.matched++;
    if (!fires(state.rule.when, index, subject.workspace_ms)) continue;
    ++state.hits;
    return FaultHit{state.rule.id, state.rule.effect, drawn_delay(state.rule, index)};
  }
  return std::nullopt;
}

}  // namespace bss::mock::gateway
