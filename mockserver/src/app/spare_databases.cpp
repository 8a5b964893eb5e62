#include "app/spare_databases.h"

#include <array>
#include <cstddef>
#include <exception>
#include <utility>

namespace bss::mock::app {

namespace {
constexpr std::size_t kReady = 2;

/// On a thread that is not the main one glibc asks the system for memory page by page. What is
/// asked for at once and let go stays at hand for the many small pieces of a database.
void reserve_memory() {
  constexpr std::size_t kPiece = std::size_t{120} * 1024;  // larger ones are taken apart
  std::array<std::unique_ptr<char[]>, 9> pieces;
  for (auto& piece : pieces) piece = std::make_unique_for_overwrite<char[]>(kPiece);
}

}  // namespace

SpareDatabases::~SpareDatabases() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::unique_ptr<store::Database> SpareDatabases::take() {
  reserve_memory();
  std::unique_ptr<store::Database> taken;
  {
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { refill(); });
    if (!ready_.empty()) {
      taken = std::move(ready_.back());
      ready_.pop_back();
    }
  }
  wanted_.notify_one();
  return taken == nullptr ? store::Database::in_memory() : std::move(taken);
}

void SpareDatabases::refill() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_.wait(lock, [this] { return stopping_ || ready_.size() < kReady; });
    if (stopping_) return;
    lock.unlock();
    std::unique_ptr<store::Database> made;
    try {
      reserve_memory();
      made = store::Database::in_memory();
    } catch (const std::exception&) {
      return;  // no memory: who needs a database makes one and says so
    }
    lock.lock();
    ready_.push_back(std::move(made));
  }
}

}  // namespace bss::mock::app
