// Ten thousand requests of one client open at the server at once: what they cost is memory and
// descriptors, not threads.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "demo.h"
#include "own_process.h"
#include "server_process.h"

namespace bss::test {
namespace {

using namespace std::chrono_literals;

constexpr int kMostThreads = 20;
constexpr double kMostMegabytes = 200;
constexpr auto kServerThinks = 10s;

/// The sanitizers make each of them much heavier.
constexpr int kRequests = kMemoryTells ? 10'000 : 500;

/// Each request is a descriptor here and one in the server, which inherits what is allowed here.
/// How many requests fit: fewer than wanted only where the machine allows no more.
int fitting(int wanted) {
  constexpr rlim_t kForTheRest = 500;
  const rlim_t needed = static_cast<rlim_t>(wanted) + kForTheRest;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  rlimit raised = limit;
  raised.rlim_max = std::max(limit.rlim_max, needed);
  raised.rlim_cur = raised.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) return wanted;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<int>(std::min(limit.rlim_cur, needed) - kForTheRest);
}

class OpenRequests : public ::testing::Test {
 protected:
  void SetUp() override {
    requests_ = fitting(kRequests);
    ASSERT_GE(requests_, 100) << "too few open files are allowed (ulimit -Hn)";
    server_.emplace(std::vector<std::string>{"--throttle", "off"});
    const std::string rule =
        R"({"match":{"operation":"ListPartnerBalances"},"effect":{"delay_ms":)" +
        std::to_string(std::chrono::milliseconds(kServerThinks).count()) + "}}";
    const auto added =
        Connection(server_->port()).exchange(request_bytes("POST", "/_mock/v1/faults", {}, rule));
    ASSERT_EQ(added->status, 201) << added->body;
  }

  Client client() const {
    ClientConfig config = partner_config(server_->port());
    config.pacing = false;
    config.attempt_timeout = 100s;
    config.total_timeout = 100s;
    config.connect_timeout = 50s;
    config.transport_options.connections_per_host = requests_;
    return Client(config);
  }

  /// As the server counts them.
  int open_at_the_server() const {
    const auto metrics =
        Connection(server_->port()).exchange(request_bytes("GET", "/_mock/metrics", {}));
    if (!metrics) return -1;
    const std::string name = "\nbss_mock_requests_in_flight ";
    const auto at = metrics->body.find(name);
    return at == std::string::npos ? -1 : std::stoi(metrics->body.substr(at + name.size()));
  }

  int requests_ = 0;
  std::optional<ServerProcess> server_;
};

TEST_F(OpenRequests, NeedFewThreadsAndLittleMemory) {
  const Client asking = client();
  std::atomic<int> answered{0};
  std::atomic<int> failed{0};
  const auto all = std::make_shared<std::promise<void>>();
  for (int i = 0; i < requests_; ++i) {
    asking.list_partner_balances_async({}, {}, [&, all](const auto& result) {
      if (!result) ++failed;
      if (++answered == requests_) all->set_value();
    });
  }
  int open = 0;
  std::ptrdiff_t threads = 0;
  double megabytes = 0;
  const auto done = all->get_future();
  while (done.wait_for(100ms) != std::future_status::ready) {
    open = std::max(open, open_at_the_server());
    threads = std::max(threads, own_threads());
    megabytes = std::max(megabytes, own_resident_bytes() / 1024 / 1024);
  }
  RecordProperty("open_at_the_server", open);
  RecordProperty("threads", static_cast<int>(threads));
  RecordProperty("megabytes", std::to_string(megabytes));
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(open, requests_);
  EXPECT_LE(threads, kMostThreads);
  if (kMemoryTells) {
    EXPECT_LE(megabytes, kMostMegabytes);
  }
}

}  // namespace
}  // namespace bss::test
