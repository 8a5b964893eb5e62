#include "store/new_customer_tags.h"

#include "store/sql.h"

namespace bss::mock::store {

namespace {

constexpr auto kTagged = std::make_tuple(
    &TaggedCustomerRow::customer_id, &TaggedCustomerRow::verified_status,
    &TaggedCustomerRow::entitled, &TaggedCustomerRow::first_month, &TaggedCustomerRow::last_month);
constexpr char kSelectTagged[] =
    "SELECT a.id, a.verified_status, CASE WHEN t.customer_id IS NULL THEN 0 ELSE 1 END, "
    "t.first_month, t.last_month FROM associations s JOIN accounts a ON a.id = s.customer_id "
    "LEFT JOIN new_customer_tags t ON t.customer_id = a.id";

Filter customers_of(const std::string& partner_id) {
  Filter where;
  where.where("s.state = 'associated'");
  where.where("s.partner_id = ?", partner_id);
  where.total_is_kept("customers", partner_id);
  return where;
}

}  // namespace

void put_new_customer_tag(Database& db, const NewCustomerTagRow& tag) {
  execute(db,
          "INSERT INTO new_customer_tags (customer_id, first_month, last_month) VALUES (:id, "
          ":first, :last) ON CONFLICT (customer_id) DO UPDATE SET first_month = "
          "excluded.first_month, last_month = excluded.last_month",
          tag.customer_id, tag.first_month, tag.last_month);
}

void remove_new_customer_tag(Database& db, const std::string& customer_id) {
  execute(db, "DELETE FROM new_customer_tags WHERE customer_id = :id", customer_id);
}

std::vector<TaggedCustomerRow> find_tagged_customers(Database& db, const std::string& partner_id,
                                                     const std::vector<std::string>& ids) {
  Filter where = customers_of(partner_id);
  where.where_in("a.id", ids);
  return where.all<TaggedCustomerRow>(db, kTagged, kSelectTagged, "a.id");
}

std::vector<TaggedCustomerRow> list_tagged_customers(Database& db, const std::string& partner_id,
                                                     std::int64_t offset, std::int64_t limit) {
  return customers_of(partner_id)
      .page<TaggedCustomerRow>(db, kTagged, kSelectTagged, "s.associated_at DESC, s.customer_id",
                               offset, limit, "FROM associations s")
      .rows;
}

}  // namespace bss::mock::store
