#include "quota_load.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>

#include "bss/accounts.h"
#include "connection.h"

namespace bss::test {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr int kBackOffAttempts = 5;
constexpr milliseconds kFirstBackOff{200};

ClientConfig with(ClientConfig config, Strategy strategy) {
  config.pacing = strategy == Strategy::kPaced;
  if (strategy == Strategy::kBackOff) config.retry.max_attempts = 1;
  return config;
}

Result<ListPartnerBalancesResponse> call_once(const Client& client, Strategy strategy) {
  auto answer = client.list_partner_balances({});
  if (strategy != Strategy::kBackOff) return answer;
  milliseconds wait = kFirstBackOff;
  for (int attempt = 1; attempt < kBackOffAttempts && !answer; ++attempt, wait *= 2) {
    std::this_thread::sleep_for(wait);
    answer = client.list_partner_balances({});
  }
  return answer;
}

/// One program; its lines are durations in milliseconds, the last one tells how many calls failed.
struct Program {
  explicit Program(const std::string& command) : output(::popen(command.c_str(), "r"), ::pclose) {
    if (output == nullptr) throw std::runtime_error("a program for the load did not start");
  }
  void read_into(LoadFigures& figures) const {
    std::array<char, 64> line{};
    while (std::fgets(line.data(), line.size(), output.get()) != nullptr) {
      const std::string_view text(line.data());
      constexpr std::string_view kFailed = "failed ";
      if (text.substr(0, kFailed.size()) == kFailed) {
        figures.failed += std::stoul(std::string(text.substr(kFailed.size())));
      } else {
        figures.durations.emplace_back(std::stol(std::string(text)));
      }
    }
  }
  std::unique_ptr<FILE, int (*)(FILE*)> output;
};

}  // namespace

std::string_view name_of(Strategy strategy) {
  switch (strategy) {
    case Strategy::kPaced:
      return "paced";
    case Strategy::kUnpaced:
      return "no_pacing";
    case Strategy::kBackOff:
      break;
  }
  return "exponential_back_off";
}

milliseconds LoadFigures::p99() const {
  auto sorted = durations;
  std::sort(sorted.begin(), sorted.end());
  return sorted.at(sorted.size() * 99 / 100);
}

std::string LoadFigures::text() const {
  std::ostringstream text;
  text << durations.size() << " calls, " << failed << " failed: " << seconds << " s, "
       << requests_a_call << " requests a call, " << throttled << " refused by the quota, p99 "
       << p99().count() << " ms";
  return text.str();
}

LoadFigures call_from_threads(ClientConfig config, Strategy strategy, int threads, int calls) {
  const Client client(with(std::move(config), strategy));
  LoadFigures figures;
  std::mutex mutex;
  const auto one_thread = [&] {
    for (int i = 0; i < calls / threads; ++i) {
      const auto began = steady_clock::now();
      const auto answer = call_once(client, strategy);
      const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
      const std::lock_guard<std::mutex> lock(mutex);
      figures.durations.push_back(took);
      if (answer) continue;
      ++figures.failed;
      figures.errors.push_back(answer.error());
    }
  };
  const auto began = steady_clock::now();
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i) all.emplace_back(one_thread);
  for (std::thread& thread : all) thread.join();
  figures.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
  return figures;
}

LoadFigures call_from_programs(std::uint16_t port, Strategy strategy, int programs, int threads,
                               int calls) {
  std::ostringstream command;
  command << BSS_QUOTA_WORKER << ' ' << port << ' ' << name_of(strategy) << ' ' << threads << ' '
          << calls;
  LoadFigures figures;
  const auto began = steady_clock::now();
  std::vector<Program> all;
  all.reserve(static_cast<std::size_t>(programs));
  for (int i = 0; i < programs; ++i) all.emplace_back(command.str());
  for (const Program& program : all) program.read_into(figures);
  figures.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
  add_counts(figures, port);
  return figures;
}

void add_counts(LoadFigures& figures, std::uint16_t port) {
  const auto answer =
      Connection(port).exchange(request_bytes("GET", "/_mock/v1/journal/counts", {}));
  if (!answer) throw std::runtime_error("the server does not tell its counts");
  const auto counts = nlohmann::json::parse(answer->body).at(std::string(kQuotaOperation));
  figures.throttled = counts.at("throttled").get<std::uint64_t>();
  figures.requests_a_call = counts.at("received").get<double>() /
                            static_cast<double>(std::max<std::size_t>(1, figures.durations.size()));
}

}  // namespace bss::test
