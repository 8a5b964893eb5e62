// Every documented error of every described operation, by state, setting or portal verb; by an
// injected fault only where the description says that no source names a trigger.
#include <algorithm>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "bss/mock/api/dispatch.h"
#include "error_scenario.h"

namespace bss::contract {
namespace {

class DocumentedError : public ::testing::TestWithParam<const ErrorScenario*> {};

/// The error came about in the way that the description names.
void check_means(const ErrorInfo& error, Control& control) {
  if (error.produced == Produced::kByFault) {
    EXPECT_EQ(control.fault_hits(), 1)
        << "the description says that only a fault rule answers this";
  } else {
    EXPECT_EQ(control.fault_hits(), 0) << "this error has a trigger of its own";
  }
  if (error.produced == Produced::kBySetting) {
    EXPECT_GT(control.settings_changed(), 0U);
  }
  if (error.produced == Produced::kByPortal) {
    EXPECT_GT(control.portal_calls(), 0U);
  }
}

TEST_P(DocumentedError, IsAnsweredAsDescribedAndChangesNothing) {
  const ErrorScenario& scenario = *GetParam();
  const OperationInfo* operation = find_operation(scenario.operation);
  ASSERT_NE(operation, nullptr) << "no such operation";
  const ErrorInfo* error = find_row(*operation, scenario.code, scenario.status);
  ASSERT_NE(error, nullptr) << "the description does not list this error";
  ASSERT_EQ(error->in_error_details, scenario.in_details);

  Stage stage;
  const Act act = scenario.arrange(stage);
  const std::string before = stage.control.value_state();
  const Answer answer = act();
  check_answer(scenario, *operation, *error, answer);
  check_means(*error, stage.control);
  // accounts-coupons E.4, invariant 13: a request answered with 4xx, or an item in error_details,
  // changed nothing.
  if (!scenario.leaves_traces) {
    EXPECT_EQ(stage.control.value_state(), before);
  }
  const wire::Json ledger = stage.control.ledger_check();
  ASSERT_NE(ledger.find("ok"), nullptr);
  EXPECT_TRUE(ledger.find("ok")->as_boolean()) << wire::write_json(ledger);
}

std::vector<const ErrorScenario*> scenario_pointers() {
  std::vector<const ErrorScenario*> pointers;
  for (const ErrorScenario& scenario : all_error_scenarios()) pointers.push_back(&scenario);
  return pointers;
}

std::string test_name(const ::testing::TestParamInfo<const ErrorScenario*>& row) {
  return name_of(*row.param);
}

INSTANTIATE_TEST_SUITE_P(Tables, DocumentedError, ::testing::ValuesIn(scenario_pointers()),
                         test_name);

using Row = std::tuple<std::string, std::string, int>;

TEST(DocumentedErrors, EveryRowOfTheDescriptionHasAScenario) {
  std::set<Row> covered;
  for (const ErrorScenario& scenario : all_error_scenarios()) {
    covered.emplace(scenario.operation, scenario.code, scenario.status);
  }
  std::size_t rows = 0;
  for (const OperationInfo& operation : mock::api::operation_table()) {
    for (std::size_t i = 0; i < operation.error_count; ++i) {
      const ErrorInfo& error = operation.errors[i];
      ++rows;
      EXPECT_EQ(covered.count({std::string(operation.name), std::string(error.code), error.status}),
                1U)
          << operation.name << " " << error.code << " " << error.status
          << " has no scenario: " << error.when;
    }
  }
  EXPECT_GT(rows, 300U) << "the table of the description is not the whole one";
}

TEST(DocumentedErrors, EveryScenarioIsARowOfTheDescription) {
  std::set<std::string> names;
  for (const ErrorScenario& scenario : all_error_scenarios()) {
    EXPECT_TRUE(names.insert(name_of(scenario)).second) << name_of(scenario) << " twice";
    const OperationInfo* operation = find_operation(scenario.operation);
    ASSERT_NE(operation, nullptr) << scenario.operation;
    EXPECT_NE(find_row(*operation, scenario.code, scenario.status), nullptr) << name_of(scenario);
  }
}

}  // namespace
}  // namespace bss::contract
