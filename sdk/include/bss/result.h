// The outcome of a call: a value or one Error. Everybody who calls the SDK reads this header.
//
// Value types: an object must not be changed by one thread while another reads it.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bss/decimal.h"
#include "bss/unknown_part.h"

namespace bss {

/// What kind of thing went wrong. Numbers are fixed: one seen in a log keeps its meaning.
enum class ErrorKind : std::uint8_t {
  kInvalidArgument =
      1,  ///< refused before sending, by the SDK's own checks, or as a bad parameter by the service
  kNotSent = 2,    ///< nothing left this machine: name lookup, connect, TLS, a dead kept connection
  kThrottled = 3,  ///< refused before execution because of a quota
  kAuth = 4,       ///< the credentials were not accepted (401), or none could be had
  kDenied = 5,     ///< accepted, but not allowed to do this (403)
  kNotFound = 6,   ///< the path or object does not exist (404)
  kConflict = 7,   ///< something of that key exists already
  kBusiness = 8,   ///< a business rule refused; see `code`
  kServer = 9,     ///< the service failed (5xx) and the call is one that may be repeated
  kOutcomeUnknown = 10,  ///< the call may or may not have taken effect: never repeat it blindly
  kCancelled = 11,       ///< the caller cancelled before anything was sent
  kDeadline = 12,        ///< time was up before anything took effect
  kBadResponse = 13,     ///< the answer is not what the description says: HTML, empty, truncated
};

/// `outcome_unknown` and so on.
std::string_view to_string(ErrorKind kind) noexcept;

/// One attempt of a call, in the order they were made.
struct Attempt {
  std::chrono::system_clock::time_point started{};  ///< by the client's clock
  std::chrono::milliseconds duration{0};
  int status = 0;    ///< 0 when no status line came
  std::string code;  ///< error code of the answer, empty on success
  std::string request_id;
  std::chrono::milliseconds waited{0};  ///< before this attempt: pacing, back-off
  std::string decision;                 ///< why the SDK went on or stopped, one sentence
};

/// What a counterparty's records were before a money call was sent: whatever is newer came after.
struct IntentMarks {
  std::string
      newest_id;  ///< `trans_id` of the newest record of that kind; empty when there was none
  std::int64_t total = 0;  ///< how many there were
};

/// What a money call was about to do, so that a lost answer can be cleared up later (rules:
/// accounts-coupons E.6).
struct Intent {
  std::string operation;  ///< `UpdateCustomerAccountAmount`
  /// Customers or resellers by id, separated by commas; empty if the call names none.
  std::string counterparty;
  std::optional<Decimal> amount;  ///< for each of them
  std::string reseller_id;        ///< `indirect_partner_id` of the call, else empty
  std::chrono::system_clock::time_point sent_at{};
  std::optional<IntentMarks> marks;  ///< set by MoneyOnce and by mark()
  /// Coupons: the note they are issued with, by which they are found again.
  std::string memo;
  std::string quota_id;  ///< coupons: the quota they come from
};

struct Error {
  ErrorKind kind = ErrorKind::kServer;
  int http_status = 0;  ///< 0 when no answer came
  std::string code;     ///< `CBC.5003`, `APIG.0308`; empty when there is none
  std::string message;  ///< for a human; never contains a secret
  std::string request_id;
  std::string operation;
  /// What a throttle answer said: calls allowed, and in how many seconds; 0 when it did not.
  int throttle_limit = 0;
  int throttle_seconds = 0;
  std::optional<std::chrono::milliseconds> retry_after;
  /// Further fields of the error body: CBC.99000050 carries domain_id and domain_name of the
  /// created customer.
  std::vector<std::pair<std::string, std::string>> details;
  std::vector<Attempt> attempts;
  std::optional<Intent> intent;  ///< with kOutcomeUnknown of calls that move value

  /// The value of a further field, or an empty view.
  std::string_view detail(std::string_view name) const noexcept;
  /// "UpdateCustomerAccountAmount: business CBC.5003 (HTTP 400, request 0af...): Insufficient
  /// balance."
  std::string to_string() const;
};

/// Thrown by Result::value() only; the SDK itself reports errors as values.
class ResultError : public std::exception {
 public:
  explicit ResultError(Error error);
  const char* what() const noexcept override { return text_.c_str(); }
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
  std::string text_;
};

namespace detail {
[[noreturn]] void throw_result_error(const Error& error);
}

/// What every answer carries beside its fields.
struct ResponseMeta {
  int http_status = 0;
  std::string request_id;
  std::vector<Attempt> attempts;
  /// What the answer held and the SDK's description does not know; at most 100.
  std::vector<UnknownPart> unknown;
};

/// A T or an Error. `T` may be incomplete where the result is only declared.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// The value; throws ResultError when there is none.
  T& value() & {
    if (!ok()) detail::throw_result_error(std::get<1>(state_));
    return std::get<0>(state_);
  }
  const T& value() const& {
    if (!ok()) detail::throw_result_error(std::get<1>(state_));
    return std::get<0>(state_);
  }
  /// By value, so that `for (auto& item : client.list_...(...).value().items)` outlives the
  /// temporary.
  T value() && {
    if (!ok()) detail::throw_result_error(std::get<1>(state_));
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// The error; must not be called on success.
  const Error& error() const& { return std::get<1>(state_); }
  Error& error() & { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

  const ResponseMeta& meta() const noexcept { return meta_; }
  void set_meta(ResponseMeta meta) { meta_ = std::move(meta); }

 private:
  std::variant<T, Error> state_;
  ResponseMeta meta_;
};

}  // namespace bss
