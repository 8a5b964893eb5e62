// Whether and when an attempt is followed by another: safe, worth it, and within the time. It knows
// nothing of HTTP, what an attempt's end means is told by its Fate; and it waits for nothing, it
// tells for how long.
//
// RetryLoop and RetryBudget are shared by all calls of a client and safe to use from several
// threads; a RetryStory belongs to one call.
#pragma once

#include <chrono>
#include <cstdint>
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
  std::vector<UnknownPart> unknown;              ///< of an answer that was understood
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

/// What the stories of all calls share.
class RetryLoop {
 public:
  RetryLoop(RetryOptions options, std::shared_ptr<const Clock> clock,
            std::shared_ptr<Random> random);

  int budget_left() const { return budget_.left(); }

 private:
  friend class RetryStory;
  RetryOptions options_;
  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<Random> random_;
  RetryBudget budget_;
};

/// The attempts of one call: begin() and end() in turns, until end() names no wait any more.
class RetryStory {
 public:
  RetryStory(std::shared_ptr<RetryLoop> loop, RetryPlan plan);

  /// An attempt starts now.
  AttemptStart begin();
  /// It ended. How long to wait before the next begins; nothing when this was the last.
  std::optional<std::chrono::milliseconds> end(AttemptEnd end);
  /// The caller cancelled while the next attempt was waited for: there is none.
  void cancelled_while_waiting();

  RetryResult take_result() { return std::move(result_); }

 private:
  const char* reason_to_stop(const AttemptEnd& end) const;
  Attempt entry_of(const AttemptEnd& end) const;
  void stop(AttemptEnd end);

  std::shared_ptr<RetryLoop> loop_;
  RetryPlan plan_;
  RetryResult result_;
  AttemptStart start_;
  Clock::System started_;
  Clock::Steady began_;
  std::chrono::milliseconds waited_{0};
  int counted_ = 0;  ///< attempts that count against the limit
  int throttled_ = 0;
  int last_cost_ = 0;  ///< what the latest retry took from the budget
  bool renewed_ = false;
};

}  // namespace bss::detail
