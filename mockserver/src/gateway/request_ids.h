// Ids of answers: 32 lower-case hex digits (auth-gateway 2.2), a fixed sequence per seed. Safe to
// use from several threads; no lock, because every call takes one.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace bss::mock::gateway {

class RequestIds {
 public:
  explicit RequestIds(std::uint64_t seed) noexcept : seed_(seed) {}
  std::string next();

 private:
  std::uint64_t seed_;
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace bss::mock::gateway
