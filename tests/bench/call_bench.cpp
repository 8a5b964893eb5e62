// The time of one call over loopback, beside bare loops that sign and parse the same call, and of
// the SDK on its other transport. They take turns call by call, so that the machine's mood hits
// all. Bars of the project: at most 1.25 of the bare Beast loop, and less than the bare libcurl
// loop.
#include <algorithm>
#include <chrono>
#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bare_clients.h"
#include "bss/accounts.h"
#include "bss/bss.h"
#include "bss/mock/server.h"
#include "demo.h"
#include "server_process.h"

namespace bss::bench {
namespace {

using std::chrono::steady_clock;

constexpr double kBeastBar = 1.25;
constexpr int kCalls = 2000;
constexpr const char* kTarget = "/v2/accounts/partner-accounts/balances";

Client client_on(std::uint16_t port, std::shared_ptr<Transport> transport) {
  ClientConfig config = test::partner_config(port);
  config.pacing = false;
  config.transport = std::move(transport);
  return Client(config);
}

struct Contender {
  std::function<void()> call;
  std::vector<double> microseconds;

  void take_turn() {
    const auto began = steady_clock::now();
    call();
    microseconds.push_back(
        std::chrono::duration<double, std::micro>(steady_clock::now() - began).count());
  }
  double median() {
    std::sort(microseconds.begin(), microseconds.end());
    return microseconds[microseconds.size() / 2];
  }
};

void take_turns(std::initializer_list<Contender*> all) {
  for (Contender* each : all) each->call();
  for (int i = 0; i < kCalls; ++i) {
    for (Contender* each : all) each->take_turn();
  }
}

std::function<void()> balances_of(Client client) {
  return [client = std::move(client)] {
    if (!client.list_partner_balances({})) throw std::runtime_error("the call failed");
  };
}

Credentials::AccessKey partner_key() {
  const mock::Identity partner = mock::demo_credentials().partner;
  Credentials::AccessKey key;
  key.access_key = partner.access_key;
  key.secret_key = Secret(partner.secret_key);
  key.domain_id = partner.domain_id;
  return key;
}

void call_over_loopback(benchmark::State& state) {
  const test::ServerProcess server({"--throttle", "off"});
  const auto key = partner_key();
  const auto beast = make_bare_beast(server.port(), key, kTarget);
  const auto curl = make_bare_curl(server.port(), key, kTarget);
  Contender sdk{balances_of(client_on(server.port(), make_beast_transport())), {}};
  Contender bare_beast{[&] { beast->call(); }, {}};
  Contender bare_curl{[&] { curl->call(); }, {}};
  for ([[maybe_unused]] auto _ : state) {
    take_turns({&sdk, &bare_beast, &bare_curl});
    state.SetIterationTime(sdk.median() / 1e6);
  }
  state.counters["sdk_us"] = sdk.median();
  state.counters["bare_beast_us"] = bare_beast.median();
  state.counters["bare_curl_us"] = bare_curl.median();
  state.counters["of_bare_beast"] = sdk.median() / bare_beast.median();
  state.counters["of_bare_beast_bar"] = sdk.median() / bare_beast.median() / kBeastBar;
  state.counters["of_bare_curl"] = sdk.median() / bare_curl.median();
}
BENCHMARK(call_over_loopback)->UseManualTime()->Unit(benchmark::kMicrosecond)->Iterations(1);

/// Which of the two is the default follows from this figure and the conformance suite.
void transports_over_loopback(benchmark::State& state) {
  const test::ServerProcess server({"--throttle", "off"});
  Contender on_beast{balances_of(client_on(server.port(), make_beast_transport())), {}};
  Contender on_cpprest{balances_of(client_on(server.port(), make_cpprest_transport())), {}};
  for ([[maybe_unused]] auto _ : state) {
    take_turns({&on_beast, &on_cpprest});
    state.SetIterationTime(on_beast.median() / 1e6);
  }
  state.counters["on_beast_us"] = on_beast.median();
  state.counters["on_cpprest_us"] = on_cpprest.median();
  state.counters["cpprest_of_beast"] = on_cpprest.median() / on_beast.median();
}
BENCHMARK(transports_over_loopback)->UseManualTime()->Unit(benchmark::kMicrosecond)->Iterations(1);

}  // namespace
}  // namespace bss::bench
