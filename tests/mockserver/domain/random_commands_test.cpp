// 20,000 random steps of fixed seeds against an independent model: every answer is foretold, and
// after each step everybody has what the model says. A sequence that fails is shrunk to the steps
// that matter before it is shown.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <sstream>

#include "domain/model_pair.h"

namespace bss::mock::domain {
namespace {

/// The first thing that goes wrong, with the number of the step; nothing when all is well.
std::optional<std::pair<std::size_t, std::string>> play(const std::vector<Step>& steps,
                                                        std::size_t check_every) {
  Pair pair;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::string problem = pair.apply(steps[i]);
    if (problem.empty() && (i + 1) % check_every == 0) problem = pair.check();
    if (!problem.empty()) return std::pair{i, problem};
  }
  return std::nullopt;
}

/// Leaves out ever smaller runs of steps as long as the rest still fails.
std::vector<Step> shrunk(std::vector<Step> steps,
                         const std::function<bool(const std::vector<Step>&)>& fails) {
  for (std::size_t size = steps.size() / 2; size > 0; size /= 2) {
    for (std::size_t at = 0; at + size <= steps.size();) {
      std::vector<Step> fewer = steps;
      const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(at);
      fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
      if (fails(fewer)) {
        steps = std::move(fewer);
      } else {
        at += size;
      }
    }
  }
  return steps;
}

std::string shown(const std::vector<Step>& steps) {
  std::ostringstream text;
  for (const Step& step : steps) text << "  " << to_text(step) << "\n";
  return text.str();
}

class RandomCommands : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomCommands, KeepTheBooksOfAnIndependentModel) {
  constexpr std::size_t kSteps = 2'000;
  Dice dice(GetParam());
  std::vector<Step> steps(kSteps);
  for (Step& step : steps) step = dice.step();
  const auto failed = play(steps, 50);
  if (!failed) return;
  steps.resize(failed->first + 1);
  const auto few = shrunk(steps, [](const auto& fewer) { return play(fewer, 1).has_value(); });
  const auto again = play(few, 1);
  FAIL() << (again ? again->second : failed->second) << ", by\n" << shown(few);
}

INSTANTIATE_TEST_SUITE_P(TenSeeds, RandomCommands, testing::Range<std::uint64_t>(1, 11));

// The mixture must exercise what it is about.
TEST(RandomCommandsMixture, ReachesEveryKindOfStepBothWays) {
  Dice dice(1);
  Pair pair;
  std::map<StepKind, std::pair<int, int>> seen;  // accepted, refused
  for (int i = 0; i < 2'000; ++i) {
    const Step step = dice.step();
    Model probe = pair.model();
    const auto foretold = probe.apply(step);
    if (foretold.applies) ++(foretold.accepted ? seen[step.kind].first : seen[step.kind].second);
    ASSERT_EQ(pair.apply(step), "");
  }
  EXPECT_EQ(seen.size(), test::kStepKinds);
  for (const auto& [kind, counts] : seen) {
    EXPECT_GT(counts.first, 5) << static_cast<int>(kind);
    const bool never_refused =
        kind == StepKind::kRecharge || kind == StepKind::kSpend || kind == StepKind::kWait;
    if (never_refused) continue;
    EXPECT_GT(counts.second, 0) << static_cast<int>(kind);
  }
}

/// What a world holds after those steps: its rows, byte by byte.
std::string bytes_after(const std::vector<Step>& steps, bool split) {
  Pair pair(split);
  for (const Step& step : steps) EXPECT_EQ(pair.apply(step), "");
  return std::string(pair.world().image().data.view());
}

class Metamorphic : public testing::TestWithParam<std::uint64_t> {
 protected:
  Metamorphic() {
    Dice dice(GetParam());
    for (Step& step : steps_) step = dice.step();
  }
  std::vector<Step> steps_ = std::vector<Step>(300);
};

TEST_P(Metamorphic, TheSameSeedAndCallsGiveTheSameBytes) {
  EXPECT_EQ(bytes_after(steps_, false), bytes_after(steps_, false));
}

// control-api "Clock": a then b is a + b.
TEST_P(Metamorphic, TwoAdvancesAreOne) {
  EXPECT_EQ(bytes_after(steps_, false), bytes_after(steps_, true));
}

INSTANTIATE_TEST_SUITE_P(Seeds, Metamorphic, testing::Range<std::uint64_t>(101, 105));

TEST(RandomCommandsShrinking, LeavesTheStepsThatMatter) {
  std::vector<Step> steps(100);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i].amount = static_cast<std::int64_t>(i);
  const auto holds = [](const std::vector<Step>& some, std::int64_t amount) {
    return std::any_of(some.begin(), some.end(),
                       [&](const Step& step) { return step.amount == amount; });
  };
  const auto few =
      shrunk(steps, [&](const auto& some) { return holds(some, 17) && holds(some, 80); });
  ASSERT_EQ(few.size(), 2U);
  EXPECT_EQ(few[0].amount, 17);
  EXPECT_EQ(few[1].amount, 80);
}

}  // namespace
}  // namespace bss::mock::domain
