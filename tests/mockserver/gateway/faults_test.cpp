// Fault rules (control-api "Faults"): matching, firing, and how they are read.
#include "gateway/faults.h"

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace bss::mock::gateway {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

DescribedNames names() {
  return {[](std::string_view name) { return name == "PayOrders" || name == "ListOrders"; },
          [](std::string_view code) { return code == "CBC.0999" || code == "APIG.0308"; }};
}

std::variant<std::vector<FaultRule>, FieldProblem> read(std::string_view text) {
  const auto document = wire::read_json(text);
  EXPECT_TRUE(document.value) << document.error.message;
  return read_fault_rules(*document.value, names());
}

std::vector<FaultRule> rules(std::string_view text) {
  auto result = read(text);
  if (const auto* problem = std::get_if<FieldProblem>(&result)) {
    ADD_FAILURE() << problem->field << " " << problem->message;
    return {};
  }
  return std::get<std::vector<FaultRule>>(std::move(result));
}

struct Call {
  std::string_view operation = "PayOrders";
  std::string_view method = "POST";
  std::string path = "/v3/orders/customer-orders/pay";
  std::string account_id = "c1";
  std::string account_name = "demo-customer";
  Headers headers;
  std::string body = "{}";
  std::int64_t workspace_ms = 0;
};

std::optional<FaultHit> apply(Faults& faults, const Call& call = {}) {
  return faults.apply(
      {{call.operation, call.method, call.path, call.account_id, call.account_name, &call.headers},
       call.body,
       call.workspace_ms});
}

/// F where the rule acted, P where it did not.
std::string sequence(Faults& faults, int calls, const Call& call = {}) {
  std::string out;
  for (int i = 0; i < calls; ++i) out.push_back(apply(faults, call) ? 'F' : 'P');
  return out;
}

std::string sequence_of(std::string_view when, int calls) {
  Faults faults;
  faults.append(rules(R"({"when":)" + std::string(when) + R"(,"effect":{"error":"CBC.0999"}})"));
  return sequence(faults, calls);
}

TEST(Faults, WhenDecidesOverTheCountOfMatchingCalls) {
  EXPECT_EQ(sequence_of(R"("always")", 3), "FFF");
  EXPECT_EQ(sequence_of(R"({"first":2})", 4), "FFPP");
  EXPECT_EQ(sequence_of(R"({"after":2})", 4), "PPFF");
  EXPECT_EQ(sequence_of(R"({"every":3})", 7), "PPFPPFP");
  EXPECT_EQ(sequence_of(R"({"pattern":"FFP"})", 7), "FFPFFPF");
}

// "Equal seeds give equal sequences; probability 0 does nothing."
TEST(Faults, ProbabilityIsASequenceOfItsSeed) {
  const std::string one = sequence_of(R"({"probability":0.3,"seed":7})", 1000);
  EXPECT_EQ(one, sequence_of(R"({"probability":0.3,"seed":7})", 1000));
  EXPECT_NE(one, sequence_of(R"({"probability":0.3,"seed":8})", 1000));
  const auto hits = std::count(one.begin(), one.end(), 'F');
  EXPECT_GT(hits, 240);
  EXPECT_LT(hits, 360);
  EXPECT_EQ(sequence_of(R"({"probability":0})", 100), std::string(100, 'P'));
  EXPECT_EQ(sequence_of(R"({"probability":1})", 100), std::string(100, 'F'));
}

TEST(Faults, FromAndUntilReadTheWorkspaceClock) {
  Faults faults;
  faults.append(rules(
      R"({"when":{"from":"1970-01-01T00:00:10Z","until":"1970-01-01T00:00:20Z"},"effect":{"hang":true}})"));
  for (const auto& [ms, fires] : std::vector<std::pair<std::int64_t, bool>>{
           {9999, false}, {10'000, true}, {19'999, true}, {20'000, false}}) {
    Call call;
    call.workspace_ms = ms;
    EXPECT_EQ(apply(faults, call).has_value(), fires) << ms;
  }
}

TEST(Faults, AllConditionsOfAMatchMustHold) {
  Faults faults;
  faults.append(rules(R"({"match":{"operation":"PayOrders","method":"POST","path":"/v3/orders/*",
    "account":"demo-customer","header":{"x-language":"en_US"},
    "body":{"/amount":11,"/items/0/id":"a","/flag":true}},"effect":{"hang":true}})"));
  const auto good = [] {
    Call call;
    call.headers = {{"X-Language", "en_US"}};
    call.body = R"({"amount":"11.00","items":[{"id":"a"}],"flag":true})";
    return call;
  };
  EXPECT_TRUE(apply(faults, good()));
  auto number = good();
  number.body = R"({"amount":11.0,"items":[{"id":"a"}],"flag":true})";
  EXPECT_TRUE(apply(faults, number));
  std::vector<Call> others(7, good());
  others[0].operation = "ListOrders";
  others[1].method = "GET";
  others[2].path = "/v2/orders/x";
  others[3].account_name = "other";
  others[4].headers = {{"X-Language", "zh_CN"}};
  others[5].body = R"({"amount":"11.01","items":[{"id":"a"}],"flag":true})";
  others[6].body = "not json";
  for (std::size_t i = 0; i < others.size(); ++i) EXPECT_FALSE(apply(faults, others[i])) << i;
}

TEST(Faults, TheFirstRuleThatFiresActsAndLaterOnesAreNotCounted) {
  Faults faults;
  faults.append(rules(R"([{"when":{"first":1},"effect":{"error":"CBC.0999"}},
                          {"effect":{"status":503,"body":"busy"}},
                          {"effect":{"hang":true}}])"));
  EXPECT_EQ(apply(faults)->name(), "error CBC.0999");
  EXPECT_EQ(apply(faults)->name(), "status 503");
  EXPECT_EQ(apply(faults)->name(), "status 503");
  const auto states = faults.list();
  EXPECT_EQ(states[0].hits, 1U);
  EXPECT_EQ(states[0].matched, 3U);
  EXPECT_EQ(states[1].hits, 2U);
  EXPECT_EQ(states[1].matched, 2U);
  EXPECT_EQ(states[2].matched, 0U);
}

TEST(Faults, RulesAreRemovedByIdAndIdsAreNotReused) {
  Faults faults;
  const auto first = faults.append(rules(R"({"effect":{"hang":true}})"));
  EXPECT_TRUE(faults.remove(first[0].rule.id));
  EXPECT_FALSE(faults.remove(first[0].rule.id));
  EXPECT_TRUE(faults.empty());
  const auto second = faults.append(rules(R"({"effect":{"hang":true}})"));
  EXPECT_GT(second[0].rule.id, first[0].rule.id);
}

TEST(Faults, AUniformDelayStaysInItsRangeAndIsRepeatable) {
  const auto delays = [] {
    Faults faults;
    faults.append(rules(R"({"effect":{"delay_ms":{"uniform":[5,7]}}})"));
    std::vector<std::int64_t> drawn;
    for (int i = 0; i < 100; ++i) drawn.push_back(apply(faults)->delay_ms);
    return drawn;
  };
  const auto first = delays();
  EXPECT_EQ(first, delays());
  for (const std::int64_t wanted : {5, 6, 7}) {
    EXPECT_NE(std::find(first.begin(), first.end(), wanted), first.end()) << wanted;
  }
  EXPECT_EQ(*std::min_element(first.begin(), first.end()), 5);
  EXPECT_EQ(*std::max_element(first.begin(), first.end()), 7);
}

TEST(FaultRules, ReadsBackWhatItShows) {
  for (
      const std::string_view text :
      {R"({"match":{"operation":"PayOrders","header":{"A":"b"},"body":{"/a":1.50}},"when":{"every":2},"effect":{"lose_answer":true,"by":"fin"}})",
       R"({"when":{"probability":0.250000,"seed":3},"effect":{"delay_ms":{"uniform":[1,9]},"error":"APIG.0308","headers":{"Retry-After":"2"}}})",
       R"({"when":{"from":"2025-06-01T00:00:00Z"},"effect":{"truncate_body":3,"slow_body_bytes_per_s":10}})",
       R"({"when":{"pattern":"FP"},"effect":{"reset":"after_headers"}})"}) {
    Faults faults;
    const auto shown = show_fault_rule(faults.append(rules(text)).front());
    wire::Json again = wire::Json::object();
    for (const auto& [name, value] : shown.members()) {
      if (name != "id" && name != "hits" && name != "matched") again.add(name, value);
    }
    Faults second;
    EXPECT_EQ(
        wire::write_json(show_fault_rule(second.append(rules(wire::write_json(again))).front())),
        wire::write_json(shown));
  }
}

TEST(FaultRules, RefusesWhatCouldNeverActAndNamesTheField) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {R"({})", "/effect"},
      {R"({"effect":{}})", "/effect"},
      {R"({"effect":{"eror":"x"}})", "/effect/eror"},
      {R"({"effect":{"error":"CBC.1"}})", "/effect/error"},
      {R"({"effect":{"status":99}})", "/effect/status"},
      {R"({"effect":{"body":"x"}})", "/effect/body"},
      {R"({"effect":{"hang":false}})", "/effect/hang"},
      {R"({"effect":{"hang":true,"lose_answer":true}})", "/effect"},
      {R"({"effect":{"hang":true,"by":"fin"}})", "/effect/by"},
      {R"({"effect":{"lose_answer":true,"by":"x"}})", "/effect/by"},
      {R"({"effect":{"reset":"x"}})", "/effect/reset"},
      {R"({"effect":{"delay_ms":-1}})", "/effect/delay_ms"},
      {R"({"effect":{"delay_ms":{"uniform":[5,4]}}})", "/effect/delay_ms/uniform/1"},
      {R"({"match":{"operation":"Nope"},"effect":{"hang":true}})", "/match/operation"},
      {R"({"match":{"body":{"amount":1}},"effect":{"hang":true}})", "/match/body/amount"},
      {R"({"when":"never","effect":{"hang":true}})", "/when"},
      {R"({"when":{"every":0},"effect":{"hang":true}})", "/when/every"},
      {R"({"when":{"probability":1.1},"effect":{"hang":true}})", "/when/probability"},
      {R"({"when":{"pattern":"FX"},"effect":{"hang":true}})", "/when/pattern"},
      {R"({"when":{"from":"yesterday"},"effect":{"hang":true}})", "/when/from"},
      {R"({"when":{"first":1,"after":1},"effect":{"hang":true}})", "/when"},
      {R"([{"effect":{"hang":true}},{"effect":1}])", "/1/effect"},
  };
  for (const auto& [text, field] : cases) {
    const auto result = read(text);
    const auto* problem = std::get_if<FieldProblem>(&result);
    ASSERT_NE(problem, nullptr) << text;
    EXPECT_EQ(problem->field, field) << text;
    EXPECT_FALSE(problem->message.empty());
  }
}

}  // namespace
}  // namespace bss::mock::gateway
