// Keeps a few empty databases ready, because SQLite reads the schema of each one anew and
// compiles for each one the statements that lay a seed: that is half of what a workspace costs to
// make. Used by Hosting.
//
// Safe to use from several threads. A thread of its own makes them whenever one was taken,
// and ends with that: one that goes on would hold memory of databases long gone.
#pragma once

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

  /// The ones made from now on have the statements prepared that `used` has run. The first one that
  /// is told counts: seeds differ in what they hold, hardly in how it is written.
  void learn(const store::Database& used);

 private:
  void refill();

  std::mutex mutex_;
  std::vector<std::unique_ptr<store::Database>> ready_;
  std::shared_ptr<const store::StatementPlan> plan_;
  bool refilling_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace bss::mock::app
