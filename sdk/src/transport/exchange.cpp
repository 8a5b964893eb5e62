#include "transport/exchange.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "transport/failure.h"

namespace bss::detail {

using std::chrono::steady_clock;

namespace {

constexpr std::size_t kReadSize = 16UL * 1024;
constexpr int kTunnelOpen = 200;
constexpr int kFirstFinal = 200;

/// "For ever" plus now does not fit.
Clock::Steady after(Clock::Steady now, std::chrono::milliseconds time) {
  return time < Clock::Steady::max() - now ? now + time : Clock::Steady::max();
}

}  // namespace

std::optional<TransportResult> refuse_request(const TransportRequest& request) {
  using Known = TransportFailure::Known;
  using Cause = TransportFailure::Cause;
  if (!is_clean_target(request.target)) {
    return failed(Known::kNotSent, Cause::kProtocol,
                  "the request target cannot be sent byte for byte");
  }
  if (!is_token(request.method))
    return failed(Known::kNotSent, Cause::kProtocol, "the method is not valid");
  if (!std::all_of(request.headers.begin(), request.headers.end(), is_clean_header))
    return failed(Known::kNotSent, Cause::kProtocol, "a header is not valid");
  return std::nullopt;
}

HttpExchange::HttpExchange(Route& route, const TransportRequest& request)
    : route_(route), request_(request) {}

HttpExchange::Want HttpExchange::advance() {
  for (;;) {
    if (const Progress wanted = step()) return *wanted;
  }
}

HttpExchange::Progress HttpExchange::step() {
  switch (phase_) {
    case Phase::kBegin:
      return begin();
    case Phase::kLookup:
      return look_up();
    case Phase::kConnect:
      return connect();
    case Phase::kConnecting:
      return await_connection();
    case Phase::kConnected:
      return connected();
    case Phase::kAskTunnel:
      return ask_tunnel();
    case Phase::kAwaitTunnel:
      return await_tunnel();
    case Phase::kHandshake:
      return handshake();
    case Phase::kSend:
      return send();
    case Phase::kReceive:
      return receive();
    case Phase::kOver:
      break;
  }
  return Want::kNothing;
}

HttpExchange::Progress HttpExchange::begin() {
  // A request that must arrive at most once gets a connection of its own: a fresh one cannot be
  // found dead after the request was written, so `unknown` stays as rare as it can be.
  while (!request_.at_most_once) {
    connection_ = route_.pool().take_idle();
    if (connection_ == nullptr) break;
    if (!connection_->is_quiet()) continue;
    kept_ = true;
    return load();
  }
  return start_anew();
}

HttpExchange::Progress HttpExchange::start_anew() {
  connection_.reset();
  route_.pool().make_room();
  reader_.reset();
  kept_ = false;
  sent_ = 0;
  write_failed_ = false;
  connect_limit_ = after(steady_clock::now(), request_.connect_timeout);
  phase_ = Phase::kLookup;
  if (route_.origin().tls && route_.tls_context() == nullptr) {
    fail(Known::kNotSent, Cause::kTls);
    result_.failure.message = route_.tls_problem();
  }
  return {};
}

HttpExchange::Progress HttpExchange::look_up() {
  if (const auto known = route_.lookup().known()) {
    addresses_ = *known;
  } else {
    if (flight_ == nullptr) flight_ = route_.lookup().ask();
    if (!flight_->finished.token().cancelled()) return Want::kLookup;
    addresses_ = flight_->addresses;
  }
  flight_.reset();
  next_address_ = 0;
  phase_ = Phase::kConnect;
  if (addresses_.empty()) fail(Known::kNotSent, Cause::kResolve);
  return {};
}

HttpExchange::Progress HttpExchange::connect() {
  // An address that does not answer leaves the others half of the time that is left.
  const auto now = steady_clock::now();
  const bool last = next_address_ + 1 == addresses_.size();
  const auto limit = std::min(connect_limit_, request_.deadline);
  address_limit_ = last || limit <= now ? limit : now + (limit - now) / 2;
  connection_ = std::make_unique<Connection>();
  const IoStep begun = connection_->connect(addresses_[next_address_]);
  ++next_address_;
  if (begun.kind == IoStep::Kind::kBroken) return next_address();
  phase_ = begun.kind == IoStep::Kind::kDone ? Phase::kConnected : Phase::kConnecting;
  return begun.kind == IoStep::Kind::kDone ? Progress() : Want::kWrite;
}

HttpExchange::Progress HttpExchange::await_connection() {
  const IoStep step = connection_->finish_connect();
  if (step.kind == IoStep::Kind::kWantWrite) return Want::kWrite;
  if (step.kind != IoStep::Kind::kDone) return next_address();
  phase_ = Phase::kConnected;
  return {};
}

HttpExchange::Progress HttpExchange::next_address() {
  phase_ = Phase::kConnect;
  if (next_address_ < addresses_.size()) return {};
  route_.lookup().forget();
  fail(Known::kNotSent, Cause::kConnect);
  return {};
}

HttpExchange::Progress HttpExchange::connected() {
  if (route_.tunnelled()) {
    const std::string there = route_.origin().with_port();
    outgoing_ = "CONNECT " + there + " HTTP/1.1\r\nHost: " + there + "\r\n\r\n";
    phase_ = Phase::kAskTunnel;
    return {};
  }
  if (!route_.origin().tls) return load();
  phase_ = Phase::kHandshake;
  if (!connection_->begin_tls(route_.tls_context(), route_.origin().host))
    fail(Known::kNotSent, Cause::kTls);
  return {};
}

HttpExchange::Progress HttpExchange::ask_tunnel() {
  const IoStep::Kind how = write_rest();
  if (how == IoStep::Kind::kWantWrite) return Want::kWrite;
  reader_.emplace(AnswerReader::Body::kNone);
  phase_ = Phase::kAwaitTunnel;
  if (how != IoStep::Kind::kDone) fail(Known::kNotSent, Cause::kConnect);
  return {};
}

HttpExchange::Progress HttpExchange::await_tunnel() {
  std::array<char, kReadSize> bytes;
  const IoStep step = connection_->read(bytes.data(), bytes.size());
  if (step.kind == IoStep::Kind::kWantRead) return Want::kRead;
  const auto state = step.kind == IoStep::Kind::kDone ? reader_->take(bytes.data(), step.bytes)
                                                      : AnswerReader::State::kInvalid;
  if (state == AnswerReader::State::kIncomplete) return {};
  const bool open =
      state == AnswerReader::State::kComplete && reader_->take_response().status == kTunnelOpen;
  reader_.reset();
  sent_ = 0;
  phase_ = Phase::kHandshake;
  if (!open) {
    fail(Known::kNotSent, Cause::kConnect);
  } else if (!connection_->begin_tls(route_.tls_context(), route_.origin().host)) {
    fail(Known::kNotSent, Cause::kTls);
  }
  return {};
}

HttpExchange::Progress HttpExchange::handshake() {
  const IoStep step = connection_->handshake();
  if (step.kind == IoStep::Kind::kWantRead) return Want::kRead;
  if (step.kind == IoStep::Kind::kWantWrite) return Want::kWrite;
  if (step.kind != IoStep::Kind::kDone) {
    fail(Known::kNotSent, Cause::kTls);
    const std::string refusal = route_.tls_refusal();
    if (!refusal.empty()) result_.failure.message += ": " + refusal;
    return {};
  }
  return load();
}

HttpExchange::Progress HttpExchange::load() {
  outgoing_ = head();
  whole_ = outgoing_.size();
  phase_ = Phase::kSend;
  return {};
}

std::string HttpExchange::head() const {
  constexpr std::size_t kForTheRest = 256;
  std::size_t size = kForTheRest + request_.target.size() + request_.body.size();
  for (const auto& [name, value] : request_.headers) size += name.size() + value.size() + 4;
  std::string text;
  text.reserve(size);
  const auto add_line = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  text.append(request_.method).append(" ");
  if (route_.handed_to_proxy()) text.append("http://").append(route_.origin().host_header());
  text.append(request_.target).append(" HTTP/1.1\r\n");
  bool names_host = false;
  for (const auto& [name, value] : request_.headers) {
    if (equal_ignoring_case(name, "Content-Length")) continue;
    names_host = names_host || equal_ignoring_case(name, "Host");
    add_line(name, value);
  }
  if (!names_host) add_line("Host", route_.origin().host_header());
  if (request_.has_body) add_line("Content-Length", std::to_string(request_.body.size()));
  text.append("\r\n");
  if (request_.has_body) text.append(request_.body);
  return text;
}

IoStep::Kind HttpExchange::write_rest() {
  while (sent_ < outgoing_.size()) {
    const IoStep step = connection_->write(outgoing_.data() + sent_, outgoing_.size() - sent_);
    if (step.kind != IoStep::Kind::kDone) return step.kind;
    sent_ += step.bytes;
  }
  return IoStep::Kind::kDone;
}

HttpExchange::Progress HttpExchange::send() {
  const IoStep::Kind how = write_rest();
  if (how == IoStep::Kind::kWantWrite) return Want::kWrite;
  if (how == IoStep::Kind::kWantRead) return Want::kRead;
  if (how != IoStep::Kind::kDone) {
    if (kept_ && sent_ == 0) return start_anew();
    // The server may have said why it hung up.
    write_failed_ = true;
  }
  reader_.emplace(request_.method == "HEAD" ? AnswerReader::Body::kNone
                                            : AnswerReader::Body::kAsTold);
  phase_ = Phase::kReceive;
  outgoing_ = {};
  // An answer cannot be there already: waiting first saves a look that finds nothing.
  return write_failed_ ? Progress() : Want::kRead;
}

HttpExchange::Progress HttpExchange::receive() {
  std::array<char, kReadSize> bytes;
  const IoStep step = connection_->read(bytes.data(), bytes.size());
  switch (step.kind) {
    case IoStep::Kind::kDone:
      return received(reader_->take(bytes.data(), step.bytes));
    case IoStep::Kind::kWantRead:
      return Want::kRead;
    case IoStep::Kind::kWantWrite:
      return Want::kWrite;
    case IoStep::Kind::kEnd:
      if (reader_->started()) return received(reader_->end());
      break;
    case IoStep::Kind::kBroken:
      break;
  }
  return lost(step.kind);
}

HttpExchange::Progress HttpExchange::received(AnswerReader::State state) {
  if (state == AnswerReader::State::kComplete) finish();
  if (state == AnswerReader::State::kInvalid) fail(Known::kUnknown, Cause::kProtocol);
  return {};
}

HttpExchange::Progress HttpExchange::lost(IoStep::Kind how) {
  if (reader_->started()) {
    fail(Known::kUnknown, how == IoStep::Kind::kBroken ? Cause::kReset : Cause::kProtocol);
    return {};
  }
  // A kept connection that the server closed while the request was under way to it. Only requests
  // that may arrive twice ever use one.
  if (kept_) return start_anew();
  fail(may_have_been_executed() ? Known::kUnknown : Known::kNotSent, Cause::kReset);
  return {};
}

void HttpExchange::finish() {
  reusable_ = !write_failed_ && reader_->keeps_connection();
  TransportResponse response = reader_->take_response();
  if (response.status < kFirstFinal) {
    fail(Known::kUnknown, Cause::kProtocol);
    return;
  }
  result_.response = std::move(response);
  phase_ = Phase::kOver;
}

void HttpExchange::fail(Known known, Cause cause) {
  result_ = failed(known, cause);
  reusable_ = false;
  phase_ = Phase::kOver;
}

bool HttpExchange::may_have_been_executed() const {
  if (phase_ != Phase::kSend && phase_ != Phase::kReceive) return false;
  const std::size_t body = request_.has_body ? request_.body.size() : 0;
  // With a body, from its first byte on; without, when the end of the head left.
  return body > 0 ? sent_ > whole_ - body : sent_ == whole_;
}

void HttpExchange::give_up(Cause cause) {
  if (phase_ == Phase::kOver) return;
  fail(may_have_been_executed() ? Known::kUnknown : Known::kNotSent, cause);
}

Clock::Steady HttpExchange::limit() const {
  switch (phase_) {
    case Phase::kSend:
    case Phase::kReceive:
    case Phase::kOver:
      return request_.deadline;
    case Phase::kConnecting:
      return address_limit_;
    default:
      return std::min(connect_limit_, request_.deadline);
  }
}

void HttpExchange::time_is_up() {
  const bool others = phase_ == Phase::kConnecting && next_address_ < addresses_.size() &&
                      steady_clock::now() < std::min(connect_limit_, request_.deadline);
  if (others) {
    phase_ = Phase::kConnect;
  } else {
    give_up(Cause::kTimeout);
  }
}

TransportResult HttpExchange::take_result() {
  return std::move(result_);
}

std::unique_ptr<Connection> HttpExchange::take_connection() {
  if (reusable_) return std::move(connection_);
  connection_.reset();
  return nullptr;
}

}  // namespace bss::detail
