#include "store/sqlite_image.h"

#include "store/database.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstring>
#include <memory>

namespace bss::mock::store {

namespace {

namespace api = sqlite_api;

struct CloseConnection {
  void operator()(api::sqlite3* connection) const noexcept { api::sqlite3_close(connection); }
};
using Connection = std::unique_ptr<api::sqlite3, CloseConnection>;
struct FreeBytes {
  void operator()(unsigned char* bytes) const noexcept { api::sqlite3_free(bytes); }
};

// Result codes of SQLite by value: the macros of <sqlite3.h> are not to be had beside SOCI's
// namespace.
constexpr int kOk = 0;
constexpr int kBusy = 5;
constexpr int kCorrupt = 11;
constexpr int kConstraint = 19;
constexpr int kNoDatabase = 26;
constexpr int kMemoryStatus = 9;
constexpr unsigned kFreeOnClose = 1;
constexpr unsigned kResizeable = 2;

api::sqlite3* raw_handle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

Connection open_memory() {
  api::sqlite3* raw = nullptr;
  const int result = api::sqlite3_open(":memory:", &raw);
  Connection connection(raw);
  if (result != kOk) throw StoreError("no database in memory");
  return connection;
}

void copy(api::sqlite3* from, api::sqlite3* into) {
  api::sqlite3_backup* backup = api::sqlite3_backup_init(into, "main", from, "main");
  if (backup == nullptr) throw StoreError("a database cannot be copied while it is in use");
  api::sqlite3_backup_step(backup, -1);
  if (api::sqlite3_backup_finish(backup) != kOk) throw StoreError("copying a database failed");
}

void deserialize(api::sqlite3* connection, const char* schema, std::string_view image) {
  auto* bytes = static_cast<unsigned char*>(api::sqlite3_malloc64(image.size()));
  if (bytes == nullptr) throw std::bad_alloc();
  std::memcpy(bytes, image.data(), image.size());
  const auto size = static_cast<api::sqlite3_int64>(image.size());
  if (api::sqlite3_deserialize(connection, schema, bytes, size, size, kFreeOnClose | kResizeable) !=
      kOk) {
    throw StoreError("the image is no database");
  }
}

/// The primary result code of SQLite; extended codes carry more in the upper bits.
int code_of(const soci::soci_error& error) {
  const auto* own = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  return own == nullptr ? kOk : own->result() & 0xFF;
}

}  // namespace

void sqlite_set_up() {
  static const int result = api::sqlite3_config(kMemoryStatus, 0);
  static_cast<void>(result);
}

DatabaseImage sqlite_image(soci::session& session) {
  api::sqlite3_int64 size = 0;
  std::shared_ptr<unsigned char> bytes(
      api::sqlite3_serialize(raw_handle(session), "main", &size, 0), FreeBytes());
  if (bytes == nullptr || size < 100) throw StoreError("a database could not be written as bytes");
  // A file says in its header that it has a write-ahead log, and would not open in memory.
  bytes.get()[18] = 1;
  bytes.get()[19] = 1;
  return {std::move(bytes), static_cast<std::size_t>(size)};
}

void sqlite_restore(soci::session& session, std::string_view image, bool on_file) {
  if (!on_file) return deserialize(raw_handle(session), "main", image);
  // By way of a copy: deserializing over an open file would cut it off from the file.
  const Connection memory = open_memory();
  deserialize(memory.get(), "main", image);
  copy(memory.get(), raw_handle(session));
}

void sqlite_copy(soci::session& from, soci::session& into) {
  copy(raw_handle(from), raw_handle(into));
}

void sqlite_attach(soci::session& session, const std::string& name, std::string_view image) {
  session << "ATTACH DATABASE ':memory:' AS " + name;
  deserialize(raw_handle(session), name.c_str(), image);
}

std::int64_t sqlite_changes(soci::session& session) {
  return api::sqlite3_total_changes(raw_handle(session));
}

void sqlite_watch(soci::session& session, RowWatcher* watcher) {
  api::sqlite3_update_hook(
      raw_handle(session),
      [](void* hook, int, const char*, const char* table, api::sqlite3_int64) {
        static_cast<RowWatcher*>(hook)->row_changed(table);
      },
      watcher);
}

bool sqlite_constraint_broken(const soci::soci_error& error) {
  return code_of(error) == kConstraint;
}

bool sqlite_in_use(const soci::soci_error& error) {
  return code_of(error) == kBusy;
}

bool sqlite_unreadable(const soci::soci_error& error) {
  return code_of(error) == kCorrupt || code_of(error) == kNoDatabase;
}

}  // namespace bss::mock::store
