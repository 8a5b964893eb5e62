#include "support/failing_disk.h"

#include <sqlite3.h>

#include <atomic>

namespace bss::mock::test {

namespace {

struct Plan {
  sqlite3_vfs* under = nullptr;
  std::atomic<bool> armed = false;
  std::atomic<bool> read_only = false;
  std::atomic<int> nth = 0;
  std::atomic<int> seen = 0;
  std::atomic<FailingDisk::Fault> fault = FailingDisk::Fault::kFull;

  /// Whether this write (or sync) is one of those that fail.
  bool strikes() {
    ++seen;
    return armed && seen >= nth;
  }
  int code() const { return fault == FailingDisk::Fault::kFull ? SQLITE_FULL : SQLITE_IOERR_WRITE; }
};

/// SQLite allocates szOsFile bytes and gives them to xOpen: the file of the layer below follows.
struct File {
  sqlite3_file base;
  Plan* plan;
  sqlite3_file* under() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* own(sqlite3_file* file) {
  return reinterpret_cast<File*>(file);
}
sqlite3_file* below(sqlite3_file* file) {
  return own(file)->under();
}

int close_file(sqlite3_file* f) {
  return below(f)->pMethods->xClose(below(f));
}
int read_file(sqlite3_file* f, void* into, int size, sqlite3_int64 at) {
  return below(f)->pMethods->xRead(below(f), into, size, at);
}
int write_file(sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
  Plan& plan = *own(f)->plan;
  if (plan.fault != FailingDisk::Fault::kLostSync && plan.strikes()) return plan.code();
  return below(f)->pMethods->xWrite(below(f), from, size, at);
}
int truncate_file(sqlite3_file* f, sqlite3_int64 size) {
  return below(f)->pMethods->xTruncate(below(f), size);
}
int sync_file(sqlite3_file* f, int flags) {
  Plan& plan = *own(f)->plan;
  if (plan.fault == FailingDisk::Fault::kLostSync && plan.strikes()) return SQLITE_IOERR_FSYNC;
  return below(f)->pMethods->xSync(below(f), flags);
}
int file_size(sqlite3_file* f, sqlite3_int64* size) {
  return below(f)->pMethods->xFileSize(below(f), size);
}
int lock_file(sqlite3_file* f, int level) {
  return below(f)->pMethods->xLock(below(f), level);
}
int unlock_file(sqlite3_file* f, int level) {
  return below(f)->pMethods->xUnlock(below(f), level);
}
int check_lock(sqlite3_file* f, int* held) {
  return below(f)->pMethods->xCheckReservedLock(below(f), held);
}
int control_file(sqlite3_file* f, int op, void* argument) {
  return below(f)->pMethods->xFileControl(below(f), op, argument);
}
int sector_size(sqlite3_file* f) {
  return below(f)->pMethods->xSectorSize(below(f));
}
int characteristics(sqlite3_file* f) {
  return below(f)->pMethods->xDeviceCharacteristics(below(f));
}
int map_memory(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return below(f)->pMethods->xShmMap(below(f), page, size, extend, out);
}
int lock_memory(sqlite3_file* f, int offset, int n, int flags) {
  return below(f)->pMethods->xShmLock(below(f), offset, n, flags);
}
void order_memory(sqlite3_file* f) {
  below(f)->pMethods->xShmBarrier(below(f));
}
int unmap_memory(sqlite3_file* f, int remove) {
  return below(f)->pMethods->xShmUnmap(below(f), remove);
}

// Version 2: without memory mapping of the file itself, which would go past the faults.
constexpr sqlite3_io_methods kMethods = {2,
                                         close_file,
                                         read_file,
                                         write_file,
                                         truncate_file,
                                         sync_file,
                                         file_size,
                                         lock_file,
                                         unlock_file,
                                         check_lock,
                                         control_file,
                                         sector_size,
                                         characteristics,
                                         map_memory,
                                         lock_memory,
                                         order_memory,
                                         unmap_memory,
                                         nullptr,
                                         nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* f, int flags, int* out_flags) {
  auto* plan = static_cast<Plan*>(vfs->pAppData);
  own(f)->base.pMethods = nullptr;
  own(f)->plan = plan;
  if (plan->read_only) {
    if ((flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0) return SQLITE_CANTOPEN;
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  }
  const int result = plan->under->xOpen(plan->under, name, below(f), flags, out_flags);
  if (result == SQLITE_OK) own(f)->base.pMethods = &kMethods;
  return result;
}

}  // namespace

struct FailingDisk::Layer {
  Plan plan;
  sqlite3_vfs vfs;
};

FailingDisk::FailingDisk() : layer_(std::make_unique<Layer>()) {
  layer_->plan.under = sqlite3_vfs_find(nullptr);
  layer_->vfs = *layer_->plan.under;
  layer_->vfs.zName = "failing";
  layer_->vfs.szOsFile = static_cast<int>(sizeof(File)) + layer_->plan.under->szOsFile;
  layer_->vfs.pAppData = &layer_->plan;
  layer_->vfs.pNext = nullptr;
  layer_->vfs.xOpen = open_file;
  sqlite3_vfs_register(&layer_->vfs, 1);
}

FailingDisk::~FailingDisk() {
  sqlite3_vfs_unregister(&layer_->vfs);
  sqlite3_vfs_register(layer_->plan.under, 1);
}

void FailingDisk::fail_from(int nth, Fault fault) {
  layer_->plan.armed = true;
  layer_->plan.nth = nth;
  layer_->plan.seen = 0;
  layer_->plan.fault = fault;
}

void FailingDisk::heal() {
  layer_->plan.armed = false;
  layer_->plan.read_only = false;
  layer_->plan.seen = 0;
}

void FailingDisk::make_read_only() {
  layer_->plan.read_only = true;
}

int FailingDisk::count() const {
  return layer_->plan.seen;
}

}  // namespace bss::mock::test
