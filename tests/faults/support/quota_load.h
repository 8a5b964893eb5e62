// Calls of one operation as fast as a strategy lets them go, from several threads of one program or
// of several, under the documented quota: what the suite of quotas tests and the benchmark prints.
//
// Plain functions; each run is one thread's business.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bss/client.h"

namespace bss::test {

/// How a program deals with a quota.
enum class Strategy : std::uint8_t {
  kPaced,    ///< the SDK as it is
  kUnpaced,  ///< its retries alone, pacing off
  kBackOff,  ///< what many clients do: five attempts, and 0.2 s, doubled each time, between them
};
inline constexpr Strategy kStrategies[] = {Strategy::kPaced, Strategy::kUnpaced,
                                           Strategy::kBackOff};
std::string_view name_of(Strategy strategy);

/// The operation that is called; ten a second, documented.
inline constexpr std::string_view kQuotaOperation = "ListPartnerBalances";
inline constexpr double kQuotaPerSecond = 10;

struct LoadFigures {
  std::vector<std::chrono::milliseconds> durations;  ///< of all calls, failed ones too
  std::vector<Error> errors;                         ///< of those that failed in this program
  std::size_t failed = 0;
  double seconds = 0;
  // As the server counts.
  double requests_a_call = 0;
  std::uint64_t throttled = 0;

  std::chrono::milliseconds p99() const;
  /// One line of all this.
  std::string text() const;
};

/// `calls` calls of one program's threads.
LoadFigures call_from_threads(ClientConfig config, Strategy strategy, int threads, int calls);

/// The same from several programs at once, `calls` each, all signing with the demo partner's keys.
/// The server's part of the figures comes from its journal.
LoadFigures call_from_programs(std::uint16_t port, Strategy strategy, int programs, int threads,
                               int calls);

/// What the server at `port` counted of the operation.
void add_counts(LoadFigures& figures, std::uint16_t port);

}  // namespace bss::test
