#include "connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <stdexcept>

namespace bss::test {
namespace {

constexpr long kSecondsPerStep = 20;

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  });
}

Answer parse_head(std::string_view head) {
  Answer answer;
  std::size_t line_end = head.find("\r\n");
  if (head.size() >= 12) {
    std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  }
  while (line_end != std::string_view::npos) {
    head.remove_prefix(line_end + 2);
    line_end = head.find("\r\n");
    const std::string_view line = head.substr(0, line_end);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    answer.headers.emplace_back(line.substr(0, colon), value);
  }
  return answer;
}

}  // namespace

std::string Answer::header(std::string_view name) const {
  for (const auto& [candidate, value] : headers) {
    if (same_name(candidate, name)) return value;
  }
  return {};
}

Connection::Connection(std::uint16_t port) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket_ < 0 ||
      ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    throw std::runtime_error("no connection to the server");
  }
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval limit{kSecondsPerStep, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

void Connection::limit_time_to(std::chrono::milliseconds limit) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
  const timeval value{seconds.count(), std::chrono::microseconds(limit - seconds).count()};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void Connection::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
}

void Connection::abort() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(socket_);
  socket_ = -1;
}

bool Connection::receive_some() {
  std::array<char, 16UL * 1024> piece{};
  const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
  if (count > 0) {
    received_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
  }
  const bool slow = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  end_ = count == 0 ? End::kFin : (slow ? End::kTimeLimit : End::kReset);
  return false;
}

std::optional<Answer> Connection::receive() {
  std::size_t head_end = std::string::npos;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive_some()) return std::nullopt;
  }
  Answer answer = parse_head(std::string_view(received_).substr(0, head_end));
  const std::string length_text = answer.header("Content-Length");
  std::size_t length = 0;
  std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  while (received_.size() < head_end + 4 + length) {
    if (!receive_some()) return std::nullopt;
  }
  answer.body = received_.substr(head_end + 4, length);
  received_.erase(0, head_end + 4 + length);
  return answer;
}

std::optional<Answer> Connection::exchange(std::string_view bytes) {
  if (!send(bytes)) return std::nullopt;
  return receive();
}

Connection::End Connection::wait_for_end() {
  while (receive_some()) {
  }
  return end_;
}

std::string request_bytes(std::string_view method, std::string_view target, const Headers& headers,
                          std::string_view body) {
  const auto has = [&](std::string_view name) {
    return std::any_of(headers.begin(), headers.end(),
                       [name](const auto& header) { return same_name(header.first, name); });
  };
  std::string bytes;
  bytes.append(method).append(" ").append(target).append(" HTTP/1.1\r\n");
  if (!has("Host")) bytes += "Host: localhost\r\n";
  if (!has("Content-Length") && (!body.empty() || method == "POST")) {
    bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  for (const auto& [name, value] : headers) {
    bytes.append(name).append(": ").append(value).append("\r\n");
  }
  bytes.append("\r\n").append(body);
  return bytes;
}

}  // namespace bss::test
