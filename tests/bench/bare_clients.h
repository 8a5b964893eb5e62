// The bare loops that the client is measured against: each signs the same call, sends it over a
// kept connection, and parses the answer; nothing else. No time-outs, no retry, no types.
//
// Used by one thread each.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bss/credentials.h"

namespace bss::bench {

/// One way to make the call of the comparison; throws std::runtime_error unless it succeeds.
class BareClient {
 public:
  virtual ~BareClient() = default;
  virtual void call() = 0;
};

/// Boost.Beast, blocking.
std::unique_ptr<BareClient> make_bare_beast(std::uint16_t port, Credentials::AccessKey key,
                                            std::string target);
/// libcurl's easy interface with one handle.
std::unique_ptr<BareClient> make_bare_curl(std::uint16_t port, Credentials::AccessKey key,
                                           std::string target);

}  // namespace bss::bench
