#include "bss/testing/fake_client.h"

#include <map>
#include <mutex>

#include "core/call.h"
#include "core/client_state.h"

namespace bss::testing {

struct FakeClient::State {
  explicit State(Site which) : site(which) {}
  const Site site;
  mutable std::mutex mutex;
  std::map<std::string, Answer> answers;
  std::vector<FakeCall> calls;
  std::uint64_t keys = 0;
};

namespace {

class FakeEngine final : public detail::Engine {
 public:
  explicit FakeEngine(std::shared_ptr<FakeClient::State> state)
      : state_(std::move(state)), executor_(make_thread_pool(1)) {}

  detail::CallOutcome execute(const detail::Call& call, const detail::CallerIdentity& identity,
                              const CallOptions&) const override;
  void start(std::shared_ptr<const detail::Call> call,
             std::shared_ptr<const detail::CallerIdentity> identity, CallOptions options,
             Function<void(detail::CallOutcome)> done) const override {
    post([this, call, identity, options, done] { done(execute(*call, *identity, options)); });
  }
  void post(Function<void()> work) const override { executor_->post(std::move(work)); }
  void start_clock(CallOptions&) const override {}
  bool pause(std::chrono::milliseconds, const CallOptions& options) const override {
    return !options.cancellation.cancelled();
  }
  Site site() const override { return state_->site; }
  DecodeOptions decode_options() const override { return {}; }
  std::string new_key() const override {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    std::string digits = std::to_string(++state_->keys);
    return std::string(32 - digits.size(), '0') + digits;
  }

 private:
  std::shared_ptr<FakeClient::State> state_;
  std::shared_ptr<Executor> executor_;
};

detail::CallOutcome FakeEngine::execute(const detail::Call& call,
                                        const detail::CallerIdentity& identity,
                                        const CallOptions&) const {
  FakeCall record;
  record.operation = std::string(call.operation->name);
  record.request = call.request;
  record.reseller_id = identity.reseller_id;
  record.customer =
      identity.key.domain_id.empty() ? identity.key.domain_name : identity.key.domain_id;
  Function<Result<EncodedResponse>(const EncodedRequest&)> answer;
  {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    const auto found = state_->answers.find(record.operation);
    if (found != state_->answers.end()) answer = found->second;
    state_->calls.push_back(std::move(record));
  }
  detail::CallOutcome outcome;
  if (!answer) {
    outcome.error = detail::local_error(*call.operation, ErrorKind::kNotSent,
                                        "The fake has no answer for this operation.");
    return outcome;
  }
  const Result<EncodedResponse> response = answer(call.request);
  if (!response) {
    outcome.error = response.error();
    if (outcome.error->operation.empty())
      outcome.error->operation = std::string(call.operation->name);
    return outcome;
  }
  outcome.meta.http_status = response->status;
  outcome.error = call.read(response.value(), outcome.meta.unknown);
  return outcome;
}

}  // namespace

FakeClient::FakeClient(Site site) : state_(std::make_shared<State>(site)) {}

void FakeClient::set(std::string operation, Answer answer) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->answers[std::move(operation)] = std::move(answer);
}

std::vector<FakeCall> FakeClient::calls() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->calls;
}

Client FakeClient::client() const {
  auto state = std::make_shared<Client::State>();
  state->config.site = state_->site;
  state->engine = std::make_shared<FakeEngine>(state_);
  return Client(std::shared_ptr<const Client::State>(std::move(state)));
}

}  // namespace bss::testing
