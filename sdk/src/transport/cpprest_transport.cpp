// The second transport, on cpprestsdk. No other file may name that library.
//
// What the library does by itself, and what stands here against it (each has a case in the suite
// of tests/sdk/transport):
//  - On a kept connection that closes before the status line it sends the request again, a POST
//    too. A request that must arrive at most once therefore gets a client, and so a connection, of
//    its own, and its body comes from a buffer that cannot be rewound. A fresh connection also
//    cannot be found dead after the request was written, so `unknown` stays as rare as it can be.
//  - Its timer starts anew at every step. Deadlines are kept by the calling thread, which cancels
//    the exchange.
//  - It takes the name to verify a certificate against from the Host header, port included. A Host
//    header that equals the one it would write is left to it; any other name is refused under TLS.
//  - It parses the request target. A target that it would change is refused before anything is
//    sent.
//  - It starts 40 threads. A few are enough, because nothing ever blocks on them.
#include "bss/transport.h"
#include "transport/failure.h"
#include "transport/tls_setup.h"

#include <cpprest/http_client.h>
#include <cpprest/producerconsumerstream.h>
#include <pplx/threadpool.h>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string_view>

namespace bss {
namespace {

namespace http = web::http;
using http::client::http_client;
using http::client::http_client_config;
using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;
using detail::equal_ignoring_case;
using detail::failed;
using detail::sentence_of;
using detail::TlsSetup;
using detail::TlsSetupError;

constexpr std::size_t kLibraryThreads = 4;
constexpr std::chrono::milliseconds kReleaseLimit{20};

/// The host program may have sized the pool already; then that stands.
void limit_library_threads() {
  static std::once_flag once;
  std::call_once(once, [] {
    try {
      crossplat::threadpool::initialize_with_threads(kLibraryThreads);
    } catch (const std::exception&) {
      return;
    }
  });
}

/// One request on its way, shared by the calling thread and the library's threads. Whoever comes
/// last frees it.
struct Exchange {
  /// The body is handed to the library only after the headers went out, and a caller that gives up
  /// first withholds it: a request whose body never left cannot have been executed.
  enum class Body { kNone, kHeld, kReleased, kWithheld };

  std::mutex mutex;
  std::condition_variable changed;
  Body body = Body::kNone;
  bool written = false;  ///< the headers are on their way
  bool cancelled = false;
  bool finished = false;
  bool released = false;  ///< the library has put the connection back
  TransportResponse response;
  std::exception_ptr error;
  pplx::cancellation_token_source stop;

  void finish(std::exception_ptr problem) {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      finished = true;
      error = std::move(problem);
    }
    changed.notify_all();
  }

  /// Called by the library after the headers and after each piece of the body.
  void uploading() {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      if (body == Body::kWithheld)
        throw std::runtime_error("the caller gave up before the body was sent");
      if (body == Body::kHeld) body = Body::kReleased;
      written = true;
    }
    changed.notify_all();
  }

  void cancel() {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      cancelled = true;
    }
    changed.notify_all();
  }

  void release() {
    {
      const std::lock_guard<std::mutex> lock(mutex);
      released = true;
    }
    changed.notify_all();
  }
};

/// Dies with the library's last copy of a request, which is after the connection went back to the
/// pool.
class ReleaseNotice {
 public:
  explicit ReleaseNotice(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  ~ReleaseNotice() { exchange_->release(); }
  ReleaseNotice(const ReleaseNotice&) = delete;
  ReleaseNotice& operator=(const ReleaseNotice&) = delete;
  void uploading() const { exchange_->uploading(); }

 private:
  std::shared_ptr<Exchange> exchange_;
};

/// Everything about one scheme://host:port.
class Host : public std::enable_shared_from_this<Host> {
 public:
  Host(const std::string& url, const TransportOptions& options)
      : base_(url), free_slots_(std::max(1, options.connections_per_host)) {
    if (base_.host().empty() || (base_.scheme() != "http" && base_.scheme() != "https")) {
      throw std::invalid_argument("not an http or https URL with a host");
    }
    config_.set_max_redirects(0);
    config_.set_request_compressed_response(false);
    config_.set_validate_certificates(options.verify_certificates);
    // Deadlines are ours; the library's own timer only ends exchanges that nobody waits for any
    // more.
    config_.set_timeout(std::chrono::hours(1));
    if (!options.proxy.empty()) config_.set_proxy(web::web_proxy(web::uri(options.proxy)));
    if (uses_tls()) {
      tls_ = std::make_shared<TlsSetup>(options, base_.host());
      config_.set_ssl_context_callback([tls = tls_](boost::asio::ssl::context& context) {
        tls->apply(context.native_handle());
      });
    }
    shared_client_ = new_client();
  }

  bool uses_tls() const { return base_.scheme() == "https"; }
  const web::uri& base() const noexcept { return base_; }
  std::string tls_refusal() const { return tls_ == nullptr ? std::string() : tls_->last_refusal(); }
  const std::shared_ptr<http_client>& shared_client() const noexcept { return shared_client_; }
  std::shared_ptr<http_client> new_client() const {
    return std::make_shared<http_client>(base_, config_);
  }

  /// The Host header that the library writes when it is given none.
  std::string own_host_header() const {
    return base_.is_port_default() ? base_.host()
                                   : base_.host() + ":" + std::to_string(base_.port());
  }

  /// Whether `target` leaves this machine byte for byte.
  bool keeps(const std::string& target) const {
    const auto whole = web::uri_builder(base_).append(web::uri(target)).to_uri();
    return whole.resource().to_string() == target;
  }

  /// Waits for one of the host's connections; false when the time is up or the token was cancelled.
  bool take_slot(Clock::Steady deadline, const CancellationToken& cancellation) {
    const auto wake = cancellation.on_cancel([self = shared_from_this()] {
      { const std::lock_guard<std::mutex> lock(self->mutex_); }
      self->slot_freed_.notify_all();
    });
    std::unique_lock<std::mutex> lock(mutex_);
    while (free_slots_ == 0) {
      if (cancellation.cancelled()) return false;
      if (deadline == Clock::Steady::max()) {
        slot_freed_.wait(lock);
      } else if (slot_freed_.wait_until(lock, deadline) == std::cv_status::timeout &&
                 free_slots_ == 0) {
        return false;
      }
    }
    --free_slots_;
    return true;
  }

  void give_slot_back() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++free_slots_;
    }
    slot_freed_.notify_one();
  }

 private:
  web::uri base_;
  http_client_config config_;
  std::shared_ptr<TlsSetup> tls_;
  std::shared_ptr<http_client> shared_client_;
  std::mutex mutex_;
  std::condition_variable slot_freed_;
  int free_slots_;
};

class Slot {
 public:
  explicit Slot(Host& host) : host_(host) {}
  ~Slot() { host_.give_slot_back(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

 private:
  Host& host_;
};

std::optional<TransportResult> refuse_request(const TransportRequest& request, const Host& host) {
  if (!detail::is_clean_target(request.target) || !host.keeps(request.target)) {
    return failed(Known::kNotSent, Cause::kProtocol,
                  "the request target cannot be sent byte for byte");
  }
  for (const auto& header : request.headers) {
    if (!detail::is_clean_header(header)) {
      return failed(Known::kNotSent, Cause::kProtocol, "a header is not valid");
    }
    if (host.uses_tls() && equal_ignoring_case(header.first, "Host") &&
        header.second != host.own_host_header() && header.second != host.base().host()) {
      return failed(Known::kNotSent, Cause::kTls,
                    "the Host header does not name the host of the URL");
    }
  }
  return std::nullopt;
}

http::http_request make_request(const TransportRequest& request, const Host& host,
                                const std::shared_ptr<Exchange>& exchange) {
  http::http_request message(request.method);
  message.set_request_uri(web::uri(request.target));
  for (const auto& [name, value] : request.headers) {
    const bool library_writes_it =
        equal_ignoring_case(name, "Host") && value == host.own_host_header();
    if (!library_writes_it && !equal_ignoring_case(name, "Content-Length")) {
      message.headers().add(name, value);
    }
  }
  if (request.has_body && !request.body.empty()) {
    exchange->body = Exchange::Body::kHeld;
    const std::string content_type = message.headers().content_type();
    if (request.at_most_once) {
      concurrency::streams::producer_consumer_buffer<std::uint8_t> buffer(request.body.size());
      buffer
          .putn_nocopy(reinterpret_cast<const std::uint8_t*>(request.body.data()),
                       request.body.size())
          .get();
      buffer.close(std::ios_base::out).get();
      message.set_body(buffer.create_istream(), content_type);
    } else {
      message.set_body(concurrency::streams::bytestream::open_istream(request.body), content_type);
    }
    // The library invents a type when it is given none.
    if (content_type.empty()) message.headers().remove(http::header_names::content_type);
  }
  if (request.has_body) message.headers().set_content_length(request.body.size());
  message.set_progress_handler(
      [notice = std::make_shared<ReleaseNotice>(exchange)](
          http::message_direction::direction direction, utility::size64_t) {
        if (direction == http::message_direction::upload) notice->uploading();
      });
  return message;
}

void hand_over(http_client& client, const http::http_request& message,
               const std::shared_ptr<Exchange>& exchange) {
  client.request(message, exchange->stop.get_token())
      .then([exchange](const http::http_response& response) {
        exchange->response.status = response.status_code();
        for (const auto& header : response.headers()) {
          exchange->response.headers.emplace_back(header.first, header.second);
        }
        return response.extract_vector();
      })
      .then([exchange](const pplx::task<std::vector<unsigned char>>& whole) {
        try {
          const auto body = whole.get();
          exchange->response.body.assign(body.begin(), body.end());
          exchange->finish(nullptr);
        } catch (...) {
          exchange->finish(std::current_exception());
        }
      });
}

struct Stage {
  std::string_view text;  ///< how the library's message begins
  Known known;
  Cause cause;
};

/// The library tells the stage of a failure in its text only.
constexpr Stage kStages[] = {
    {"Error resolving address", Known::kNotSent, Cause::kResolve},
    {"Failed to resolve address", Known::kNotSent, Cause::kResolve},
    {"Error resolving proxy address", Known::kNotSent, Cause::kResolve},
    {"Failed to connect to any resolved", Known::kNotSent, Cause::kConnect},
    {"Failed to send connect request to proxy", Known::kNotSent, Cause::kConnect},
    {"Invalid HTTP status line during proxy connection", Known::kNotSent, Cause::kConnect},
    {"Expected a 200 response from proxy", Known::kNotSent, Cause::kConnect},
    {"Failed to read HTTP status line from proxy", Known::kNotSent, Cause::kConnect},
    {"Error in SSL handshake", Known::kNotSent, Cause::kTls},
    {"Request canceled by user", Known::kNotSent, Cause::kTimeout},
    {"Failed to write request", Known::kUnknown, Cause::kReset},
    {"Failed to read HTTP status line", Known::kUnknown, Cause::kReset},
    {"cannot rewind input stream", Known::kUnknown, Cause::kReset},
    {"Invalid HTTP status line", Known::kUnknown, Cause::kProtocol},
    {"Failed to read response body", Known::kUnknown, Cause::kProtocol},
    {"Failed to read chunked response part", Known::kUnknown, Cause::kProtocol},
    {"Retrieving message chunk header", Known::kUnknown, Cause::kProtocol},
    {"Invalid chunked response header", Known::kUnknown, Cause::kProtocol},
};

TransportFailure describe(const Exchange& exchange, const Host& host) {
  TransportFailure failure{Known::kUnknown, Cause::kOther, {}};
  try {
    std::rethrow_exception(exchange.error);
  } catch (const TlsSetupError& error) {
    return {Known::kNotSent, Cause::kTls, error.what()};
  } catch (const std::exception& error) {
    const std::string_view text = error.what();
    for (const Stage& stage : kStages) {
      if (text.substr(0, stage.text.size()) == stage.text) {
        failure.known = stage.known;
        failure.cause = stage.cause;
        break;
      }
    }
  } catch (...) {
    failure.cause = Cause::kOther;
  }
  if (exchange.body == Exchange::Body::kHeld) failure.known = Known::kNotSent;
  failure.message = sentence_of(failure.cause, failure.known);
  const std::string refusal = failure.cause == Cause::kTls ? host.tls_refusal() : std::string();
  if (!refusal.empty()) failure.message += ": " + refusal;
  return failure;
}

class CpprestTransport final : public Transport {
 public:
  explicit CpprestTransport(TransportOptions options) : options_(std::move(options)) {}

  TransportResult send(const TransportRequest& request,
                       const CancellationToken& cancellation) override {
    try {
      return send_one(request, cancellation);
    } catch (const std::exception&) {
      // Only what runs before the request is handed over can throw: addresses that do not parse, no
      // memory.
      return failed(Known::kNotSent, Cause::kOther,
                    "the request cannot be prepared: the address is not valid");
    }
  }

 private:
  TransportResult send_one(const TransportRequest& request, const CancellationToken& cancellation) {
    limit_library_threads();
    const std::shared_ptr<Host> host = host_of(request.url);
    if (auto refusal = refuse_request(request, *host)) return std::move(*refusal);
    if (cancellation.cancelled()) return failed(Known::kNotSent, Cause::kCancelled);
    if (std::chrono::steady_clock::now() >= request.deadline)
      return failed(Known::kNotSent, Cause::kTimeout);
    if (!host->take_slot(request.deadline, cancellation)) {
      return failed(Known::kNotSent,
                    cancellation.cancelled() ? Cause::kCancelled : Cause::kTimeout);
    }
    const Slot slot(*host);
    const auto exchange = std::make_shared<Exchange>();
    const auto client = request.at_most_once ? host->new_client() : host->shared_client();
    const auto registration = cancellation.on_cancel([exchange] { exchange->cancel(); });
    hand_over(*client, make_request(request, *host, exchange), exchange);
    return wait_for(*exchange, request, *host);
  }

  static TransportResult wait_for(Exchange& exchange, const TransportRequest& request,
                                  const Host& host) {
    const auto connect_deadline =
        std::min(request.deadline, std::chrono::steady_clock::now() + request.connect_timeout);
    std::unique_lock<std::mutex> lock(exchange.mutex);
    while (!exchange.finished) {
      const auto now = std::chrono::steady_clock::now();
      const auto until = exchange.written ? request.deadline : connect_deadline;
      if (exchange.cancelled || now >= until) {
        const Cause cause = exchange.cancelled ? Cause::kCancelled : Cause::kTimeout;
        const Known known = what_is_known(exchange, request);
        lock.unlock();
        exchange.stop.cancel();
        return failed(known, cause);
      }
      if (until == Clock::Steady::max()) {
        exchange.changed.wait(lock);
      } else {
        exchange.changed.wait_until(lock, until);
      }
    }
    TransportResult result;
    if (exchange.error != nullptr) {
      result.failure = describe(exchange, host);
    } else if (exchange.response.status < 200) {
      result.failure = {Known::kUnknown, Cause::kProtocol,
                        sentence_of(Cause::kProtocol, Known::kUnknown)};
    } else {
      result.response = std::move(exchange.response);
      // The library completes the call a moment before it puts the connection back; the next call
      // wants that one.
      exchange.changed.wait_for(lock, kReleaseLimit, [&] { return exchange.released; });
    }
    return result;
  }

  /// The caller gives up: withholds the body if that is still possible. A request without body that
  /// was not written as far as we know may just be leaving; only one that may be repeated anyway is
  /// called `not sent` then.
  static Known what_is_known(Exchange& exchange, const TransportRequest& request) {
    if (exchange.body == Exchange::Body::kHeld) {
      exchange.body = Exchange::Body::kWithheld;
      return Known::kNotSent;
    }
    const bool harmless = !exchange.written && !request.at_most_once;
    return harmless ? Known::kNotSent : Known::kUnknown;
  }

  std::shared_ptr<Host> host_of(const std::string& url) {
    const std::lock_guard<std::mutex> lock(mutex_);
    auto& entry = hosts_[url];
    if (entry == nullptr) entry = std::make_shared<Host>(url, options_);
    return entry;
  }

  const TransportOptions options_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Host>> hosts_;
};

}  // namespace

std::shared_ptr<Transport> make_cpprest_transport(const TransportOptions& options) {
  return std::make_shared<CpprestTransport>(options);
}

}  // namespace bss
