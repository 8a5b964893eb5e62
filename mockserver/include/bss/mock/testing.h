// Fixtures for tests of programs that use the partner API: a partner back end of their own in one
// line, and clients whose credentials work. For GoogleTest; the only header that knows both halves.
//
//   class Onboarding : public bss::mock::testing::PartnerTest {};
//
//   TEST_F(Onboarding, SurvivesALostAnswer) {
//     workspace().lose_next_answers("UpdateCustomerAccountAmount");
//     my_platform::top_up(partner_client(), customer().domain_id, "10.00");
//     EXPECT_TRUE(books_balance());
//   }
//
// A fixture belongs to one thread; its workspace and clients serve any number.
#pragma once

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "bss/client.h"
#include "bss/mock/server.h"

namespace bss::mock::testing {

/// A configuration for `identity` at that address, signing with its access key.
inline ClientConfig client_config(const std::string& endpoint, const std::string& ca_file,
                                  const mock::Identity& identity) {
  ClientConfig config;
  config.bss_endpoint = endpoint;
  config.iam_endpoint = endpoint;
  config.credentials = bss::Credentials::access_key(
      identity.access_key, Secret(identity.secret_key), identity.domain_id);
  config.xaccount_type = identity.platform;
  config.transport_options.ca_file = ca_file;
  return config;
}
inline ClientConfig client_config(const Server& server, const mock::Identity& identity) {
  return client_config(server.endpoint(), server.ca_file(), identity);
}

/// The same, logging in with user name and password.
inline ClientConfig password_config(const Server& server, const mock::Identity& identity) {
  ClientConfig config = client_config(server, identity);
  config.credentials = bss::Credentials::password(identity.user_name, Secret(identity.password),
                                                  identity.domain_name);
  return config;
}

/// Reaches a workspace by a function call. What a fault rule does to the connection is told as a
/// broken one; silence is told at once as a time-out, so that no test waits for it.
class DirectTransport final : public Transport {
 public:
  explicit DirectTransport(Workspace workspace) : workspace_(std::move(workspace)) {}

  TransportResult send(const TransportRequest& request,
                       const CancellationToken& cancellation) override {
    if (cancellation.cancelled()) {
      return failed(TransportFailure::Known::kNotSent, TransportFailure::Cause::kCancelled,
                    "cancelled before it was sent");
    }
    DirectResponse answer =
        workspace_.exchange({request.method, request.target, request.headers, request.body});
    if (answer.end == DirectResponse::End::kSilent) {
      return failed(TransportFailure::Known::kUnknown, TransportFailure::Cause::kTimeout,
                    "the server stayed silent");
    }
    if (answer.end == DirectResponse::End::kBroken) {
      return failed(TransportFailure::Known::kUnknown, TransportFailure::Cause::kReset,
                    "the connection broke before the whole answer was there");
    }
    TransportResult result;
    result.response =
        TransportResponse{answer.status, std::move(answer.headers), std::move(answer.body)};
    return result;
  }

 private:
  static TransportResult failed(TransportFailure::Known known, TransportFailure::Cause cause,
                                const char* message) {
    TransportResult result;
    result.failure = {known, cause, message};
    return result;
  }

  Workspace workspace_;
};

/// A hundredth of the SDK's waits: no test has to sit through them.
inline void wait_briefly(RetryOptions& retry) {
  for (auto* wait : {&retry.first_wait, &retry.first_throttled_wait, &retry.first_slow_wait,
                     &retry.longest_wait, &retry.longest_retry_after}) {
    *wait /= 100;
  }
}

/// For a client in that workspace. One that reaches it directly keeps the workspace, and where that
/// does not throttle it waits briefly before it repeats a call.
inline ClientConfig client_config(const Workspace& workspace, const mock::Identity& identity,
                                  Reach reach = Reach::kDirect) {
  ClientConfig config = client_config(workspace.endpoint(), workspace.ca_file(), identity);
  config.pacing = workspace.throttles();
  if (reach == Reach::kSocket) return config;
  config.transport = std::make_shared<DirectTransport>(workspace);
  if (!config.pacing) wait_briefly(config.retry);
  return config;
}

/// What happened in the workspace, one line a call: for the output of a test that failed.
inline std::string journal_of(const Workspace& workspace) {
  std::string lines;
  for (const Exchange& exchange : workspace.exchanges({}, 1000)) {
    lines += exchange.at + " " + exchange.operation + " of " + exchange.account + ": ";
    lines += exchange.answered ? std::to_string(exchange.status) : "no answer";
    if (!exchange.error_code.empty()) lines += " " + exchange.error_code;
    if (exchange.committed) lines += ", committed";
    if (!exchange.fault.empty()) lines += ", fault " + exchange.fault;
    if (!exchange.explanation.empty()) lines += " (" + exchange.explanation + ")";
    lines += "\n";
  }
  return lines;
}

/// Each test has a workspace of its own on one server that all tests of the program share: demo
/// seed, no throttling unless a test asks for it. A test that fails prints the calls it made.
class PartnerTest : public ::testing::Test {
 protected:
  explicit PartnerTest(const WorkspaceOptions& options = unthrottled())
      : workspace_(shared_server().create_workspace(options)) {}

  static WorkspaceOptions unthrottled() {
    WorkspaceOptions options;
    options.throttle = "off";
    return options;
  }
  /// Of both sites; lives as long as the program.
  static Server& shared_server() {
    static Server server = [] {
      Options options;
      options.site = "both";
      return Server(options);
    }();
    return server;
  }

  Workspace& workspace() noexcept { return workspace_; }
  const std::string& endpoint() const noexcept { return workspace_.endpoint(); }
  const mock::Identity& partner() const noexcept { return workspace_.credentials().partner; }
  const mock::Identity& distributor() const noexcept {
    return workspace_.credentials().distributor;
  }
  const mock::Identity& customer() const noexcept { return workspace_.credentials().customer; }

  Client partner_client(Reach reach = Reach::kDirect) const {
    return workspace_.partner_client(reach);
  }
  Client distributor_client(Reach reach = Reach::kDirect) const {
    return workspace_.distributor_client(reach);
  }
  Client customer_client(Reach reach = Reach::kDirect) const {
    return workspace_.customer_client(reach);
  }

  /// Every balance agrees with its postings and records; says which does not.
  ::testing::AssertionResult books_balance() {
    const auto report = workspace_.check_ledger();
    if (report.ok) return ::testing::AssertionSuccess();
    auto failure = ::testing::AssertionFailure();
    for (const auto& problem : report.problems) failure << problem << "\n";
    return failure;
  }

  void TearDown() override {
    if (HasFailure()) std::cerr << "The calls of this test:\n" << journal_of(workspace_);
  }

 private:
  Workspace workspace_;
};

}  // namespace bss::mock::testing

namespace bss::mock {

inline Client Workspace::partner_client(Reach reach) const {
  return Client(testing::client_config(*this, credentials().partner, reach));
}
inline Client Workspace::distributor_client(Reach reach) const {
  return Client(testing::client_config(*this, credentials().distributor, reach));
}
inline Client Workspace::customer_client(Reach reach) const {
  return Client(testing::client_config(*this, credentials().customer, reach));
}

}  // namespace bss::mock
