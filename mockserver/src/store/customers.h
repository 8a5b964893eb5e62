// The list of a partner's customers, accounts joined with their associations. Used by
// domain/customers. Times are milliseconds UTC; bounds are half open (`from` inclusive, `until`
// exclusive).
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/coupons.h"
#include "store/database.h"
#include "store/ledger.h"

namespace bss::mock::store {

struct CustomerRow {
  std::string id;
  std::string name;
  std::optional<std::string> real_name;
  std::int64_t associated_at = 0;
  std::int64_t association_type = 2;
  std::string label;
  std::optional<std::string> mobile_phone;
  std::string country_code;
  std::int64_t verified_status = -1;
  std::int64_t customer_type = -1;
  bool frozen = false;
  std::optional<std::string> freeze_type;
  std::string manager_id;
  std::optional<std::string> xaccount_type;
  std::optional<std::string> xaccount_id;
  std::string customer_level;
  std::optional<std::string> email;
};

struct CustomerFilter {
  std::string partner_id;
  std::optional<std::string> name_part;       ///< without regard to case
  std::optional<std::string> real_name_part;  ///< without regard to case
  std::optional<std::string> label_part;      ///< with regard to case
  std::optional<std::string> customer_id;
  std::optional<std::int64_t> association_type;
  TimeBounds associated;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Only completed associations; newest first, then by id.
Page<CustomerRow> list_customers(Database& db, const CustomerFilter& filter);

}  // namespace bss::mock::store
