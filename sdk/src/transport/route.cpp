#include "transport/route.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>

namespace bss::detail {

void Route::ContextDeleter::operator()(ssl_ctx_st* context) const noexcept {
  SSL_CTX_free(context);
}

Route::Route(Origin origin, std::optional<Origin> proxy, const TransportOptions& options,
             Lookup::Resolver resolver)
    : origin_(std::move(origin)), proxy_(std::move(proxy)) {
  const Origin& first = proxy_ ? *proxy_ : origin_;
  lookup_ = std::make_unique<Lookup>(first.host, first.port, std::move(resolver));
  pool_ = std::make_unique<ConnectionPool>(std::max(1, options.connections_per_host));
  if (origin_.tls) prepare_tls(options);
}

Route::~Route() = default;

void Route::prepare_tls(const TransportOptions& options) {
  tls_context_.reset(SSL_CTX_new(TLS_client_method()));
  if (tls_context_ == nullptr) {
    tls_problem_ = "TLS is not available";
    return;
  }
  SSL_CTX* const context = tls_context_.get();
  // After each record the caller learns what left; what could not leave may be offered from
  // elsewhere; thousands of idle connections need no buffers.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context, options.verify_certificates ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                     nullptr);
  if (options.ca_file.empty()) SSL_CTX_set_default_verify_paths(context);
  try {
    tls_setup_ = std::make_unique<TlsSetup>(options, origin_.host);
    tls_setup_->apply(context);
  } catch (const TlsSetupError& error) {
    tls_problem_ = error.what();
    tls_context_.reset();
  }
  // What OpenSSL says of files that are not there belongs to nobody who comes later.
  ERR_clear_error();
}

std::string Route::tls_refusal() const {
  return tls_setup_ == nullptr ? std::string() : tls_setup_->last_refusal();
}

}  // namespace bss::detail
