#include "transport/origin.h"

#include <charconv>

#include "core/target.h"

namespace bss::detail {
namespace {

std::uint16_t implied_port(bool tls) {
  constexpr std::uint16_t kHttps = 443;
  constexpr std::uint16_t kHttp = 80;
  return tls ? kHttps : kHttp;
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

/// Takes the host off the front of `authority`; what stays is empty or a colon and a port.
std::string take_host(std::string_view& authority) {
  const bool brackets = authority.substr(0, 1) == "[";
  const std::size_t end = brackets ? authority.find(']') : authority.find(':');
  if (brackets && end == std::string_view::npos) return {};
  std::string host(brackets ? authority.substr(1, end - 1) : authority.substr(0, end));
  authority.remove_prefix(brackets                        ? end + 1
                          : end == std::string_view::npos ? authority.size()
                                                          : end);
  return host;
}

}  // namespace

std::string Origin::with_port() const {
  return bracketed(host) + ":" + std::to_string(port);
}

std::string Origin::host_header() const {
  return port == implied_port(tls) ? bracketed(host) : with_port();
}

std::optional<Origin> parse_origin(std::string_view url) {
  const std::string checked = checked_endpoint(url);
  if (checked.empty()) return std::nullopt;
  Origin origin;
  origin.tls = checked.compare(0, 6, "https:") == 0;
  origin.port = implied_port(origin.tls);
  std::string_view authority(checked);
  authority.remove_prefix(authority.find("//") + 2);
  origin.host = take_host(authority);
  if (origin.host.empty()) return std::nullopt;
  if (authority.empty()) return origin;
  const char* end = authority.data() + authority.size();
  const auto [stopped, problem] = std::from_chars(authority.data() + 1, end, origin.port);
  const bool good = authority.front() == ':' && problem == std::errc() && stopped == end;
  return good && origin.port != 0 ? std::optional<Origin>(origin) : std::nullopt;
}

}  // namespace bss::detail
