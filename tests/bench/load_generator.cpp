#include "load_generator.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <stdexcept>
#include <vector>

namespace bss::bench {
namespace {

int connected_socket(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (descriptor < 0 ||
      ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to the server");
  }
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

void send_all(int descriptor, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(descriptor, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) throw std::runtime_error("the server closed the connection");
    sent += static_cast<std::size_t>(count);
  }
}

/// Length of the whole answer at the front of `buffer`, or 0 while it is incomplete.
std::size_t complete_answer(const std::string& buffer) {
  const auto head_end = buffer.find("\r\n\r\n");
  if (head_end == std::string::npos) return 0;
  std::size_t body = 0;
  const auto at = buffer.find("Content-Length: ");
  if (at != std::string::npos && at < head_end) {
    const char* first = buffer.data() + at + 16;
    std::from_chars(first, buffer.data() + head_end, body);
  }
  const std::size_t whole = head_end + 4 + body;
  return buffer.size() >= whole ? whole : 0;
}

std::size_t receive_some(int descriptor, std::string& buffer) {
  std::array<char, 16384> chunk{};
  const auto count = ::recv(descriptor, chunk.data(), chunk.size(), 0);
  if (count <= 0) throw std::runtime_error("the server closed the connection");
  buffer.append(chunk.data(), static_cast<std::size_t>(count));
  return complete_answer(buffer);
}

}  // namespace

std::string exchange(std::uint16_t port, const std::string& request) {
  const int descriptor = connected_socket(port);
  send_all(descriptor, request);
  std::string buffer;
  while (receive_some(descriptor, buffer) == 0) {
  }
  ::close(descriptor);
  return buffer;
}

LoadResult run_load(std::uint16_t port, const std::string& request, int connections,
                    std::int64_t total) {
  struct Connection {
    int descriptor = -1;
    std::string buffer;
  };
  std::vector<Connection> all(static_cast<std::size_t>(connections));
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].descriptor = connected_socket(port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, all[i].descriptor, &event);
  }
  LoadResult result;
  std::int64_t started = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (auto& connection : all) {
    send_all(connection.descriptor, request);
    ++started;
  }
  std::array<epoll_event, 64> events{};
  while (result.answers < total) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 5000);
    if (ready <= 0) throw std::runtime_error("the server stopped answering");
    for (int i = 0; i < ready; ++i) {
      Connection& connection = all[events[static_cast<std::size_t>(i)].data.u64];
      const std::size_t whole = receive_some(connection.descriptor, connection.buffer);
      if (whole == 0) continue;
      if (connection.buffer.compare(9, 3, "200") != 0) ++result.refused;
      connection.buffer.erase(0, whole);
      ++result.answers;
      if (started < total) {
        send_all(connection.descriptor, request);
        ++started;
      }
    }
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  for (auto& connection : all) ::close(connection.descriptor);
  ::close(poll);
  return result;
}

}  // namespace bss::bench
