// What the SDK adds to a call: the whole pipeline with token, retry and decoding beside a bare loop
// that sends the same request over the same transport and drops the answer. Both alternate, so that
// the machine's mood hits both.
#include <chrono>
#include <memory>
#include <stdexcept>

#include <benchmark/benchmark.h>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "demo.h"

namespace bss::bench {
namespace {

using std::chrono::steady_clock;

/// Answers at once with what was recorded from the server: leaves only the SDK's own work.
class EchoTransport final : public Transport {
 public:
  explicit EchoTransport(TransportResponse response) : response_(std::move(response)) {}
  TransportResult send(const TransportRequest& request, const CancellationToken&) override {
    benchmark::DoNotOptimize(request.target.data());
    TransportResult result;
    result.response = response_;
    return result;
  }

 private:
  TransportResponse response_;
};

TransportRequest bare_request(const mock::Server& server, const std::string& token) {
  TransportRequest request;
  request.method = "GET";
  request.url = server.endpoint();
  request.target = "/v2/accounts/partner-accounts/balances";
  request.headers = {{"X-Auth-Token", token}};
  return request;
}

TransportResponse sent(Transport& transport, TransportRequest request) {
  request.deadline = steady_clock::now() + std::chrono::seconds(10);
  const TransportResult result = transport.send(request, CancellationToken{});
  if (!result.response || result.response->status != 200) throw std::runtime_error("not served");
  return *result.response;
}

void compare(benchmark::State& state, const std::shared_ptr<Transport>& transport,
             const mock::Server& server, const std::string& token) {
  ClientConfig config = test::partner_config(server);
  config.credentials = Credentials::token(Secret(token));
  config.pacing = false;
  config.transport = transport;
  const Client client(config);
  const TransportRequest bare = bare_request(server, token);
  std::chrono::duration<double> with_sdk{0};
  std::chrono::duration<double> without{0};
  for ([[maybe_unused]] auto _ : state) {
    const auto began = steady_clock::now();
    if (!client.list_partner_balances({})) throw std::runtime_error("the call failed");
    const auto between = steady_clock::now();
    benchmark::DoNotOptimize(sent(*transport, bare));
    without += steady_clock::now() - between;
    with_sdk += between - began;
    state.SetIterationTime(std::chrono::duration<double>(between - began).count());
  }
  const auto calls = static_cast<double>(state.iterations());
  state.counters["sdk_us"] = with_sdk.count() / calls * 1e6;
  state.counters["bare_us"] = without.count() / calls * 1e6;
  state.counters["added_us"] = (with_sdk.count() - without.count()) / calls * 1e6;
  state.counters["ratio"] = with_sdk.count() / without.count();
}

void sdk_call_over_http(benchmark::State& state) {
  const mock::Server server(test::unthrottled());
  compare(state, make_default_transport(), server, test::partner_token(server.port()));
}
BENCHMARK(sdk_call_over_http)->UseManualTime()->Unit(benchmark::kMicrosecond);

void sdk_call_without_network(benchmark::State& state) {
  const mock::Server server(test::unthrottled());
  const std::string token = test::partner_token(server.port());
  const auto network = make_default_transport();
  compare(state, std::make_shared<EchoTransport>(sent(*network, bare_request(server, token))),
          server, token);
}
BENCHMARK(sdk_call_without_network)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace bss::bench
