#include "app/serve.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "bss/wire/json.h"

namespace bss::mock::app {

namespace {

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

void log_to_stderr() {
  auto logger = std::make_shared<spdlog::logger>("bss-mock",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

/// Every connection is a descriptor; shells often allow a quarter of what the listener may take.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

void say(const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

}  // namespace

std::string ready_line(const std::string& endpoint, const std::string& ca_file, long pid) {
  using wire::Json;
  auto line = Json::object();
  line.add("event", Json::string("ready"));
  line.add("endpoint", Json::string(endpoint));
  if (!ca_file.empty()) line.add("ca", Json::string(ca_file));
  line.add("pid", Json::number(pid));
  return wire::write_json(line);
}

int serve(Options options) {
  log_to_stderr();
  raise_descriptor_limit();
  std::signal(SIGPIPE, SIG_IGN);
  // Blocked before the server's threads exist, so that only the sigwait below ever takes them.
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  options.log = [](std::string_view text) { spdlog::warn("{}", text); };
  try {
    Server server(std::move(options));
    say(ready_line(server.endpoint(), server.ca_file(), static_cast<long>(getpid())));
    spdlog::info("serving on {}", server.endpoint());
    int received = 0;
    sigwait(&signals, &received);
    spdlog::info("stopping on signal {}", received);
    // A second signal ends the program at once.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    server.stop();
    return 0;
  } catch (const std::invalid_argument& problem) {
    std::fprintf(stderr, "bss-mock: %s\n", problem.what());
    return 2;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bss-mock: %s\n", problem.what());
    return 1;
  }
}

}  // namespace bss::mock::app
