#include "core/target.h"

#include <algorithm>
#include <cctype>

namespace bss::detail {

namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

}  // namespace

std::string percent_encoded(std::string_view text, bool keep_slash) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c) || (keep_slash && c == '/')) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

std::string make_target(const EncodedRequest& request) {
  std::string target = percent_encoded(request.path, true);
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    target += separator;
    target += percent_encoded(name);
    target += '=';
    target += percent_encoded(value);
    separator = '&';
  }
  return target;
}

std::string checked_endpoint(std::string_view endpoint) {
  std::string scheme;
  const std::size_t colon = endpoint.find("://");
  if (colon == std::string_view::npos) return {};
  for (const char c : endpoint.substr(0, colon)) {
    scheme += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (scheme != "http" && scheme != "https") return {};
  std::string_view authority = endpoint.substr(colon + 3);
  if (!authority.empty() && authority.back() == '/') authority.remove_suffix(1);
  const bool plain = std::all_of(authority.begin(), authority.end(), [](char c) {
    return is_unreserved(c) || c == ':' || c == '[' || c == ']';
  });
  if (authority.empty() || !plain) return {};
  return scheme + "://" + std::string(authority);
}

bool is_loopback(std::string_view endpoint) {
  const std::size_t colon = endpoint.find("://");
  std::string_view host = colon == std::string_view::npos ? endpoint : endpoint.substr(colon + 3);
  host = host.substr(0, host.find('/'));
  if (host.substr(0, 1) == "[") return host.substr(0, host.find(']') + 1) == "[::1]";
  host = host.substr(0, host.find(':'));
  if (host == "localhost") return true;
  // An address, not a name such as 127.example.com.
  return host.substr(0, 4) == "127." &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace bss::detail
