// What the process of a test holds, as the kernel counts it.
//
// Plain functions; safe to call from any thread.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace bss::test {

inline std::ptrdiff_t entries_of(const char* folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}
inline std::ptrdiff_t own_threads() {
  return entries_of("/proc/self/task");
}
/// One more than there were: the folder itself is open while it is read.
inline std::ptrdiff_t own_descriptors() {
  return entries_of("/proc/self/fd");
}
inline double own_resident_bytes() {
  long pages = 0;
  long ignored = 0;
  std::ifstream("/proc/self/statm") >> ignored >> pages;
  return static_cast<double>(pages) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// Their allocators keep what is freed for a while, so that memory says nothing.
inline constexpr bool kMemoryTells = false;
#else
inline constexpr bool kMemoryTells = true;
#endif

}  // namespace bss::test
