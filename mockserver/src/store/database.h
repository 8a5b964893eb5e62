// One workspace's database: SQLite in memory, or a file for `--state`. Owns the connection, the
// schema, the transaction and the cached statements. Used by the files of store/ (through
// store/sql.h) and by World.
//
// Not thread safe: one thread at a time, which World::run sees to.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "store/database_image.h"

namespace soci {
class session;
}

namespace bss::mock::store {

/// The database itself failed, or holds what this program cannot read. Never a refusal of a rule.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A constraint of the schema was broken: an invariant of money or identity that the rules should
/// have kept.
class ConstraintError : public StoreError {
 public:
  using StoreError::StoreError;
};

class StatementCache;
struct StatementPlan;
class TotalCache;

class Database {
 public:
  /// An empty database in memory, with the schema.
  static std::unique_ptr<Database> in_memory();
  /// Opens or makes a file (WAL) for this process alone; one of an older format is migrated. Throws
  /// StoreError for a newer format, for a file that is damaged, something else or in use, and for
  /// one that cannot be written.
  static std::unique_ptr<Database> file(const std::string& path);
  /// A database in memory with the content of `image()`.
  static std::unique_ptr<Database> from_image(std::string_view image);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// No account yet: a seed may be laid down.
  bool empty();

  void begin();
  void commit();
  void rollback();
  bool in_transaction() const noexcept { return in_transaction_; }
  /// What is committed outlives the process.
  bool on_file() const noexcept { return on_file_; }

  /// The whole content as bytes, and back. Outside of a transaction only.
  DatabaseImage image();
  void restore(std::string_view image);

  /// The next number of a named series, part of the transaction: ids of records, quotas, coupons,
  /// transfers.
  std::int64_t next_number(std::string_view series);

  /// Of the schema; a change of schema.sql that an older file does not fit raises it, and
  /// migration.cpp says what has to be filled in.
  static constexpr int kFormat = 4;

  /// The statements it has run, and those that another one has run: prepared ahead, they need not
  /// be when they are wanted.
  std::shared_ptr<const StatementPlan> statements_run() const;
  void prepare_ahead(const StatementPlan& plan);

  soci::session& session() noexcept { return *session_; }
  StatementCache& statements() noexcept { return *statements_; }
  TotalCache& totals() noexcept { return *totals_; }

 private:
  explicit Database(const std::string& connection);
  void prepare_connection(bool on_file);
  void create_schema();

  std::unique_ptr<soci::session> session_;
  std::unique_ptr<StatementCache> statements_;
  std::unique_ptr<TotalCache> totals_;
  bool in_transaction_ = false;
  bool on_file_ = false;
};

}  // namespace bss::mock::store
