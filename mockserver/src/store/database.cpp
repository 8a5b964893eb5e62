#include "store/database.h"

#include "store/schema_text.h"
#include "store/sql.h"
#include "store/sqlite_image.h"

#include <soci/sqlite3/soci-sqlite3.h>

namespace bss::mock::store {

namespace {

/// Splits the schema into statements: a trigger has semicolons inside, all others end with the
/// first one.
std::vector<std::string> statements_of(std::string_view script) {
  std::vector<std::string> statements;
  std::string current;
  for (std::size_t at = 0; at < script.size();) {
    const std::size_t end = std::min(script.find('\n', at), script.size());
    std::string_view line = script.substr(at, end - at);
    at = end + 1;
    if (const auto comment = line.find("--"); comment != std::string_view::npos)
      line = line.substr(0, comment);
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    if (line.empty()) continue;
    current += line;
    current += '\n';
    const bool in_trigger = current.starts_with("CREATE TRIGGER");
    if (line.ends_with(in_trigger ? "END;" : ";")) {
      statements.push_back(std::move(current));
      current.clear();
    }
  }
  return statements;
}

}  // namespace

Database::Database(const std::string& connection)
    : statements_(std::make_unique<StatementCache>()) {
  try {
    session_ = std::make_unique<soci::session>(soci::sqlite3, connection);
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
}

Database::~Database() = default;

std::unique_ptr<Database> Database::in_memory() {
  std::unique_ptr<Database> db(new Database(":memory:"));
  db->prepare_connection(false);
  db->create_schema();
  return db;
}

std::unique_ptr<Database> Database::file(const std::string& path) {
  std::unique_ptr<Database> db(new Database("dbname=\"" + path + "\""));
  try {
    const auto format = select_value<std::int64_t>(*db, "PRAGMA user_version");
    const auto tables = select_value<std::int64_t>(*db, "SELECT COUNT(*) FROM sqlite_master");
    db->statements_->clear();
    if (format && *format > kFormat) {
      throw StoreError(path + " was written by a newer version (format " + std::to_string(*format) +
                       "; this one reads up to " + std::to_string(kFormat) + ")");
    }
    if (format.value_or(0) == 0 && tables.value_or(0) != 0) {
      throw StoreError(path + " is a database of something else");
    }
    db->prepare_connection(true);
    if (tables.value_or(0) == 0) db->create_schema();
  } catch (const soci::soci_error&) {
    throw StoreError(path + " is no database this program can read");
  }
  return db;
}

std::unique_ptr<Database> Database::from_image(std::string_view image) {
  std::unique_ptr<Database> db(new Database(":memory:"));
  sqlite_restore(*db->session_, image);
  db->prepare_connection(false);
  return db;
}

void Database::prepare_connection(bool on_file) {
  *session_ << "PRAGMA foreign_keys = ON";
  *session_ << "PRAGMA recursive_triggers = ON";  // REPLACE must not slip past the delete triggers
  *session_ << "PRAGMA temp_store = MEMORY";
  *session_ << "PRAGMA cache_size = -2000";
  if (on_file) {
    *session_ << "PRAGMA journal_mode = WAL";
    *session_ << "PRAGMA synchronous = NORMAL";
  }
}

void Database::create_schema() {
  *session_ << "BEGIN";
  for (const std::string& statement : statements_of(kSchemaText)) *session_ << statement;
  *session_ << "PRAGMA user_version = " << kFormat;
  *session_ << "COMMIT";
}

bool Database::empty() {
  return select_value<std::int64_t>(*this, "SELECT COUNT(*) FROM accounts") == 0;
}

void Database::begin() {
  execute(*this, "BEGIN");
  in_transaction_ = true;
}

void Database::commit() {
  execute(*this, "COMMIT");
  in_transaction_ = false;
}

void Database::rollback() {
  in_transaction_ = false;
  execute(*this, "ROLLBACK");
}

std::string Database::image() {
  return sqlite_image(*session_);
}

void Database::restore(std::string_view image) {
  sqlite_restore(*session_, image);
}

std::int64_t Database::next_number(std::string_view series) {
  const auto taken = select_value<std::int64_t>(
      *this, "SELECT next FROM sequences WHERE series = :series", series);
  if (!taken) {
    execute(*this, "INSERT INTO sequences (series, next) VALUES (:series, 2)", series);
    return 1;
  }
  execute(*this, "UPDATE sequences SET next = next + 1 WHERE series = :series", series);
  return *taken;
}

}  // namespace bss::mock::store
