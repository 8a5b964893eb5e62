// The calls to IAM that authentication itself needs: one attempt each, errors already in the form
// that the pipeline expects from an Authenticator. Nothing here retries; the caller's retry loop
// does.
//
// Immutable: safe to use from several threads.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "auth/iam_messages.h"
#include "bss/clock.h"
#include "bss/credentials.h"
#include "bss/logger.h"
#include "bss/operation_info.h"
#include "bss/result.h"
#include "bss/transport.h"

namespace bss::detail {

class IamClient {
 public:
  struct Settings {
    std::string endpoint;  ///< scheme://host[:port] without path
    std::shared_ptr<Transport> transport;
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<Logger> logger;  ///< may be null
    std::string user_agent;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds attempt_timeout{30'000};
  };
  explicit IamClient(Settings settings) : settings_(std::move(settings)) {}

  Result<FetchedToken> log_in(const Credentials::Password& login, const TokenScope& scope,
                              Clock::Steady deadline, const CancellationToken& cancellation) const;

  /// `partner_token` is the token of the account that the customer's agency trusts.
  Result<FetchedToken> assume_role(const Secret& partner_token, const AssumedRole& role,
                                   const TokenScope& scope, Clock::Steady deadline,
                                   const CancellationToken& cancellation) const;

  /// The account that a key pair belongs to.
  Result<std::string> account_of(const Credentials::AccessKey& key, Clock::Steady deadline,
                                 const CancellationToken& cancellation) const;

 private:
  TransportRequest to_iam(const OperationInfo& operation, const EncodedRequest& encoded) const;
  Result<FetchedToken> fetch(const EncodedRequest& encoded, Clock::Steady deadline,
                             const CancellationToken& cancellation) const;
  Result<TransportResponse> exchange(TransportRequest request, const OperationInfo& operation,
                                     Clock::Steady deadline,
                                     const CancellationToken& cancellation) const;
  void log(const OperationInfo& operation, const TransportResult& result, std::string_view code,
           Clock::System started, Clock::Steady begin) const;

  const Settings settings_;
};

}  // namespace bss::detail
