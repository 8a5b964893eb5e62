#include "http/response_head.h"

#include <ostream>  // Boost.Beast 1.74 uses it without saying so
#include <string_view>

#include <boost/beast/http/status.hpp>

namespace bss::mock::http {

namespace {

std::string_view reason_phrase(int status) {
  if (status == 494) return "Request Header Or Cookie Too Large";  // the gateway's own, in no RFC
  const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(status));
  const auto text = boost::beast::http::obsolete_reason(known);
  return {text.data(), text.size()};
}

bool written_by_us(std::string_view name) noexcept {
  return equal_names(name, "content-length") || equal_names(name, "connection") ||
         equal_names(name, "transfer-encoding");
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) out.push_back(c == '\r' || c == '\n' || c == '\0' ? ' ' : c);
  out.append("\r\n");
}

}  // namespace

bool may_have_body(int status) noexcept {
  return status >= 200 && status != 204 && status != 304;
}

std::string response_head(const Response& response, const HeadOptions& options) {
  std::string out;
  out.reserve(384);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).push_back(' ');
  out.append(reason_phrase(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) {
    if (!written_by_us(name)) append_header(out, name, value);
  }
  if (may_have_body(response.status)) {
    append_header(out, "Content-Length", std::to_string(response.body.size()));
  }
  if (!options.keep_alive) {
    append_header(out, "Connection", "close");
  } else if (options.request_version == 10) {
    append_header(out, "Connection", "keep-alive");  // HTTP/1.0 closes unless told otherwise
  }
  out.append("\r\n");
  return out;
}

}  // namespace bss::mock::http
