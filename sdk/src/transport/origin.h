// Where a URL of the form scheme://host[:port] leads.
//
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bss::detail {

struct Origin {
  bool tls = false;
  std::string host;  ///< a name or an address, without brackets
  std::uint16_t port = 0;

  /// `host:port`, the host in brackets when it is an IPv6 address.
  std::string with_port() const;
  /// The value of a Host header: without the port that the scheme implies.
  std::string host_header() const;
};

std::optional<Origin> parse_origin(std::string_view url);

}  // namespace bss::detail
