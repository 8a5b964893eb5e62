// What the SDK tells about its calls. A logger receives a fixed set of fields and no more: there is
// no way to hand it a header value, a body, a query or a filled-in path, so no secret and no
// personal datum can reach it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace bss {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning };

/// One attempt of one call, after it ended. The views live only as long as the call of `log`.
struct LogRecord {
  LogLevel level = LogLevel::kInfo;
  std::string_view operation;  ///< `ListSubCustomers`; empty for raw calls
  std::string_view method;     ///< `POST`
  std::string_view
      path_template;  ///< `/v2/orders/{order_id}`: never the filled-in path, never the query
  int attempt = 1;
  int status = 0;         ///< 0 when no status line came
  std::string_view code;  ///< error code of the answer, or why none came (`timeout`, `reset`)
  std::string_view request_id;
  std::chrono::system_clock::time_point started{};
  std::chrono::milliseconds duration{0};
};

/// Must be safe to call from several threads at once and must not throw.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void log(const LogRecord& record) = 0;
};

}  // namespace bss
