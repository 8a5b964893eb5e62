// The vendor's tags of new customers, joined with the customers of a partner. Used by
// domain/new_customer_tags. Months are `YYYY-MM` in GMT+8.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace bss::mock::store {

struct NewCustomerTagRow {
  std::string customer_id;
  std::optional<std::string> first_month;  ///< none: entitled, the threshold is not reached
  std::optional<std::string> last_month;
};
/// Replaces the customer's tag.
void put_new_customer_tag(Database& db, const NewCustomerTagRow& tag);
void remove_new_customer_tag(Database& db, const std::string& customer_id);

struct TaggedCustomerRow {
  std::string customer_id;
  std::int64_t verified_status = -1;
  bool entitled = false;
  std::optional<std::string> first_month;
  std::optional<std::string> last_month;
};
/// Those of the ids that are the partner's customers, in no order.
std::vector<TaggedCustomerRow> find_tagged_customers(Database& db, const std::string& partner_id,
                                                     const std::vector<std::string>& ids);
/// All of the partner's customers, in the order of list_customers.
std::vector<TaggedCustomerRow> list_tagged_customers(Database& db, const std::string& partner_id,
                                                     std::int64_t offset, std::int64_t limit);

}  // namespace bss::mock::store
