// A program that a test starts, watches and kills: the way a machine that loses its power ends it.
//
// Used by one thread.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace bss::test {

class KilledProgram {
 public:
  /// With this process's environment; its output goes to this one's.
  KilledProgram(const std::string& path, const std::vector<std::string>& words);
  ~KilledProgram() { kill(); }
  KilledProgram(const KilledProgram&) = delete;
  KilledProgram& operator=(const KilledProgram&) = delete;

  /// SIGKILL, and waits until it is gone.
  void kill();
  bool running();
  /// Until it ends by itself; its exit code, -1 when a signal ended it.
  int wait();

 private:
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

}  // namespace bss::test
