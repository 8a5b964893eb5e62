// One request on its way over one connection, as a machine that never blocks: it does what can be
// done now and says what it waits for. Whoever drives it waits, with poll on the caller's thread or
// with a reactor (blocking_driver, reactor). What is known when it fails is decided here and
// nowhere else.
//
// Used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bss/transport.h"
#include "transport/answer_reader.h"
#include "transport/connection.h"
#include "transport/route.h"

namespace bss::detail {

/// Why a request cannot be sent at all, or nothing.
std::optional<TransportResult> refuse_request(const TransportRequest& request);

class HttpExchange {
 public:
  enum class Want : std::uint8_t {
    kRead,     ///< until descriptor() is readable
    kWrite,    ///< until descriptor() is writable
    kLookup,   ///< until lookup() is finished
    kNothing,  ///< it is over
  };

  /// Route and request must outlive it.
  HttpExchange(Route& route, const TransportRequest& request);

  /// Goes on as far as possible.
  Want advance();
  /// The latest moment for what it waits for now.
  Clock::Steady limit() const;
  /// limit() has passed: gives up, unless there is another address to try.
  void time_is_up();
  /// Ends it, with what is known so far.
  void give_up(TransportFailure::Cause cause);

  int descriptor() const { return connection_->descriptor(); }
  const Lookup::Flight& lookup() const { return *flight_; }

  /// When it is over.
  TransportResult take_result();
  /// The connection, if another request may use it.
  std::unique_ptr<Connection> take_connection();

 private:
  enum class Phase : std::uint8_t {
    kBegin,
    kLookup,
    kConnect,
    kConnecting,
    kConnected,
    kAskTunnel,
    kAwaitTunnel,
    kHandshake,
    kSend,
    kReceive,
    kOver,
  };
  using Cause = TransportFailure::Cause;
  using Known = TransportFailure::Known;
  /// Empty: go on with the next phase.
  using Progress = std::optional<Want>;

  Progress step();
  Progress begin();
  Progress look_up();
  Progress connect();
  Progress await_connection();
  Progress next_address();
  Progress connected();
  Progress ask_tunnel();
  Progress await_tunnel();
  Progress handshake();
  Progress load();
  Progress send();
  Progress receive();

  std::string head() const;
  /// Writes the rest of `outgoing_`; kDone when all of it left.
  IoStep::Kind write_rest();
  Progress received(AnswerReader::State state);
  Progress lost(IoStep::Kind how);
  void finish();
  void fail(Known known, Cause cause);
  /// A request that is not whole cannot have been executed.
  bool may_have_been_executed() const;
  /// The kept connection was gone before it carried anything of this request.
  Progress start_anew();

  Route& route_;
  const TransportRequest& request_;
  Phase phase_ = Phase::kBegin;
  std::unique_ptr<Connection> connection_;
  bool kept_ = false;      ///< the connection carried requests before
  bool reusable_ = false;  ///< it may carry further ones
  std::shared_ptr<const Lookup::Flight> flight_;
  std::vector<Address> addresses_;
  std::size_t next_address_ = 0;
  Clock::Steady connect_limit_;
  Clock::Steady address_limit_;
  std::string outgoing_;  ///< what has to be sent; given back when all of it left
  std::size_t sent_ = 0;
  std::size_t whole_ = 0;  ///< the length of the request
  bool write_failed_ = false;
  std::optional<AnswerReader> reader_;
  TransportResult result_;
};

}  // namespace bss::detail
