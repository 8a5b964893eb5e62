// One connection to a server, plain or under TLS, that never blocks and never raises a signal: what
// cannot be done now says what it waits for. On sockets and OpenSSL alone.
//
// Used by one thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "transport/lookup.h"

// OpenSSL's own names, so that this header needs none of its own.
struct ssl_ctx_st;
struct ssl_st;

namespace bss::detail {

/// How one step on a connection went.
struct IoStep {
  enum class Kind : std::uint8_t {
    kDone,
    kWantRead,
    kWantWrite,
    kEnd,     ///< the other side ended in order; under TLS it said so itself
    kBroken,  ///< reset, or ended without a word under TLS
  };
  Kind kind = Kind::kDone;
  std::size_t bytes = 0;  ///< moved by a read or write that is done
};

class Connection {
 public:
  Connection() = default;
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Begins to connect; kWantWrite while that is under way, finish_connect() tells the end.
  IoStep connect(const Address& address);
  IoStep finish_connect();
  /// From here on everything goes under TLS. `server_name` is the one of the URL. False: OpenSSL
  /// cannot.
  bool begin_tls(ssl_ctx_st* context, const std::string& server_name);
  IoStep handshake();

  IoStep read(char* into, std::size_t size);
  IoStep write(const char* from, std::size_t size);

  /// Nothing came and nobody closed since the last answer: it can be used for another request.
  bool is_quiet();

  int descriptor() const { return descriptor_; }
  std::chrono::steady_clock::time_point idle_since;

 private:
  struct TlsDeleter {
    void operator()(ssl_st* tls) const noexcept;
  };
  IoStep tls_step(int result);

  int descriptor_ = -1;
  std::unique_ptr<ssl_st, TlsDeleter> tls_;
};

}  // namespace bss::detail
