#include "http/server.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/loop_threads.h"
#include "http/session.h"
#include "http/tls.h"

namespace bss::mock::http {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Error = boost::system::error_code;

namespace {

std::chrono::milliseconds tick_of(const Limits& limits) {
  const auto shortest = std::min({limits.head_time, limits.body_time, limits.idle_time,
                                  limits.write_time, limits.linger_time});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
}

Tcp::endpoint resolve(asio::io_context& io, const std::string& host, std::uint16_t port) {
  Error error;
  const auto address = asio::ip::make_address(host, error);
  if (!error) return {address, port};
  Tcp::resolver resolver(io);
  const auto found = resolver.resolve(host, std::to_string(port), Tcp::resolver::passive, error);
  if (error || found.empty()) throw std::runtime_error("host '" + host + "' is not known here");
  return found.begin()->endpoint();
}

std::string url_of(const Tcp::endpoint& local, bool tls) {
  std::string host = local.address().to_string();
  if (local.address().is_unspecified()) host = local.address().is_v6() ? "::1" : "127.0.0.1";
  if (local.address().is_v6()) host = "[" + host + "]";
  return (tls ? "https://" : "http://") + host + ":" + std::to_string(local.port());
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(ServerOptions options)
      : options_(std::move(options)),
        context_{options_, {}, {}, {}},
        io_(std::max(1, options_.threads)),
        work_(asio::make_work_guard(io_)),
        acceptor_(asio::make_strand(io_)),
        tick_(tick_of(options_.limits)) {
    if (options_.tls) tls_.emplace(make_tls_context(*options_.tls));
    listen();
  }

  void serve(Handler handler, RefusalAnswer refusal_answer) {
    context_.handler = std::move(handler);
    context_.refusal_answer = std::move(refusal_answer);
    asio::co_spawn(acceptor_.get_executor(), accept(), asio::detached);
    asio::co_spawn(io_, watch(), asio::detached);
    threads_.start(std::max(1, options_.threads));
  }

  ~Impl() { stop(); }

  void stop() {
    if (!threads_.running()) return;
    asio::post(acceptor_.get_executor(), [this] {
      Error ignored;
      acceptor_.close(ignored);
    });
    context_.connections.leave_all();
    if (!context_.connections.wait_until_empty(options_.stop_grace)) {
      context_.connections.abandon_all();
      context_.connections.wait_until_empty(std::chrono::milliseconds(500));
    }
    work_.reset();
    io_.stop();
    threads_.join();
    // The close that was posted may not have had its turn; nobody else touches the acceptor any
    // more.
    Error ignored;
    acceptor_.close(ignored);
    // A session that waits inside its handler is destroyed with the io_context; until then it must
    // not be held here.
    context_.connections.forget_all();
  }

  void renew_threads(std::function<void()> renewed) { threads_.renew(std::move(renewed)); }

  std::uint16_t port() const noexcept { return local_.port(); }
  const std::string& endpoint() const noexcept { return url_; }
  bool on_loopback() const noexcept { return local_.address().is_loopback(); }
  std::size_t connection_count() const { return context_.connections.count(); }

 private:
  void listen() {
    const auto wanted = resolve(io_, options_.host, options_.port);
    try {
      acceptor_.open(wanted.protocol());
      acceptor_.set_option(Tcp::acceptor::reuse_address(true));
      acceptor_.bind(wanted);
      acceptor_.listen(Tcp::acceptor::max_listen_connections);
      local_ = acceptor_.local_endpoint();
    } catch (const boost::system::system_error& problem) {
      throw std::runtime_error("cannot listen on " + options_.host + ":" +
                               std::to_string(options_.port) + ": " + problem.code().message());
    }
    url_ = url_of(local_, tls_.has_value());
  }

  asio::awaitable<void> accept() {
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
      Error error;
      if (context_.connections.count() < options_.max_connections) {
        Tcp::socket socket(asio::make_strand(io_));
        co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
          socket.set_option(Tcp::no_delay(true), error);
          start_session(std::move(socket), tls_ ? &*tls_ : nullptr, context_);
          continue;
        }
        if (error == asio::error::operation_aborted || !acceptor_.is_open()) co_return;
        if (options_.log) options_.log("accept: " + error.message());
      }
      // Full, or out of descriptors: what waits in the kernel's queue is served when a connection
      // ends.
      pause.expires_after(std::chrono::milliseconds(20));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
  }

  asio::awaitable<void> watch() {
    asio::steady_timer timer(io_);
    while (true) {
      timer.expires_after(tick_);
      co_await timer.async_wait(asio::use_awaitable);
      context_.connections.expire_overdue(SteadyClock::now());
    }
  }

  ServerOptions options_;
  SessionContext context_;  // outlives io_: what is destroyed with io_ refers to it
  std::optional<asio::ssl::context> tls_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  Tcp::acceptor acceptor_;
  Tcp::endpoint local_;
  std::string url_;
  std::chrono::milliseconds tick_;
  LoopThreads threads_{io_};
};

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() = default;

void Server::serve(Handler handler, RefusalAnswer refusal_answer) {
  impl_->serve(std::move(handler), std::move(refusal_answer));
}
void Server::renew_threads(std::function<void()> renewed) {
  impl_->renew_threads(std::move(renewed));
}
std::uint16_t Server::port() const noexcept {
  return impl_->port();
}
const std::string& Server::endpoint() const noexcept {
  return impl_->endpoint();
}
bool Server::on_loopback() const noexcept {
  return impl_->on_loopback();
}
std::size_t Server::connection_count() const {
  return impl_->connection_count();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace bss::mock::http
