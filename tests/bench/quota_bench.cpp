// A quota of ten calls a second, and three ways to deal with it: the SDK's pacer, its retries
// alone, and the exponential back-off that many clients have. From one program of eight threads,
// and from three that share the quota. Each takes as long as the quota wants; run them by name.
// Bars of the project for the first way: one program 1.02 requests a call, 1.12 of calls/10,
// p99 1.5 s; three programs 1.10 requests a call, 1.3 of calls/10, p99 10 s; none failed.
#include <benchmark/benchmark.h>

#include <string>

#include "demo.h"
#include "quota_load.h"
#include "server_process.h"

namespace bss::bench {
namespace {

using test::LoadFigures;
using test::Strategy;

constexpr int kThreads = 8;
constexpr int kPrograms = 3;
constexpr int kCalls = 400;  // of one program

void report(benchmark::State& state, const LoadFigures& figures) {
  const auto calls = static_cast<double>(figures.durations.size());
  state.SetIterationTime(figures.seconds);
  state.counters["calls"] = calls;
  state.counters["failed"] = static_cast<double>(figures.failed);
  state.counters["requests_a_call"] = figures.requests_a_call;
  state.counters["of_calls_by_quota"] = figures.seconds / (calls / test::kQuotaPerSecond);
  state.counters["p99_s"] = std::chrono::duration<double>(figures.p99()).count();
}

void quota_of_one_program(benchmark::State& state) {
  const Strategy strategy = test::kStrategies[state.range(0)];
  state.SetLabel(std::string(name_of(strategy)));
  for ([[maybe_unused]] auto _ : state) {
    const test::ServerProcess server({});
    LoadFigures figures =
        call_from_threads(test::partner_config(server.port()), strategy, kThreads, kCalls);
    add_counts(figures, server.port());
    report(state, figures);
  }
}
BENCHMARK(quota_of_one_program)
    ->DenseRange(0, 2)
    ->UseManualTime()
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

void quota_of_three_programs(benchmark::State& state) {
  const Strategy strategy = test::kStrategies[state.range(0)];
  state.SetLabel(std::string(name_of(strategy)));
  for ([[maybe_unused]] auto _ : state) {
    const test::ServerProcess server({});
    report(state, call_from_programs(server.port(), strategy, kPrograms, kThreads, kCalls));
  }
}
BENCHMARK(quota_of_three_programs)
    ->DenseRange(0, 2)
    ->UseManualTime()
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

}  // namespace
}  // namespace bss::bench
