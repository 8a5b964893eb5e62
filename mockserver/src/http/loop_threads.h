// The threads that run a server's loop. Used by http::Server.
//
// They can be renewed: an allocator keeps for each thread some of what it freed, and with it whole
// pages of what is gone; a thread that ends hands that back.
#pragma once

#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace bss::mock::http {

class LoopThreads {
 public:
  explicit LoopThreads(boost::asio::io_context& loop) : loop_(loop) {}
  LoopThreads(const LoopThreads&) = delete;
  LoopThreads& operator=(const LoopThreads&) = delete;
  /// join() comes first.
  ~LoopThreads() = default;

  void start(int count);
  bool running() const;
  /// Each one ends after what it is doing and another one takes its place; as a rule, because a
  /// thread may be busy until the others have had all turns. `renewed` runs when one has ended.
  /// From any thread, also from one of them.
  void renew(std::function<void()> renewed);
  /// When the loop was stopped.
  void join();

 private:
  void run(std::size_t place);
  void replace(std::size_t place, const std::function<void()>& renewed);

  boost::asio::io_context& loop_;
  mutable std::mutex mutex_;
  bool joining_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bss::mock::http
