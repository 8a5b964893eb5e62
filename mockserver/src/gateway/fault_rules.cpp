// Fault rules as JSON, both ways (control-api "Faults").
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "domain/instant.h"
#include "gateway/faults.h"
#include "gateway/rule_reader.h"

namespace bss::mock::gateway {
namespace {

using wire::Json;

constexpr std::int64_t kLongestDelayMs = std::int64_t{24} * 3600 * 1000;

void true_at(const Json& value, const std::string& at) {
  if (value.kind() != Json::Kind::kBoolean || !value.as_boolean()) refuse_rule(at, "must be true");
}

std::optional<std::int64_t> time_at(const Json* value, const std::string& at) {
  if (value == nullptr) return std::nullopt;
  const auto instant = domain::parse_utc_second(text_at(*value, at));
  if (!instant) refuse_rule(at, "must be a time such as 2025-06-01T00:00:00Z");
  return instant->ms;
}

/// Six digits behind the point are kept: a finer probability has no use.
std::uint32_t per_million_at(const Json& value, const std::string& at) {
  const auto number = value.kind() == Json::Kind::kNumber ? value.as_decimal() : std::nullopt;
  const auto scaled = number ? number->truncated(6).rescaled(6) : std::nullopt;
  if (!scaled || scaled->digits() < 0 || scaled->digits() > 1'000'000) {
    refuse_rule(at, "must be a number from 0 to 1");
  }
  return static_cast<std::uint32_t>(scaled->digits());
}

FaultWhen read_when(const Json& value, const std::string& at) {
  FaultWhen when;
  if (value.kind() == Json::Kind::kString && value.text() == "always") return when;
  if (value.kind() != Json::Kind::kObject || value.members().empty()) {
    refuse_rule(at,
                "must be \"always\" or an object with one of first, after, every, probability, "
                "pattern, from, until");
  }
  const auto count = [&](FaultWhen::Kind kind, const Json& number, const std::string& here,
                         std::int64_t low) {
    when.kind = kind;
    when.count = static_cast<std::uint64_t>(whole_at(number, here, low, 1'000'000'000));
  };
  const std::string& name = value.members().front().first;
  const Json& first = value.members().front().second;
  const std::string here = at + "/" + name;
  if (value.find("probability") != nullptr) {
    allow_only<2>(value, at, {"probability", "seed"});
    when.kind = FaultWhen::Kind::kProbability;
    when.per_million = per_million_at(*value.find("probability"), at + "/probability");
    if (const Json* seed = value.find("seed")) {
      when.seed = static_cast<std::uint64_t>(whole_at(*seed, at + "/seed", 0, INT64_MAX));
    }
    return when;
  }
  if (value.find("from") != nullptr || value.find("until") != nullptr) {
    allow_only<2>(value, at, {"from", "until"});
    when.kind = FaultWhen::Kind::kBetween;
    when.from_ms = time_at(value.find("from"), at + "/from");
    when.until_ms = time_at(value.find("until"), at + "/until");
    return when;
  }
  if (value.members().size() != 1) refuse_rule(at, "must have one member");
  if (name == "first") {
    count(FaultWhen::Kind::kFirst, first, here, 0);
  } else if (name == "after") {
    count(FaultWhen::Kind::kAfter, first, here, 0);
  } else if (name == "every") {
    count(FaultWhen::Kind::kEvery, first, here, 1);
  } else if (name == "pattern") {
    when.kind = FaultWhen::Kind::kPattern;
    when.pattern = text_at(first, here);
    if (when.pattern.find_first_not_of("FP") != std::string::npos) {
      refuse_rule(here, "must consist of F (fail) and P (pass)");
    }
  } else {
    refuse_rule(here,
                "is unknown; allowed are first, after, every, probability, pattern, from, until");
  }
  return when;
}

std::pair<std::int64_t, std::int64_t> delay_at(const Json& value, const std::string& at) {
  if (value.kind() != Json::Kind::kObject) {
    const auto fixed = whole_at(value, at, 0, kLongestDelayMs);
    return {fixed, fixed};
  }
  allow_only<1>(value, at, {"uniform"});
  const Json* range = value.find("uniform");
  if (range == nullptr || range->items().size() != 2)
    refuse_rule(at, "must be {\"uniform\":[a,b]}");
  const auto low = whole_at(range->items()[0], at + "/uniform/0", 0, kLongestDelayMs);
  const auto high = whole_at(range->items()[1], at + "/uniform/1", low, kLongestDelayMs);
  return {low, high};
}

/// One member of an effect.
void read_effect_member(FaultEffect& effect, const std::string& name, const Json& value,
                        const std::string& at, const DescribedNames& names) {
  if (name == "delay_ms") {
    effect.delay_ms = delay_at(value, at);
  } else if (name == "error") {
    effect.error = text_at(value, at);
    if (!names.error_code(effect.error)) refuse_rule(at, "is no code of the description");
  } else if (name == "status") {
    effect.status = static_cast<int>(whole_at(value, at, 200, 599));
  } else if (name == "body") {
    effect.body = value.kind() == Json::Kind::kString ? value.text() : wire::write_json(value);
  } else if (name == "reset") {
    const std::string place = text_at(value, at);
    if (place != "before_headers" && place != "after_headers") {
      refuse_rule(at, "must be before_headers or after_headers");
    }
    effect.reset =
        place == "before_headers" ? ResetPlace::kBeforeHeaders : ResetPlace::kAfterHeaders;
  } else if (name == "by") {
    const std::string by = text_at(value, at);
    if (by != "rst" && by != "fin") refuse_rule(at, "must be rst or fin");
    effect.fin = by == "fin";
  } else if (name == "truncate_body") {
    effect.truncate_body = static_cast<std::size_t>(whole_at(value, at, 0, 100'000'000));
  } else if (name == "slow_body_bytes_per_s") {
    effect.slow_body_bytes_per_s = static_cast<std::size_t>(whole_at(value, at, 1, 100'000'000));
  } else if (name == "headers") {
    expect_object(value, at);
    for (const auto& [header, text] : value.members()) {
      effect.headers.emplace_back(header, text_at(text, at + "/" + header));
    }
  } else {
    true_at(value, at);
    if (name == "drop_before_commit") effect.drop_before_commit = true;
    if (name == "lose_answer") effect.lose_answer = true;
    if (name == "hang") effect.hang = true;
    if (name == "malformed_json") effect.malformed_json = true;
  }
}

FaultEffect read_effect(const Json& value, const std::string& at, const DescribedNames& names) {
  expect_object(value, at);
  allow_only<13>(
      value, at,
      {"delay_ms", "error", "status", "body", "drop_before_commit", "lose_answer", "reset", "hang",
       "by", "malformed_json", "truncate_body", "slow_body_bytes_per_s", "headers"});
  if (value.members().empty()) refuse_rule(at, "must name an effect");
  FaultEffect effect;
  for (const auto& [name, member] : value.members()) {
    read_effect_member(effect, name, member, at + "/" + name, names);
  }
  const int endings =
      static_cast<int>(!effect.error.empty()) + static_cast<int>(effect.status.has_value()) +
      static_cast<int>(effect.drop_before_commit) + static_cast<int>(effect.lose_answer) +
      static_cast<int>(effect.reset.has_value()) + static_cast<int>(effect.hang);
  if (endings > 1) {
    refuse_rule(
        at, "error, status, drop_before_commit, lose_answer, reset and hang exclude one another");
  }
  if (!effect.body.empty() && !effect.status) refuse_rule(at + "/body", "goes with status only");
  const bool breaks = effect.drop_before_commit || effect.lose_answer || effect.reset;
  if (value.find("by") != nullptr && !breaks) {
    refuse_rule(at + "/by", "goes with drop_before_commit, lose_answer or reset only");
  }
  return effect;
}

FaultRule read_rule(const Json& value, const std::string& at, const DescribedNames& names) {
  expect_object(value, at);
  allow_only<3>(value, at, {"match", "when", "effect"});
  FaultRule rule;
  if (const Json* match = value.find("match"))
    rule.match = read_call_match(*match, at + "/match", names);
  if (const Json* when = value.find("when")) rule.when = read_when(*when, at + "/when");
  const Json* effect = value.find("effect");
  if (effect == nullptr) refuse_rule(at + "/effect", "is required");
  rule.effect = read_effect(*effect, at + "/effect", names);
  return rule;
}

Json whole(std::uint64_t value) {
  return Json::number(static_cast<std::int64_t>(value));
}

Json show_when(const FaultWhen& when) {
  Json shown = Json::object();
  switch (when.kind) {
    case FaultWhen::Kind::kAlways:
      return Json::string("always");
    case FaultWhen::Kind::kFirst:
      shown.add("first", whole(when.count));
      break;
    case FaultWhen::Kind::kAfter:
      shown.add("after", whole(when.count));
      break;
    case FaultWhen::Kind::kEvery:
      shown.add("every", whole(when.count));
      break;
    case FaultWhen::Kind::kProbability:
      shown.add("probability", Json::decimal(Decimal::from_scaled(when.per_million, 6)));
      shown.add("seed", whole(when.seed));
      break;
    case FaultWhen::Kind::kPattern:
      shown.add("pattern", Json::string(when.pattern));
      break;
    case FaultWhen::Kind::kBetween: {
      const auto time = [](std::int64_t ms) {
        return Json::string(domain::format_utc_second(domain::Instant{ms}));
      };
      if (when.from_ms) shown.add("from", time(*when.from_ms));
      if (when.until_ms) shown.add("until", time(*when.until_ms));
      break;
    }
  }
  return shown;
}

Json show_effect(const FaultEffect& effect) {
  Json shown = Json::object();
  if (effect.delay_ms) {
    const auto [low, high] = *effect.delay_ms;
    Json range = Json::object();
    range.add("uniform", Json::array({Json::number(low), Json::number(high)}));
    shown.add("delay_ms", low == high ? Json::number(low) : std::move(range));
  }
  if (!effect.error.empty()) shown.add("error", Json::string(effect.error));
  if (effect.status) shown.add("status", Json::number(*effect.status));
  if (!effect.body.empty()) shown.add("body", Json::string(effect.body));
  if (effect.drop_before_commit) shown.add("drop_before_commit", Json::boolean(true));
  if (effect.lose_answer) shown.add("lose_answer", Json::boolean(true));
  if (effect.reset) {
    const bool before = *effect.reset == ResetPlace::kBeforeHeaders;
    shown.add("reset", Json::string(before ? "before_headers" : "after_headers"));
  }
  if (effect.hang) shown.add("hang", Json::boolean(true));
  if (effect.fin) shown.add("by", Json::string("fin"));
  if (effect.malformed_json) shown.add("malformed_json", Json::boolean(true));
  if (effect.truncate_body) shown.add("truncate_body", whole(*effect.truncate_body));
  if (effect.slow_body_bytes_per_s) {
    shown.add("slow_body_bytes_per_s", whole(*effect.slow_body_bytes_per_s));
  }
  if (!effect.headers.empty()) {
    Json headers = Json::object();
    for (const auto& [name, value] : effect.headers) headers.add(name, Json::string(value));
    shown.add("headers", std::move(headers));
  }
  return shown;
}

}  // namespace

std::variant<std::vector<FaultRule>, FieldProblem> read_fault_rules(const Json& document,
                                                                    const DescribedNames& names) {
  try {
    std::vector<FaultRule> rules;
    if (document.kind() != Json::Kind::kArray) {
      rules.push_back(read_rule(document, "", names));
      return rules;
    }
    for (std::size_t i = 0; i < document.items().size(); ++i) {
      rules.push_back(read_rule(document.items()[i], "/" + std::to_string(i), names));
    }
    return rules;
  } catch (const RuleRefused& refused) {
    return refused.problem;
  }
}

Json show_fault_rule(const FaultRuleState& state) {
  Json shown = Json::object();
  shown.add("id", whole(state.rule.id));
  shown.add("hits", whole(state.hits));
  shown.add("matched", whole(state.matched));
  shown.add("match", show_call_match(state.rule.match));
  shown.add("when", show_when(state.rule.when));
  shown.add("effect", show_effect(state.rule.effect));
  return shown;
}

}  // namespace bss::mock::gateway
