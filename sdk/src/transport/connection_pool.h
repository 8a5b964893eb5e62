// The connections of one host: how many there may be, which of them wait for another request, and
// who waits for one of them - first come, first served.
//
// Safe to use from several threads. Calls nobody while it holds its lock.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "bss/function.h"
#include "transport/connection.h"

namespace bss::detail {

class ConnectionPool {
 public:
  explicit ConnectionPool(int size) : size_(size), free_(size) {}

  using Ticket = std::uint64_t;

  /// Takes a place that is free now; `give_back` ends it.
  bool try_enter();
  /// Calls `granted` when there is a place, at once if one is free.
  Ticket enter(Function<void()> granted);
  /// Leaves the queue. False: the place was granted, and has to be given back.
  bool withdraw(Ticket ticket);
  /// `kept` may be empty: then there is nothing that another request could use.
  void give_back(std::unique_ptr<Connection> kept);

  /// A connection that lies idle, the one used last; empty when there is none.
  std::unique_ptr<Connection> take_idle();
  /// Before the holder of a place opens a connection: idle ones beyond the size are closed.
  void make_room();

 private:
  struct Waiting {
    Ticket ticket = 0;
    Function<void()> granted;
  };

  const int size_;
  std::mutex mutex_;
  int free_;
  Ticket next_ = 1;
  std::list<Waiting> waiting_;
  std::vector<std::unique_ptr<Connection>> idle_;  ///< the one used last stands last
};

}  // namespace bss::detail
