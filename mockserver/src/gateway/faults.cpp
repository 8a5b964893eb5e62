#include "gateway/faults.h"

#include <algorithm>
#include <utility>

#include "iam/header_names.h"

namespace bss::mock::gateway {
namespace {

using wire::Json;

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

bool matches_path(std::string_view wanted, std::string_view path) noexcept {
  if (!wanted.empty() && wanted.back() == '*') {
    wanted.remove_suffix(1);
    return path.substr(0, wanted.size()) == wanted;
  }
  return wanted == path;
}

/// Amounts travel as numbers and as strings; a rule that names a number means the amount.
bool equal_values(const Json& wanted, const Json& actual) {
  switch (wanted.kind()) {
    case Json::Kind::kNull:
      return actual.is_null();
    case Json::Kind::kBoolean:
      return actual.kind() == Json::Kind::kBoolean && wanted.as_boolean() == actual.as_boolean();
    case Json::Kind::kNumber: {
      const bool may_be_number =
          actual.kind() == Json::Kind::kNumber || actual.kind() == Json::Kind::kString;
      const auto left = Decimal::parse(wanted.text());
      const auto right = may_be_number ? Decimal::parse(actual.text()) : std::nullopt;
      return left && right && *left == *right;
    }
    case Json::Kind::kString:
      return actual.kind() == Json::Kind::kString && wanted.text() == actual.text();
    case Json::Kind::kArray:
      return actual.kind() == Json::Kind::kArray &&
             std::equal(wanted.items().begin(), wanted.items().end(), actual.items().begin(),
                        actual.items().end(), equal_values);
    case Json::Kind::kObject:
      return actual.kind() == Json::Kind::kObject &&
             wanted.members().size() == actual.members().size() &&
             std::all_of(wanted.members().begin(), wanted.members().end(), [&](const auto& member) {
               const Json* other = actual.find(member.first);
               return other != nullptr && equal_values(member.second, *other);
             });
  }
  return false;
}

/// The body is read once for all rules, and only when one looks at it.
class LazyBody {
 public:
  explicit LazyBody(std::string_view text) : text_(text) {}
  const Json* get() {
    if (!read_) document_ = wire::read_json(text_).value;
    read_ = true;
    return document_ ? &*document_ : nullptr;
  }

 private:
  std::string_view text_;
  bool read_ = false;
  std::optional<Json> document_;
};

bool matches_headers(const FaultMatch& match, const FaultSubject& subject) {
  return std::all_of(match.headers.begin(), match.headers.end(), [&](const auto& wanted) {
    return std::any_of(subject.headers->begin(), subject.headers->end(), [&](const auto& header) {
      return iam::equal_names(header.first, wanted.first) && header.second == wanted.second;
    });
  });
}

bool matches(const FaultMatch& match, const FaultSubject& subject, LazyBody& body) {
  if (!match.operation.empty() && match.operation != subject.operation->name) return false;
  if (!match.method.empty() && match.method != subject.operation->method) return false;
  if (!match.path.empty() && !matches_path(match.path, subject.path)) return false;
  if (!match.account.empty() && match.account != subject.account_id &&
      match.account != subject.account_name) {
    return false;
  }
  if (!matches_headers(match, subject)) return false;
  return std::all_of(match.body.begin(), match.body.end(), [&](const auto& wanted) {
    const Json* document = body.get();
    const Json* actual = document == nullptr ? nullptr : document->at_pointer(wanted.first);
    return actual != nullptr && equal_values(wanted.second, *actual);
  });
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
    if (!matches(state.rule.match, subject, body)) continue;
    const std::uint64_t index = state.matched++;
    if (!fires(state.rule.when, index, subject.workspace_ms)) continue;
    ++state.hits;
    return FaultHit{state.rule.id, state.rule.effect, drawn_delay(state.rule, index)};
  }
  return std::nullopt;
}

}  // namespace bss::mock::gateway
