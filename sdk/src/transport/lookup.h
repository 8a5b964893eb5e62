// The addresses of one host name. A lookup blocks for as long as the resolver of the machine likes,
// so it has a thread of its own that nobody waits for longer than he wants; all who ask meanwhile
// share it, and what it found is used for a short while.
//
// Safe to use from several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/socket.h>

#include "bss/cancellation.h"
#include "bss/function.h"

namespace bss::detail {

struct Address {
  sockaddr_storage bytes{};
  socklen_t length = 0;
};

class Lookup {
 public:
  /// One question to the resolver. `finished` is cancelled when the answer stands in `addresses`,
  /// which stays empty when there is none.
  struct Flight {
    CancellationSource finished;
    std::vector<Address> addresses;
  };

  /// Blocks until the addresses are there; none when the name has no address.
  using Resolver = Function<std::vector<Address>(const std::string& host, std::uint16_t port)>;

  /// Without `resolver` the machine's is asked.
  Lookup(std::string host, std::uint16_t port, Resolver resolver = {});

  /// What is known without asking: the host is an address, or was looked up a moment ago.
  std::optional<std::vector<Address>> known() const;
  /// Asks, or joins those who do.
  std::shared_ptr<const Flight> ask();
  /// What was found led nowhere: the next one asks again.
  void forget();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace bss::detail
