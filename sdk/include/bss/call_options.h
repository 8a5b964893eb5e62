// What one call may have different from its client: time, cancellation, identity, and how it may be
// repeated.
//
// A value; the defaults are right for nearly every call.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "bss/cancellation.h"
#include "bss/clock.h"
#include "bss/dry_run.h"
#include "bss/function.h"
#include "bss/operation_info.h"

namespace bss {

namespace detail {
class Invoker;
}
class Identity;

struct CallOptions {
  /// Time for the whole call: pacing, attempts, waits between them. Default: the client's total
  /// timeout.
  std::optional<std::chrono::milliseconds> timeout;
  /// The same as a moment; with both set the earlier one counts.
  std::optional<Clock::Steady> deadline;
  /// Stops waits at once; an attempt that is under way is given up, and is `outcome_unknown` if it
  /// moves value.
  CancellationToken cancellation;
  /// Treat the call as of this class. A stricter class (read -> idempotent -> keyed -> money) is
  /// always taken; a looser one is refused with `invalid_argument` unless `loosen_operation_class`
  /// is true as well.
  std::optional<OperationClass> operation_class;
  bool loosen_operation_class = false;
  /// CreateSubCustomer only: ask before sending whether the platform id is free, so that a lost
  /// answer can be cleared up (one ListSubCustomers more). Without it a lost answer is
  /// `outcome_unknown`.
  bool check_before_create = true;
  /// Set: nothing is sent, and nobody is logged in. What would have left is shown to this function,
  /// with secrets masked, and the call ends as `not_sent`.
  Function<void(const DryRun&)> dry_run;

  /// Makes this call on behalf of another identity of the same program than the object it is called
  /// on.
  CallOptions& on_behalf_of(const Identity& identity);

  /// Set by `on_behalf_of`.
  std::shared_ptr<const detail::Invoker> identity;
};

}  // namespace bss
