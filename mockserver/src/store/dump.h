// The whole content of a database as readable cells, and back: for exports of snapshots
// (control-api "Snapshots"). What proves a caller for a while (tokens, temporary keys, verification
// codes) is left out, and so is what follows from the rest.
//
// Inside World::run, or on a database of one's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/inspect.h"

namespace bss::mock::store {

struct DumpedColumn {
  std::string name;
  CellKind kind = CellKind::kText;  ///< never kFlag: flags are numbers here
};

struct DumpedTable {
  std::string name;
  std::vector<DumpedColumn> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
};

/// Tables by name, rows by their primary keys.
std::vector<DumpedTable> dump(Database& db);
/// The columns of the tables that a dump has; the rows stay empty.
std::vector<DumpedTable> dumpable(Database& db);
/// Fills an empty database. Throws StoreError for rows that the schema forbids or that name others
/// which are not there.
void load(Database& db, const std::vector<DumpedTable>& tables);

}  // namespace bss::mock::store
