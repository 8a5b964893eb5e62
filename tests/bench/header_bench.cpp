// How long a compiler reads the SDK's headers, beside the standard headers that they include: the
// umbrella, and one area of the API with the client. The median of seven, in turns.
// Bars of the project: 2.5 for the umbrella, 1.3 for one area.
#include <algorithm>
#include <array>
#include <string>

#include <benchmark/benchmark.h>

#include "public_headers.h"

namespace bss::bench {
namespace {

constexpr std::size_t kTurns = 7;
using Times = std::array<double, kTurns>;

double median(Times times) {
  std::sort(times.begin(), times.end());
  return times[kTurns / 2];
}

void parse(benchmark::State& state, const std::string& header, double bar) {
  const std::string ours = "#include \"" + header + "\"\n";
  const std::string standard = test::including(test::standard_headers_of(header));
  Times with{};
  Times without{};
  for ([[maybe_unused]] auto _ : state) {
    for (std::size_t turn = 0; turn < kTurns; ++turn) {
      with[turn] = test::seconds_to_parse(ours);
      without[turn] = test::seconds_to_parse(standard);
    }
    state.SetIterationTime(median(with));
  }
  const double ratio = median(with) / median(without);
  state.counters["standard_ms"] = median(without) * 1000;
  state.counters["of_standard"] = ratio;
  state.counters["of_bar"] = ratio / bar;
  state.counters["lines"] = static_cast<double>(test::lines_preprocessed(ours));
}

void header_umbrella(benchmark::State& state) {
  constexpr double kBar = 2.5;
  parse(state, "bss/bss.h", kBar);
}
BENCHMARK(header_umbrella)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

void header_one_area(benchmark::State& state) {
  constexpr double kBar = 1.3;
  parse(state, "bss/accounts.h", kBar);
}
BENCHMARK(header_one_area)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace bss::bench
