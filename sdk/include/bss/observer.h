// What happens to calls, for metrics and traces: each call, each attempt of it, each wait between
// them. Like a logger an observer gets a fixed set of fields: no header, no body, no query, no
// filled-in path. The names of `attributes` are those of OpenTelemetry's conventions for HTTP
// clients, so that a bridge to it is a loop; the SDK itself depends on nothing.
//
//   class Counter final : public bss::Observer {
//     void call_ended(const bss::CallEnd& call) override { count(call.operation, call.ok()); }
//   };
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bss/result.h"

namespace bss {

using AttributeValue = std::variant<std::int64_t, double, std::string>;
struct Attribute {
  std::string name;  ///< `http.request.method`
  AttributeValue value;
};

/// The views of all events live only as long as the call that hands them over.
struct CallStart {
  std::string_view operation;      ///< `ListSubCustomers`; empty for raw calls
  std::string_view method;         ///< `POST`
  std::string_view path_template;  ///< `/v2/orders/{order_id}`
  std::chrono::system_clock::time_point started{};
};

struct AttemptResult {
  CallStart call;         ///< `started` is the attempt's
  int attempt = 1;        ///< from 1
  int status = 0;         ///< 0 when no status line came
  std::string_view code;  ///< error code of the answer, or why none came (`timeout`, `reset`)
  std::string_view request_id;
  std::chrono::milliseconds duration{0};
};

enum class WaitReason : std::uint8_t {
  kQuota,    ///< the pacer kept the attempt back; told when the wait is over
  kBackOff,  ///< before an attempt is repeated; told when the wait begins
};
struct Wait {
  CallStart call;
  int attempt = 1;  ///< the attempt that the wait follows or, with kQuota, comes before
  WaitReason reason = WaitReason::kBackOff;
  std::chrono::milliseconds duration{0};
};

struct CallEnd {
  CallStart call;
  int attempts = 0;
  int status = 0;
  std::string_view code;
  std::string_view request_id;
  std::chrono::milliseconds duration{0};  ///< with all waits
  const Error* error = nullptr;           ///< null when the call succeeded
  bool ok() const noexcept { return error == nullptr; }
};

/// Implementations are safe to call from several threads at once and do not throw. Calls come on
/// the thread of the call that they tell of, and hold it up as long as they take.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void call_started(const CallStart& call);
  virtual void attempt_ended(const AttemptResult& attempt);
  virtual void waiting(const Wait& wait);
  /// An answer held something that the description does not know: time for a newer SDK. The part
  /// is the one thing of an answer that an observer sees; its value may name people.
  virtual void unknown_part(const CallStart& call, const UnknownPart& part);
  virtual void call_ended(const CallEnd& call);
};

/// `http.request.method`, `url.template`, `http.response.status_code`, `error.type`,
/// `http.request.resend_count`, and the service's own: `bss.operation`, `bss.error_code`,
/// `bss.error_kind`, `bss.request_id`, `bss.wait.reason`, `bss.unknown.field`,
/// `bss.unknown.kind`. What is not known is
/// left out.
std::vector<Attribute> attributes(const CallStart& call);
std::vector<Attribute> attributes(const AttemptResult& attempt);
std::vector<Attribute> attributes(const Wait& wait);
std::vector<Attribute> attributes(const CallEnd& call);
/// Without the value.
std::vector<Attribute> attributes(const CallStart& call, const UnknownPart& part);

}  // namespace bss
