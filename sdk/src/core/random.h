// The one source of randomness of a client: jitter and keys. Seeded once, so that a test can repeat
// itself.
//
// Safe to use from several threads.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>

namespace bss::detail {

class Random {
 public:
  /// Without a seed: from the machine's entropy.
  explicit Random(std::optional<std::uint64_t> seed = std::nullopt);
  /// Evenly in [0, 1).
  double fraction();
  /// 32 hex digits.
  std::string hex32();
  std::uint64_t bits();

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace bss::detail
