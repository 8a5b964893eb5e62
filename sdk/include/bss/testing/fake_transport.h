// A network that says what a test wrote down. For tests of programs that use the SDK; needs no test
// framework.
//
//   auto network = std::make_shared<bss::testing::FakeTransport>();
//   network->answer(200, R"({"total_count":0,"records":[]})").lose_answer();
//
// Safe to use from several threads; scripted ends are handed out in the order of the requests.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bss/function.h"
#include "bss/operation_info.h"
#include "bss/testing/manual_clock.h"
#include "bss/transport.h"

namespace bss::testing {

class FakeTransport final : public Transport {
 public:
  using Handler = Function<TransportResult(const TransportRequest&)>;

  /// The next request gets this answer. Content-Type is JSON unless `headers` say otherwise.
  FakeTransport& answer(int status, std::string body = {}, NameValues headers = {});
  /// The next request never leaves: nothing reached a server.
  FakeTransport& refuse_connection(
      TransportFailure::Cause cause = TransportFailure::Cause::kConnect);
  /// The next request leaves and its answer is lost: it may have been executed.
  FakeTransport& lose_answer(TransportFailure::Cause cause = TransportFailure::Cause::kReset);
  /// The next request ends as `handler` says.
  FakeTransport& then(Handler handler);
  /// All requests after the script go here. Without a handler they are refused like a connection.
  FakeTransport& otherwise(Handler handler);

  /// Everything that was sent, in order; refused connections included.
  std::vector<TransportRequest> requests() const;
  std::size_t count() const;

  TransportResult send(const TransportRequest& request,
                       const CancellationToken& cancellation) override;

  static TransportResult make_answer(int status, std::string body = {}, NameValues headers = {});
  static TransportResult make_failure(TransportFailure::Known known, TransportFailure::Cause cause);

 private:
  mutable std::mutex mutex_;
  std::deque<Handler> script_;
  Handler otherwise_;
  std::vector<TransportRequest> requests_;
};

}  // namespace bss::testing
