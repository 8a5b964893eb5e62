// One identity's way to make calls: generated operations hand an encoded request to an Invoker and
// get a decoded answer or an error. The Engine behind it is the pipeline, or the typed fake of
// tests.
//
// Immutable after construction; shared between threads.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "auth/authenticator.h"
#include "bss/call_options.h"
#include "bss/function.h"
#include "bss/operation_info.h"
#include "bss/pacing.h"
#include "bss/result.h"

namespace bss::detail {

/// Who calls, with everything that follows from it.
struct CallerIdentity {
  std::string reseller_id;  ///< as_reseller: filled into `indirect_partner_id`
  IdentityKey key;
  std::shared_ptr<Authenticator> authenticator;  ///< null in the typed fake
  std::string quota_owner;  ///< names the account whose quota a call uses; no secret
};

/// Looks at a successful answer; an Error (kBadResponse) if it is not what the description says.
/// Keeps the typed response on success, and tells what of the answer is unknown.
using AnswerReader =
    Function<std::optional<Error>(const EncodedResponse&, std::vector<UnknownPart>&)>;

struct Call {
  const OperationInfo* operation = nullptr;
  EncodedRequest request;
  OperationClass operation_class = OperationClass::kMoney;
  std::optional<Intent> intent;  ///< calls that move value
  AnswerReader read;
  // Raw calls only.
  std::optional<std::string>
      target;  ///< path and query as they go out; replaces those of `request`
  bool authenticate = true;
  bool at_iam = false;
};

/// How a call ended. With `error` empty the reader accepted an answer, unless `already_done`: then
/// the service said that an earlier attempt of this very call had taken effect, and there is no
/// answer to read.
struct CallOutcome {
  std::optional<Error> error;
  bool already_done = false;
  bool unknown_before_last = false;  ///< an attempt before the last one may have been executed
  ResponseMeta meta;
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual CallOutcome execute(const Call& call, const CallerIdentity& identity,
                              const CallOptions& options) const = 0;
  /// The same without waiting: `done` is called on the executor, exactly once. `identity` keeps
  /// this engine alive until then.
  virtual void start(std::shared_ptr<const Call> call,
                     std::shared_ptr<const CallerIdentity> identity, CallOptions options,
                     Function<void(CallOutcome)> done) const = 0;
  virtual void post(Function<void()> work) const = 0;
  /// Turns the time a call has into a moment, so that waiting for a thread counts.
  virtual void start_clock(CallOptions& options) const = 0;
  /// Waits, for steps between the calls of one operation. False: cancelled, or the wait would pass
  /// the deadline.
  virtual bool pause(std::chrono::milliseconds wait, const CallOptions& options) const = 0;
  /// Empty when nothing is paced.
  virtual std::vector<PacingState> pacing() const { return {}; }
  virtual Site site() const = 0;
  virtual DecodeOptions decode_options() const = 0;
  /// A key that no other call has: 32 hex digits.
  virtual std::string new_key() const = 0;
};

class Invoker {
 public:
  Invoker(std::shared_ptr<const Engine> engine, CallerIdentity identity)
      : engine_(std::move(engine)), identity_(std::move(identity)) {}

  const Engine& engine() const { return *engine_; }
  const std::shared_ptr<const Engine>& shared_engine() const { return engine_; }
  const CallerIdentity& identity() const { return identity_; }

  CallOutcome execute(const Call& call, const CallOptions& options) const {
    return engine_->execute(call, identity_, options);
  }

 private:
  std::shared_ptr<const Engine> engine_;
  CallerIdentity identity_;
};

}  // namespace bss::detail
