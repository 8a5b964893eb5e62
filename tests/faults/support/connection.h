// A plain socket that sends exactly the bytes it is given and never opens itself again: for
// requests that no client library would send, and for counting what really arrived. Used by the
// property, fault, replay and bench suites.
//
// Blocking, with a time limit on every step, so that a silent server fails the test instead of
// hanging it. Used by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;

  /// First header of that name without regard to case; empty when there is none.
  std::string header(std::string_view name) const;
};

class Connection {
 public:
  enum class End : std::uint8_t { kFin, kReset, kTimeLimit };

  /// To 127.0.0.1. Throws std::runtime_error when nobody listens.
  explicit Connection(std::uint16_t port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// False when the peer has gone.
  bool send(std::string_view bytes);
  /// FIN from our side; answers can still be read.
  void finish_sending();
  /// Closes with RST instead of FIN.
  void abort();
  /// The next whole answer; nothing when the connection ended or the time passed before.
  std::optional<Answer> receive();
  /// send and receive.
  std::optional<Answer> exchange(std::string_view bytes);
  /// How the connection ended; reads what still comes.
  End wait_for_end();
  /// What came and was no answer that receive() gave.
  const std::string& received() const noexcept { return received_; }
  /// For a server that is meant to be silent.
  void limit_time_to(std::chrono::milliseconds limit);

 private:
  bool receive_some();

  int socket_ = -1;
  std::string received_;
  End end_ = End::kTimeLimit;
};

/// The bytes of a well-formed request. Adds Host and, with a body or POST, Content-Length unless
/// they are given.
std::string request_bytes(std::string_view method, std::string_view target, const Headers& headers,
                          std::string_view body = {});

}  // namespace bss::test
