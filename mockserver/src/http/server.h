// The listener: one port, some threads, a handler. Used by app (and by tests with a handler of
// their own).
//
// Constructing listens, serve() answers, destroying stops. stop() may be called from any thread
// that is not its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/handler.h"
#include "http/options.h"

namespace bss::mock::http {

class Server {
 public:
  /// Listens when it returns; clients wait until serve(). Throws std::runtime_error with a sentence
  /// for people when it cannot (port in use, address not ours, TLS files unreadable).
  explicit Server(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Once. Apart from listening, because a handler may need to know the endpoint.
  void serve(Handler handler, RefusalAnswer refusal_answer);

  std::uint16_t port() const noexcept;
  /// `http://127.0.0.1:43117`; for a wildcard address its loopback form, because a client has to be
  /// able to use it.
  const std::string& endpoint() const noexcept;
  bool on_loopback() const noexcept;
  std::size_t connection_count() const;

  /// Lets other threads go on with the work, so that what the allocator keeps for each of the old
  /// ones comes free; `renewed` runs whenever one has ended. From any thread.
  void renew_threads(std::function<void()> renewed);

  /// Takes no new connection, ends idle ones, lets what is in flight finish within `stop_grace`.
  /// Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bss::mock::http
