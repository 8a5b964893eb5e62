// Drives any number of exchanges on one thread, which is started by the first of them. On
// Boost.Asio, which no other file names.
//
// Safe to use from several threads.
#pragma once

#include <memory>

#include "bss/cancellation.h"
#include "bss/function.h"
#include "bss/transport.h"
#include "transport/route.h"

namespace bss::detail {

class Reactor {
 public:
  Reactor();
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  /// `done` is called on the reactor's thread, exactly once, and must not block there. `owner`
  /// keeps route and reactor alive until then.
  void send(std::shared_ptr<void> owner, Route& route,
            std::shared_ptr<const TransportRequest> request, CancellationToken cancellation,
            Function<void(TransportResult)> done);

 private:
  struct Loop;
  class Flow;
  std::shared_ptr<Loop> loop_;
};

}  // namespace bss::detail
