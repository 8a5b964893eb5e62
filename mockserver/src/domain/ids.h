// Identifiers of a workspace, from a seeded source: the same seed and the same commands give the
// same ids. Used by the rules and by IAM, on the workspace's executor only (the order of draws is
// part of the result).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace bss::mock::domain {

class Ids {
 public:
  /// Also the state of the source, for snapshots.
  using State = std::array<std::uint64_t, 4>;

  explicit Ids(std::uint64_t seed);

  std::uint64_t next();
  /// A number in [0, bound), without bias; `bound` > 0.
  std::uint64_t below(std::uint64_t bound);
  /// Account, project, user and agency ids are 32 lowercase hex digits (customers.md 1.10).
  std::string id32() { return hex(32); }
  std::string hex(std::size_t digits);
  /// Verification codes: decimal digits only.
  std::string digits(std::size_t count);
  /// Letters and digits, for access keys (upper case) and secrets.
  std::string upper_alphanumeric(std::size_t count);
  std::string alphanumeric(std::size_t count);

  const State& state() const noexcept { return state_; }
  void restore(const State& state) noexcept { state_ = state; }

 private:
  State state_{};
};

}  // namespace bss::mock::domain
