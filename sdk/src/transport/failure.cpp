#include "transport/failure.h"

#include <algorithm>

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

namespace {

/// A question about each byte, answered beforehand: requests are checked on every call.
class ByteSet {
 public:
  template <class Test>
  explicit constexpr ByteSet(Test contains) {
    for (unsigned byte = 0; byte < sizeof in_; ++byte) in_[byte] = contains(byte);
  }
  constexpr bool holds_all_of(std::string_view text) const noexcept {
    bool all = true;
    for (const char c : text) all = all && in_[static_cast<unsigned char>(c)];
    return all;
  }

 private:
  bool in_[256] = {};
};

constexpr bool is_token_byte(unsigned byte) {
  if ((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
    return true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) {
    if (byte == static_cast<unsigned char>(c)) return true;
  }
  return false;
}

constexpr ByteSet kTokens(is_token_byte);
constexpr ByteSet kTargets([](unsigned byte) { return byte > ' ' && byte < 0x7f && byte != '#'; });
constexpr ByteSet kValues([](unsigned byte) {
  return byte != '\r' && byte != '\n' && byte != '\0';
});

}  // namespace

bool is_clean_target(std::string_view target) noexcept {
  return !target.empty() && target.front() == '/' && kTargets.holds_all_of(target);
}

bool is_token(std::string_view text) noexcept {
  return !text.empty() && kTokens.holds_all_of(text);
}

bool is_clean_header(const std::pair<std::string, std::string>& header) noexcept {
  return is_token(header.first) && kValues.holds_all_of(header.second);
}

}  // namespace bss::detail
