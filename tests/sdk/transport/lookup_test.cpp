// Names with several addresses, none, and resolvers that take their time.
#include <arpa/inet.h>
#include <netinet/in.h>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <vector>

#include "scripted_server.h"
#include "transport/blocking_driver.h"
#include "transport/route.h"

namespace bss::testing {
namespace {

using namespace std::chrono_literals;
using detail::Address;
using detail::Route;
using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;

Address on_this_machine(int port) {
  Address address;
  auto* four = reinterpret_cast<sockaddr_in*>(&address.bytes);
  four->sin_family = AF_INET;
  four->sin_port = htons(static_cast<std::uint16_t>(port));
  four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.length = sizeof(sockaddr_in);
  return address;
}

class Names : public ::testing::Test {
 protected:
  /// A route to a name whose addresses `resolve` tells.
  std::unique_ptr<Route> route_by(std::function<std::vector<Address>()> resolve) {
    return std::make_unique<Route>(
        detail::Origin{false, "bss.test", 80}, std::nullopt, TransportOptions{},
        [this, resolve = std::move(resolve)](const std::string&, std::uint16_t) {
          ++asked_;
          return resolve();
        });
  }

  static TransportResult get(Route& route, std::chrono::milliseconds connect_timeout = 5s) {
    TransportRequest request;
    request.method = "GET";
    request.target = "/";
    request.connect_timeout = connect_timeout;
    request.deadline = std::chrono::steady_clock::now() + 20s;
    return detail::send_and_wait(route, request, CancellationToken());
  }

  std::atomic<int> asked_{0};
  ScriptedServer server_{std::vector<Step>{}};
};

TEST_F(Names, TheNextAddressIsTriedWhenOneRefuses) {
  const int closed = unused_port();
  const auto route = route_by([&] {
    return std::vector<Address>{on_this_machine(closed), on_this_machine(closed),
                                on_this_machine(server_.port())};
  });
  const auto result = get(*route);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_EQ(server_.request_count(), 1U);
}

TEST_F(Names, AnAddressThatDoesNotAnswerLeavesTimeForTheOthers) {
  const FullListener silent;
  const auto route = route_by([&] {
    return std::vector<Address>{on_this_machine(silent.port()), on_this_machine(server_.port())};
  });
  const auto began = std::chrono::steady_clock::now();
  const auto result = get(*route, 200ms);
  ASSERT_TRUE(result.response) << result.failure.message;
  EXPECT_GE(std::chrono::steady_clock::now() - began, 90ms);
}

TEST_F(Names, WithoutAnAddressNothingIsSent) {
  const auto route = route_by([] { return std::vector<Address>{}; });
  const auto result = get(*route);
  ASSERT_FALSE(result.response);
  EXPECT_EQ(result.failure.known, Known::kNotSent);
  EXPECT_EQ(result.failure.cause, Cause::kResolve);
}

TEST_F(Names, AreAskedForOnceAndAgainWhenTheyLedNowhere) {
  int port = server_.port();
  const auto route = route_by([&] { return std::vector<Address>{on_this_machine(port)}; });
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(get(*route).response);
    // Without this the kept connection would ask nobody.
    route->pool().take_idle();
  }
  EXPECT_EQ(asked_, 1);
  const auto other = route_by([&] { return std::vector<Address>{on_this_machine(port)}; });
  port = unused_port();
  EXPECT_EQ(get(*other).failure.cause, Cause::kConnect);
  port = server_.port();
  EXPECT_TRUE(get(*other).response);
  EXPECT_EQ(asked_, 3);
}

TEST_F(Names, AResolverThatHangsHoldsNobodyUp) {
  std::promise<void> release;
  const auto released = release.get_future().share();
  auto route = route_by([released] {
    released.wait();
    return std::vector<Address>{};
  });
  for (int i = 0; i < 2; ++i) {
    const auto result = get(*route, 30ms);
    ASSERT_FALSE(result.response);
    EXPECT_EQ(result.failure.known, Known::kNotSent);
    EXPECT_EQ(result.failure.cause, Cause::kTimeout);
  }
  EXPECT_EQ(asked_, 1) << "both wait for the same answer";
  // Neither does the end of the client.
  route.reset();
  release.set_value();
}

}  // namespace
}  // namespace bss::testing
