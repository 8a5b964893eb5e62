// Lists entities as they are stored, for `GET /_mock/v1/state/{entity}`: rows of named cells,
// without secrets. Used by the control API only.
//
// Inside World::run only; reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"

namespace bss::mock::store {

enum class CellKind : std::uint8_t {
  kText,
  kWhole,    ///< a number as it is
  kFlag,     ///< 0 or 1
  kMoney,    ///< 1e-8 of the unit
  kInstant,  ///< milliseconds since 1970
};

struct InspectedColumn {
  std::string_view name;
  CellKind kind = CellKind::kText;
};

struct InspectedRows {
  std::vector<InspectedColumn> columns;
  std::size_t keys = 1;  ///< so many of the first columns tell a row from all others
  /// Cells in the order of the columns, as texts; nothing for NULL.
  std::vector<std::vector<std::optional<std::string>>> rows;
};

/// `accounts`, `customers`, `ledger`, `coupons`, ... in a fixed order of rows; nothing for an
/// unknown name.
std::optional<InspectedRows> inspect(Database& db, std::string_view entity);
std::vector<std::string_view> inspectable();
/// The number of the newest ledger transaction; 0 when there is none.
std::int64_t newest_transaction(Database& db);

struct InspectedPosting {
  std::int64_t transaction_id = 0;
  std::string ledger;
  std::string kind;
  std::string trade_id;
  std::int64_t at = 0;
  std::string account;
  std::int64_t amount = 0;
};
/// Of transactions with a greater number, oldest first.
std::vector<InspectedPosting> list_postings_after(Database& db, std::int64_t transaction_id);

}  // namespace bss::mock::store
