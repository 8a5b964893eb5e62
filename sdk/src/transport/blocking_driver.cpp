#include "transport/blocking_driver.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdint>
#include <ctime>
#include <mutex>

#include "transport/exchange.h"
#include "transport/failure.h"

namespace bss::detail {

using std::chrono::steady_clock;
using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;

namespace {

/// What another thread wakes a thread with that sits in poll. One for each thread, because making
/// one costs as much as the wait.
class Wake {
 public:
  Wake() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  ~Wake() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;

  int descriptor() const { return descriptor_; }
  void up() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
  }
  void clear() const {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(descriptor_, &count, sizeof count);
  }

 private:
  int descriptor_;
};

const Wake& wake_of_this_thread() {
  thread_local const Wake wake;
  return wake;
}

/// The longest sleep; a deadline beyond it is met by sleeping again.
constexpr std::chrono::hours kLongestSleep{1};

timespec time_until(Clock::Steady moment) {
  const auto now = steady_clock::now();
  if (moment <= now) return {};
  const auto left = std::min<std::chrono::nanoseconds>(moment - now, kLongestSleep);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  timespec time{};
  time.tv_sec = static_cast<std::time_t>(seconds.count());
  time.tv_nsec = static_cast<long>((left - seconds).count());
  return time;
}

/// A place among the connections, for as long as this lives.
class Place {
 public:
  explicit Place(ConnectionPool& pool) : pool_(pool), granted_(pool.try_enter()) {}
  ~Place() {
    if (granted_) pool_.give_back(std::move(kept_));
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  /// False: the time is up, or the token was cancelled.
  bool wait(Clock::Steady deadline, const CancellationToken& cancellation) {
    if (granted_) return true;
    const auto queued = std::make_shared<Queued>();
    const auto ticket = pool_.enter([queued] { queued->set(queued->granted); });
    const auto wake = cancellation.on_cancel([queued] { queued->set(queued->cancelled); });
    queued->wait(deadline);
    granted_ = !pool_.withdraw(ticket);
    return granted_;
  }

  void keep(std::unique_ptr<Connection> connection) { kept_ = std::move(connection); }

 private:
  /// Shared with the pool, which may grant while this gives up.
  struct Queued {
    std::mutex mutex;
    std::condition_variable changed;
    bool granted = false;
    bool cancelled = false;

    void set(bool& what) {
      {
        const std::lock_guard<std::mutex> lock(mutex);
        what = true;
      }
      changed.notify_all();
    }
    void wait(Clock::Steady deadline) {
      std::unique_lock<std::mutex> lock(mutex);
      const auto over = [this] { return granted || cancelled; };
      if (deadline == Clock::Steady::max()) {
        changed.wait(lock, over);
      } else {
        changed.wait_until(lock, deadline, over);
      }
    }
  };

  ConnectionPool& pool_;
  bool granted_;
  std::unique_ptr<Connection> kept_;
};

/// Until the connection is ready, somebody wakes, or the time is up.
void sleep_until_ready(const HttpExchange& exchange, HttpExchange::Want want, const Wake& wake) {
  std::array<pollfd, 2> watched{};
  watched[0] = {wake.descriptor(), POLLIN, 0};
  nfds_t count = 1;
  if (want != HttpExchange::Want::kLookup) {
    const short events = want == HttpExchange::Want::kRead ? POLLIN : POLLOUT;
    watched[1] = {exchange.descriptor(), events, 0};
    ++count;
  }
  const Clock::Steady limit = exchange.limit();
  if (limit == Clock::Steady::max()) {
    ::ppoll(watched.data(), count, nullptr, nullptr);
  } else {
    const timespec time = time_until(limit);
    ::ppoll(watched.data(), count, &time, nullptr);
  }
  if (watched[0].revents != 0) wake.clear();
}

}  // namespace

TransportResult send_and_wait(Route& route, const TransportRequest& request,
                              const CancellationToken& cancellation) {
  Place place(route.pool());
  const bool granted = place.wait(request.deadline, cancellation);
  if (cancellation.cancelled()) return failed(Known::kNotSent, Cause::kCancelled);
  if (!granted || steady_clock::now() >= request.deadline)
    return failed(Known::kNotSent, Cause::kTimeout);
  HttpExchange exchange(route, request);
  const Wake& wake = wake_of_this_thread();
  wake.clear();
  const auto by_caller = cancellation.on_cancel([&wake] { wake.up(); });
  std::shared_ptr<void> by_lookup;
  for (;;) {
    const HttpExchange::Want want = exchange.advance();
    if (want == HttpExchange::Want::kNothing) break;
    if (want != HttpExchange::Want::kLookup) {
      by_lookup.reset();
    } else if (by_lookup == nullptr) {
      by_lookup = exchange.lookup().finished.token().on_cancel([&wake] { wake.up(); });
    }
    if (cancellation.cancelled()) {
      exchange.give_up(Cause::kCancelled);
    } else if (steady_clock::now() >= exchange.limit()) {
      exchange.time_is_up();
    } else {
      sleep_until_ready(exchange, want, wake);
    }
  }
  place.keep(exchange.take_connection());
  return exchange.take_result();
}

}  // namespace bss::detail
