// The one seam to the network: sends one HTTP request and tells what is known when that fails. The
// SDK ships two implementations; programs may bring their own, tests bring a fake.
//
// An implementation must be safe to call from several threads at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bss/cancellation.h"
#include "bss/clock.h"
#include "bss/function.h"

namespace bss {

struct TransportRequest {
  std::string method;  ///< upper case
  std::string url;     ///< scheme://host[:port] without path
  std::string target;  ///< path and query, percent-encoded: to be sent byte for byte as it stands,
                       ///< it was signed
  std::vector<std::pair<std::string, std::string>> headers;  ///< `Host` included when it was signed
  std::string body;
  bool has_body = false;
  /// Must reach the server at most once: the transport may not send it again by itself, not even
  /// when a reused connection closes before the status line.
  bool at_most_once = false;
  std::chrono::milliseconds connect_timeout{10'000};
  Clock::Steady deadline = Clock::Steady::max();
};

struct TransportResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// What is certain about a request that got no complete answer.
struct TransportFailure {
  enum class Known : std::uint8_t {
    kNotSent,  ///< not a byte of the request reached a server: name lookup, connect, TLS
    kUnknown,  ///< it may have been received and executed
  };
  enum class Cause : std::uint8_t {
    kResolve,
    kConnect,
    kTls,
    kTimeout,
    kReset,
    kCancelled,
    kProtocol,
    kOther
  };
  Known known = Known::kUnknown;
  Cause cause = Cause::kOther;
  std::string message;  ///< one sentence; no header values, no body
};

struct TransportResult {
  std::optional<TransportResponse> response;  ///< set on success, whatever the status
  TransportFailure failure;                   ///< meaningful when there is no response
};

class Transport {
 public:
  virtual ~Transport() = default;
  /// Blocks until the complete answer is there, the deadline has passed, or the token is cancelled.
  /// Never throws.
  virtual TransportResult send(const TransportRequest& request,
                               const CancellationToken& cancellation) = 0;

  /// The same with the end told to `done`: exactly once, from any thread, maybe before this
  /// returns. `done` does not block and does not throw. As it stands here it blocks like send(),
  /// and an asynchronous call holds one of the executor's threads; an implementation that can comes
  /// back at once.
  virtual void start(std::shared_ptr<const TransportRequest> request,
                     CancellationToken cancellation, Function<void(TransportResult)> done) {
    done(send(*request, cancellation));
  }
};

struct TransportOptions {
  std::string proxy;                    ///< "http://host:port"; empty: none
  std::string ca_file;                  ///< PEM; empty: the system's certificates
  std::string client_certificate_file;  ///< PEM; empty: none
  std::string client_key_file;          ///< PEM
  bool verify_certificates = true;      ///< switching this off is for tests of your own only
  int connections_per_host = 16;
};

/// The transport the SDK uses when none is given: make_beast_transport.
std::shared_ptr<Transport> make_default_transport(const TransportOptions& options = {});

/// On Boost.Beast: asynchronous calls hold no thread, however many wait for their answers.
std::shared_ptr<Transport> make_beast_transport(const TransportOptions& options = {});

/// On cpprestsdk: a second implementation, for programs that have reasons to stay with it.
///
///   config.transport = bss::make_cpprest_transport(config.transport_options);
std::shared_ptr<Transport> make_cpprest_transport(const TransportOptions& options = {});

}  // namespace bss
