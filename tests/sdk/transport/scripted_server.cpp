#include "scripted_server.h"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

namespace bss::testing {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char l, char r) {
    return std::tolower(static_cast<unsigned char>(l)) ==
           std::tolower(static_cast<unsigned char>(r));
  });
}

/// A listening socket on 127.0.0.1 with a free port.
int listen_anywhere(int& port, int queue = 64) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (fd < 0 || ::bind(fd, generic, size) != 0 || ::listen(fd, queue) != 0 ||
      ::getsockname(fd, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on loopback");
  }
  port = ntohs(address.sin_port);
  return fd;
}

void wait_writable(int fd) {
  pollfd entry{fd, POLLOUT, 0};
  ::poll(&entry, 1, 1000);
}

struct Connection {
  int fd = -1;
  int number = 0;
  int served = 0;
  SSL* tls = nullptr;
  bool shaken = false;  ///< TLS handshake done
  bool hanging = false;
  std::string input;

  Connection(int socket, int index, SSL_CTX* context) : fd(socket), number(index) {
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
    if (context == nullptr) return;
    tls = SSL_new(context);
    SSL_set_fd(tls, fd);
    SSL_set_accept_state(tls);
  }
  ~Connection() {
    SSL_free(tls);
    if (fd >= 0) ::close(fd);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Reads what is there; false when the client has gone.
  bool read_available() {
    std::array<char, 16384> buffer{};
    for (;;) {
      if (tls != nullptr) {
        const int count = SSL_read(tls, buffer.data(), static_cast<int>(buffer.size()));
        if (count <= 0) {
          const int problem = SSL_get_error(tls, count);
          return problem == SSL_ERROR_WANT_READ || problem == SSL_ERROR_WANT_WRITE;
        }
        input.append(buffer.data(), static_cast<std::size_t>(count));
      } else {
        const auto count = ::recv(fd, buffer.data(), buffer.size(), 0);
        if (count < 0) return errno == EAGAIN || errno == EINTR;
        if (count == 0) return false;
        input.append(buffer.data(), static_cast<std::size_t>(count));
      }
    }
  }

  bool write_all(std::string_view data) {
    while (!data.empty()) {
      std::size_t written = 0;
      if (tls != nullptr) {
        if (SSL_write_ex(tls, data.data(), data.size(), &written) != 1) written = 0;
      } else {
        const auto count = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
        if (count < 0 && errno != EAGAIN) return false;
        written = count < 0 ? 0 : static_cast<std::size_t>(count);
      }
      if (written == 0) wait_writable(fd);
      data.remove_prefix(written);
    }
    return true;
  }

  void reset() {
    const linger now{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(fd);
    fd = -1;
  }
};

/// Takes one complete request (Content-Length or no body) off the front of `input`.
std::optional<SeenRequest> take_request(std::string& input) {
  const auto head_end = input.find("\r\n\r\n");
  if (head_end == std::string::npos) return std::nullopt;
  SeenRequest request;
  const std::string head = input.substr(0, head_end);
  std::size_t begin = head.find("\r\n");
  const std::string line = head.substr(0, begin);
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  request.method = line.substr(0, first);
  request.target = line.substr(first + 1, last - first - 1);
  while (begin != std::string::npos) {
    begin += 2;
    const auto end = head.find("\r\n", begin);
    const std::string header = head.substr(begin, end == std::string::npos ? end : end - begin);
    const auto colon = header.find(':');
    auto value = header.substr(colon + 1);
    if (!value.empty() && value.front() == ' ') value.erase(0, 1);
    request.headers.emplace_back(header.substr(0, colon), value);
    begin = end;
  }
  std::size_t length = 0;
  const std::string given = request.value("Content-Length");
  if (!given.empty()) length = std::stoul(given);
  if (input.size() < head_end + 4 + length) return std::nullopt;
  request.body = input.substr(head_end + 4, length);
  input.erase(0, head_end + 4 + length);
  return request;
}

SSL_CTX* make_context(const ServerTls& tls) {
  if (tls.certificate_file.empty()) return nullptr;
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (SSL_CTX_use_certificate_chain_file(context, tls.certificate_file.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context, tls.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    throw std::runtime_error("the server certificate cannot be used");
  }
  if (tls.newest_is_1_1) {
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
  }
  if (!tls.client_ca_file.empty()) {
    SSL_CTX_load_verify_file(context, tls.client_ca_file.c_str());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return context;
}

}  // namespace

std::vector<std::string> SeenRequest::values(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& header : headers) {
    if (same_name(header.first, name)) found.push_back(header.second);
  }
  return found;
}

std::string SeenRequest::value(std::string_view name) const {
  const auto found = values(name);
  return found.size() == 1 ? found.front() : std::string();
}

std::string http_answer(int status, const std::string& body,
                        const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  return text;
}

Step answer(int status, const std::string& body,
            const std::vector<std::pair<std::string, std::string>>& headers) {
  return {http_answer(status, body, headers), Step::Then::kKeep};
}

class ScriptedServer::Loop {
 public:
  Loop(Handler handler, const ServerTls& tls)
      : handler_(std::move(handler)),
        context_(make_context(tls)),
        listener_(listen_anywhere(port_)),
        wake_(::eventfd(0, EFD_CLOEXEC)),
        thread_([this] { run(); }) {}

  ~Loop() {
    const std::uint64_t one = 1;
    if (::write(wake_, &one, sizeof one) != sizeof one) std::terminate();
    thread_.join();
    connections_.clear();
    ::close(listener_);
    ::close(wake_);
    SSL_CTX_free(context_);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  int port() const { return port_; }
  bool uses_tls() const { return context_ != nullptr; }

  std::vector<SeenRequest> requests() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return seen_;
  }
  int connection_count() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return accepted_;
  }
  bool wait_for(std::size_t count) const {
    std::unique_lock<std::mutex> lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::seconds(10), [&] { return seen_.size() >= count; });
  }

 private:
  void run() {
    // A client that goes away while TLS writes must not end the test program.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    for (;;) {
      std::vector<pollfd> entries{{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
      for (const auto& connection : connections_) entries.push_back({connection->fd, POLLIN, 0});
      ::poll(entries.data(), entries.size(), -1);
      if (entries[0].revents != 0) return;
      for (std::size_t i = 2; i < entries.size(); ++i) {
        if (entries[i].revents != 0 && !serve(*connections_[i - 2])) connections_[i - 2].reset();
      }
      std::erase(connections_, nullptr);
      if (entries[1].revents != 0) accept_one();
    }
  }

  void accept_one() {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    connections_.push_back(std::make_unique<Connection>(fd, ++accepted_, context_));
  }

  /// False when the connection is over.
  bool serve(Connection& connection) {
    if (!connection.read_available()) return false;
    while (auto request = take_request(connection.input)) {
      request->connection = connection.number;
      request->number_on_connection = ++connection.served;
      request->client_certificate =
          connection.tls != nullptr && SSL_get0_peer_certificate(connection.tls) != nullptr;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        seen_.push_back(*request);
      }
      const Step step = handler_(*request);
      arrived_.notify_all();
      if (!connection.write_all(step.answer)) return false;
      if (step.then == Step::Then::kReset) {
        connection.reset();
        return false;
      }
      if (step.then == Step::Then::kClose) return false;
    }
    return true;
  }

  Handler handler_;
  int port_ = 0;
  SSL_CTX* context_;
  int listener_;
  int wake_;
  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::vector<SeenRequest> seen_;
  int accepted_ = 0;
  std::vector<std::unique_ptr<Connection>> connections_;  ///< the server's thread only
  std::thread thread_;
};

ScriptedServer::ScriptedServer(Handler handler, const ServerTls& tls)
    : loop_(std::make_unique<Loop>(std::move(handler), tls)) {}

ScriptedServer::ScriptedServer(std::vector<Step> steps, const ServerTls& tls)
    : ScriptedServer(
          [steps = std::move(steps), next = std::size_t{0}](const SeenRequest&) mutable {
            return next < steps.size() ? steps[next++] : answer(200, R"({"extra":true})");
          },
          tls) {}

ScriptedServer::~ScriptedServer() = default;
int ScriptedServer::port() const {
  return loop_->port();
}
std::string ScriptedServer::url() const {
  return (loop_->uses_tls() ? "https://" : "http://") + host_header();
}
std::string ScriptedServer::host_header() const {
  return "127.0.0.1:" + std::to_string(port());
}
std::vector<SeenRequest> ScriptedServer::requests() const {
  return loop_->requests();
}
std::size_t ScriptedServer::request_count() const {
  return requests().size();
}
int ScriptedServer::connection_count() const {
  return loop_->connection_count();
}
bool ScriptedServer::wait_for_requests(std::size_t count) const {
  return loop_->wait_for(count);
}

FullListener::FullListener() {
  sockets_.push_back(listen_anywhere(port_, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  for (int i = 0; i < 4; ++i) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // In progress is all it can be: the backlog is full.
    static_cast<void>(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address));
    sockets_.push_back(fd);
  }
}

FullListener::~FullListener() {
  for (const int fd : sockets_) ::close(fd);
}

int unused_port() {
  int port = 0;
  const int fd = listen_anywhere(port);
  ::close(fd);
  return port;
}

}  // namespace bss::testing
