#include "core/pipeline.h"

#include <algorithm>
#include <utility>

#include "core/target.h"
#include "core/thread_pool.h"

namespace bss::detail {

namespace {

struct OfficialEndpoints {
  const char* bss;
  const char* iam = "https://iam.myhuaweicloud.com";
};

OfficialEndpoints official(Site site) {
  return {site == Site::kInternational ? "https://bss-intl.myhuaweicloud.com"
                                       : "https://bss.myhuaweicloud.com"};
}

Error configuration_error(std::string message) {
  Error error;
  error.kind = ErrorKind::kInvalidArgument;
  error.message = "Configuration: " + std::move(message);
  return error;
}

CallEnd end_of(const CallStart& start, const CallOutcome& settled, std::chrono::nanoseconds took) {
  CallEnd end;
  end.call = start;
  end.attempts = static_cast<int>(settled.meta.attempts.size());
  end.status = settled.meta.http_status;
  if (!settled.meta.attempts.empty()) end.code = settled.meta.attempts.back().code;
  end.request_id = settled.meta.request_id;
  end.duration = std::chrono::duration_cast<std::chrono::milliseconds>(took);
  if (settled.error) end.error = &*settled.error;
  return end;
}

}  // namespace

ClientConfig completed(ClientConfig config) {
  if (config.bss_endpoint.empty()) config.bss_endpoint = official(config.site).bss;
  if (config.iam_endpoint.empty()) {
    config.iam_endpoint =
        is_loopback(config.bss_endpoint) ? config.bss_endpoint : official(config.site).iam;
  }
  if (!config.transport) config.transport = make_default_transport(config.transport_options);
  if (!config.clock) config.clock = system_clock();
  if (!config.waiter) config.waiter = system_waiter();
  if (!config.executor) config.executor = make_thread_pool(config.async_threads);
  return config;
}

std::optional<Error> mistake_in(const ClientConfig& config) {
  if (checked_endpoint(config.bss_endpoint).empty()) {
    return configuration_error("bss_endpoint must be http(s)://host[:port] without path.");
  }
  if (checked_endpoint(config.iam_endpoint).empty()) {
    return configuration_error("iam_endpoint must be http(s)://host[:port] without path.");
  }
  if (config.connect_timeout.count() <= 0 || config.attempt_timeout.count() <= 0 ||
      config.total_timeout.count() <= 0) {
    return configuration_error("every timeout must be longer than nothing.");
  }
  const RetryOptions& retry = config.retry;
  if (retry.max_attempts < 1 || retry.budget < 0 || retry.cost < 0 || retry.timeout_cost < 0) {
    return configuration_error(
        "retry needs at least one attempt, and neither budget nor costs below zero.");
  }
  const auto waits = {retry.first_wait, retry.first_throttled_wait, retry.first_slow_wait,
                      retry.longest_wait, retry.longest_retry_after};
  if (std::any_of(waits.begin(), waits.end(), [](auto wait) { return wait.count() < 0; })) {
    return configuration_error("retry waits must not be negative.");
  }
  return std::nullopt;
}

std::string user_agent(const std::string& suffix) {
  std::string text = std::string("bss-partner-sdk-cpp/") + BSS_SDK_VERSION;
  if (!suffix.empty()) text += " " + suffix;
  return text;
}

Pipeline::Pipeline(ClientConfig config, std::optional<Error> mistake)
    : config_(std::move(config)),
      mistake_(std::move(mistake)),
      random_(std::make_shared<Random>(config_.random_seed)) {
  const auto loop = std::make_shared<RetryLoop>(config_.retry, config_.clock, random_);
  // The order of the pipeline. In front of retry: once a call; behind it: once an attempt.
  chain_.push_back(std::make_unique<OperationPolicy>(
      checked_endpoint(config_.bss_endpoint), checked_endpoint(config_.iam_endpoint),
      user_agent(config_.user_agent_suffix), config_.connect_timeout));
  chain_.push_back(std::make_unique<DeadlinePolicy>(config_.clock, config_.total_timeout));
  chain_.push_back(std::make_unique<RetryPolicy>(loop, config_.clock, config_.observer));
  if (config_.observer)
    chain_.push_back(std::make_unique<WatchAttemptPolicy>(config_.observer, config_.clock));
  if (config_.pacing) {
    pacer_ = std::make_shared<Pacer>(config_.clock);
    chain_.push_back(std::make_unique<PacingPolicy>(pacer_, config_.clock));
  }
  chain_.push_back(std::make_unique<CredentialsPolicy>());
  chain_.push_back(std::make_unique<LogPolicy>(config_.logger, config_.clock));
  chain_.push_back(std::make_unique<TransportPolicy>(config_.clock, config_.attempt_timeout));
}

/// A call between its beginning and its verdict, with what an observer is told of both.
class Pipeline::Passage {
 public:
  Passage(const Pipeline& pipeline, const Call& call, const CallerIdentity& identity,
          const CallOptions& options)
      : pipeline_(pipeline),
        exchange_(call, identity, options),
        travel_(pipeline.chain_, exchange_) {
    const ClientConfig& config = pipeline_.config_;
    start_ = start_of(call, config.clock->system_now());
    began_ = config.clock->steady_now();
    if (config.observer) config.observer->call_started(start_);
  }

  Travel& travel() { return travel_; }
  const std::shared_ptr<TransportRequest>& request() const { return exchange_.request; }

  CallOutcome settled() {
    const ClientConfig& config = pipeline_.config_;
    CallOutcome settled =
        settle(exchange_.call, std::move(exchange_.outcome), exchange_.first_left);
    if (config.observer) {
      for (const UnknownPart& part : settled.meta.unknown)
        config.observer->unknown_part(start_, part);
      config.observer->call_ended(end_of(start_, settled, config.clock->steady_now() - began_));
    }
    return settled;
  }

 private:
  const Pipeline& pipeline_;
  Exchange exchange_;
  Travel travel_;
  CallStart start_;
  Clock::Steady began_;
};

std::optional<CallOutcome> Pipeline::refused(const Call& call) const {
  if (!mistake_) return std::nullopt;
  CallOutcome outcome;
  outcome.error = *mistake_;
  outcome.error->operation = std::string(call.operation->name);
  return outcome;
}

CallOutcome Pipeline::execute(const Call& call, const CallerIdentity& identity,
                              const CallOptions& options) const {
  if (auto outcome = refused(call)) return *std::move(outcome);
  Passage passage(*this, call, identity, options);
  Travel& travel = passage.travel();
  for (;;) {
    switch (travel.go_on()) {
      case Travel::Need::kNothing:
        return passage.settled();
      case Travel::Need::kWait:
        travel.woke(!config_.waiter->wait_until(travel.until(), options.cancellation));
        break;
      case Travel::Need::kSend:
        travel.answered(config_.transport->send(*passage.request(), options.cancellation));
        break;
    }
  }
}

/// A call that nobody waits for: between what happens to it, no thread is held.
class Pipeline::StartedCall : public std::enable_shared_from_this<StartedCall> {
 public:
  StartedCall(const Pipeline& pipeline, std::shared_ptr<const Call> call,
              std::shared_ptr<const CallerIdentity> identity, CallOptions options,
              Function<void(CallOutcome)> done)
      : config_(pipeline.config_),
        call_(std::move(call)),
        identity_(std::move(identity)),
        options_(std::move(options)),
        done_(std::move(done)),
        passage_(pipeline, *call_, *identity_, options_) {}

  void go_on_later() {
    // The call may be over, and its client gone, before the post is.
    Executor& executor = *config_.executor;
    const auto held = may_end_during_post(executor) ? nullptr : config_.executor;
    executor.post([self = shared_from_this()] { self->go_on(); });
  }

 private:
  void go_on() {
    switch (passage_.travel().go_on()) {
      case Travel::Need::kNothing:
        end();
        return;
      case Travel::Need::kWait:
        wait();
        return;
      case Travel::Need::kSend:
        send();
        return;
    }
  }

  // What is begun here may be over, and its client gone, before it comes back.
  void wait() {
    const std::shared_ptr<Waiter> waiter = config_.waiter;
    const CancellationToken cancellation = options_.cancellation;
    waiter->wait_and_then(passage_.travel().until(), cancellation,
                          [self = shared_from_this()](bool reached) {
                            self->passage_.travel().woke(!reached);
                            self->go_on_later();
                          });
  }
  void send() {
    const std::shared_ptr<Transport> transport = config_.transport;
    transport->start(passage_.request(), options_.cancellation,
                     [self = shared_from_this()](TransportResult answer) {
                       self->passage_.travel().answered(std::move(answer));
                       self->go_on_later();
                     });
  }

  /// The client is let go of before the caller hears of the end: he may be about to end the
  /// program.
  void end() {
    CallOutcome outcome = passage_.settled();
    options_ = {};
    identity_.reset();
    done_(std::move(outcome));
  }

  const ClientConfig& config_;
  const std::shared_ptr<const Call> call_;
  std::shared_ptr<const CallerIdentity> identity_;  ///< keeps the pipeline as well
  CallOptions options_;
  const Function<void(CallOutcome)> done_;
  Passage passage_;
};

void Pipeline::start(std::shared_ptr<const Call> call,
                     std::shared_ptr<const CallerIdentity> identity, CallOptions options,
                     Function<void(CallOutcome)> done) const {
  if (auto outcome = refused(*call)) {
    post([done = std::move(done), outcome = *std::move(outcome)] { done(outcome); });
    return;
  }
  std::make_shared<StartedCall>(*this, std::move(call), std::move(identity), std::move(options),
                                std::move(done))
      ->go_on_later();
}

std::vector<PacingState> Pipeline::pacing() const {
  return pacer_ ? pacer_->states() : std::vector<PacingState>();
}

void Pipeline::start_clock(CallOptions& options) const {
  options.deadline =
      DeadlinePolicy::deadline_of(options, config_.clock->steady_now(), config_.total_timeout);
  options.timeout.reset();
}

bool Pipeline::pause(std::chrono::milliseconds wait, const CallOptions& options) const {
  const Clock::Steady now = config_.clock->steady_now();
  if (DeadlinePolicy::deadline_of(options, now, config_.total_timeout) - now <= wait) return false;
  return config_.waiter->wait_until(now + wait, options.cancellation);
}

DecodeOptions Pipeline::decode_options() const {
  DecodeOptions options;
  options.strict = config_.strict_decoding;
  return options;
}

std::shared_ptr<Authenticator> Pipeline::authenticator(const Credentials& credentials) const {
  AuthenticatorSettings settings;
  settings.credentials = credentials;
  settings.iam_endpoint = checked_endpoint(config_.iam_endpoint);
  settings.transport = config_.transport;
  settings.clock = config_.clock;
  settings.waiter = config_.waiter;
  settings.executor = config_.executor;
  settings.logger = config_.logger;
  settings.user_agent = user_agent(config_.user_agent_suffix);
  settings.connect_timeout = config_.connect_timeout;
  settings.attempt_timeout = config_.attempt_timeout;
  settings.random_seed = random_->bits();
  return make_authenticator(std::move(settings));
}

}  // namespace bss::detail
