#include "tunnel_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace bss::testing {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

bool send_all(int fd, std::string_view data) {
  while (!data.empty()) {
    const auto count = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    data.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

struct Tunnel {
  int client = -1;
  int server = -1;  ///< -1 until CONNECT was read

  void close_both() {
    if (client >= 0) ::close(client);
    if (server >= 0) ::close(server);
    client = server = -1;
  }
};

}  // namespace

class TunnelProxy::Loop {
 public:
  Loop() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(address.sin_port);
    wake_ = ::eventfd(0, EFD_CLOEXEC);
    thread_ = std::thread([this] { run(); });
  }
  ~Loop() {
    const std::uint64_t one = 1;
    if (::write(wake_, &one, sizeof one) != sizeof one) std::terminate();
    thread_.join();
    for (auto& tunnel : tunnels_) tunnel.close_both();
    ::close(listener_);
    ::close(wake_);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  int port() const { return port_; }
  std::vector<std::string> first_lines() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return first_lines_;
  }

 private:
  void run() {
    for (;;) {
      std::vector<pollfd> entries{{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
      for (const auto& tunnel : tunnels_) {
        entries.push_back({tunnel.client, POLLIN, 0});
        entries.push_back({tunnel.server, POLLIN, 0});
      }
      ::poll(entries.data(), entries.size(), -1);
      if (entries[0].revents != 0) return;
      for (std::size_t i = 2; i < entries.size(); i += 2) {
        Tunnel& tunnel = tunnels_[(i - 2) / 2];
        if (entries[i].revents != 0) pump(tunnel, true);
        if (entries[i + 1].revents != 0) pump(tunnel, false);
      }
      if (entries[1].revents != 0) {
        tunnels_.push_back({::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), -1});
      }
    }
  }

  void pump(Tunnel& tunnel, bool from_client) {
    if (tunnel.client < 0) return;
    std::array<char, 16384> buffer{};
    const int from = from_client ? tunnel.client : tunnel.server;
    const auto count = ::recv(from, buffer.data(), buffer.size(), 0);
    if (count <= 0) return tunnel.close_both();
    const std::string_view data(buffer.data(), static_cast<std::size_t>(count));
    if (from_client && tunnel.server < 0) return open(tunnel, data);
    if (!send_all(from_client ? tunnel.server : tunnel.client, data)) tunnel.close_both();
  }

  /// All of CONNECT arrives in one piece on loopback, and the tests' servers all live there, too.
  void open(Tunnel& tunnel, std::string_view request) {
    const std::string line(request.substr(0, request.find("\r\n")));
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      first_lines_.push_back(line);
    }
    const sockaddr_in address = loopback(std::stoi(line.substr(line.find(':') + 1)));
    tunnel.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(tunnel.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
            0 ||
        !send_all(tunnel.client, "HTTP/1.1 200 Connection established\r\n\r\n")) {
      tunnel.close_both();
    }
  }

  int listener_ = -1;
  int wake_ = -1;
  int port_ = 0;
  std::vector<Tunnel> tunnels_;  ///< the proxy's thread only
  mutable std::mutex mutex_;
  std::vector<std::string> first_lines_;
  std::thread thread_;
};

TunnelProxy::TunnelProxy() : loop_(std::make_unique<Loop>()) {}
TunnelProxy::~TunnelProxy() = default;
std::string TunnelProxy::url() const {
  return "http://127.0.0.1:" + std::to_string(loop_->port());
}
std::vector<std::string> TunnelProxy::first_lines() const {
  return loop_->first_lines();
}

}  // namespace bss::testing
