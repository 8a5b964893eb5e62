// The transport on Boost.Beast, Boost.Asio and OpenSSL: kept connections, no thread for a call. A
// blocking call drives its exchange on its own thread; calls that are started share one thread.
#include <exception>
#include <map>
#include <mutex>

#include "bss/transport.h"
#include "transport/blocking_driver.h"
#include "transport/exchange.h"
#include "transport/failure.h"
#include "transport/reactor.h"
#include "transport/route.h"

namespace bss {
namespace {

using detail::failed;
using detail::Origin;
using detail::Route;
using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;

class BeastTransport final : public Transport {
 public:
  explicit BeastTransport(const TransportOptions& options)
      : shared_(std::make_shared<Shared>(options)) {}

  TransportResult send(const TransportRequest& request,
                       const CancellationToken& cancellation) override {
    try {
      if (auto refused = refuse(request, cancellation)) return *std::move(refused);
      Route* const route = shared_->route_to(request.url);
      return route == nullptr ? no_address() : send_and_wait(*route, request, cancellation);
    } catch (const std::exception&) {
      // No memory, maybe in the middle of an answer.
      return failed(Known::kUnknown, Cause::kOther);
    }
  }

  void start(std::shared_ptr<const TransportRequest> request, CancellationToken cancellation,
             Function<void(TransportResult)> done) override {
    std::optional<TransportResult> over = refuse(*request, cancellation);
    Route* const route = over ? nullptr : shared_->route_to(request->url);
    if (!over && route == nullptr) over = no_address();
    if (over) {
      done(*std::move(over));
      return;
    }
    try {
      shared_->reactor.send(shared_, *route, std::move(request), std::move(cancellation), done);
    } catch (const std::exception&) {
      // No thread, or no memory to begin with.
      done(failed(Known::kNotSent, Cause::kOther));
    }
  }

 private:
  /// Outlives the transport until the last started call is over.
  struct Shared {
    explicit Shared(TransportOptions given)
        : options(std::move(given)), proxy(detail::parse_origin(options.proxy)) {}

    /// Null when the URL, or the proxy's, leads nowhere.
    Route* route_to(const std::string& url) {
      const std::lock_guard<std::mutex> lock(mutex);
      const auto found = routes.find(url);
      if (found != routes.end()) return found->second.get();
      const bool proxy_good = options.proxy.empty() || (proxy && !proxy->tls);
      const std::optional<Origin> origin = detail::parse_origin(url);
      if (!origin || !proxy_good) return nullptr;
      return routes.emplace(url, std::make_unique<Route>(*origin, proxy, options))
          .first->second.get();
    }

    const TransportOptions options;
    const std::optional<Origin> proxy;
    std::mutex mutex;
    std::map<std::string, std::unique_ptr<Route>> routes;
    detail::Reactor reactor;
  };

  static std::optional<TransportResult> refuse(const TransportRequest& request,
                                               const CancellationToken& cancellation) {
    if (auto refused = detail::refuse_request(request)) return refused;
    if (cancellation.cancelled()) return failed(Known::kNotSent, Cause::kCancelled);
    if (std::chrono::steady_clock::now() >= request.deadline)
      return failed(Known::kNotSent, Cause::kTimeout);
    return std::nullopt;
  }

  static TransportResult no_address() {
    return failed(Known::kNotSent, Cause::kOther,
                  "the request cannot be prepared: the address is not valid");
  }

  const std::shared_ptr<Shared> shared_;
};

}  // namespace

std::shared_ptr<Transport> make_beast_transport(const TransportOptions& options) {
  return std::make_shared<BeastTransport>(options);
}

std::shared_ptr<Transport> make_default_transport(const TransportOptions& options) {
  return make_beast_transport(options);
}

}  // namespace bss
