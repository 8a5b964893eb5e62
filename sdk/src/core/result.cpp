#include "bss/result.h"

namespace bss {

std::string_view to_string(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::kInvalidArgument:
      return "invalid_argument";
    case ErrorKind::kNotSent:
      return "not_sent";
    case ErrorKind::kThrottled:
      return "throttled";
    case ErrorKind::kAuth:
      return "auth";
    case ErrorKind::kDenied:
      return "denied";
    case ErrorKind::kNotFound:
      return "not_found";
    case ErrorKind::kConflict:
      return "conflict";
    case ErrorKind::kBusiness:
      return "business";
    case ErrorKind::kServer:
      return "server";
    case ErrorKind::kOutcomeUnknown:
      return "outcome_unknown";
    case ErrorKind::kCancelled:
      return "cancelled";
    case ErrorKind::kDeadline:
      return "deadline";
    case ErrorKind::kBadResponse:
      return "bad_response";
  }
  return "unknown";
}

std::string_view Error::detail(std::string_view name) const noexcept {
  for (const auto& [candidate, value] : details) {
    if (candidate == name) return value;
  }
  return {};
}

std::string Error::to_string() const {
  std::string text;
  if (!operation.empty()) text += operation + ": ";
  text += bss::to_string(kind);
  if (!code.empty()) text += " " + code;
  std::string where;
  if (http_status != 0) where = "HTTP " + std::to_string(http_status);
  if (!request_id.empty()) where += (where.empty() ? "request " : ", request ") + request_id;
  if (!where.empty()) text += " (" + where + ")";
  if (!message.empty()) text += ": " + message;
  return text;
}

ResultError::ResultError(Error error) : error_(std::move(error)), text_(error_.to_string()) {}

namespace detail {
void throw_result_error(const Error& error) {
  throw ResultError(error);
}
}  // namespace detail

}  // namespace bss
