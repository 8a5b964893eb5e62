// The pipeline: a chain of policies of one shape. Each does one thing on the way out and may do one
// thing on the way back; none waits. The order stands in pipeline.cpp and nowhere else:
//
//   operation -> deadline -> retry -> watch attempt -> pacer ->
//   credentials and signing -> log -> transport
//
// What stands before retry runs once a call, what stands behind it once an attempt. Policies are
// immutable or lock what they share; one chain serves all calls of a client.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bss/client.h"
#include "bss/transport.h"
#include "core/invoker.h"
#include "core/pacer.h"
#include "core/retry_loop.h"

namespace bss::detail {

/// What comes back. Behind retry only `end` is filled; retry adds the story of all attempts.
struct Outcome {
  AttemptEnd end;
  std::vector<Attempt> attempts;
  bool unknown_before_last = false;
  bool cancelled = false;
};

/// When something began, on both clocks.
struct Beginning {
  Clock::System date;
  Clock::Steady moment;
};

/// One call on its way through the pipeline.
struct Exchange {
  Exchange(const Call& of_call, const CallerIdentity& by, const CallOptions& with)
      : call(of_call), identity(by), options(with) {}

  const Call& call;
  const CallerIdentity& identity;
  const CallOptions& options;
  Clock::Steady deadline = Clock::Steady::max();
  TransportRequest base;  ///< without proof; every attempt starts from a copy
  std::optional<std::chrono::system_clock::time_point> first_left;
  std::optional<RetryStory> story;
  bool between_attempts = false;
  bool wait_cancelled = false;  ///< the wait that a policy asked for was cut short

  // Of the latest attempt.
  AttemptStart attempt;
  std::shared_ptr<TransportRequest> request;
  bool left = false;  ///< the request was handed to the transport
  std::optional<Pacer::Permit> permit;
  std::chrono::milliseconds paced{0};  ///< waited for the permit
  std::optional<AppliedProof> proof;
  Beginning watched;
  Beginning logged;
  TransportResult answer;

  Outcome outcome;  ///< on the way back
};

/// What happens after a policy has done its part.
struct Move {
  enum class Kind : std::uint8_t {
    kOn,     ///< to the next policy, or back to the one in front
    kWait,   ///< until `until`; then this policy is asked again
    kSend,   ///< on the way out: the request leaves, and with its answer the way back begins here
    kTurn,   ///< on the way out: back to the policy in front, the outcome is known
    kAgain,  ///< on the way back: the way out begins here once more
  };
  Kind kind = Kind::kOn;
  Clock::Steady until{};

  static Move wait(Clock::Steady until) { return {Kind::kWait, until}; }
};

class Policy {
 public:
  virtual ~Policy() = default;
  virtual Move out(Exchange& exchange) const = 0;
  virtual Move back(Exchange&) const { return {}; }
};

using Chain = std::vector<std::unique_ptr<const Policy>>;

/// One exchange on its way through the chain, as far as it can go without waiting.
class Travel {
 public:
  Travel(const Chain& chain, Exchange& exchange) : chain_(chain), exchange_(exchange) {}

  enum class Need : std::uint8_t {
    kNothing,  ///< the outcome is there
    kWait,     ///< until `until()`; then woke()
    kSend,     ///< the exchange's request; then answered()
  };
  Need go_on();
  Clock::Steady until() const { return until_; }
  void woke(bool cancelled) { exchange_.wait_cancelled = cancelled; }
  void answered(TransportResult answer) { exchange_.answer = std::move(answer); }

 private:
  const Chain& chain_;
  Exchange& exchange_;
  std::size_t at_ = 0;
  bool outward_ = true;
  bool over_ = false;
  Clock::Steady until_{};
};

/// What an observer is told of a call.
CallStart start_of(const Call& call, std::chrono::system_clock::time_point started);

/// Nothing was sent: the way back, with an outcome that says so.
Move unsent(Exchange& exchange, Fate fate, ErrorKind kind, std::string message);

/// Turns the encoded request into what goes out.
class OperationPolicy final : public Policy {
 public:
  OperationPolicy(std::string bss_endpoint, std::string iam_endpoint, std::string user_agent,
                  std::chrono::milliseconds connect_timeout);
  Move out(Exchange& exchange) const override;

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
  Move out(Exchange& exchange) const override;

  static Clock::Steady deadline_of(const CallOptions& options, Clock::Steady now,
                                   std::chrono::milliseconds total_timeout);

 private:
  std::shared_ptr<const Clock> clock_;
  std::chrono::milliseconds total_timeout_;
};

class RetryPolicy final : public Policy {
 public:
  RetryPolicy(std::shared_ptr<RetryLoop> loop, std::shared_ptr<const Clock> clock,
              std::shared_ptr<Observer> observer)
      : loop_(std::move(loop)), clock_(std::move(clock)), observer_(std::move(observer)) {}
  Move out(Exchange& exchange) const override;
  Move back(Exchange& exchange) const override;

 private:
  Move conclude(Exchange& exchange) const;

  std::shared_ptr<RetryLoop> loop_;
  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<Observer> observer_;  ///< of waits; may be null
};

/// Every attempt takes its own permit.
class PacingPolicy final : public Policy {
 public:
  PacingPolicy(std::shared_ptr<Pacer> pacer, std::shared_ptr<const Clock> clock)
      : pacer_(std::move(pacer)), clock_(std::move(clock)) {}
  Move out(Exchange& exchange) const override;
  Move back(Exchange& exchange) const override;

 private:
  std::shared_ptr<Pacer> pacer_;
  std::shared_ptr<const Clock> clock_;
};

/// Proves the caller: token or signature; asks for a new proof once when one was refused. Blocks
/// while a token is fetched, which happens once in a token's life.
class CredentialsPolicy final : public Policy {
 public:
  Move out(Exchange& exchange) const override;
  Move back(Exchange& exchange) const override;
};

class LogPolicy final : public Policy {
 public:
  LogPolicy(std::shared_ptr<Logger> logger, std::shared_ptr<const Clock> clock)
      : logger_(std::move(logger)), clock_(std::move(clock)) {}
  Move out(Exchange& exchange) const override;
  Move back(Exchange& exchange) const override;

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
  Move out(Exchange& exchange) const override;
  Move back(Exchange& exchange) const override;

 private:
  std::shared_ptr<Observer> observer_;
  std::shared_ptr<const Clock> clock_;
};

/// The end of the chain: lets the request leave, and reads the answer.
class TransportPolicy final : public Policy {
 public:
  TransportPolicy(std::shared_ptr<const Clock> clock, std::chrono::milliseconds attempt_timeout)
      : clock_(std::move(clock)), attempt_timeout_(attempt_timeout) {}
  Move out(Exchange& exchange) const override;
  Move back(Exchange& exchange) const override;

 private:
  std::shared_ptr<const Clock> clock_;
  std::chrono::milliseconds attempt_timeout_;
};

/// The verdict on a call from the story of its attempts: what the caller is told.
CallOutcome settle(const Call& call, Outcome outcome,
                   std::optional<std::chrono::system_clock::time_point> first_left);

}  // namespace bss::detail
