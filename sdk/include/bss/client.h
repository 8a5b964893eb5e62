// The client: one object for a program, made from a configuration, and immutable views on it for
// everybody in whose name calls are made.
//
//   bss::Result<bss::Client> client = bss::Client::from_environment();
//   auto balances = client->list_partner_balances({});              // the partner itself
//   auto view = client->as_customer(bss::DomainName{"acme"});       // a customer, by assume_role
//   auto services = view.list_service_types({});
//
// Client and Identity are cheap handles; copy them freely and use them from any number of threads.
// Nothing in them changes after construction. There is no global state and nothing to initialise.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bss/call_options.h"
#include "bss/clock.h"
#include "bss/credentials.h"
#include "bss/executor.h"
#include "bss/function.h"
#include "bss/logger.h"
#include "bss/observer.h"
#include "bss/operation_info.h"
#include "bss/operations.h"
#include "bss/pacing.h"
#include "bss/result.h"
#include "bss/transport.h"

namespace bss {

namespace detail {
struct MoneyAccess;
}

namespace testing {
class FakeClient;
}

struct RetryOptions {
  /// Throttled attempts do not count. 1: nothing is repeated, throttled or not.
  int max_attempts = 5;
  std::chrono::milliseconds first_wait{200};
  std::chrono::milliseconds first_throttled_wait{1'000};
  std::chrono::milliseconds first_slow_wait{
      2'000};  ///< for codes that the description marks `repeat: slowly`
  std::chrono::milliseconds longest_wait{20'000};
  std::chrono::milliseconds longest_retry_after{30'000};
  int budget = 500;       ///< shared by all calls of the client
  int cost = 5;           ///< of one retry
  int timeout_cost = 10;  ///< of one retry after a time-out
};

struct ClientConfig {
  // Where.
  Site site = Site::kChina;
  /// scheme://host[:port]. Empty: the site's official endpoint.
  std::string bss_endpoint;
  /// Empty: beside a BSS endpoint on loopback that same endpoint (the local server speaks both),
  /// else the official one.
  std::string iam_endpoint;

  // Who.
  Credentials credentials;
  /// Login for as_customer beside `credentials` that are a key pair: assume_role takes a token, not
  /// a signature. Empty: as_customer uses `credentials`.
  Credentials role_credentials;
  /// The platform id that Huawei gave the partner (`xaccount_type`): default agency name of
  /// as_customer.
  std::string xaccount_type;

  // How long.
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds attempt_timeout{30'000};
  std::chrono::milliseconds total_timeout{60'000};  ///< of a call with all its attempts and waits

  // How.
  RetryOptions retry;
  /// Keep to the published quota of every operation. Leave it on unless something else paces the
  /// program.
  bool pacing = true;
  /// Refuse answers with unknown fields or values, for tests of your own.
  bool strict_decoding = false;
  /// Put behind the SDK's own User-Agent.
  std::string user_agent_suffix;

  // Through what. Everything unset gets the SDK's default.
  TransportOptions
      transport_options;  ///< proxy, CA, client certificate; used when `transport` is unset
  std::shared_ptr<Transport> transport;
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<Waiter> waiter;
  std::shared_ptr<Logger> logger;      ///< unset: nothing is logged
  std::shared_ptr<Observer> observer;  ///< unset: nobody watches
  std::shared_ptr<Executor>
      executor;  ///< unset: a pool of `async_threads` threads, started by the first async call
  std::size_t async_threads = 4;
  std::optional<std::uint64_t>
      random_seed;  ///< for repeatable tests only: jitter and keys follow from it
};

/// Names a customer's account for as_customer.
struct DomainName {
  std::string value;
};
struct DomainId {
  std::string value;
};

/// An answer as it came, for raw calls.
struct RawResponse {
  int status = 0;
  NameValues headers;
  std::string body;
};

struct RawOptions {
  /// What the SDK may assume of the call; the default is never repeated once it may have been
  /// received.
  OperationClass operation_class = OperationClass::kMoney;
  bool authenticate =
      true;  ///< false: neither token nor signature leaves the program with this call
  bool at_iam_endpoint = false;
  NameValues headers;  ///< further ones; Content-Type is application/json when there is a body
  CallOptions call;    ///< time, cancellation, identity
};

/// One identity's view on a client: all operations, made in its name.
class Identity : public Operations {
 public:
  /// A request that the SDK has no typed operation for. `target` is path and query,
  /// percent-encoded. Goes through the same retry, credentials and logging; not paced. Statuses of
  /// 400 and more, and a 200 that carries an error code, are errors.
  Result<RawResponse> raw(const std::string& method, const std::string& target,
                          const std::string& body = {}, const RawOptions& options = {}) const;

  /// An operation of IAM (`bss/iam.h`), such as operations::ListProjects, in the name of this view.
  /// Tokens for the client's own calls are fetched and kept by the client itself; this is for
  /// programs that need IAM for more.
  template <class Op>
  Result<typename Op::Response> call_iam(const typename Op::Request& request,
                                         const CallOptions& options = {}) const {
    if (auto problem = Op::validate(request, site()))
      return invalid(Op::info(), *std::move(problem));
    std::optional<typename Op::Response> response;
    const AnswerReader read = [&](const EncodedResponse& answer,
                                  std::vector<UnknownPart>& unknown) -> std::optional<Error> {
      Result<typename Op::Response> decoded = Op::decode(answer, decode_options());
      if (!decoded) return std::move(decoded).error();
      unknown = decoded.meta().unknown;
      response.emplace(std::move(decoded).value());
      return std::nullopt;
    };
    ResponseMeta meta;
    std::optional<Error> error = send_to_iam(Op::info(), Op::encode(request), read, options, &meta);
    Result<typename Op::Response> result =
        error ? Result<typename Op::Response>(*std::move(error))
              : Result<typename Op::Response>(*std::move(response));
    result.set_meta(std::move(meta));
    return result;
  }

  /// The reseller this view acts for; empty for all others.
  const std::string& reseller_id() const noexcept;

 private:
  friend class Client;
  friend struct CallOptions;
  friend struct detail::MoneyAccess;
  using AnswerReader =
      Function<std::optional<Error>(const EncodedResponse&, std::vector<UnknownPart>&)>;
  explicit Identity(std::shared_ptr<const detail::Invoker> invoker);
  Site site() const;
  DecodeOptions decode_options() const;
  static Error invalid(const OperationInfo& operation, FieldProblem problem);
  std::optional<Error> send_to_iam(const OperationInfo& operation, EncodedRequest request,
                                   const AnswerReader& read, const CallOptions& options,
                                   ResponseMeta* meta) const;
};

/// Is itself the view of the partner, the owner of the credentials.
class Client : public Identity {
 public:
  /// Never fails: what is wrong with the configuration is the error (`invalid_argument`) of every
  /// call and of check().
  explicit Client(ClientConfig config);

  /// Reads HUAWEICLOUD_BSS_ENDPOINT, HUAWEICLOUD_IAM_ENDPOINT (or HUAWEICLOUD_SDK_IAM_ENDPOINT),
  /// the credentials of Credentials::from_environment (a password beside a key pair becomes
  /// `role_credentials`), HUAWEICLOUD_BSS_XACCOUNT_TYPE, HUAWEICLOUD_BSS_CA_FILE,
  /// HUAWEICLOUD_BSS_PACING (on, off) and HUAWEICLOUD_BSS_SITE (cn, intl; default by the endpoint's
  /// name).
  static Result<Client> from_environment();
  static Result<ClientConfig> config_from_environment(const Credentials::Environment& environment);

  /// The configuration's first mistake, or nothing.
  std::optional<Error> check() const;

  /// The owner of the credentials.
  Identity as_partner() const;
  /// A distributor for one of its resellers: fills `indirect_partner_id`. Operations without that
  /// field are refused before sending, so that nothing happens to the wrong owner.
  Identity as_reseller(const std::string& reseller_id) const;
  /// A customer of the partner, by assume_role. `agency_name` empty: the configuration's
  /// `xaccount_type`.
  Identity as_customer(const DomainName& customer, const std::string& agency_name = {}) const;
  Identity as_customer(const DomainId& customer, const std::string& agency_name = {}) const;
  /// Somebody with credentials of its own, such as a customer with its own keys.
  Identity as_owner_of(const Credentials& credentials) const;

  /// Where the pacer stands, for every quota that calls of this client have met: its counters, and
  /// how fast it lets them go now.
  std::vector<PacingState> pacing() const;

  /// The configuration with all defaults filled in; credentials included, so do not print it.
  const ClientConfig& config() const noexcept;

 private:
  friend class testing::FakeClient;
  struct State;
  explicit Client(std::shared_ptr<const State> state);
  Identity assumed(const DomainName& name, const DomainId& id,
                   const std::string& agency_name) const;
  std::shared_ptr<const State> state_;
};

}  // namespace bss
