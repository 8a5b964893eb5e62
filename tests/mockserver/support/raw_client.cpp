#include "support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "http/request.h"

namespace bss::mock::test_support {

namespace {
constexpr int kTimeLimitMs = 20000;
}

std::string RawAnswer::header(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (http::equal_names(field, name)) return value;
  }
  return {};
}

RawClient::RawClient(std::uint16_t port) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void RawClient::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
}

bool RawClient::receive() {
  if (ended_) return false;
  pollfd waited{socket_, POLLIN, 0};
  if (::poll(&waited, 1, kTimeLimitMs) <= 0) {
    end_ = End::kTimeLimit;
    return false;
  }
  std::array<char, 65536> piece;
  const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
  if (count > 0) {
    received_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
  }
  ended_ = true;
  end_ = count == 0 ? End::kFin : End::kReset;
  return false;
}

RawAnswer RawClient::read_answer(bool to_head) {
  std::size_t head_end = received_.find("\r\n\r\n");
  while (head_end == std::string::npos) {
    if (!receive()) return {};
    head_end = received_.find("\r\n\r\n");
  }
  RawAnswer answer;
  const std::string head = received_.substr(0, head_end + 2);
  received_.erase(0, head_end + 4);
  answer.status = std::stoi(head.substr(9, 3));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    const std::string line = head.substr(at, end - at);
    const std::size_t colon = line.find(": ");
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    at = end + 2;
  }
  const std::string length = answer.header("Content-Length");
  const std::size_t wanted = length.empty() || to_head ? 0 : std::stoul(length);
  while (received_.size() < wanted && receive()) {
  }
  answer.body = received_.substr(0, wanted);
  received_.erase(0, wanted);
  return answer;
}

std::string RawClient::read_rest() {
  while (receive()) {
  }
  return std::exchange(received_, {});
}

RawClient::End RawClient::wait_for_end() {
  read_rest();
  return end_;
}

bool RawClient::nothing_comes_within(int milliseconds) {
  pollfd waited{socket_, POLLIN, 0};
  return received_.empty() && ::poll(&waited, 1, milliseconds) == 0;
}

}  // namespace bss::mock::test_support
