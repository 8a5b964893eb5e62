#include "store/resellers.h"

#include "store/sql.h"
#include "store/text_key.h"

namespace bss::mock::store {

namespace {

constexpr auto kReseller =
    std::make_tuple(&ResellerRow::id, &ResellerRow::name, &ResellerRow::corp_name,
                    &ResellerRow::mobile_phone, &ResellerRow::email, &ResellerRow::associated_on,
                    &ResellerRow::manager_id, &ResellerRow::manager_name);

}  // namespace

Page<ResellerRow> list_resellers(Database& db, const ResellerFilter& filter) {
  Filter where;
  where.where("distributor_id = ?", filter.distributor_id);
  where.total_is_kept("resellers", filter.distributor_id);
  where.where_if("id = ?", filter.id);
  if (filter.name) where.where("name_key = ?", text_key(*filter.name));
  where.where_within("associated_on", filter.associated);
  return where.page<ResellerRow>(db, kReseller,
                                 "SELECT id, name, corp_name, mobile_phone, email, associated_on, "
                                 "manager_id, manager_name FROM accounts",
                                 "associated_on DESC, id", filter.offset, filter.limit);
}

}  // namespace bss::mock::store
