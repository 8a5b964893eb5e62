// A whole SQLite database as bytes and back. The one place that touches SOCI's raw handle: SQLite's
// own functions do what SQL cannot say. Another backend would bring another file of this name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/database_image.h"

namespace soci {
class session;
class soci_error;
}  // namespace soci

namespace bss::mock::store {

/// Once, before the first connection of the process: SQLite counts no memory, because the one lock
/// of that count is what workspaces on different threads would wait for. Without effect in a
/// program that uses SQLite already.
void sqlite_set_up();
/// The content as the bytes of a database file that opens in memory. No transaction may be open.
DatabaseImage sqlite_image(soci::session& session);
/// Replaces the content. No statement may be prepared: SQLite takes one of before for good although
/// what it points to is gone.
void sqlite_restore(soci::session& session, std::string_view image, bool on_file);
/// Makes the content of `into`, which nobody else may use meanwhile, that of `from`.
void sqlite_copy(soci::session& from, soci::session& into);
/// Attaches a database in memory with the content of the image under that name.
void sqlite_attach(soci::session& session, const std::string& name, std::string_view image);
/// How many rows this connection has changed so far, rolled back ones included.
std::int64_t sqlite_changes(soci::session& session);

class RowWatcher {
 public:
  virtual ~RowWatcher() = default;
  virtual void row_changed(const char* table) noexcept = 0;
};
/// Tells the watcher of every row that this connection inserts, updates or deletes. One a
/// connection; it must outlive it.
void sqlite_watch(soci::session& session, RowWatcher* watcher);

/// Whether the error says that a constraint was broken; this release of SOCI does not sort SQLite's
/// errors itself.
bool sqlite_constraint_broken(const soci::soci_error& error);
/// Whether it says that another connection holds the file, or that it is no database at all.
bool sqlite_in_use(const soci::soci_error& error);
bool sqlite_unreadable(const soci::soci_error& error);

}  // namespace bss::mock::store
