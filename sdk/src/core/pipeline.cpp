#include "core/pipeline.h"

#include <algorithm>
#include <utility>

#include "core/target.h"

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
  const auto loop =
      std::make_shared<RetryLoop>(config_.retry, config_.clock, config_.waiter, random_);
  // The order of the pipeline. In front of retry: once a call; behind it: once an attempt.
  chain_.push_back(std::make_unique<OperationPolicy>(
      checked_endpoint(config_.bss_endpoint), checked_endpoint(config_.iam_endpoint),
      user_agent(config_.user_agent_suffix), config_.connect_timeout));
  chain_.push_back(std::make_unique<DeadlinePolicy>(config_.clock, config_.total_timeout));
  chain_.push_back(std::make_unique<RetryPolicy>(loop, config_.observer));
  if (config_.observer)
    chain_.push_back(std::make_unique<WatchAttemptPolicy>(config_.observer, config_.clock));
  if (config_.pacing) {
    chain_.push_back(
        std::make_unique<PacingPolicy>(std::make_shared<Pacer>(config_.clock, config_.waiter)));
  }
  chain_.push_back(std::make_unique<CredentialsPolicy>());
  chain_.push_back(std::make_unique<LogPolicy>(config_.logger, config_.clock));
  chain_.push_back(
      std::make_unique<TransportPolicy>(config_.transport, config_.clock, config_.attempt_timeout));
}

CallOutcome Pipeline::execute(const Call& call, const CallerIdentity& identity,
                              const CallOptions& options) const {
  if (mistake_) {
    CallOutcome refused;
    refused.error = *mistake_;
    refused.error->operation = std::string(call.operation->name);
    return refused;
  }
  Exchange exchange{call, identity, options, {}, {}, {}, {}, false, {}, {}};
  const CallStart start = start_of(call, config_.clock->system_now());
  const Clock::Steady began = config_.clock->steady_now();
  if (config_.observer) config_.observer->call_started(start);
  // On its own: when the first attempt left is known only afterwards.
  Outcome outcome = Next(chain_, 0)(exchange);
  CallOutcome settled = settle(call, std::move(outcome), exchange.first_left);
  if (config_.observer)
    config_.observer->call_ended(end_of(start, settled, config_.clock->steady_now() - began));
  return settled;
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
