// How long these tests go on: a number from the environment, or the length of an ordinary run.
#pragma once

#include <cstdlib>
#include <string>

namespace bss::test {

inline int length_from(const char* variable, int ordinary) {
  const char* wanted = std::getenv(variable);
  return wanted == nullptr ? ordinary : std::stoi(wanted);
}

/// Memory that may be there after a run of so many rounds where `before` was there at its start: a
/// twentieth more. A short run may take besides what an allocator needs to settle, which says
/// nothing about what a round leaves.
inline double memory_allowed(double before, bool ordinary_length) {
  constexpr double kGrowthAllowed = 1.05;
  constexpr double kSettling = 4.0 * 1024 * 1024;
  return kGrowthAllowed * before + (ordinary_length ? kSettling : 0.0);
}

}  // namespace bss::test
