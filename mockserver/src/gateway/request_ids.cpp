#include "gateway/request_ids.h"

#include <string_view>

namespace bss::mock::gateway {
namespace {

/// SplitMix64: every input gives another output, so two calls never share an id.
std::uint64_t split_mix(std::uint64_t value) noexcept {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

void append_hex(std::string& out, std::uint64_t value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (unsigned shift = 64; shift > 0; shift -= 4)
    out.push_back(kHex[(value >> (shift - 4)) & 15U]);
}

}  // namespace

std::string RequestIds::next() {
  const std::uint64_t number = count_.fetch_add(1, std::memory_order_relaxed);
  std::string id;
  id.reserve(32);
  append_hex(id, split_mix(seed_ ^ split_mix(number)));
  append_hex(id, split_mix(number + seed_ * 0x2545f4914f6cdd1dU));
  return id;
}

}  // namespace bss::mock::gateway
