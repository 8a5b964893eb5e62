// Keeps a few empty databases ready, because SQLite reads the schema of each one anew: that is a
// third of what a workspace costs to make. Used by Hosting.
//
// Safe to use from several threads. Its own thread starts with the first one that is taken.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/database.h"

namespace bss::mock::app {

class SpareDatabases {
 public:
  SpareDatabases() = default;
  ~SpareDatabases();
  SpareDatabases(const SpareDatabases&) = delete;
  SpareDatabases& operator=(const SpareDatabases&) = delete;

  /// In memory, with the schema and nothing in it; a new one when none is ready.
  std::unique_ptr<store::Database> take();

 private:
  void refill();

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::vector<std::unique_ptr<store::Database>> ready_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace bss::mock::app
