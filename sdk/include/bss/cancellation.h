// Cancelling a call from another thread: keep the source, give its token to the call.
//
// Both types are cheap handles on one shared state and may be used from several threads.
#pragma once

#include <memory>

#include "bss/function.h"

namespace bss {

class CancellationToken {
 public:
  /// A token that is never cancelled.
  CancellationToken() = default;
  bool cancelled() const noexcept;
  /// Calls `wake` once when cancelled (at once if it is already); the registration ends with the
  /// returned handle.
  std::shared_ptr<void> on_cancel(Function<void()> wake) const;

 private:
  friend class CancellationSource;
  struct State;
  explicit CancellationToken(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

class CancellationSource {
 public:
  CancellationSource();
  CancellationToken token() const;
  /// A call that waits stops waiting; one that was sent already ends as `outcome_unknown` if it
  /// moves value.
  void cancel() const;

 private:
  std::shared_ptr<CancellationToken::State> state_;
};

}  // namespace bss
