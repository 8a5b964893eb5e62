// What is stored, shown: state/{entity} and ledger/check.
#include <utility>

#include "control/commands.h"
#include "control/show.h"
#include "domain/ledger_check.h"
#include "store/inspect.h"

namespace bss::mock::control {

using wire::Json;

std::optional<Json> Commands::state(std::string_view entity) const {
  const auto found = world().run([&] { return store::inspect(world().db(), entity); });
  if (!found) return std::nullopt;
  std::vector<Json> items;
  for (const auto& row : found->rows) {
    items.push_back(show_row(found->columns, row));
  }
  return show_list(std::move(items));
}

LedgerReport Commands::check_ledger() const {
  const auto checked = world().run([&] { return domain::check_ledger(world()); });
  LedgerReport report{checked.ok, checked.accounts, checked.entries, {}};
  for (const auto& violation : checked.violations) {
    report.problems.push_back("invariant " + std::to_string(violation.invariant) + ": " +
                              violation.message + " (" + violation.subject + ")");
  }
  return report;
}

}  // namespace bss::mock::control
