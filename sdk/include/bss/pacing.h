// Where the pacer stands: what it has counted and how fast it lets calls go.
//
// A value.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace bss {

/// One quota as the client sees it: one operation of one account.
struct PacingState {
  std::string operation;  ///< `ListSubCustomers`
  std::string account;    ///< whose quota it is, in the client's words; no secret
  int limit = 0;          ///< calls in a window: as published, or as a throttle answer said
  std::chrono::milliseconds window{0};
  double rate = 1.0;            ///< of the quota that is used: less than 1 while others share it
  std::size_t waiting = 0;      ///< calls that have not had their turn yet
  std::uint64_t sent = 0;       ///< requests that left
  std::uint64_t delayed = 0;    ///< of these, held back at all
  std::uint64_t throttled = 0;  ///< of these, refused by the quota all the same
  std::chrono::milliseconds waited{0};  ///< by all of them together
};

}  // namespace bss
