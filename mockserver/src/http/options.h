// The listener's bounds: how large a request may be, how long a client may take, how many may come.
// Used by the listener and its tests; app fills it from the configuration. Plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace bss::mock::http {

/// Sizes are those of the real gateway (architecture.md "What flows"); times are wall time and
/// ours.
struct Limits {
  std::size_t target = std::size_t{32} * 1024;       ///< longer: 414
  std::size_t header = std::size_t{32} * 1024;       ///< name and value of one header; longer: 494
  std::size_t headers = std::size_t{128} * 1024;     ///< all headers together; longer: 494
  std::size_t body = std::size_t{12} * 1024 * 1024;  ///< longer, announced or sent: 413
  std::chrono::milliseconds head_time{
      10000};  ///< from the first byte to the end of the head; longer: 408
  std::chrono::milliseconds body_time{30000};  ///< for the whole body; longer: 408
  std::chrono::milliseconds idle_time{
      75000};  ///< between two requests; longer: closed without a word
  std::chrono::milliseconds write_time{30000};  ///< for one answer; longer: closed
  std::chrono::milliseconds linger_time{
      2000};  ///< how long unread input is drained after a refusal
};

/// PEM files of the server's side, and the authority a client has to trust.
struct TlsFiles {
  std::string ca;
  std::string certificate;
  std::string key;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free one
  int threads = 2;
  std::size_t max_connections = 16'384;  ///< further ones wait in the kernel's queue until one ends
  Limits limits;
  std::optional<TlsFiles> tls;
  std::chrono::milliseconds stop_grace{5000};  ///< how long stop() waits for what is in flight
  std::function<void(std::string_view)> log;   ///< failures of the listener itself; may be empty
};

}  // namespace bss::mock::http
