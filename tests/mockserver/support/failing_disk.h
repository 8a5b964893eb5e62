// A disk that fills up, breaks or cannot be written: SQLite's file layer with faults, for tests of
// what a state file goes through. While one is alive every database on a file that is opened uses
// it; databases in memory and other processes do not.
//
// One at a time; the database may belong to another thread.
#pragma once

#include <memory>

namespace bss::mock::test {

class FailingDisk {
 public:
  enum class Fault {
    kFull,     ///< no room left
    kBroken,   ///< the device gives an error
    kLostSync  ///< what was written is not brought to the medium
  };

  FailingDisk();
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  /// The `nth` write (from 1) and all after it fail, until heal().
  void fail_from(int nth, Fault fault = Fault::kFull);
  void heal();
  /// Files are opened for reading only.
  void make_read_only();
  /// Writes (kLostSync: syncs) since the last fail_from() or heal().
  int count() const;

 private:
  struct Layer;
  std::unique_ptr<Layer> layer_;
};

}  // namespace bss::mock::test
