// One connection from its first byte to its last: reads requests one after another, hands each to
// the handler, writes the answers in order. Started by the server for every accepted socket; lives
// until the connection ends.
#pragma once

#include <utility>

#include <boost/asio/ip/tcp.hpp>

#include "http/connections.h"
#include "http/handler.h"
#include "http/options.h"

namespace boost::asio::ssl {
class context;
}

namespace bss::mock::http {

/// What all sessions of a server share; outlives them.
struct SessionContext {
  const ServerOptions& options;
  Handler handler;
  RefusalAnswer refusal_answer;
  Connections connections;
};

/// The socket's executor must be a strand of its own. `tls` null: plain HTTP.
void start_session(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls,
                   SessionContext& context);

}  // namespace bss::mock::http
