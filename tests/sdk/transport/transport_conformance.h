// What every Transport must do, as a parameterised suite: a new implementation is plugged in with
// one INSTANTIATE_TEST_SUITE_P in a file of its own that is linked with the cases.
//
//   INSTANTIATE_TEST_SUITE_P(Mine, TransportConformance,
//   ::testing::Values(TransportUnderTest{"mine", make_mine}), ...);
#pragma once

#include "bss/transport.h"
#include "scripted_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::testing {

struct TransportUnderTest {
  std::string name;
  std::function<std::shared_ptr<Transport>(const TransportOptions&)> make;
};

/// For the names of the test cases.
std::string name_of_transport(const ::testing::TestParamInfo<TransportUnderTest>& info);

class TransportConformance : public ::testing::TestWithParam<TransportUnderTest> {
 protected:
  std::shared_ptr<Transport> make(const TransportOptions& options = {}) const {
    return GetParam().make(options);
  }

  /// Five seconds to live, the server's own Host header.
  static TransportRequest get(const ScriptedServer& server,
                              const std::string& target = "/v2/things");
  static TransportRequest post(const ScriptedServer& server,
                               const std::string& body = R"({"a":1})");
  static TransportRequest at_most_once(TransportRequest request);
  static Clock::Steady in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
  }
};

/// The cases of TLS, under a name of their own so that filters can pick them.
class TransportTlsConformance : public TransportConformance {};

/// The value of a header of an answer, or empty.
std::string header_of(const TransportResponse& response, std::string_view name);

inline Step raw(std::string bytes, Step::Then then = Step::Then::kKeep) {
  return {std::move(bytes), then};
}
inline Step ok() {
  return answer(200, R"({"ok":true})");
}

using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;

}  // namespace bss::testing
