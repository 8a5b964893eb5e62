// What it costs to keep and to bring back the state of 10,000 customers and 100,000 postings,
// beside a copy of the same bytes. Bar of the project: 1.5 times that copy and 5 ms. A benchmark
// only reports.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <benchmark/benchmark.h>
#include <soci/soci.h>

#include "domain/seed.h"
#include "domain/world.h"
#include "support/bulk_rows.h"

namespace bss::bench {
namespace {

constexpr int kCustomers = 10'000;
constexpr int kPostings = 100'000;
constexpr double kBarFactor = 1.5;
constexpr double kBarMs = 5;

std::unique_ptr<mock::domain::World> make_world() {
  auto world =
      std::make_unique<mock::domain::World>(mock::store::Database::in_memory(), std::uint64_t{1});
  mock::domain::seed_demo(*world, mock::domain::SeedSites::kBoth);
  mock::test::lay_bulk_rows(*world, kCustomers);
  world->run([&] {
    auto& session = world->db().session();
    const std::string numbers =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < " +
        std::to_string(kPostings) + ") ";
    session << numbers +
                   "INSERT INTO ledger_transactions (id, ledger, kind, trade_id, at) SELECT "
                   "9000000 + i, 'money', 'X', 'B' || i, 1 FROM n WHERE i % 2 = 0";
    session << numbers +
                   "INSERT INTO ledger_postings (transaction_id, account, amount) SELECT "
                   "9000000 + (i + 1) / 2 * 2, 'TOPUP', 1000000 * (1 - 2 * (i % 2)) FROM n";
  });
  return world;
}

template <class Work>
double milliseconds(Work work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  return took.count();
}

void snapshot(benchmark::State& state) {
  const auto world = make_world();
  double copy = 1e9;
  double keep = 1e9;
  double restore = 1e9;
  double bytes = 0;
  for ([[maybe_unused]] auto _ : state) {
    mock::domain::World::Image image;
    const double kept = milliseconds([&] { image = world->image(); });
    const double copied = milliseconds([&] {
      std::unique_ptr<char[]> other(new char[image.data.size()]);
      std::memcpy(other.get(), image.data.view().data(), image.data.size());
      benchmark::DoNotOptimize(other.get());
    });
    const double restored = milliseconds([&] { world->restore(image); });
    const bool there = world->run([&] { return !world->db().empty(); });
    if (!there) throw std::runtime_error("nothing was restored");
    state.SetIterationTime(kept / 1000);
    copy = std::min(copy, copied);
    keep = std::min(keep, kept);
    restore = std::min(restore, restored);
    bytes = static_cast<double>(image.data.size());
  }
  const double bar = kBarFactor * copy + kBarMs;
  state.counters["mb"] = bytes / 1024 / 1024;
  state.counters["memcpy_ms"] = copy;
  state.counters["keep_ms"] = keep;
  state.counters["restore_ms"] = restore;
  state.counters["keep_of_bar"] = keep / bar;
  state.counters["restore_of_bar"] = restore / bar;
}
BENCHMARK(snapshot)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(7);

}  // namespace
}  // namespace bss::bench
