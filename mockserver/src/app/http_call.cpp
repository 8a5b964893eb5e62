#include "app/http_call.h"

#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace bss::mock::app {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

struct Place {
  bool tls = false;
  std::string host;
  std::string port;
};

std::optional<Place> parse_endpoint(const std::string& endpoint) {
  Place place;
  std::string rest;
  if (endpoint.starts_with("https://")) {
    place.tls = true;
    rest = endpoint.substr(8);
  } else if (endpoint.starts_with("http://")) {
    rest = endpoint.substr(7);
  } else {
    return std::nullopt;
  }
  const auto colon = rest.rfind(':');
  const bool with_port = colon != std::string::npos && rest.find(']', colon) == std::string::npos;
  place.host = with_port ? rest.substr(0, colon) : rest;
  place.port = with_port ? rest.substr(colon + 1) : (place.tls ? "443" : "80");
  if (place.host.size() > 2 && place.host.front() == '[') {
    place.host = place.host.substr(1, place.host.size() - 2);
  }
  if (place.host.empty()) return std::nullopt;
  return place;
}

/// Long enough for a restore or a diff of a large state.
constexpr timeval kLimit{60, 0};

template <class Stream>
HttpReply exchange(Stream& stream, const Place& place, const Remote& remote, const HttpCall& call) {
  http::request<http::string_body> request(http::string_to_verb(call.method), call.target, 11);
  request.set(http::field::host, place.host);
  if (!remote.control_token.empty())
    request.set(http::field::authorization, "Bearer " + remote.control_token);
  if (!call.body.empty()) {
    request.set(http::field::content_type, "application/json");
    request.body() = call.body;
  }
  request.prepare_payload();
  http::write(stream, request);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> response;
  response.body_limit(boost::none);
  http::read(stream, buffer, response);
  return {response.get().result_int(), std::move(response.get().body()), {}};
}

/// Blocking calls do not know a stream's time limit; the sockets' own limit is enough.
void limit_time(asio::ip::tcp::socket& socket) {
  setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &kLimit, sizeof kLimit);
  setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &kLimit, sizeof kLimit);
}

HttpReply reply_of(const Place& place, const Remote& remote, const HttpCall& call) {
  asio::io_context io;
  const auto found = asio::ip::tcp::resolver(io).resolve(place.host, place.port);
  if (!place.tls) {
    beast::tcp_stream stream(io);
    stream.connect(found);
    limit_time(stream.socket());
    return exchange(stream, place, remote, call);
  }
  asio::ssl::context context(asio::ssl::context::tls_client);
  if (remote.ca_file.empty()) {
    context.set_default_verify_paths();
  } else {
    context.load_verify_file(remote.ca_file);
  }
  beast::ssl_stream<beast::tcp_stream> stream(io, context);
  stream.set_verify_mode(asio::ssl::verify_peer);
  stream.set_verify_callback(asio::ssl::host_name_verification(place.host));
  stream.next_layer().connect(found);
  limit_time(stream.next_layer().socket());
  stream.handshake(asio::ssl::stream_base::client);
  return exchange(stream, place, remote, call);
}

}  // namespace

HttpReply send(const Remote& remote, const HttpCall& call) {
  const auto place = parse_endpoint(remote.endpoint);
  if (!place) return {0, {}, "--endpoint must be http://HOST[:PORT] or https://HOST[:PORT]"};
  try {
    return reply_of(*place, remote, call);
  } catch (const boost::system::system_error& problem) {
    return {0, {}, remote.endpoint + ": " + problem.code().message()};
  }
}

}  // namespace bss::mock::app
