#include "store/database.h"

#include "store/migration.h"
#include "store/schema_text.h"
#include "store/sql.h"
#include "store/sqlite_image.h"
#include "store/total_cache.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <mutex>

namespace bss::mock::store {

namespace {

/// "BSSP" in the header of the file.
constexpr std::int64_t kApplicationId = 0x42535350;

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

std::int64_t read_number(soci::session& session, const char* sql) {
  long long number = 0;
  session << sql, soci::into(number);
  return number;
}

/// Throws for a newer format, for a database of another program, and for a damaged one.
void refuse_what_is_not_ours(soci::session& session, const std::string& path, std::int64_t format,
                             std::int64_t newest) {
  const auto mark = read_number(session, "PRAGMA application_id");
  const auto ours = read_number(session,
                                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name "
                                "IN ('world_state', 'ledger_postings', 'associations')");
  // Files of format 1 carried no mark.
  if (format < 1 || ours != 3 || (format > 1 && mark != kApplicationId))
    throw StoreError(path + " is a database of something else");
  if (format > newest) {
    throw StoreError(path + " was written by a newer version (format " + std::to_string(format) +
                     "; this one reads up to " + std::to_string(newest) + ")");
  }
  std::string verdict;
  session << "PRAGMA quick_check(1)", soci::into(verdict);
  if (verdict != "ok") throw StoreError(path + " is damaged: " + verdict);
}

std::string what_is_wrong(const soci::soci_error& error) {
  if (sqlite_in_use(error)) return " is in use by another server";
  if (sqlite_unreadable(error)) return " is no database this program can read";
  return " could not be opened for writing: " + error.get_error_message();
}

}  // namespace

Database::Database(const std::string& connection)
    : statements_(std::make_unique<StatementCache>()), totals_(std::make_unique<TotalCache>()) {
  sqlite_set_up();
  try {
    session_ = std::make_unique<soci::session>(soci::sqlite3, connection);
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
}

Database::~Database() = default;

std::unique_ptr<Database> Database::in_memory() {
  // Copied from one that stays empty: making the schema anew takes several times as long.
  static std::mutex mutex;
  static const std::unique_ptr<Database> blank = [] {
    std::unique_ptr<Database> made(new Database(":memory:"));
    made->create_schema();
    return made;
  }();
  std::unique_ptr<Database> db(new Database(":memory:"));
  {
    const std::lock_guard lock(mutex);
    sqlite_copy(*blank->session_, *db->session_);
  }
  db->prepare_connection(false);
  db->empty();  // reads the schema
  return db;
}

std::unique_ptr<Database> Database::file(const std::string& path) {
  std::unique_ptr<Database> db(new Database("dbname=\"" + path + "\""));
  try {
    // Two servers on one file would each answer from memory of their own. Before the first read, so
    // that nothing of the file is seen without the lock.
    *db->session_ << "PRAGMA locking_mode = EXCLUSIVE";
    const bool blank = read_number(*db->session_, "SELECT COUNT(*) FROM sqlite_master") == 0;
    const auto format = read_number(*db->session_, "PRAGMA user_version");
    if (!blank) refuse_what_is_not_ours(*db->session_, path, format, kFormat);
    db->prepare_connection(true);
    if (blank) {
      db->create_schema();
    } else if (format < kFormat) {
      // By way of a copy in memory: the file is replaced in one transaction, or not at all.
      const auto upgraded = in_memory();
      migrate(*upgraded, db->image().view(), path, format);
      db->restore(upgraded->image().view());
    }
  } catch (const soci::soci_error& error) {
    throw StoreError(path + what_is_wrong(error));
  }
  return db;
}

std::unique_ptr<Database> Database::from_image(std::string_view image) {
  std::unique_ptr<Database> db(new Database(":memory:"));
  sqlite_restore(*db->session_, image, false);
  db->prepare_connection(false);
  return db;
}

void Database::prepare_connection(bool on_file) {
  *session_ << "PRAGMA foreign_keys = ON";
  *session_ << "PRAGMA recursive_triggers = ON";  // REPLACE must not slip past the delete triggers
  *session_ << "PRAGMA temp_store = MEMORY";
  // Of a database in memory that was replaced by an image; one that never was has no other pages.
  *session_ << "PRAGMA cache_size = -16000";
  sqlite_watch(*session_, totals_.get());
  on_file_ = on_file;
  if (on_file) {
    *session_ << "PRAGMA journal_mode = WAL";
    // An answer says that its command is on the disk, also when the machine stops.
    *session_ << "PRAGMA synchronous = FULL";
  }
}

void Database::create_schema() {
  *session_ << "BEGIN";
  for (const std::string& statement : statements_of(kSchemaText)) *session_ << statement;
  *session_ << "PRAGMA user_version = " << kFormat;
  *session_ << "PRAGMA application_id = " << kApplicationId;
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
  totals_->clear();  // counted with rows that are no more
  execute(*this, "ROLLBACK");
}

DatabaseImage Database::image() {
  return sqlite_image(*session_);
}

void Database::restore(std::string_view image) {
  statements_->clear();  // they point into the schema that goes
  sqlite_restore(*session_, image, on_file_);
  totals_->clear();
}

std::shared_ptr<const StatementPlan> Database::statements_run() const {
  return std::make_shared<const StatementPlan>(statements_->plan());
}

void Database::prepare_ahead(const StatementPlan& plan) {
  try {
    statements_->prepare_all(*session_, plan);
  } catch (const soci::soci_error&) {
    detail::rethrow();
  }
}

std::int64_t Database::next_number(std::string_view series) {
  const auto next = select_value<std::int64_t>(
      *this,
      "INSERT INTO sequences (series, next) VALUES (:series, 2) ON CONFLICT (series) DO UPDATE SET "
      "next = sequences.next + 1 RETURNING next",
      series);
  return next.value() - 1;
}

}  // namespace bss::mock::store
