// Cancellation, waiting, executor and targets.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <thread>

#include "bss/bss.h"
#include "core/target.h"
#include "core/timer.h"

namespace bss {
namespace {

TEST(Cancellation, WakesWhoeverRegisteredOnce) {
  CancellationSource source;
  const CancellationToken token = source.token();
  int woken = 0;
  const auto registration = token.on_cancel([&] { ++woken; });
  EXPECT_FALSE(token.cancelled());
  source.cancel();
  source.cancel();
  EXPECT_TRUE(token.cancelled());
  EXPECT_EQ(woken, 1);
  const auto late = token.on_cancel([&] { ++woken; });
  EXPECT_EQ(woken, 2);
}

TEST(Cancellation, AnEndedRegistrationIsNotWoken) {
  CancellationSource source;
  int woken = 0;
  {
    const auto registration = source.token().on_cancel([&] { ++woken; });
  }
  source.cancel();
  EXPECT_EQ(woken, 0);
}

TEST(Cancellation, ADefaultTokenIsNeverCancelled) {
  const CancellationToken token;
  EXPECT_FALSE(token.cancelled());
  EXPECT_EQ(token.on_cancel([] {}), nullptr);
}

TEST(Cancellation, ARegistrationMayEndInsideItsOwnWake) {
  CancellationSource source;
  std::shared_ptr<void> registration;
  registration = source.token().on_cancel([&] { registration.reset(); });
  source.cancel();
  EXPECT_EQ(registration, nullptr);
}

TEST(Cancellation, SixtyFourThreadsRegisterWhileOneCancels) {
  CancellationSource source;
  std::atomic<int> woken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 64; ++i) {
    threads.emplace_back([&] {
      const auto kept = source.token().on_cancel([&] { ++woken; });
      while (!source.token().cancelled()) std::this_thread::yield();
    });
  }
  source.cancel();
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(woken, 64);
}

TEST(SystemWaiter, ReturnsAtOnceForAMomentThatIsOver) {
  EXPECT_TRUE(system_waiter()->wait_until(system_clock()->steady_now(), {}));
}

TEST(SystemWaiter, CancellationWakesIt) {
  CancellationSource source;
  std::thread canceller([&] { source.cancel(); });
  EXPECT_FALSE(system_waiter()->wait_until(system_clock()->steady_now() + std::chrono::hours(1),
                                           source.token()));
  canceller.join();
}

int twice(int value) {
  return 2 * value;
}

TEST(Timer, TellsInTheOrderOfTheMoments) {
  const auto now = std::chrono::steady_clock::now();
  std::promise<void> last;
  std::string told;
  {
    detail::Timer timer;
    timer.at(now + std::chrono::milliseconds(20), {}, [&](bool reached) {
      told += reached ? 'c' : '-';
      last.set_value();
    });
    timer.at(now - std::chrono::seconds(1), {}, [&](bool reached) { told += reached ? 'a' : '-'; });
    timer.at(now + std::chrono::milliseconds(10), {},
             [&](bool reached) { told += reached ? 'b' : '-'; });
    last.get_future().wait();
  }
  EXPECT_EQ(told, "abc");
}

TEST(Timer, CancellationCutsOneWaitShortAndTheEndAllOthers) {
  const auto never = std::chrono::steady_clock::now() + std::chrono::hours(1);
  CancellationSource source;
  int cancelled = 0;
  int ended = 0;
  {
    detail::Timer timer;
    timer.at(never, source.token(), [&](bool reached) { cancelled += reached ? 100 : 1; });
    timer.at(never, {}, [&](bool reached) { ended += reached ? 100 : 1; });
    source.cancel();
    EXPECT_EQ(cancelled, 1);
    EXPECT_EQ(ended, 0);
    timer.at(never, source.token(), [&](bool reached) { cancelled += reached ? 100 : 1; });
    EXPECT_EQ(cancelled, 2);
  }
  EXPECT_EQ(cancelled, 2);
  EXPECT_EQ(ended, 1);
}

TEST(Timer, SixtyFourThreadsWaitWhileOneCancels) {
  CancellationSource source;
  std::atomic<int> told{0};
  {
    detail::Timer timer;
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
    std::vector<std::thread> threads;
    for (int i = 0; i < 64; ++i) {
      threads.emplace_back([&] {
        for (int wait = 0; wait < 20; ++wait) timer.at(soon, source.token(), [&](bool) { ++told; });
      });
    }
    source.cancel();
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(told, 64 * 20);
}

TEST(Function, TakesWhatStdFunctionTakes) {
  EXPECT_EQ(Function<int(int)>(twice)(21), 42);
  EXPECT_EQ(Function<int(int)>([](int value) { return value + 1; })(1), 2);
  EXPECT_EQ(Function<int(int)>(std::function<int(int)>(twice))(4), 8);
  int calls = 0;
  const Function<void(std::unique_ptr<int>)> consume(
      [&](std::unique_ptr<int> value) { calls += *value; });
  consume(std::make_unique<int>(3));
  EXPECT_EQ(calls, 3);
}

TEST(Function, KnowsWhenItIsEmpty) {
  EXPECT_FALSE(Function<void()>());
  EXPECT_FALSE(Function<void()>(nullptr));
  EXPECT_FALSE(Function<void()>(std::function<void()>()));
  EXPECT_TRUE(Function<void()>([] {}));
}

TEST(ThreadPool, RunsEverythingBeforeItEnds) {
  std::atomic<int> ran{0};
  {
    const auto pool = make_thread_pool(3);
    for (int i = 0; i < 100; ++i) pool->post([&] { ++ran; });
  }
  EXPECT_EQ(ran, 100);
}

TEST(ThreadPool, MayBeDestroyedByItsOwnThread) {
  std::promise<void> destroyed;
  auto pool = make_thread_pool(2);
  std::promise<void> go;
  auto gone = std::make_shared<std::shared_future<void>>(go.get_future());
  pool->post([&destroyed, gone, owner = pool]() mutable {
    gone->wait();
    owner.reset();
    destroyed.set_value();
  });
  pool.reset();
  go.set_value();
  destroyed.get_future().wait();
}

TEST(Target, EncodesByTheSigningAlphabet) {
  EncodedRequest request;
  request.path = "/v2/orders/a b/\xe5\xae\xa2";
  request.query = {{"name", "a+b &=%~"}, {"empty", ""}};
  EXPECT_EQ(detail::make_target(request),
            "/v2/orders/a%20b/%E5%AE%A2?name=a%2Bb%20%26%3D%25~&empty=");
}

TEST(Target, ReadsEndpoints) {
  EXPECT_EQ(detail::checked_endpoint("HTTPS://bss.example.com/"), "https://bss.example.com");
  EXPECT_EQ(detail::checked_endpoint("http://[::1]:80"), "http://[::1]:80");
  for (const char* wrong : {"", "bss.example.com", "ftp://x", "http://", "http:///", "http://a/b",
                            "http://u@a", "http://a?b"}) {
    EXPECT_EQ(detail::checked_endpoint(wrong), "") << wrong;
  }
}

TEST(Target, KnowsThisMachine) {
  for (const char* own :
       {"http://127.0.0.1:1", "https://localhost", "http://[::1]:1", "http://127.1.2.3"}) {
    EXPECT_TRUE(detail::is_loopback(own)) << own;
  }
  for (const char* other : {"http://127.example.com", "http://10.0.0.1",
                            "https://localhost.example.com", "http://[::2]"}) {
    EXPECT_FALSE(detail::is_loopback(other)) << other;
  }
}

}  // namespace
}  // namespace bss
