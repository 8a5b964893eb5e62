// What a TLS connection of the SDK gets before its handshake, whatever library makes it: TLS 1.2 or
// newer, certificates and the name that they must carry, the client's own certificate. On OpenSSL
// alone.
//
// Safe to use from several threads.
#pragma once

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "bss/transport.h"

// OpenSSL's own names, so that this header needs none of its own.
struct ssl_ctx_st;
struct x509_store_st;
struct x509_store_ctx_st;

namespace bss::detail {

/// The certificate files of the transport's options cannot be used. The text names the file's
/// purpose, not its path.
struct TlsSetupError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class TlsSetup {
 public:
  /// `host` is the one of the URL; the server's certificate must be made out to it.
  TlsSetup(const TransportOptions& options, const std::string& host);
  ~TlsSetup();
  TlsSetup(const TlsSetup&) = delete;
  TlsSetup& operator=(const TlsSetup&) = delete;

  /// Throws TlsSetupError. The context calls back into this object as long as it makes connections.
  void apply(ssl_ctx_st* context);

  /// Why the last certificate was refused; empty when none was.
  std::string last_refusal() const;

 private:
  struct StoreDeleter {
    void operator()(x509_store_st* store) const noexcept;
  };

  void require_host(ssl_ctx_st* context) const;
  void use_client_certificate(ssl_ctx_st* context) const;
  static int verify(x509_store_ctx_st* chain, void* self);
  void note_refusal(const char* why);

  const TransportOptions options_;
  const std::string host_;
  std::unique_ptr<x509_store_st, StoreDeleter> store_;
  std::string problem_;
  mutable std::mutex mutex_;
  std::string last_refusal_;
};

}  // namespace bss::detail
