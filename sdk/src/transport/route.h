// Everything that all requests to one scheme://host[:port] share: where to connect, under which
// certificates, and the connections.
//
// Immutable but for what locks itself: safe to use from several threads.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bss/transport.h"
#include "transport/connection_pool.h"
#include "transport/lookup.h"
#include "transport/origin.h"
#include "transport/tls_setup.h"

namespace bss::detail {

class Route {
 public:
  Route(Origin origin, std::optional<Origin> proxy, const TransportOptions& options,
        Lookup::Resolver resolver = {});
  ~Route();
  Route(const Route&) = delete;
  Route& operator=(const Route&) = delete;

  const Origin& origin() const { return origin_; }
  /// HTTPS goes through a tunnel that the proxy opens; plain HTTP is handed to the proxy.
  bool tunnelled() const { return proxy_ && origin_.tls; }
  bool handed_to_proxy() const { return proxy_ && !origin_.tls; }

  Lookup& lookup() const { return *lookup_; }
  ConnectionPool& pool() const { return *pool_; }

  /// Null for plain HTTP, and when the certificate files cannot be used: then `tls_problem` says
  /// why.
  ssl_ctx_st* tls_context() const { return tls_context_.get(); }
  const std::string& tls_problem() const { return tls_problem_; }
  /// Why the last certificate was refused; empty when none was.
  std::string tls_refusal() const;

 private:
  struct ContextDeleter {
    void operator()(ssl_ctx_st* context) const noexcept;
  };
  void prepare_tls(const TransportOptions& options);

  const Origin origin_;
  const std::optional<Origin> proxy_;
  std::unique_ptr<TlsSetup> tls_setup_;
  std::unique_ptr<ssl_ctx_st, ContextDeleter> tls_context_;
  std::string tls_problem_;
  std::unique_ptr<Lookup> lookup_;
  std::unique_ptr<ConnectionPool> pool_;
};

}  // namespace bss::detail
