// Servers that are started and stopped in one process, as a suite with a server for each test does:
// they leave no memory, no descriptor and no thread.
#include <string>

#include <malloc.h>

#include <gtest/gtest.h>

#include "demo.h"
#include "length.h"
#include "own_process.h"

namespace bss::test {
namespace {

struct Held {
  std::ptrdiff_t descriptors = 0;
  std::ptrdiff_t threads = 0;
  double bytes = 0;
  double in_use = 0;  ///< of the bytes, those that somebody holds: what is left is the allocator's
};

Held held() {
  return {own_descriptors(), own_threads(), own_resident_bytes(),
          static_cast<double>(::mallinfo2().uordblks)};
}

/// One that is used: a login, a call, a workspace of its own.
void start_use_and_stop() {
  mock::Server server(unthrottled());
  const std::string token = partner_token(server.port());
  const auto answer = Connection(server.port())
                          .exchange(request_bytes("GET", "/v2/accounts/partner-accounts/balances",
                                                  {{"X-Auth-Token", token}}));
  ASSERT_EQ(answer->status, 200);
  EXPECT_FALSE(server.create_workspace().id().empty());
}

TEST(ServersEndurance, OneAfterTheOtherLeavesNothing) {
  constexpr int kOrdinary = 60;
  const int servers = length_from("BSS_ENDURANCE_SERVERS", kOrdinary);
  // What a process makes once and keeps, and what its allocator needs to settle.
  for (int i = 0; i < servers / 4 + 5; ++i) start_use_and_stop();
  const Held before = held();
  for (int i = 0; i < servers; ++i) start_use_and_stop();
  const Held after = held();
  RecordProperty("servers", servers);
  RecordProperty("memory_after_of_before", std::to_string(after.bytes / before.bytes));
  RecordProperty("bytes_in_use_for_each", std::to_string((after.in_use - before.in_use) / servers));
  EXPECT_EQ(after.descriptors, before.descriptors);
  EXPECT_EQ(after.threads, before.threads);
  if (kMemoryTells) {
    EXPECT_LE(after.bytes, memory_allowed(before.bytes, servers == kOrdinary));
    constexpr double kBytesPerServer = 1024;
    EXPECT_LE(after.in_use, before.in_use + kBytesPerServer * servers);
  }
}

}  // namespace
}  // namespace bss::test
