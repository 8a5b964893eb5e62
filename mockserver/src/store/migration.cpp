#include "store/migration.h"

#include <vector>

#include <soci/soci.h>

#include "store/database.h"
#include "store/sqlite_image.h"

namespace bss::mock::store {

namespace {

std::vector<std::string> texts(soci::session& session, const std::string& sql) {
  std::vector<std::string> found;
  const soci::rowset<std::string> rows = session.prepare << sql;
  for (const std::string& text : rows) found.push_back(text);
  return found;
}

void copy_table(soci::session& session, const std::string& table) {
  std::string columns;
  for (const std::string& column : texts(session, "SELECT n.name FROM pragma_table_info('" + table +
                                                      "', 'main') n JOIN pragma_table_info('" +
                                                      table + "', 'older') o ON o.name = n.name")) {
    columns += (columns.empty() ? "\"" : ", \"") + column + "\"";
  }
  session << "INSERT INTO main." + table + " (" + columns + ") SELECT " + columns + " FROM older." +
                 table;
}

/// What the columns that came with a format hold for rows that are older.
void fill_in(soci::session& session, std::int64_t format) {
  if (format < 3) {
    session << "UPDATE coupon_quotas SET giver_id = (SELECT p.owner_id FROM older.coupon_quotas p "
               "WHERE "
               "p.quota_id = coupon_quotas.parent_quota_id) WHERE parent_quota_id IS NOT NULL";
  }
  if (format < 2) session << "UPDATE coupons SET source_id = issuer_id WHERE issuer_id IS NOT NULL";
  session << "DELETE FROM list_totals";
  session
      << "INSERT INTO list_totals (list, owner, total) SELECT list, owner, total FROM list_counts";
}

}  // namespace

void migrate(Database& into, std::string_view image, const std::string& path, std::int64_t format) {
  soci::session& session = into.session();
  try {
    sqlite_attach(session, "older", image);
    session << "PRAGMA foreign_keys = OFF";  // the tables are filled in no order
    into.begin();
    for (const std::string& table :
         texts(session,
               "SELECT n.name FROM main.sqlite_master n JOIN older.sqlite_master o ON "
               "o.name = n.name WHERE n.type = 'table' AND n.name <> 'list_totals' ORDER BY "
               "n.name")) {
      copy_table(session, table);
    }
    fill_in(session, format);
    if (!texts(session, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1").empty())
      throw StoreError(path + " is damaged: a row names another one that does not exist");
    into.commit();
    session << "DETACH DATABASE older";
    session << "PRAGMA foreign_keys = ON";
  } catch (const soci::soci_error& error) {
    throw StoreError(path + " (format " + std::to_string(format) +
                     ") does not fit this version: " + error.get_error_message());
  }
}

}  // namespace bss::mock::store
