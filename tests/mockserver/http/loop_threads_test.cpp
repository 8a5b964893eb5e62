#include "http/loop_threads.h"

#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace bss::mock::http {
namespace {

namespace asio = boost::asio;

class LoopThreadsTest : public ::testing::Test {
 protected:
  void TearDown() override {
    work_.reset();
    loop_.stop();
    threads_.join();
  }
  std::thread::id worker() {
    std::promise<std::thread::id> worker;
    asio::post(loop_, [&] { worker.set_value(std::this_thread::get_id()); });
    return worker.get_future().get();
  }

  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{loop_.get_executor()};
  LoopThreads threads_{loop_};
};

TEST_F(LoopThreadsTest, AnotherThreadGoesOnWithTheWork) {
  threads_.start(1);
  const std::thread::id before = worker();
  std::promise<std::thread::id> renewed;
  threads_.renew([&] { renewed.set_value(std::this_thread::get_id()); });
  const std::thread::id after = renewed.get_future().get();
  EXPECT_EQ(worker(), after);
  EXPECT_NE(before, after);
}

TEST_F(LoopThreadsTest, EachOneHasItsTurn) {
  threads_.start(3);
  constexpr int kWanted = 3;
  std::atomic<int> renewed{0};
  std::promise<void> all;
  threads_.renew([&] {
    if (++renewed == kWanted) all.set_value();
  });
  all.get_future().get();
}

TEST_F(LoopThreadsTest, MayBeAskedFromOneOfThem) {
  threads_.start(1);
  std::promise<void> renewed;
  asio::post(loop_, [&] { threads_.renew([&] { renewed.set_value(); }); });
  renewed.get_future().get();
}

TEST_F(LoopThreadsTest, EndsWhileThreadsAreBeingRenewed) {
  threads_.start(2);
  for (int i = 0; i < 50; ++i) threads_.renew([] {});
  // Whatever is under way, TearDown joins every thread there is.
}

TEST_F(LoopThreadsTest, BeforeTheStartThereIsNothingToRenew) {
  EXPECT_FALSE(threads_.running());
  threads_.renew([] { FAIL() << "no thread has ended"; });
  threads_.start(1);
  EXPECT_TRUE(threads_.running());
  worker();
}

}  // namespace
}  // namespace bss::mock::http
