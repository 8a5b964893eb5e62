#include "store/dump.h"

#include <algorithm>
#include <array>
#include <deque>

#include "store/sql.h"

namespace bss::mock::store {

namespace {

constexpr std::array<std::string_view, 5> kLeftOut{"tokens", "temporary_keys", "verification_codes",
                                                   "verification_sends", "list_totals"};
constexpr std::array<std::string_view, 13> kAmounts{
    "amount",         "designated",        "quota_value",          "balance",       "face_value",
    "min_face_value", "max_face_value",    "max_total_face_value", "change_amount", "balance_after",
    "credit_limit",   "issued_face_value", "cash_accounts.frozen"};
constexpr std::array<std::string_view, 4> kInstants{"at", "locked_until", "associated_on",
                                                    "expires_at"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The conventions of the schema (schema.sql).
CellKind kind_of(const std::string& table, const std::string& column, const std::string& type) {
  if (type != "INTEGER") return CellKind::kText;
  if (among(kAmounts, column) || among(kAmounts, table + "." + column)) return CellKind::kMoney;
  if (among(kInstants, column) || column.ends_with("_at") || column.ends_with("_time"))
    return CellKind::kInstant;
  return CellKind::kWhole;
}

std::vector<std::string> keys_of(soci::session& session, const std::string& table) {
  std::vector<std::string> keys;
  const soci::rowset<std::string> found =
      (session.prepare << "SELECT name FROM pragma_table_info('" + table +
                              "') WHERE pk > 0 ORDER BY pk");
  for (const std::string& key : found) keys.push_back(key);
  return keys;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  return list;
}

std::vector<std::string> names_of(const DumpedTable& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column.name);
  return names;
}

void read_rows(soci::session& session, DumpedTable& table) {
  std::deque<detail::Slot<std::string>> slots(table.columns.size());
  soci::statement statement(session);
  for (auto& slot : slots) statement.exchange(soci::into(slot.raw, slot.indicator));
  statement.alloc();
  statement.prepare("SELECT " + listed(names_of(table)) + " FROM \"" + table.name + "\" ORDER BY " +
                    listed(keys_of(session, table.name)));
  statement.define_and_bind();
  for (bool more = statement.execute(true); more; more = statement.fetch()) {
    auto& row = table.rows.emplace_back();
    for (const auto& slot : slots)
      row.push_back(slot.indicator == soci::i_null ? std::nullopt : std::optional(slot.raw));
  }
}

void insert_rows(soci::session& session, const DumpedTable& table) {
  if (table.rows.empty()) return;
  std::string places;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    places += (i == 0 ? ":c" : ", :c") + std::to_string(i);
  std::deque<std::string> texts(table.columns.size());
  std::deque<soci::indicator> present(table.columns.size(), soci::i_ok);
  soci::statement statement(session);
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    statement.exchange(soci::use(texts[i], present[i]));
  statement.alloc();
  // Numbers are bound as texts: a column declared INTEGER takes them for what they are.
  statement.prepare("INSERT INTO \"" + table.name + "\" (" + listed(names_of(table)) +
                    ") VALUES (" + places + ")");
  statement.define_and_bind();
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      present[i] = row[i] ? soci::i_ok : soci::i_null;
      texts[i] = row[i].value_or("");
    }
    statement.execute(true);
  }
}

}  // namespace

std::vector<DumpedTable> dumpable(Database& db) {
  try {
    std::vector<DumpedTable> tables;
    const soci::rowset<soci::row> columns =
        (db.session().prepare
         << "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c "
            "WHERE m.type = 'table' ORDER BY m.name, c.cid");
    for (const auto& row : columns) {
      const auto table = row.get<std::string>(0);
      if (among(kLeftOut, table)) continue;
      if (tables.empty() || tables.back().name != table) tables.push_back({table, {}, {}});
      const auto column = row.get<std::string>(1);
      tables.back().columns.push_back({column, kind_of(table, column, row.get<std::string>(2))});
    }
    return tables;
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
}

std::vector<DumpedTable> dump(Database& db) {
  auto tables = dumpable(db);
  try {
    for (DumpedTable& table : tables) read_rows(db.session(), table);
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
  return tables;
}

void load(Database& db, const std::vector<DumpedTable>& tables) {
  try {
    db.session() << "PRAGMA foreign_keys = OFF";  // the tables are filled in no order
    db.begin();
    for (const DumpedTable& table : tables) insert_rows(db.session(), table);
    db.commit();
    db.session() << "PRAGMA foreign_keys = ON";
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
  if (select_value<std::string>(db, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"))
    throw ConstraintError("a row names another one that does not exist");
}

}  // namespace bss::mock::store
