// A client that sends exactly the bytes it is given: for tests of the listener and of what is
// served over it. Blocking, with a time limit on every step, so that a server that does not answer
// fails the test instead of hanging it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::mock::test_support {

struct RawAnswer {
  int status = 0;  ///< 0: the connection ended or the time passed before a whole head came
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string header(std::string_view name) const;
};

class RawClient {
 public:
  enum class End : std::uint8_t { kFin, kReset, kTimeLimit };

  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const noexcept { return socket_ >= 0; }
  /// False when the peer has gone.
  bool send(std::string_view bytes);
  void finish_sending();
  /// The next whole answer; `to_head`: it answers a HEAD request, so no body follows.
  RawAnswer read_answer(bool to_head = false);
  /// Everything up to the end of the connection.
  std::string read_rest();
  /// How the connection ended; reads and drops what still comes.
  End wait_for_end();
  bool nothing_comes_within(int milliseconds);

 private:
  bool receive();
  int socket_ = -1;
  std::string received_;
  bool ended_ = false;
  End end_ = End::kTimeLimit;
};

}  // namespace bss::mock::test_support
