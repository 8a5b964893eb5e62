// What workspaces cost: the time to make one over HTTP, the memory of one when it is fresh and
// after 100 calls, and what is left when all are removed. Bars of the project: 2 ms (median), 1.5
// MB, 2 MB, within 10 % of the start. A benchmark only reports.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bss/wire/json.h"
#include "connection.h"
#include "demo.h"
#include "server_process.h"

namespace bss::bench {
namespace {

constexpr int kWorkspaces = 500;
constexpr int kCallsEach = 100;
constexpr double kMedianBarMs = 2;
constexpr double kBytesInMb = 1024.0 * 1024.0;

struct Made {
  std::string id;
  mock::Identity partner;
};

class Many {
 public:
  Many() : server_({"--throttle", "off"}), connection_(server_.port()) {}

  double megabytes() const { return static_cast<double>(server_.resident_bytes()) / kBytesInMb; }

  /// How long it took, in milliseconds.
  double make() {
    const std::string request = test::request_bytes("POST", "/_mock/v1/workspaces",
                                                    {{"Content-Type", "application/json"}}, "{}");
    const auto began = std::chrono::steady_clock::now();
    const auto answer = connection_.exchange(request);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    if (!answer || answer->status != 201) throw std::runtime_error("no workspace");
    const auto shown = *wire::read_json(answer->body).value;
    const auto text = [&](const char* pointer) { return shown.at_pointer(pointer)->text(); };
    Made made;
    made.id = text("/id");
    made.partner.domain_name = text("/credentials/partner/domain_name");
    made.partner.user_name = text("/credentials/partner/user");
    made.partner.password = text("/credentials/partner/password");
    made.partner.domain_id = text("/credentials/partner/domain_id");
    made_.push_back(std::move(made));
    return took.count();
  }
  void call_each() {
    for (const Made& made : made_) {
      const std::string request =
          test::request_bytes("GET", "/v2/accounts/partner-accounts/balances",
                              test::json_headers(test::token_of(server_.port(), made.partner)));
      for (int i = 1; i < kCallsEach; ++i) {
        if (connection_.exchange(request)->status != 200) throw std::runtime_error("no balance");
      }
    }
  }
  void remove_all() {
    for (const Made& made : made_) {
      connection_.exchange(test::request_bytes("DELETE", "/_mock/v1/workspaces/" + made.id, {}));
    }
    made_.clear();
  }

 private:
  test::ServerProcess server_;
  test::Connection connection_;
  std::vector<Made> made_;
};

void workspaces(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    Many many;
    // Not the first ones: a program warms up once.
    for (int i = 0; i < 10; ++i) many.make();
    many.call_each();
    many.remove_all();
    const double start = many.megabytes();
    std::vector<double> times;
    for (int i = 0; i < kWorkspaces; ++i) times.push_back(many.make());
    const double fresh = many.megabytes();
    many.call_each();
    const double used = many.megabytes();
    many.remove_all();
    std::sort(times.begin(), times.end());
    state.SetIterationTime(times[kWorkspaces / 2] / 1000);
    state.counters["median_of_bar"] = times[kWorkspaces / 2] / kMedianBarMs;
    state.counters["longest_ms"] = times.back();
    state.counters["fresh_mb_each"] = (fresh - start) / kWorkspaces;
    state.counters["used_mb_each"] = (used - start) / kWorkspaces;
    state.counters["start_mb"] = start;
    state.counters["left_of_start"] = many.megabytes() / start;
  }
}
BENCHMARK(workspaces)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace bss::bench
