#include "killed_program.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace bss::test {

KilledProgram::KilledProgram(const std::string& path, const std::vector<std::string>& words) {
  std::vector<std::string> all{path};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> pointers;
  pointers.reserve(all.size() + 1);
  for (std::string& word : all) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ != 0) return;
  ::execv(path.c_str(), pointers.data());
  ::_exit(127);
}

void KilledProgram::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

bool KilledProgram::running() {
  int status = 0;
  if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
    ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    pid_ = -1;
  }
  return pid_ > 0;
}

int KilledProgram::wait() {
  while (running()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return ended_.value_or(-1);
}

}  // namespace bss::test
