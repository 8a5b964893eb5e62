// A request as the listener received it, the response it is to send, and the refusal of what could
// not be read. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::mock::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Header names are compared without regard to case (ASCII only, as HTTP says).
bool equal_names(std::string_view left, std::string_view right) noexcept;

/// One request as it was received: raw target, raw header names in their order. Signatures are
/// verified on these bytes.
struct Request {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;
  std::string remote_address;
  int version = 11;  ///< 10 or 11
  bool tls = false;

  /// First header of that name without regard to case, or null.
  const std::string* header(std::string_view name) const noexcept;
};

/// What becomes of the connection after this exchange; everything but keep and close is a fault
/// asked for by a test.
enum class After : std::uint8_t {
  kKeep,
  kClose,
  kResetBeforeAnswer,  ///< RST, not a byte of the answer is sent
  kFinBeforeAnswer,    ///< FIN, not a byte of the answer is sent
  kResetAfterHeaders,  ///< RST after the head, before the first byte of the body
  kFinAfterHeaders,    ///< FIN at that place
  kHang,               ///< no answer; the connection stays open until the client gives up
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  After after = After::kKeep;
  /// Only so many bytes of the body are sent, then FIN; Content-Length still tells its full size.
  std::optional<std::size_t> cut_body_after;
  std::optional<std::size_t> body_bytes_per_second;  ///< the body trickles
};

/// A request that could not be read: malformed (400), too slow (408), body (413), target (414),
/// headers (494).
struct Refusal {
  int status = 400;
  std::string reason;
};

}  // namespace bss::mock::http
