#include "transport/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace bss::detail {

using Kind = IoStep::Kind;

namespace {

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

/// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE on a connection that is
/// gone; a library has no say over the signals of its program. The data of this one points to the
/// connection's descriptor.
int bio_descriptor(BIO* bio) {
  return *static_cast<const int*>(BIO_get_data(bio));
}

int bio_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent =
      ::send(bio_descriptor(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && would_block(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto received = ::recv(bio_descriptor(bio), bytes, static_cast<std::size_t>(size), 0);
  if (received < 0 && would_block(errno)) BIO_set_retry_read(bio);
  return static_cast<int>(received);
}

long bio_control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* bio_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "bss socket");
    if (made == nullptr) return made;
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  return method;
}

bool is_address(const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

int clamped(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

}  // namespace

void Connection::TlsDeleter::operator()(ssl_st* tls) const noexcept {
  SSL_free(tls);
}

Connection::~Connection() {
  tls_.reset();
  if (descriptor_ >= 0) ::close(descriptor_);
}

IoStep Connection::connect(const Address& address) {
  descriptor_ = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) return {Kind::kBroken};
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address.bytes), address.length) ==
      0) {
    return {};
  }
  return {errno == EINPROGRESS ? Kind::kWantWrite : Kind::kBroken};
}

IoStep Connection::finish_connect() {
  // Without error says nothing as long as nobody answered.
  pollfd watched{descriptor_, POLLOUT, 0};
  if (::poll(&watched, 1, 0) == 0) return {Kind::kWantWrite};
  int error = 0;
  socklen_t size = sizeof error;
  const bool known = ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) == 0;
  return {known && error == 0 ? Kind::kDone : Kind::kBroken};
}

bool Connection::begin_tls(ssl_ctx_st* context, const std::string& server_name) {
  BIO_METHOD* const method = bio_method();
  tls_.reset(SSL_new(context));
  BIO* const bio = method == nullptr ? nullptr : BIO_new(method);
  if (tls_ == nullptr || bio == nullptr) {
    BIO_free(bio);
    return false;
  }
  BIO_set_data(bio, &descriptor_);
  BIO_set_init(bio, 1);
  SSL_set_bio(tls_.get(), bio, bio);
  SSL_set_connect_state(tls_.get());
  // What the macro of OpenSSL does, without its cast.
  std::string name = server_name;
  return is_address(server_name) || SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME,
                                             TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

IoStep Connection::handshake() {
  ERR_clear_error();
  return tls_step(SSL_do_handshake(tls_.get()));
}

IoStep Connection::tls_step(int result) {
  if (result > 0) return {Kind::kDone, static_cast<std::size_t>(result)};
  const int why = SSL_get_error(tls_.get(), result);
  // The queue is the thread's, and the next one to look into it must not find ours.
  ERR_clear_error();
  switch (why) {
    case SSL_ERROR_WANT_READ:
      return {Kind::kWantRead};
    case SSL_ERROR_WANT_WRITE:
      return {Kind::kWantWrite};
    case SSL_ERROR_ZERO_RETURN:
      return {Kind::kEnd};
    default:
      return {Kind::kBroken};
  }
}

IoStep Connection::read(char* into, std::size_t size) {
  if (tls_ != nullptr) {
    ERR_clear_error();
    return tls_step(SSL_read(tls_.get(), into, clamped(size)));
  }
  const auto received = ::recv(descriptor_, into, size, 0);
  if (received > 0) return {Kind::kDone, static_cast<std::size_t>(received)};
  if (received == 0) return {Kind::kEnd};
  return {would_block(errno) ? Kind::kWantRead : Kind::kBroken};
}

IoStep Connection::write(const char* from, std::size_t size) {
  if (tls_ != nullptr) {
    ERR_clear_error();
    return tls_step(SSL_write(tls_.get(), from, clamped(size)));
  }
  const auto sent = ::send(descriptor_, from, size, MSG_NOSIGNAL);
  if (sent >= 0) return {Kind::kDone, static_cast<std::size_t>(sent)};
  return {would_block(errno) ? Kind::kWantWrite : Kind::kBroken};
}

bool Connection::is_quiet() {
  char byte = 0;
  if (tls_ != nullptr) {
    // Tickets for later sessions may lie there; OpenSSL takes them off while it looks.
    ERR_clear_error();
    return tls_step(SSL_peek(tls_.get(), &byte, 1)).kind == Kind::kWantRead;
  }
  return ::recv(descriptor_, &byte, 1, MSG_PEEK) < 0 && would_block(errno);
}

}  // namespace bss::detail
