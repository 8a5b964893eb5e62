#include "server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bss::test {
namespace {

constexpr int kLongestStartMs = 10'000;

[[noreturn]] void run_program(int output, const std::vector<std::string>& arguments) {
  ::dup2(output, STDOUT_FILENO);
  const int quiet = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(quiet, STDERR_FILENO);
  std::vector<std::string> words{BSS_MOCK_PROGRAM, "serve", "--port", "0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(BSS_MOCK_PROGRAM, pointers.data());
  ::_exit(127);
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& arguments) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  started_ = std::chrono::steady_clock::now();
  pid_ = ::fork();
  if (pid_ == 0) run_program(pipe[1], arguments);
  ::close(pipe[1]);
  output_ = pipe[0];
  port_ = pid_ > 0 ? read_ready_line(output_) : std::uint16_t{0};
  if (port_ == 0) throw std::runtime_error("bss-mock did not start");
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  if (output_ >= 0) ::close(output_);
}

void ServerProcess::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::uint16_t ServerProcess::read_ready_line(int output) const {
  std::string line;
  while (line.find('\n') == std::string::npos) {
    pollfd ready{output, POLLIN, 0};
    if (::poll(&ready, 1, kLongestStartMs) <= 0) return 0;
    std::array<char, 512> piece{};
    const ssize_t count = ::read(output, piece.data(), piece.size());
    if (count <= 0) return 0;
    line.append(piece.data(), static_cast<std::size_t>(count));
  }
  // {"event":"ready","endpoint":"http://127.0.0.1:43117","pid":123}
  const std::size_t at = line.find("127.0.0.1:");
  std::uint16_t port = 0;
  if (at != std::string::npos)
    std::from_chars(line.data() + at + 10, line.data() + line.size(), port);
  return port;
}

std::size_t ServerProcess::resident_bytes() const {
  std::ifstream in("/proc/" + std::to_string(pid_) + "/statm");
  std::size_t whole = 0;
  std::size_t resident = 0;
  in >> whole >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

double ServerProcess::cpu_seconds() const {
  std::ifstream in("/proc/" + std::to_string(pid_) + "/stat");
  std::string text;
  std::getline(in, text);
  // Behind the name, which stands in parentheses: state is field 3, user and system time are 14
  // and 15.
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace bss::test
