// The retry loop: tries, asks whether trying again is safe and worth it, waits, tries again. It
// knows nothing of HTTP; what an attempt's end means is told by its Fate.
//
// RetryLoop and RetryBudget are shared by all calls of a client and safe to use from several
// threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "bss/cancellation.h"
#include "bss/client.h"
#include "bss/clock.h"
#include "bss/operation_info.h"
#include "bss/result.h"
#include "core/random.h"

namespace bss::detail {

/// What is certain after one attempt.
enum class Fate : std::uint8_t {
  kSuccess,    ///< answered, and the answer was understood
  kNotSent,    ///< nothing reached the service
  kThrottled,  ///< refused before execution because of a quota
  kRenewed,    ///< refused before execution because of its proof (401), and a new proof can be had
  kRejected,   ///< answered with a definite no
  kRejectedForNow,  ///< answered with a no that a later attempt may turn
  kUnknown,         ///< it may have been executed
  kGivenUp,         ///< nothing was sent because time was up or the caller cancelled
};

/// May a call of this class be tried again after an attempt that ended so? (sdk-behaviour.md,
/// operation classes)
bool may_repeat(OperationClass operation_class, Fate fate) noexcept;

/// How one attempt ended. `error` is meaningful unless `fate` is kSuccess.
struct AttemptEnd {
  Fate fate = Fate::kUnknown;
  bool timed_out = false;
  int status = 0;
  std::string code;
  std::string request_id;
  Error error;
  std::optional<std::chrono::milliseconds> retry_after;
  std::chrono::milliseconds throttle_window{0};  ///< 0: the answer named none
  std::chrono::milliseconds paced{0};            ///< waited for a permit before sending
};

/// A bucket of tokens that retries take from, so that a failing service is not hit by a multiple of
/// the usual load.
class RetryBudget {
 public:
  explicit RetryBudget(int tokens) : capacity_(tokens), tokens_(tokens) {}
  bool take(int cost);
  void give_back(int tokens);
  int left() const;

 private:
  mutable std::mutex mutex_;
  const int capacity_;
  int tokens_;
};

/// How long to wait before the next attempt. `step` counts from 1 for the first repetition of that
/// kind; `fraction` in [0, 1) is the jitter.
std::chrono::milliseconds retry_wait(const RetryOptions& options, const AttemptEnd& end, int step,
                                     double fraction);

struct RetryPlan {
  OperationClass operation_class = OperationClass::kMoney;
  Clock::Steady deadline = Clock::Steady::max();
  CancellationToken cancellation;
  /// Before a wait begins: after which attempt, and how long. May be empty.
  std::function<void(int attempt, std::chrono::milliseconds wait)> on_wait;
};

/// What an attempt is told of those before it.
struct AttemptStart {
  int number = 1;
  bool unknown_before = false;  ///< an earlier attempt may have been executed
};

struct RetryResult {
  AttemptEnd last;
  bool unknown_before_last = false;
  bool cancelled = false;  ///< ended because the caller cancelled
  std::vector<Attempt> attempts;
};

class RetryLoop {
 public:
  RetryLoop(RetryOptions options, std::shared_ptr<const Clock> clock,
            std::shared_ptr<Waiter> waiter, std::shared_ptr<Random> random);

  RetryResult run(const RetryPlan& plan,
                  const std::function<AttemptEnd(const AttemptStart&)>& attempt) const;

  int budget_left() const { return budget_.left(); }

 private:
  RetryOptions options_;
  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<Waiter> waiter_;
  std::shared_ptr<Random> random_;
  mutable RetryBudget budget_;
};

}  // namespace bss::detail
