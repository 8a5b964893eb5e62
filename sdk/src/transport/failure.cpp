#include "transport/failure.h"

#include <algorithm>
#include <cstring>

namespace bss::detail {

using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;

const char* sentence_of(Cause cause, Known known) {
  switch (cause) {
    case Cause::kResolve:
      return "the host name could not be resolved";
    case Cause::kConnect:
      return "no connection could be made";
    case Cause::kTls:
      return "the TLS handshake failed";
    case Cause::kTimeout:
      return known == Known::kNotSent ? "no connection was made in time"
                                      : "no complete answer came in time";
    case Cause::kReset:
      return "the connection was closed before the answer";
    case Cause::kCancelled:
      return known == Known::kNotSent ? "cancelled before the request was sent"
                                      : "cancelled while waiting for the answer";
    case Cause::kProtocol:
      return "the answer is not complete, valid HTTP";
    case Cause::kOther:
      break;
  }
  return "the exchange failed";
}

TransportResult failed(Known known, Cause cause, std::string message) {
  TransportResult result;
  result.failure = {known, cause, std::move(message)};
  return result;
}

TransportResult failed(Known known, Cause cause) {
  return failed(known, cause, sentence_of(cause, known));
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(), [](char l, char r) {
           const auto lower = [](char c) {
             return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
           };
           return lower(l) == lower(r);
         });
}

bool is_clean_target(std::string_view target) noexcept {
  return !target.empty() && target.front() == '/' &&
         std::all_of(target.begin(), target.end(),
                     [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

bool is_clean_header(const std::pair<std::string, std::string>& header) noexcept {
  const auto is_token = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c != '\0' && std::strchr("!#$%&'*+-.^_`|~", c) != nullptr);
  };
  if (header.first.empty() || !std::all_of(header.first.begin(), header.first.end(), is_token))
    return false;
  return header.second.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

}  // namespace bss::detail
