// What the description says of one operation, as data: read by the SDK (retry safety, pacing,
// paging) and by the server (routes, roles, throttling, errors). Made by the generator from
// openapi/; nobody writes these by hand.
//
// Plain constant data: may be shared between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss {

/// The two sites of the service. An operation or field that exists on one of them only says so.
enum class Site : std::uint8_t { kChina = 1, kInternational = 2 };

/// What may be done with a call whose answer was lost.
enum class OperationClass : std::uint8_t {
  kRead,        ///< changes nothing: may be repeated
  kIdempotent,  ///< a second execution has no further effect: may be repeated
  kKeyed,       ///< the request carries a unique key: may be repeated, a duplicate code is then a
                ///< question
  kMoney,       ///< moves value and has no key: never repeated once it may have been received
};

/// Kinds of accounts that may call, as a set of bits.
enum CallerKinds : std::uint8_t {
  kCallerNone = 0,
  kCallerSolutionPartner = 1,
  kCallerDistributor = 2,
  kCallerReseller = 4,
  kCallerCustomer = 8,
  kCallerAny = 15,
};

/// How the caller proves itself.
enum class Authentication : std::uint8_t { kNone, kTokenOrSignature, kTokenOnly };
/// The shape of an error body.
enum class ErrorStyle : std::uint8_t { kBss, kKeystone, kIam };
/// How well a statement of the description is founded.
enum class Evidence : std::uint8_t { kDocumented, kInferred, kChosen };
/// What brings an error about on the local server.
enum class Produced : std::uint8_t { kByState, kBySetting, kByPortal, kByFault };

struct ErrorInfo {
  std::string_view
      code;  ///< `CBC.99000035`; for IAM also names of our own such as `keystone-unauthorized`
  int status = 0;                 ///< HTTP status that carries it
  std::string_view message;       ///< English text
  std::string_view title;         ///< Keystone bodies only
  std::string_view when;          ///< one sentence: its trigger
  bool in_error_details = false;  ///< arrives per item in a 200, not as the whole answer
  bool repeat_slowly = false;     ///< a later attempt may succeed
  bool already_done = false;      ///< on a second attempt this code means success
  Evidence evidence = Evidence::kDocumented;
  Produced produced = Produced::kByState;
};

/// Calls allowed in one window; 0 means not limited.
struct QuotaInfo {
  int limit = 0;
  int per_seconds = 1;
  Evidence evidence = Evidence::kChosen;
};

/// How a list is paged; `max_limit` 0 means it is not.
struct PagingInfo {
  std::string_view items;  ///< name of the array in the answer
  std::string_view total;  ///< name of the total in the answer
  int max_limit = 0;       ///< largest page that may be asked for
};

struct OperationInfo {
  std::string_view name;    ///< official name, `CreateSubCustomer`
  std::string_view area;    ///< `customers`
  std::string_view method;  ///< upper case
  std::string_view path;    ///< template, `/v2/orders/{order_id}`
  OperationClass operation_class = OperationClass::kRead;
  std::uint8_t sites = 0;    ///< bits of Site
  std::uint8_t callers = 0;  ///< bits of CallerKinds
  Authentication authentication = Authentication::kTokenOrSignature;
  ErrorStyle error_style = ErrorStyle::kBss;
  bool has_body = false;
  int success_status = 200;
  QuotaInfo quota;
  PagingInfo page;
  const ErrorInfo* errors = nullptr;
  std::size_t error_count = 0;

  bool on_site(Site site) const noexcept { return (sites & static_cast<std::uint8_t>(site)) != 0; }
  bool may_be_called_by(CallerKinds kind) const noexcept { return (callers & kind) != 0; }
  /// The entry of `code`, or null: nobody may answer a code that the description does not list.
  const ErrorInfo* find_error(std::string_view code) const noexcept {
    for (std::size_t i = 0; i < error_count; ++i) {
      if (errors[i].code == code) return &errors[i];
    }
    return nullptr;
  }
};

/// The first field that breaks the description, and how. `message` names the field and the rule,
/// never the value.
struct FieldProblem {
  std::string field;
  std::string message;
};

using NameValues = std::vector<std::pair<std::string, std::string>>;

/// A request in the form of the wire, before transport: query names and values are not yet
/// percent-encoded.
struct EncodedRequest {
  std::string path;    ///< decoded, parameters filled in
  NameValues query;    ///< in the order of the description
  NameValues headers;  ///< only those that the description names
  std::string body;    ///< JSON text
  bool has_body = false;
  /// Query names that came without '=' (`?key`); the server reads them as blank, the SDK never
  /// makes one.
  std::vector<std::string> blank_query;
};

/// An answer in the form of the wire.
struct EncodedResponse {
  int status = 0;
  NameValues headers;
  std::string body;
};

struct DecodeOptions {
  /// Refuse unknown fields, unknown enumeration values and missing required fields; off outside
  /// tests.
  bool strict = false;
};

}  // namespace bss
