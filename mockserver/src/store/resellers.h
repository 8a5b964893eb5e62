// The list of a distributor's resellers. Used by domain/resellers.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.h"
#include "store/page.h"

namespace bss::mock::store {

struct ResellerRow {
  std::string id;
  std::string name;
  std::string corp_name;
  std::optional<std::string> mobile_phone;
  std::optional<std::string> email;
  std::int64_t associated_on = 0;
  std::string manager_id;
  std::string manager_name;
};
struct ResellerFilter {
  std::string distributor_id;
  std::optional<std::string> id;
  std::optional<std::string> name;  ///< the whole, without regard to case
  TimeBounds associated;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest association first, then by id.
Page<ResellerRow> list_resellers(Database& db, const ResellerFilter& filter);

}  // namespace bss::mock::store
