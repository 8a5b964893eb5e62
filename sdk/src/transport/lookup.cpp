#include "transport/lookup.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <chrono>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>

namespace bss::detail {

using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds kUsedFor{30};

std::optional<Address> literal(const std::string& host, std::uint16_t port) {
  Address address;
  auto* four = reinterpret_cast<sockaddr_in*>(&address.bytes);
  if (::inet_pton(AF_INET, host.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    address.length = sizeof(sockaddr_in);
    return address;
  }
  auto* six = reinterpret_cast<sockaddr_in6*>(&address.bytes);
  if (::inet_pton(AF_INET6, host.c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    address.length = sizeof(sockaddr_in6);
    return address;
  }
  return std::nullopt;
}

std::vector<Address> resolved(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  std::vector<Address> addresses;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    return addresses;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    Address address;
    std::memcpy(&address.bytes, each->ai_addr, each->ai_addrlen);
    address.length = each->ai_addrlen;
    addresses.push_back(address);
  }
  ::freeaddrinfo(found);
  return addresses;
}

}  // namespace

struct Lookup::State {
  std::string host;
  std::uint16_t port = 0;
  Resolver resolver;
  std::optional<Address> literal;
  std::mutex mutex;
  std::vector<Address> found;
  steady_clock::time_point found_at;
  std::shared_ptr<Flight> flight;

  static void look_up(const std::shared_ptr<State>& state, const std::shared_ptr<Flight>& asked) {
    asked->addresses = state->resolver(state->host, state->port);
    {
      const std::lock_guard<std::mutex> lock(state->mutex);
      state->flight.reset();
      state->found = asked->addresses;
      state->found_at = steady_clock::now();
    }
    asked->finished.cancel();
  }
};

Lookup::Lookup(std::string host, std::uint16_t port, Resolver resolver)
    : state_(std::make_shared<State>()) {
  state_->resolver = resolver ? std::move(resolver) : Resolver(resolved);
  state_->literal = literal(host, port);
  state_->host = std::move(host);
  state_->port = port;
}

std::optional<std::vector<Address>> Lookup::known() const {
  if (state_->literal) return std::vector<Address>{*state_->literal};
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->found.empty() || steady_clock::now() - state_->found_at > kUsedFor)
    return std::nullopt;
  return state_->found;
}

std::shared_ptr<const Lookup::Flight> Lookup::ask() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->flight != nullptr) return state_->flight;
  auto flight = std::make_shared<Flight>();
  // Detached: a resolver that hangs must hold up neither a call nor the end of the program.
  try {
    std::thread(&State::look_up, state_, flight).detach();
    state_->flight = flight;
  } catch (const std::system_error&) {
    // There is no thread to be had: as if the name had no address.
    flight->finished.cancel();
  }
  return flight;
}

void Lookup::forget() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->found.clear();
}

}  // namespace bss::detail
