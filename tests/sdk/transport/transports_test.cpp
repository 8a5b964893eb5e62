// The shipped transports under the conformance suite, and what is particular to each.
#include "transport_conformance.h"

#include "own_process.h"

#include <future>
#include <string>

namespace bss::testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Cpprest, TransportConformance,
                         ::testing::Values(TransportUnderTest{"cpprest", make_cpprest_transport}),
                         name_of_transport);
INSTANTIATE_TEST_SUITE_P(Cpprest, TransportTlsConformance,
                         ::testing::Values(TransportUnderTest{"cpprest", make_cpprest_transport}),
                         name_of_transport);
/// Starts each request and waits for its end: what holds for send() must hold for start().
class Started final : public Transport {
 public:
  explicit Started(std::shared_ptr<Transport> transport) : transport_(std::move(transport)) {}
  TransportResult send(const TransportRequest& request,
                       const CancellationToken& cancellation) override {
    const auto end = std::make_shared<std::promise<TransportResult>>();
    transport_->start(std::make_shared<TransportRequest>(request), cancellation,
                      [end](TransportResult result) { end->set_value(std::move(result)); });
    return end->get_future().get();
  }

 private:
  std::shared_ptr<Transport> transport_;
};

std::shared_ptr<Transport> make_started(const TransportOptions& options) {
  return std::make_shared<Started>(make_beast_transport(options));
}

INSTANTIATE_TEST_SUITE_P(Beast, TransportConformance,
                         ::testing::Values(TransportUnderTest{"beast", make_beast_transport},
                                           TransportUnderTest{"beast_started", make_started}),
                         name_of_transport);
INSTANTIATE_TEST_SUITE_P(Beast, TransportTlsConformance,
                         ::testing::Values(TransportUnderTest{"beast", make_beast_transport},
                                           TransportUnderTest{"beast_started", make_started}),
                         name_of_transport);

TEST(CpprestTransport, StartsFewThreads) {
  // The library's own default is 40.
  ScriptedServer server(std::vector<Step>{});
  TransportRequest request;
  request.method = "GET";
  request.url = server.url();
  request.target = "/";
  ASSERT_TRUE(make_cpprest_transport()->send(request, CancellationToken()).response);
  EXPECT_LE(test::own_threads(), 12);
}

}  // namespace
}  // namespace bss::testing
