#include "bss/client.h"

#include <algorithm>
#include <utility>

#include "core/call.h"
#include "core/client_state.h"
#include "core/pipeline.h"

namespace bss {

using detail::CallerIdentity;
using detail::IdentityKey;
using detail::Invoker;

Identity::Identity(std::shared_ptr<const Invoker> invoker) : Operations(std::move(invoker)) {}

const std::string& Identity::reseller_id() const noexcept {
  return invoker_->identity().reseller_id;
}

namespace {

std::shared_ptr<const Invoker> make_view(std::shared_ptr<const detail::Engine> engine,
                                         CallerIdentity identity) {
  return std::make_shared<const Invoker>(std::move(engine), std::move(identity));
}

}  // namespace

Client::Client(std::shared_ptr<const State> state)
    : Identity(make_view(state->engine, {{}, IdentityKey{}, state->authenticator, "own"})),
      state_(std::move(state)) {}

namespace {

template <class State>
std::shared_ptr<const State> make_state(ClientConfig config) {
  auto state = std::make_shared<State>();
  state->config = detail::completed(std::move(config));
  state->mistake = detail::mistake_in(state->config);
  auto pipeline = std::make_shared<detail::Pipeline>(state->config, state->mistake);
  state->authenticator = pipeline->authenticator(state->config.credentials);
  state->role_authenticator = state->config.role_credentials.empty()
                                  ? state->authenticator
                                  : pipeline->authenticator(state->config.role_credentials);
  state->make_authenticator = [pipeline = pipeline.get()](const Credentials& credentials) {
    return pipeline->authenticator(credentials);
  };
  state->engine = std::move(pipeline);
  return state;
}

}  // namespace

Client::Client(ClientConfig config) : Client(make_state<State>(std::move(config))) {}

std::optional<Error> Client::check() const {
  return state_->mistake;
}
std::vector<PacingState> Client::pacing() const {
  return state_->engine->pacing();
}

const ClientConfig& Client::config() const noexcept {
  return state_->config;
}

Identity Client::as_partner() const {
  return static_cast<const Identity&>(*this);
}

Identity Client::as_reseller(const std::string& reseller_id) const {
  CallerIdentity identity = invoker_->identity();
  identity.reseller_id = reseller_id;
  return Identity(make_view(state_->engine, std::move(identity)));
}

Identity Client::assumed(const DomainName& name, const DomainId& id,
                         const std::string& agency_name) const {
  CallerIdentity identity;
  identity.authenticator = state_->role_authenticator;
  identity.key.kind = IdentityKey::Kind::kAssumed;
  identity.key.domain_name = name.value;
  identity.key.domain_id = id.value;
  identity.key.agency_name = agency_name.empty() ? state_->config.xaccount_type : agency_name;
  // The quota of a call made for a customer is the customer's.
  identity.quota_owner = "customer " + (id.value.empty() ? "named " + name.value : id.value);
  return Identity(make_view(state_->engine, std::move(identity)));
}

Identity Client::as_customer(const DomainName& customer, const std::string& agency_name) const {
  return assumed(customer, DomainId{}, agency_name);
}

Identity Client::as_customer(const DomainId& customer, const std::string& agency_name) const {
  return assumed(DomainName{}, customer, agency_name);
}

Identity Client::as_owner_of(const Credentials& credentials) const {
  CallerIdentity identity;
  identity.authenticator =
      state_->make_authenticator ? state_->make_authenticator(credentials) : nullptr;
  if (const auto* keys = std::get_if<Credentials::AccessKey>(&credentials.source())) {
    identity.quota_owner = "owner of " + keys->access_key;
  } else if (const auto* login = std::get_if<Credentials::Password>(&credentials.source())) {
    identity.quota_owner = "account " + login->domain_name;
  } else {
    // Whose token it is cannot be seen, so its quota is taken to be one of its own.
    identity.quota_owner = "view " + std::to_string(state_->views++);
  }
  return Identity(make_view(state_->engine, std::move(identity)));
}

// IAM
// ------------------------------------------------------------------------------------------------------------

Site Identity::site() const {
  return invoker_->engine().site();
}
DecodeOptions Identity::decode_options() const {
  return invoker_->engine().decode_options();
}

Error Identity::invalid(const OperationInfo& operation, FieldProblem problem) {
  return detail::invalid_request(operation, std::move(problem));
}

std::optional<Error> Identity::send_to_iam(const OperationInfo& operation, EncodedRequest request,
                                           const AnswerReader& read, const CallOptions& options,
                                           ResponseMeta* meta) const {
  if (operation.area != "iam") {
    return detail::local_error(operation, ErrorKind::kInvalidArgument,
                               "This is no operation of IAM: call the client's function for it.");
  }
  detail::Call call;
  call.operation = &operation;
  if (auto refused = detail::choose_class(operation, options, &call.operation_class))
    return refused;
  call.request = std::move(request);
  call.read = read;
  call.at_iam = true;
  const std::shared_ptr<const Invoker> used = options.identity ? options.identity : invoker_;
  detail::CallOutcome outcome = used->execute(call, options);
  *meta = std::move(outcome.meta);
  return std::move(outcome.error);
}

// Raw calls
// ----------------------------------------------------------------------------------------------------

namespace {

bool is_plain_header_text(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20U || byte == 0x7FU;
  });
}

std::optional<Error> mistake_in_raw(const OperationInfo& info, const std::string& target,
                                    const RawOptions& options) {
  const bool method_fine =
      !info.method.empty() &&
      info.method.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
  if (!method_fine)
    return detail::local_error(info, ErrorKind::kInvalidArgument,
                               "The method must be in upper case.");
  const bool target_fine = !target.empty() && target.front() == '/' &&
                           std::all_of(target.begin(), target.end(),
                                       [](char c) { return c > ' ' && c < 127 && c != '#'; });
  if (!target_fine) {
    return detail::local_error(info, ErrorKind::kInvalidArgument,
                               "The target must begin with '/' and be percent-encoded.");
  }
  for (const auto& [name, value] : options.headers) {
    if (name.empty() || !is_plain_header_text(name) || !is_plain_header_text(value)) {
      return detail::local_error(info, ErrorKind::kInvalidArgument,
                                 "A header contains control characters.");
    }
  }
  return std::nullopt;
}

}  // namespace

Result<RawResponse> Identity::raw(const std::string& method, const std::string& target,
                                  const std::string& body, const RawOptions& options) const {
  OperationInfo info;
  info.method = method;
  info.operation_class = options.operation_class;
  if (auto mistake = mistake_in_raw(info, target, options)) return *std::move(mistake);
  const std::shared_ptr<const Invoker> used =
      options.call.identity ? options.call.identity : invoker_;
  if (!used->identity().reseller_id.empty()) {
    return detail::local_error(
        info, ErrorKind::kInvalidArgument,
        "A raw call cannot act for a reseller: write indirect_partner_id into it and call it "
        "as the partner.");
  }
  detail::Call call;
  call.operation = &info;
  if (auto refused = detail::choose_class(info, options.call, &call.operation_class))
    return *std::move(refused);
  call.request.headers = options.headers;
  call.request.body = body;
  call.request.has_body = !body.empty();
  call.target = target;
  call.authenticate = options.authenticate;
  call.at_iam = options.at_iam_endpoint;
  RawResponse response;
  call.read = [&response](const EncodedResponse& answer,
                          std::vector<UnknownPart>&) -> std::optional<Error> {
    response.status = answer.status;
    response.headers = answer.headers;
    response.body = answer.body;
    return std::nullopt;
  };
  detail::CallOutcome outcome = used->execute(call, options.call);
  Result<RawResponse> result = outcome.error ? Result<RawResponse>(*std::move(outcome.error))
                                             : Result<RawResponse>(std::move(response));
  result.set_meta(std::move(outcome.meta));
  return result;
}

}  // namespace bss
