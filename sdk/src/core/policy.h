// The pipeline: a chain of policies of one shape. Each does one thing on the way out, hands the
// exchange to the next, and may do one thing on the way back. The order stands in pipeline.cpp and
// nowhere else:
//
//   operation -> deadline -> retry -> watch attempt -> pacer ->
//   credentials and signing -> log -> transport
//
// What stands before retry runs once a call, what stands behind it once an attempt. Policies are
// immutable or lock what they share; one chain serves all calls of a client.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bss/client.h"
#include "bss/transport.h"
#include "core/invoker.h"
#include "core/pacer.h"
#include "core/retry_loop.h"

namespace bss::detail {

/// One call on its way through the pipeline.
struct Exchange {
  const Call& call;
  const CallerIdentity& identity;
  const CallOptions& options;
  Clock::Steady deadline = Clock::Steady::max();
  AttemptStart attempt;
  TransportRequest base;     ///< without proof; every attempt starts from a copy
  TransportRequest request;  ///< of this attempt
  bool left = false;         ///< this attempt's request was handed to the transport
  std::function<void()> on_leaving;
  std::optional<std::chrono::system_clock::time_point> first_left;
};

/// What comes back. Behind retry only `end` is filled; retry adds the story of all attempts.
struct Outcome {
  AttemptEnd end;
  std::vector<Attempt> attempts;
  bool unknown_before_last = false;
  bool cancelled = false;
};

class Policy;
using Chain = std::vector<std::unique_ptr<const Policy>>;

/// The rest of the chain.
class Next {
 public:
  Next(const Chain& chain, std::size_t index) : chain_(chain), index_(index) {}
  Outcome operator()(Exchange& exchange) const;

 private:
  const Chain& chain_;
  std::size_t index_;
};

class Policy {
 public:
  virtual ~Policy() = default;
  virtual Outcome send(Exchange& exchange, const Next& next) const = 0;
};

/// What an observer is told of a call.
CallStart start_of(const Call& call, std::chrono::system_clock::time_point started);

/// An outcome without answer: nothing was sent.
Outcome unsent(const Exchange& exchange, Fate fate, ErrorKind kind, std::string message);

/// Turns the encoded request into what goes out.
class OperationPolicy final : public Policy {
 public:
  OperationPolicy(std::string bss_endpoint, std::string iam_endpoint, std::string user_agent,
                  std::chrono::milliseconds connect_timeout);
  Outcome send(Exchange& exchange, const Next& next) const override;

 private:
  std::string bss_endpoint_;
  std::string iam_endpoint_;
  std::string user_agent_;
  std::chrono::milliseconds connect_timeout_;
};

/// Fixes the moment at which the call ends, whatever it is doing.
class DeadlinePolicy final : public Policy {
 public:
  DeadlinePolicy(std::shared_ptr<const Clock> clock, std::chrono::milliseconds total_timeout)
      : clock_(std::move(clock)), total_timeout_(total_timeout) {}
  Outcome send(Exchange& exchange, const Next& next) const override;

  static Clock::Steady deadline_of(const CallOptions& options, Clock::Steady now,
                                   std::chrono::milliseconds total_timeout);

 private:
  std::shared_ptr<const Clock> clock_;
  std::chrono::milliseconds total_timeout_;
};

class RetryPolicy final : public Policy {
 public:
  RetryPolicy(std::shared_ptr<const RetryLoop> loop, std::shared_ptr<Observer> observer)
      : loop_(std::move(loop)), observer_(std::move(observer)) {}
  Outcome send(Exchange& exchange, const Next& next) const override;

 private:
  std::shared_ptr<const RetryLoop> loop_;
  std::shared_ptr<Observer> observer_;  ///< of waits; may be null
};

/// Every attempt takes its own permit.
class PacingPolicy final : public Policy {
 public:
  explicit PacingPolicy(std::shared_ptr<Pacer> pacer) : pacer_(std::move(pacer)) {}
  Outcome send(Exchange& exchange, const Next& next) const override;

 private:
  std::shared_ptr<Pacer> pacer_;
};

/// Proves the caller: token or signature; asks for a new proof once when one was refused.
class CredentialsPolicy final : public Policy {
 public:
  Outcome send(Exchange& exchange, const Next& next) const override;
};

class LogPolicy final : public Policy {
 public:
  LogPolicy(std::shared_ptr<Logger> logger, std::shared_ptr<const Clock> clock)
      : logger_(std::move(logger)), clock_(std::move(clock)) {}
  Outcome send(Exchange& exchange, const Next& next) const override;

 private:
  std::shared_ptr<Logger> logger_;
  std::shared_ptr<const Clock> clock_;
};

/// Tells the observer of every attempt, and of what the pacer made it wait. Of whole calls it is
/// told around the chain, when the verdict is known.
class WatchAttemptPolicy final : public Policy {
 public:
  WatchAttemptPolicy(std::shared_ptr<Observer> observer, std::shared_ptr<const Clock> clock)
      : observer_(std::move(observer)), clock_(std::move(clock)) {}
  Outcome send(Exchange& exchange, const Next& next) const override;

 private:
  std::shared_ptr<Observer> observer_;
  std::shared_ptr<const Clock> clock_;
};

/// The end of the chain: sends once, and reads the answer.
class TransportPolicy final : public Policy {
 public:
  TransportPolicy(std::shared_ptr<Transport> transport, std::shared_ptr<const Clock> clock,
                  std::chrono::milliseconds attempt_timeout)
      : transport_(std::move(transport)),
        clock_(std::move(clock)),
        attempt_timeout_(attempt_timeout) {}
  Outcome send(Exchange& exchange, const Next& next) const override;

 private:
  std::shared_ptr<Transport> transport_;
  std::shared_ptr<const Clock> clock_;
  std::chrono::milliseconds attempt_timeout_;
};

/// The verdict on a call from the story of its attempts: what the caller is told.
CallOutcome settle(const Call& call, Outcome outcome,
                   std::optional<std::chrono::system_clock::time_point> first_left);

}  // namespace bss::detail
