// A small HTTP sender over a plain socket, for what the SDK cannot or will not send: broken request
// lines, missing or wrong headers, bodies that break the description, and for the control and
// portal APIs. Used by the contract tests only.
//
// Blocking; a connection is used by one thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::contract {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One answer as it came.
struct HttpExchange {
  int status = 0;
  Headers headers;
  std::string body;

  /// First header of that name without regard to case; empty when there is none.
  std::string header(std::string_view name) const;
  bool has_header(std::string_view name) const;
};

struct RawRequest {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;
};

/// One kept connection; opened again when the server has closed it.
class RawHttp {
 public:
  /// `endpoint` is http://host:port.
  explicit RawHttp(std::string_view endpoint);
  ~RawHttp();
  RawHttp(const RawHttp&) = delete;
  RawHttp& operator=(const RawHttp&) = delete;

  /// Adds Host and, with a body, Content-Length, unless the request brings them. Throws
  /// std::runtime_error when no answer comes.
  HttpExchange send(const RawRequest& request);
  /// These bytes and nothing else, on a connection of their own.
  HttpExchange send_bytes(std::string_view bytes) const;

 private:
  HttpExchange exchange(std::string_view bytes, bool head_only);

  std::string host_;
  std::string port_;
  int socket_ = -1;
};

/// Percent-encoded for a query value.
std::string encoded(std::string_view text);

}  // namespace bss::contract
