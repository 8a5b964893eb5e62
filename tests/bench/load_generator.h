// One thread that keeps a number of connections busy with one and the same request: the client side
// of the server's benchmark. Raw sockets, so that what is measured is the server.
#pragma once

#include <cstdint>
#include <string>

namespace bss::bench {

struct LoadResult {
  std::int64_t answers = 0;
  std::int64_t refused = 0;  ///< status other than 200
  double seconds = 0;
};

/// Sends `request` `total` times over `connections` kept connections to 127.0.0.1, one outstanding
/// request each.
LoadResult run_load(std::uint16_t port, const std::string& request, int connections,
                    std::int64_t total);

/// One request, one answer, on a connection of its own; the whole answer.
std::string exchange(std::uint16_t port, const std::string& request);

}  // namespace bss::bench
