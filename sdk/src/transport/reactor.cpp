#include "transport/reactor.h"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <mutex>
#include <optional>
#include <thread>

#include "transport/exchange.h"
#include "transport/failure.h"

namespace bss::detail {

namespace asio = boost::asio;
using boost::system::error_code;
using Known = TransportFailure::Known;
using Cause = TransportFailure::Cause;

/// Outlives the reactor in its thread: the last exchange may be the reactor's last owner.
struct Reactor::Loop {
  asio::io_context context{1};
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
  std::mutex mutex;
  std::thread thread;

  void start(const std::shared_ptr<Loop>& self) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (thread.joinable()) return;
    work.emplace(context.get_executor());
    // Signals are the program's: none of them is to be handled here.
    sigset_t all{};
    sigset_t before{};
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread = std::thread([self] { self->context.run(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
};

Reactor::Reactor() : loop_(std::make_shared<Loop>()) {}

Reactor::~Reactor() {
  const std::lock_guard<std::mutex> lock(loop_->mutex);
  if (!loop_->thread.joinable()) return;
  loop_->work.reset();
  if (loop_->thread.get_id() == std::this_thread::get_id()) {
    loop_->thread.detach();
  } else {
    loop_->thread.join();
  }
}

/// One request: everything but begin() runs on the loop's thread.
class Reactor::Flow : public std::enable_shared_from_this<Flow> {
 public:
  Flow(std::shared_ptr<Loop> loop, std::shared_ptr<void> owner, Route& route,
       std::shared_ptr<const TransportRequest> request, CancellationToken cancellation,
       Function<void(TransportResult)> done)
      : loop_(std::move(loop)),
        descriptor_(loop_->context),
        timer_(loop_->context),
        owner_(std::move(owner)),
        route_(route),
        request_(std::move(request)),
        cancellation_(std::move(cancellation)),
        done_(std::move(done)) {}

  void begin() { post(&Flow::queue); }

 private:
  void post(void (Flow::*what)()) {
    asio::post(loop_->context, [self = shared_from_this(), what] {
      if (!self->over_) ((*self).*what)();
    });
  }
  /// A call from elsewhere that may come when nobody needs it any more.
  Function<void()> weak_post(void (Flow::*what)()) {
    return [weak = weak_from_this(), what] {
      if (const auto self = weak.lock()) self->post(what);
    };
  }

  void queue() {
    by_caller_ = cancellation_.on_cancel(weak_post(&Flow::cancelled));
    sleep_until(request_->deadline);
    ticket_ = route_.pool().enter([self = shared_from_this(), owner = owner_] {
      // Also when nobody needs the place any more: it has to be given back, and for that the route
      // has to be there.
      asio::post(self->loop_->context,
                 [self, owner]() mutable { self->granted(std::move(owner)); });
    });
  }

  void granted(std::shared_ptr<void> owner) {
    if (over_ || cancellation_.cancelled()) {
      route_.pool().give_back(nullptr);
      if (!over_) finish(failed(Known::kNotSent, Cause::kCancelled));
      return;
    }
    // From here on there is one owner, and finish() lets go of it.
    owner.reset();
    exchange_.emplace(route_, *request_);
    go_on();
  }

  void go_on() {
    // First, because the exchange may close the connection and open another of the same number.
    if (descriptor_.is_open()) descriptor_.release();
    const HttpExchange::Want want = exchange_->advance();
    if (want == HttpExchange::Want::kNothing) {
      end();
      return;
    }
    sleep_until(exchange_->limit());
    if (want == HttpExchange::Want::kLookup) {
      by_lookup_ = exchange_->lookup().finished.token().on_cancel(weak_post(&Flow::go_on));
      return;
    }
    by_lookup_.reset();
    error_code refused;
    descriptor_.assign(exchange_->descriptor(), refused);
    if (refused) {
      give_up(Cause::kOther);
      return;
    }
    descriptor_.async_wait(want == HttpExchange::Want::kRead
                               ? asio::posix::stream_descriptor::wait_read
                               : asio::posix::stream_descriptor::wait_write,
                           [self = shared_from_this()](error_code stopped) {
                             if (stopped == asio::error::operation_aborted || self->over_) return;
                             stopped ? self->give_up(Cause::kOther) : self->go_on();
                           });
  }

  void give_up(Cause cause) {
    exchange_->give_up(cause);
    go_on();
  }

  /// One timer for whatever comes next; moving it ends the wait before.
  void sleep_until(Clock::Steady moment) {
    if (moment == slept_until_) return;
    slept_until_ = moment;
    timer_.cancel();
    if (moment == Clock::Steady::max()) return;
    timer_.expires_at(moment);
    timer_.async_wait([self = shared_from_this(), moment](error_code stopped) {
      if (!stopped && !self->over_ && moment == self->slept_until_) self->time_is_up();
    });
  }

  void time_is_up() {
    slept_until_ = Clock::Steady::max();
    if (!exchange_) {
      leave_queue(Cause::kTimeout);
      return;
    }
    exchange_->time_is_up();
    go_on();
  }

  void cancelled() {
    if (!exchange_) {
      leave_queue(Cause::kCancelled);
      return;
    }
    give_up(Cause::kCancelled);
  }

  void leave_queue(Cause cause) {
    route_.pool().withdraw(ticket_);
    finish(failed(Known::kNotSent, cause));
  }

  void end() {
    TransportResult result = exchange_->take_result();
    route_.pool().give_back(exchange_->take_connection());
    finish(std::move(result));
  }

  /// Everything is given back before the caller hears of it: he may be about to end the program.
  void finish(TransportResult result) {
    over_ = true;
    timer_.cancel();
    by_caller_.reset();
    by_lookup_.reset();
    exchange_.reset();
    const auto done = std::move(done_);
    owner_.reset();
    done(std::move(result));
  }

  const std::shared_ptr<Loop> loop_;
  asio::posix::stream_descriptor descriptor_;
  asio::steady_timer timer_;
  std::shared_ptr<void> owner_;
  Route& route_;
  const std::shared_ptr<const TransportRequest> request_;
  const CancellationToken cancellation_;
  Function<void(TransportResult)> done_;
  std::optional<HttpExchange> exchange_;
  ConnectionPool::Ticket ticket_ = 0;
  Clock::Steady slept_until_ = Clock::Steady::max();
  std::shared_ptr<void> by_caller_;
  std::shared_ptr<void> by_lookup_;
  bool over_ = false;
};

void Reactor::send(std::shared_ptr<void> owner, Route& route,
                   std::shared_ptr<const TransportRequest> request, CancellationToken cancellation,
                   Function<void(TransportResult)> done) {
  loop_->start(loop_);
  std::make_shared<Flow>(loop_, std::move(owner), route, std::move(request),
                         std::move(cancellation), std::move(done))
      ->begin();
}

}  // namespace bss::detail
