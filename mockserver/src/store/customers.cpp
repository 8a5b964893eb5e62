#include "store/customers.h"

#include "store/sql.h"
#include "store/text_key.h"

namespace bss::mock::store {

namespace {

constexpr auto kCustomer = std::make_tuple(
    &CustomerRow::id, &CustomerRow::name, &CustomerRow::real_name, &CustomerRow::associated_at,
    &CustomerRow::association_type, &CustomerRow::label, &CustomerRow::mobile_phone,
    &CustomerRow::country_code, &CustomerRow::verified_status, &CustomerRow::customer_type,
    &CustomerRow::frozen, &CustomerRow::freeze_type, &CustomerRow::manager_id,
    &CustomerRow::xaccount_type, &CustomerRow::xaccount_id, &CustomerRow::customer_level,
    &CustomerRow::email);

/// "Contains" in words that every database reads alike, wildcards of LIKE and its idea of case left
/// out.
void contains(Filter& where, const std::string& column, const std::string& part) {
  where.where("REPLACE(" + column + ", ?, '') <> " + column, part);
}

}  // namespace

Page<CustomerRow> list_customers(Database& db, const CustomerFilter& filter) {
  const std::string associations = "FROM associations s";
  const std::string accounts = associations + " JOIN accounts a ON a.id = s.customer_id";
  Filter where;
  where.where("s.state = 'associated'");
  where.where("s.partner_id = ?", filter.partner_id);
  where.total_is_kept("customers", filter.partner_id);
  where.where_if("s.customer_id = ?", filter.customer_id);
  where.where_if("s.type = ?", filter.association_type);
  if (filter.name_part) contains(where, "a.name_key", text_key(*filter.name_part));
  if (filter.real_name_part)
    contains(where, "LOWER(a.real_name)", text_key(*filter.real_name_part));
  if (filter.label_part) contains(where, "a.label", *filter.label_part);
  where.where_within("s.associated_at", filter.associated);
  // Without a filter on names the accounts need not be looked at to count.
  const bool about_accounts = filter.name_part || filter.real_name_part || filter.label_part;
  return where.page<CustomerRow>(
      db, kCustomer,
      "SELECT a.id, a.name, a.real_name, s.associated_at, s.type, a.label, a.mobile_phone, "
      "a.country_code, "
      "a.verified_status, a.customer_type, a.frozen, a.freeze_type, a.manager_id, a.xaccount_type, "
      "a.xaccount_id, a.customer_level, a.email " +
          accounts,
      "s.associated_at DESC, s.customer_id", filter.offset, filter.limit,
      about_accounts ? accounts : associations);
}

}  // namespace bss::mock::store
