// Where asynchronous calls and their callbacks run. Programs that have an event loop or a pool of
// their own pass an Executor; everybody else gets a small pool that belongs to the client.
//
// Implementations must accept work from any thread, also from work that they are running. The last
// owner may be whichever thread posted last.
#pragma once

#include <cstddef>
#include <memory>

#include "bss/function.h"

namespace bss {

class Executor {
 public:
  virtual ~Executor() = default;
  /// Takes `work` and runs it later, exactly once, never inside this call. `work` may block for the
  /// length of a call and does not throw.
  virtual void post(Function<void()> work) = 0;
};

/// A pool of `threads` threads (at least one), started with the first work. Its destruction runs
/// what was posted, then joins; it may be destroyed from one of its own threads, which then ends by
/// itself.
std::shared_ptr<Executor> make_thread_pool(std::size_t threads);

}  // namespace bss
