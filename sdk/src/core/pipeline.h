// The engine of real clients: configuration, shared state (budget, pacer, randomness, executor) and
// the chain of policies. Immutable after construction; shared between threads.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bss/client.h"
#include "core/invoker.h"
#include "core/policy.h"
#include "core/random.h"

namespace bss::detail {

/// The configuration with every default filled in.
ClientConfig completed(ClientConfig config);
/// The first mistake, or nothing.
std::optional<Error> mistake_in(const ClientConfig& config);

std::string user_agent(const std::string& suffix);

class Pipeline final : public Engine {
 public:
  /// `config` must be complete. `mistake` set: every call ends with it.
  Pipeline(ClientConfig config, std::optional<Error> mistake);

  CallOutcome execute(const Call& call, const CallerIdentity& identity,
                      const CallOptions& options) const override;
  void start(std::shared_ptr<const Call> call, std::shared_ptr<const CallerIdentity> identity,
             CallOptions options, Function<void(CallOutcome)> done) const override;
  void post(Function<void()> work) const override { config_.executor->post(std::move(work)); }
  void start_clock(CallOptions& options) const override;
  bool pause(std::chrono::milliseconds wait, const CallOptions& options) const override;
  std::vector<PacingState> pacing() const override;
  Site site() const override { return config_.site; }
  DecodeOptions decode_options() const override;
  std::string new_key() const override { return random_->hex32(); }

  const ClientConfig& config() const { return config_; }
  /// Credentials policy's partner for one owner of credentials.
  std::shared_ptr<Authenticator> authenticator(const Credentials& credentials) const;

 private:
  class Passage;
  class StartedCall;
  /// What every call ends with when the configuration has a mistake.
  std::optional<CallOutcome> refused(const Call& call) const;

  ClientConfig config_;
  std::optional<Error> mistake_;
  std::shared_ptr<Random> random_;
  std::shared_ptr<Pacer> pacer_;  ///< null when nothing is paced
  Chain chain_;
};

}  // namespace bss::detail
