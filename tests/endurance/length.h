// How long these tests go on: a number from the environment, or the length of an ordinary run.
#pragma once

#include <cstdlib>
#include <string>

namespace bss::test {

inline int length_from(const char* variable, int ordinary) {
  const char* wanted = std::getenv(variable);
  return wanted == nullptr ? ordinary : std::stoi(wanted);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// Their allocators keep what is freed for a while, so that memory says nothing.
inline constexpr bool kMemoryTells = false;
#else
inline constexpr bool kMemoryTells = true;
#endif

}  // namespace bss::test
