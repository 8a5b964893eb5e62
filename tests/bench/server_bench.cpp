// What the server costs: until it serves, in memory, and for one call. Bars of the project: 100 ms
// to the first answer, 40 MB resident, 30,000 balance queries a second with one load generator on
// two cores. A benchmark only reports.
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include "demo.h"
#include "load_generator.h"
#include "server_process.h"

namespace bss::bench {
namespace {

constexpr double kStartBarMs = 100;
constexpr double kMemoryBarMb = 40;
constexpr double kRateBar = 30'000;
constexpr double kBytesInMb = 1024.0 * 1024.0;
constexpr int kConnections = 16;

void expect_ok(const std::string& answer) {
  if (answer.compare(9, 3, "200") != 0) throw std::runtime_error("not served: " + answer);
}

/// From fork to the first 200 on /_mock/health, and the memory it then has.
void start_to_health(benchmark::State& state) {
  double memory = 0;
  double longest = 0;
  for ([[maybe_unused]] auto _ : state) {
    const test::ServerProcess server({});
    expect_ok(exchange(server.port(), test::request_bytes("GET", "/_mock/health", {})));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - server.started();
    state.SetIterationTime(took.count());
    longest = std::max(longest, took.count() * 1000);
    memory = std::max(memory, static_cast<double>(server.resident_bytes()) / kBytesInMb);
  }
  state.counters["longest_ms"] = longest;
  state.counters["longest_of_bar"] = longest / kStartBarMs;
  state.counters["resident_mb"] = memory;
  state.counters["resident_of_bar"] = memory / kMemoryBarMb;
}
BENCHMARK(start_to_health)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(7);

void load(benchmark::State& state, const std::string& target, bool authenticated) {
  const test::ServerProcess server({"--throttle", "off"});
  test::Headers headers;
  if (authenticated) headers.emplace_back("X-Auth-Token", test::partner_token(server.port()));
  const std::string request = test::request_bytes("GET", target, headers);
  expect_ok(exchange(server.port(), request));
  double best = 0;
  std::int64_t refused = 0;
  std::int64_t answers = 0;
  const double cpu_before = server.cpu_seconds();
  for ([[maybe_unused]] auto _ : state) {
    const LoadResult result = run_load(server.port(), request, kConnections, state.range(0));
    state.SetIterationTime(result.seconds);
    best = std::max(best, static_cast<double>(result.answers) / result.seconds);
    refused += result.refused;
    answers += result.answers;
  }
  if (refused > 0) state.SkipWithError("the server refused calls");
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["best_per_second"] = best;
  state.counters["best_of_bar"] = best / kRateBar;
  state.counters["server_cpu_us"] =
      (server.cpu_seconds() - cpu_before) / static_cast<double>(answers) * 1e6;
  state.counters["resident_mb"] = static_cast<double>(server.resident_bytes()) / kBytesInMb;
}

/// Token checked, quota off, one transaction and one journal entry a call.
void balance_query(benchmark::State& state) {
  load(state, "/v2/accounts/partner-accounts/balances", true);
}
BENCHMARK(balance_query)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Arg(20'000)
    ->Iterations(5);

/// The same listener without gateway, for comparison.
void health_query(benchmark::State& state) {
  load(state, "/_mock/health", false);
}
BENCHMARK(health_query)->UseManualTime()->Unit(benchmark::kMillisecond)->Arg(20'000)->Iterations(5);

}  // namespace
}  // namespace bss::bench
