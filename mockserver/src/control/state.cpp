// What is stored, shown: state/{entity} and ledger/check.
#include <utility>

#include "control/commands.h"
#include "control/show.h"
#include "domain/ledger_check.h"
#include "domain/money.h"
#include "store/inspect.h"

namespace bss::mock::control {

using store::CellKind;
using wire::Json;

namespace {

Json show_cell(const std::optional<std::string>& cell, CellKind kind) {
  if (!cell) return {};
  switch (kind) {
    case CellKind::kText:
      return Json::string(*cell);
    case CellKind::kWhole:
      return Json::number_text(*cell);
    case CellKind::kFlag:
      return Json::boolean(*cell != "0");
    case CellKind::kMoney:
      return Json::string(domain::Money::from_units(std::stoll(*cell)).to_decimal().to_string());
    case CellKind::kInstant:
      return Json::string(domain::format_utc_second(domain::Instant{std::stoll(*cell)}));
  }
  return {};
}

}  // namespace

std::optional<Json> Commands::state(std::string_view entity) const {
  const auto found = world().run([&] { return store::inspect(world().db(), entity); });
  if (!found) return std::nullopt;
  std::vector<Json> items;
  for (const auto& row : found->rows) {
    auto item = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      item.add(std::string(found->columns[i].name), show_cell(row[i], found->columns[i].kind));
    }
    items.push_back(std::move(item));
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
