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
  if (thread_.joinable()) thread_.join();
}

std::unique_ptr<store::Database> SpareDatabases::take() {
  reserve_memory();
  std::unique_ptr<store::Database> taken;
  {
    const std::lock_guard lock(mutex_);
    if (!ready_.empty()) {
      taken = std::move(ready_.back());
      ready_.pop_back();
    }
    if (!refilling_ && !stopping_) {
      if (thread_.joinable()) thread_.join();  // it has left refill()
      refilling_ = true;
      thread_ = std::thread([this] { refill(); });
    }
  }
  return taken == nullptr ? store::Database::in_memory() : std::move(taken);
}

void SpareDatabases::learn(const store::Database& used) {
  const std::lock_guard lock(mutex_);
  if (plan_ == nullptr) plan_ = used.statements_run();
}

void SpareDatabases::refill() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && ready_.size() < kReady) {
    const auto plan = plan_;
    lock.unlock();
    std::unique_ptr<store::Database> made;
    try {
      reserve_memory();
      made = store::Database::in_memory();
      if (plan != nullptr) made->prepare_ahead(*plan);
    } catch (const std::exception&) {
      made = nullptr;  // no memory: who needs a database makes one and says so
    }
    lock.lock();
    if (made == nullptr) break;
    ready_.push_back(std::move(made));
  }
  refilling_ = false;
}

}  // namespace bss::mock::app
