#include "core/error_decoder.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "bss/wire/json.h"

namespace bss::detail {

using wire::Json;

namespace {

constexpr std::size_t kLongestMessage = 2000;  // error_msg has at most that many characters
constexpr std::size_t kLongestRawText = 300;

bool same_letters(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) ==
                  std::tolower(static_cast<unsigned char>(b));
         });
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_success_code(std::string_view code) {
  return code.empty() || code == "CBC.0000" || code == "0";
}

/// A string's or number's text: IAM writes `code` as a number.
std::optional<std::string> scalar(const Json* value) {
  if (value == nullptr) return std::nullopt;
  if (value->kind() == Json::Kind::kString || value->kind() == Json::Kind::kNumber)
    return value->text();
  return std::nullopt;
}

struct Body {
  std::string code;
  std::string message;
  std::string request_id;
  std::vector<std::pair<std::string, std::string>> details;
  bool understood = false;
};

bool read_object(const Json& object, Body* body) {
  static constexpr std::array<std::pair<const char*, const char*>, 2> kShapes{
      {{"error_code", "error_msg"}, {"code", "message"}}};
  for (const auto& [code_name, message_name] : kShapes) {
    const std::optional<std::string> code = scalar(object.find(code_name));
    const std::optional<std::string> message = scalar(object.find(message_name));
    if (!code && !message) continue;
    body->code = code.value_or(std::string());
    body->message = message.value_or(std::string());
    body->request_id = scalar(object.find("request_id")).value_or(std::string());
    for (const auto& [name, value] : object.members()) {
      const std::optional<std::string> text = scalar(&value);
      if (text && name != code_name && name != message_name && name != "request_id") {
        body->details.emplace_back(name, *text);
      }
    }
    body->understood = true;
    return true;
  }
  return false;
}

/// The order of auth-gateway.md 9.2: error_code and error_msg, code and message, the same inside an
/// object.
Body read_body(std::string_view text) {
  Body body;
  wire::JsonLimits limits;
  limits.refuse_duplicate_names = false;  // an error must be readable even if it is sloppy
  const wire::JsonResult document = wire::read_json(text, limits);
  if (!document.value || document.value->kind() != Json::Kind::kObject) return body;
  if (read_object(*document.value, &body)) return body;
  if (const Json* error = document.value->find("error");
      error != nullptr && read_object(*error, &body))
    return body;
  for (const auto& [name, value] : document.value->members()) {
    if (value.kind() == Json::Kind::kObject && read_object(value, &body)) return body;
  }
  return body;
}

std::string shortened(std::string_view text, std::size_t longest) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
    text.remove_suffix(1);
  if (text.size() <= longest) return std::string(text);
  // Never cut a UTF-8 sequence in two.
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U) --longest;
  return std::string(text.substr(0, longest)) + "...";
}

bool is_throttle(const Error& error) {
  if (error.http_status == 429) return true;
  return error.http_status < 500 &&
         (ends_with(error.code, ".0308") || error.code == "CBC.0250" || error.code == "IAM.0012");
}

/// CBC.0999 is listed by every operation and says nothing about what happened.
bool is_documented_business_code(const OperationInfo& operation, std::string_view code) {
  return code.substr(0, 4) == "CBC." && code != "CBC.0999" && operation.find_error(code) != nullptr;
}

bool is_duplicate_code(std::string_view code) {
  // Account name, platform user, mobile number, transaction number: something of that key exists.
  return code == "CBC.99000038" || code == "CBC.99000039" || code == "CBC.99000029" ||
         code == "CBC.99007009";
}

ErrorKind kind_of(const OperationInfo& operation, const Error& error) {
  if (is_throttle(error)) return ErrorKind::kThrottled;
  if (is_duplicate_code(error.code)) return ErrorKind::kConflict;
  const bool documented = is_documented_business_code(operation, error.code);
  switch (error.http_status) {
    case 401:
      return ErrorKind::kAuth;
    case 403:
      return ErrorKind::kDenied;
    case 404:
      return ErrorKind::kNotFound;
    case 409:
      return ErrorKind::kConflict;
    default:
      break;
  }
  if (error.code == "CBC.0100" || error.code == "CBC.0101") return ErrorKind::kInvalidArgument;
  if (error.http_status >= 500) return documented ? ErrorKind::kBusiness : ErrorKind::kServer;
  if (error.http_status >= 400) {
    return error.code.substr(0, 4) == "CBC." ? ErrorKind::kBusiness : ErrorKind::kInvalidArgument;
  }
  if (error.http_status >= 200 && error.http_status < 300) {
    return error.code == "CBC.0999" ? ErrorKind::kServer : ErrorKind::kBusiness;
  }
  return ErrorKind::kBadResponse;
}

}  // namespace

const std::string* find_header(const NameValues& headers, std::string_view name) {
  for (const auto& [candidate, value] : headers) {
    if (same_letters(candidate, name)) return &value;
  }
  return nullptr;
}

std::string request_id_of(const NameValues& headers) {
  if (const std::string* id = find_header(headers, "X-Request-Id")) return *id;
  if (const std::string* id = find_header(headers, "X-IAM-Trace-Id")) return *id;
  return {};
}

std::optional<Error> decode_error(const OperationInfo& operation,
                                  const TransportResponse& response) {
  const bool fine = response.status >= 200 && response.status < 300;
  // Successful answers are large and mostly carry no code; reading them twice would double the
  // work.
  if (fine && response.body.find("\"error_code\"") == std::string::npos) return std::nullopt;
  Body body = read_body(response.body);
  if (fine) {
    const wire::JsonResult document = wire::read_json(response.body);
    // Only the answer's own error_code counts: lists of partial failures carry one per item.
    const std::optional<std::string> own =
        document.value ? scalar(document.value->find("error_code")) : std::optional<std::string>();
    if (!own || is_success_code(*own)) return std::nullopt;
  }
  Error error;
  error.http_status = response.status;
  error.operation = std::string(operation.name);
  error.request_id = request_id_of(response.headers);
  if (error.request_id.empty()) error.request_id = body.request_id;
  error.code = std::move(body.code);
  error.message = body.understood ? shortened(body.message, kLongestMessage)
                                  : shortened(response.body, kLongestRawText);
  error.details = std::move(body.details);
  error.kind = kind_of(operation, error);
  if (error.kind == ErrorKind::kThrottled) {
    const ThrottleText text = read_throttle_text(error.message);
    error.throttle_limit = text.limit;
    error.throttle_seconds = text.seconds;
  }
  if (error.message.empty()) error.message = "The service gave no further text.";
  return error;
}

Fate fate_of(const OperationInfo& operation, const Error& error) {
  if (is_throttle(error)) return Fate::kThrottled;
  const ErrorInfo* documented = operation.find_error(error.code);
  const bool business = is_documented_business_code(operation, error.code);
  if (documented != nullptr && documented->repeat_slowly) return Fate::kRejectedForNow;
  if (error.http_status >= 400 && error.http_status < 500) return Fate::kRejected;
  // Everything else after the body left is unknown, a failure code in a 2xx or 5xx too, unless this
  // operation's description lists it as a business answer.
  return business ? Fate::kRejected : Fate::kUnknown;
}

ThrottleText read_throttle_text(std::string_view message) {
  const auto number_at = [message](std::size_t at) {
    while (at < message.size() && message[at] == ' ') ++at;
    int value = 0;
    while (at < message.size() && std::isdigit(static_cast<unsigned char>(message[at])) != 0 &&
           value < 100'000'000) {
      value = value * 10 + (message[at++] - '0');
    }
    while (at < message.size() && message[at] == ' ') ++at;
    return std::pair<int, std::size_t>(value, at);
  };
  ThrottleText text;
  const std::size_t limit = message.find("limit:");
  const std::size_t time = message.find("time:");
  if (limit != std::string_view::npos && time != std::string_view::npos) {
    text.limit = number_at(limit + 6).first;
    const auto [count, after] = number_at(time + 5);
    const std::string_view unit = message.substr(after);
    static constexpr std::array<std::pair<std::string_view, int>, 4> kUnits{
        {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}}};
    for (const auto& [name, seconds] : kUnits) {
      if (unit.substr(0, name.size()) == name && count < 10'000) text.seconds = count * seconds;
    }
  } else if (const std::size_t threshold = message.find("Threshold: ");
             threshold != std::string_view::npos) {
    const auto [count, after] = number_at(threshold + 11);
    constexpr std::string_view kPer = "times per ";
    if (message.substr(after, kPer.size()) == kPer) {
      text.limit = count;
      text.seconds = number_at(after + kPer.size()).first;
    }
  }
  if (text.limit <= 0 || text.seconds <= 0) return {};
  return text;
}

std::optional<std::chrono::milliseconds> read_retry_after(
    const NameValues& headers, std::chrono::system_clock::time_point local_now) {
  const std::string* value = find_header(headers, "Retry-After");
  if (value == nullptr || value->empty()) return std::nullopt;
  if (std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; })) {
    // More digits than that are longer than anything we would wait for.
    return std::chrono::seconds(value->size() > 6 ? 999'999 : std::stol(*value));
  }
  const auto moment = parse_http_date(*value);
  if (!moment) return std::nullopt;
  const std::string* date = find_header(headers, "Date");
  const auto now = date != nullptr ? parse_http_date(*date).value_or(local_now) : local_now;
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(*moment - now);
  return std::max(wait, std::chrono::milliseconds(0));
}

std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text) {
  // "Sun, 06 Nov 1994 08:49:37 GMT": fixed length, so positions are enough (RFC 9110 5.6.7; the two
  // obsolete forms are not sent by anything we talk to).
  if (text.size() != 29 || text.substr(25) != " GMT" || text[3] != ',') return std::nullopt;
  const auto number = [text](std::size_t at, std::size_t length) {
    int value = 0;
    for (std::size_t i = at; i < at + length; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t month_at = kMonths.find(text.substr(8, 3));
  const int day = number(5, 2);
  const int year = number(12, 4);
  const int hour = number(17, 2);
  const int minute = number(20, 2);
  const int second = number(23, 2);
  if (month_at == std::string_view::npos || month_at % 3 != 0 || day < 1 || day > 31 ||
      year < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60) {
    return std::nullopt;
  }
  // Days since 1970-01-01 of the Gregorian calendar, counted from March so that leap days come
  // last.
  const int month = static_cast<int>(month_at / 3) + 1;
  const int y = month <= 2 ? year - 1 : year;
  const int era_years = y / 400;
  const int year_of_era = y - era_years * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  const std::int64_t days = static_cast<std::int64_t>(era_years) * 146097 + day_of_era - 719468;
  return std::chrono::system_clock::time_point(
      std::chrono::seconds(((days * 24 + hour) * 60 + minute) * 60 + second));
}

}  // namespace bss::detail
