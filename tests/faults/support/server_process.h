// bss-mock as a program of its own: started on a free port, watched until it serves, stopped when
// the object goes. What concerns the program and not the library uses it: benchmarks, and the test
// that kills it.
//
// Used by one thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bss::test {

class ServerProcess {
 public:
  /// Returns when the ready line has been read. Throws std::runtime_error when none comes.
  explicit ServerProcess(const std::vector<std::string>& arguments);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// SIGKILL, and waits until it is gone: nothing of it runs on.
  void kill();

  std::uint16_t port() const noexcept { return port_; }
  std::chrono::steady_clock::time_point started() const noexcept { return started_; }
  /// Resident memory now, in bytes.
  std::size_t resident_bytes() const;
  /// Processor time it has used so far, which other programs on the machine do not change.
  double cpu_seconds() const;

 private:
  std::uint16_t read_ready_line(int output) const;

  std::chrono::steady_clock::time_point started_;
  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace bss::test
