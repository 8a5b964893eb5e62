#include "http/session.h"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/request_parser.h"
#include "http/response_head.h"

namespace bss::mock::http {

namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Error = boost::system::error_code;
using TlsStream = asio::ssl::stream<Tcp::socket>;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;

/// Bytes that the parser did not use although it could: an endless chunk header, for one.
constexpr std::size_t kUnusedAtMost = std::size_t{512} * 1024;
/// What is drained after a refusal, so that the client can read it before its own sending fails.
constexpr std::size_t kDrainAtMost = std::size_t{32} * 1024 * 1024;
constexpr std::chrono::milliseconds kLingerWhenStopping{50};

std::string peer_address(const Tcp::socket& socket) {
  Error error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return {};
  const auto address = endpoint.address();
  // Quota counters are kept by address: one client must not have two through a dual-stack socket.
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

template <class Stream>
class Session final : public Connection, public std::enable_shared_from_this<Session<Stream>> {
 public:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  template <class... StreamArguments>
  Session(SessionContext& context, StreamArguments&&... arguments)
      : context_(context),
        limits_(context.options.limits),
        stream_(std::forward<StreamArguments>(arguments)...),
        remote_address_(peer_address(socket())) {}

  void start() {
    auto self = this->shared_from_this();
    context_.connections.add(self);
    asio::co_spawn(
        socket().get_executor(), [self] { return self->run(self); }, asio::detached);
  }

  void expire() override {
    on_strand([](Session& session) {
      if (!session.is_overdue(SteadyClock::now())) return;
      session.timed_out_ = true;
      session.cancel();
    });
  }
  void leave() override {
    on_strand([](Session& session) {
      session.leaving_ = true;
      if (session.idle_) session.cancel();
    });
  }
  void abandon() override {
    on_strand([](Session& session) {
      session.leaving_ = true;
      session.close();
    });
  }

 private:
  enum class Read : std::uint8_t { kRequest, kRefused, kEnd };

  Tcp::socket& socket() {
    if constexpr (kTls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  template <class Action>
  void on_strand(Action action) {
    asio::post(socket().get_executor(),
               [self = this->shared_from_this(), action] { action(*self); });
  }
  void cancel() {
    Error ignored;
    socket().cancel(ignored);
  }
  void close() {
    Error ignored;
    socket().close(ignored);
  }
  void allow(std::chrono::milliseconds time) {
    timed_out_ = false;
    set_deadline(SteadyClock::now() + time);
  }

  awaitable<void> run(std::shared_ptr<Connection> self) {
    try {
      const bool opened = co_await open();
      if (opened) co_await converse();
    } catch (const std::exception& problem) {
      if (context_.options.log) context_.options.log(std::string("session: ") + problem.what());
    }
    no_deadline();
    close();
    context_.connections.remove(self);
  }

  awaitable<bool> open() {
    if constexpr (kTls) {
      Error error;
      allow(limits_.head_time);
      co_await stream_.async_handshake(TlsStream::server, redirect_error(use_awaitable, error));
      co_return !error;
    } else {
      co_return true;
    }
  }

  awaitable<void> converse() {
    while (true) {
      parser_.emplace(limits_);
      const Read read = co_await read_request();
      if (read == Read::kEnd) co_return;
      if (read == Read::kRefused) {
        co_await refuse();
        co_return;
      }
      keep_alive_ = parser_->wants_keep_alive();
      no_deadline();  // how long an answer takes is the handler's business
      response_ = co_await answer();
      co_await finish();
      if (!keep_alive_) co_return;
    }
  }

  awaitable<Read> read_request() {
    allow(limits_.idle_time);
    bool begun = false;
    while (true) {
      const auto step = parse();
      if (step == RequestParser::Step::kDone) co_return Read::kRequest;
      if (step == RequestParser::Step::kRefused) co_return Read::kRefused;
      if (step == RequestParser::Step::kHeadDone) {
        begun = true;
        allow(limits_.body_time);
        if (!co_await send_continue()) co_return Read::kEnd;
        continue;
      }
      if (!begun && parser_->begun()) {
        begun = true;
        allow(limits_.head_time);
      }
      if (buffer_.size() > kUnusedAtMost) {
        refusal_ = {400, "malformed HTTP: a line without end"};
        co_return Read::kRefused;
      }
      idle_ = !begun;
      if (idle_ && (leaving_ || context_.connections.stopping())) co_return Read::kEnd;
      Error error;
      const std::size_t count = co_await receive(error);
      idle_ = false;
      if (error) {
        if (!timed_out_ || !begun) co_return Read::kEnd;
        refusal_ = {408,
                    parser_->head_done() ? "the body took too long" : "the head took too long"};
        co_return Read::kRefused;
      }
      buffer_.commit(count);
    }
  }

  RequestParser::Step parse() {
    const auto bytes = buffer_.data();
    const auto progress = parser_->consume(static_cast<const char*>(bytes.data()), bytes.size());
    buffer_.consume(progress.used);
    if (progress.step == RequestParser::Step::kRefused) refusal_ = parser_->refusal();
    return progress.step;
  }

  awaitable<std::size_t> receive(Error& error) {
    constexpr std::size_t kHeadPiece = std::size_t{8} * 1024;
    constexpr std::size_t kBodyPiece = std::size_t{64} * 1024;
    const auto space = buffer_.prepare(parser_->head_done() ? kBodyPiece : kHeadPiece);
    co_return co_await stream_.async_read_some(space, redirect_error(use_awaitable, error));
  }

  awaitable<bool> send_continue() {
    // A client that already sends the body does not wait for it.
    if (!parser_->expects_continue() || buffer_.size() > 0) co_return true;
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    Error error;
    co_await asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                               redirect_error(use_awaitable, error));
    co_return !error;
  }

  awaitable<Response> answer() {
    Request request = parser_->take();
    request.remote_address = remote_address_;
    request.tls = kTls;
    head_only_ = request.method == "HEAD";
    version_ = request.version;
    std::string failure;
    try {
      co_return co_await context_.handler(std::move(request));
    } catch (const std::exception& problem) {
      failure = problem.what();
    }
    if (context_.options.log) context_.options.log("handler: " + failure);
    Response response = context_.refusal_answer({500, "the server failed"});
    response.after = After::kClose;
    co_return response;
  }

  /// Does with the answer what it asks for; afterwards keep_alive_ tells whether the connection
  /// goes on.
  awaitable<void> finish() {
    const bool whole = response_.after == After::kKeep && !response_.cut_body_after;
    if (!whole || leaving_ || context_.connections.stopping()) keep_alive_ = false;
    if (response_.after == After::kResetBeforeAnswer) {
      reset();
    } else if (response_.after == After::kFinBeforeAnswer) {
      co_await drain();
    } else if (response_.after == After::kHang) {
      co_await outwait_client();
    } else if (response_.after == After::kResetAfterHeaders) {
      if (co_await write_head()) reset();
    } else if (response_.after == After::kFinAfterHeaders) {
      const bool written = co_await write_head();
      if (written) co_await say_goodbye();
    } else {
      const bool written = co_await write();
      if (written && !keep_alive_) co_await say_goodbye();
      keep_alive_ = written && keep_alive_;
    }
  }

  awaitable<void> refuse() {
    response_ = context_.refusal_answer(refusal_);
    head_only_ = false;
    keep_alive_ = false;
    version_ = 11;
    // Not in one line: g++ 12 miscompiles an `if` that awaits both in its condition and in its
    // statement.
    const bool written = co_await write();
    if (written) co_await say_goodbye();
  }

  awaitable<bool> write() {
    const bool with_body = !head_only_ && may_have_body(response_.status);
    std::string_view body = with_body ? std::string_view(response_.body) : std::string_view();
    if (response_.cut_body_after) body = body.substr(0, *response_.cut_body_after);
    head_ = response_head(response_, {version_, keep_alive_});
    if (!response_.body_bytes_per_second) co_return co_await write_bytes(head_, body);
    if (!co_await write_bytes(head_, {})) co_return false;
    co_return co_await write_slowly(body, *response_.body_bytes_per_second);
  }

  awaitable<bool> write_head() {
    head_ = response_head(response_, {version_, false});
    co_return co_await write_bytes(head_, {});
  }

  awaitable<bool> write_bytes(std::string_view head, std::string_view body) {
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head.data(), head.size()),
                                                  asio::buffer(body.data(), body.size())};
    Error error;
    allow(limits_.write_time);
    co_await asio::async_write(stream_, parts, redirect_error(use_awaitable, error));
    co_return !error;
  }

  /// A tenth of a second's worth at a time, each when its time has passed.
  awaitable<bool> write_slowly(std::string_view body, std::size_t bytes_per_second) {
    const std::size_t piece = std::max<std::size_t>(1, bytes_per_second / 10);
    asio::steady_timer timer(socket().get_executor());
    while (!body.empty()) {
      const std::size_t now = std::min(piece, body.size());
      Error ignored;
      timer.expires_after(std::chrono::microseconds(1'000'000 * now / bytes_per_second));
      co_await timer.async_wait(redirect_error(use_awaitable, ignored));
      const bool written = !leaving_ && co_await write_bytes(body.substr(0, now), {});
      if (!written) co_return false;
      body.remove_prefix(now);
    }
    co_return true;
  }

  awaitable<void> say_goodbye() {
    if constexpr (kTls) {
      Error ignored;
      allow(leaving_ ? std::min(limits_.linger_time, kLingerWhenStopping) : limits_.linger_time);
      co_await stream_.async_shutdown(redirect_error(use_awaitable, ignored));
    }
    co_await drain();
  }

  /// FIN, then read until the client's FIN: closing with unread input would send RST, and the
  /// client could lose an answer that is on its way.
  awaitable<void> drain() {
    Error error;
    socket().shutdown(Tcp::socket::shutdown_send, error);
    allow(leaving_ ? std::min(limits_.linger_time, kLingerWhenStopping) : limits_.linger_time);
    idle_ = true;  // the answer is out: a stop need not wait for this one
    std::array<char, std::size_t{16} * 1024> ignored;
    for (std::size_t total = 0; !error && total < kDrainAtMost;) {
      total += co_await socket().async_read_some(asio::buffer(ignored),
                                                 redirect_error(use_awaitable, error));
    }
  }

  void reset() {
    Error ignored;
    socket().set_option(Tcp::socket::linger(true, 0), ignored);
    close();
  }

  awaitable<void> outwait_client() {
    no_deadline();
    idle_ = true;  // nothing is in flight any more: a stop need not wait for this one
    if (leaving_ || context_.connections.stopping()) co_return;
    Error error;
    std::array<char, 1024> ignored;
    while (!error) {
      co_await socket().async_read_some(asio::buffer(ignored),
                                        redirect_error(use_awaitable, error));
    }
  }

  SessionContext& context_;
  const Limits& limits_;
  Stream stream_;
  std::string remote_address_;
  boost::beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  Refusal refusal_;
  Response response_;
  std::string head_;
  int version_ = 11;
  bool keep_alive_ = false;
  bool head_only_ = false;
  bool idle_ = false;
  bool leaving_ = false;
  bool timed_out_ = false;
};

}  // namespace

void start_session(Tcp::socket socket, asio::ssl::context* tls, SessionContext& context) {
  if (tls == nullptr) {
    std::make_shared<Session<Tcp::socket>>(context, std::move(socket))->start();
  } else {
    std::make_shared<Session<TlsStream>>(context, std::move(socket), *tls)->start();
  }
}

}  // namespace bss::mock::http
