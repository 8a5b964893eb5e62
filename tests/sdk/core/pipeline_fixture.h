// A real pipeline on a fake network, a manual clock and a fake proof of the caller; for the tests
// of this folder.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bss/bss.h"
#include "bss/testing/fake_transport.h"
#include "bss/testing/manual_clock.h"
#include "core/call.h"
#include "core/pipeline.h"

namespace bss::tests {

/// Puts "token-<n>" into requests; a refusal makes n grow when `renewable`.
class FakeAuthenticator final : public detail::Authenticator {
 public:
  Result<detail::AppliedProof> apply(TransportRequest& request, const detail::IdentityKey& identity,
                                     Clock::Steady, const CancellationToken&) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!failures.empty()) {
      Error error = std::move(failures.front());
      failures.erase(failures.begin());
      return error;
    }
    request.headers.emplace_back("X-Auth-Token", "token-" + std::to_string(generation));
    return detail::AppliedProof{detail::AppliedProof::Kind::kToken, identity, generation};
  }
  std::optional<Error> apply_offline(TransportRequest& request,
                                     const detail::IdentityKey&) override {
    request.headers.emplace_back("X-Auth-Token", "***");
    return std::nullopt;
  }
  bool rejected(const detail::AppliedProof& used, const Error&) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (renewable && used.generation == generation) ++generation;
    return renewable;
  }

  bool renewable = true;
  std::uint64_t generation = 1;
  std::vector<Error> failures;

 private:
  std::mutex mutex_;
};

class CollectingLogger final : public Logger {
 public:
  struct Line {
    std::string operation, method, path_template, code, request_id;
    int status = 0;
    int attempt = 0;
  };
  void log(const LogRecord& record) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    lines.push_back({std::string(record.operation), std::string(record.method),
                     std::string(record.path_template), std::string(record.code),
                     std::string(record.request_id), record.status, record.attempt});
  }
  std::vector<Line> lines;

 private:
  std::mutex mutex_;
};

struct Bench {
  explicit Bench(const std::function<void(ClientConfig&)>& change = nullptr) {
    ClientConfig config;
    config.bss_endpoint = "http://bss.test";
    config.iam_endpoint = "http://iam.test";
    config.transport = network;
    config.clock = clock;
    config.waiter = clock;
    config.logger = logger;
    config.random_seed = 20250601;
    if (change) change(config);
    config = detail::completed(std::move(config));
    std::optional<Error> mistake = detail::mistake_in(config);
    engine = std::make_shared<detail::Pipeline>(std::move(config), std::move(mistake));
    invoker = std::make_shared<const detail::Invoker>(
        engine, detail::CallerIdentity{{}, {}, authenticator, "own"});
  }

  template <class Op>
  Result<typename Op::Response> call(const typename Op::Request& request,
                                     const CallOptions& options = {}) const {
    return detail::call<Op>(invoker, request, options);
  }

  std::shared_ptr<testing::FakeTransport> network = std::make_shared<testing::FakeTransport>();
  std::shared_ptr<testing::ManualClock> clock = std::make_shared<testing::ManualClock>();
  std::shared_ptr<CollectingLogger> logger = std::make_shared<CollectingLogger>();
  std::shared_ptr<FakeAuthenticator> authenticator = std::make_shared<FakeAuthenticator>();
  std::shared_ptr<detail::Pipeline> engine;
  std::shared_ptr<const detail::Invoker> invoker;
};

inline UpdateCustomerAccountAmountRequest allocation() {
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c0000000000000000000000000000001";
  request.amount = Decimal::from_scaled(1050, 2);
  return request;
}

inline CreateSubCustomerRequest new_customer() {
  CreateSubCustomerRequest request;
  request.xaccount_id = "user-1";
  request.xaccount_type = "DEMO_PLATFORM";
  request.domain_name = "new-customer";
  return request;
}

inline std::string error_body(const std::string& code, const std::string& message = "refused") {
  return R"({"error_code":")" + code + R"(","error_msg":")" + message + R"("})";
}

inline const std::string kThrottleBody =
    R"({"error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second",)"
    R"("error_code":"APIG.0308","request_id":"0123456789abcdef0123456789abcdef"})";

}  // namespace bss::tests
