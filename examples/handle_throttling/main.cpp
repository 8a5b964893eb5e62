// Makes more calls than the quota allows, from several threads. With pacing none is refused;
// without (HUAWEICLOUD_BSS_PACING=off) the SDK waits where the service says so. Either way every
// call ends well, and the attempt log tells what it took.
#include <bss/bss.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "common/arguments.h"

namespace {

constexpr const char* kHelp =
    "handle_throttling [CALLS] [THREADS]\n"
    "\n"
    "Reads the partner's balance CALLS times (default 40) from THREADS threads (default 4).\n"
    "\n"
    "Environment: HUAWEICLOUD_BSS_ENDPOINT and the partner's credentials;\n"
    "HUAWEICLOUD_BSS_PACING=off to see the quota at work.\n"
    "Exit codes: 0 each call succeeded, 1 one did not, 2 usage.\n";

/// What all threads add up.
struct Tally {
  std::atomic<int> left{0};
  std::atomic<int> done{0};
  std::atomic<int> failed{0};
  std::atomic<int> refused{0};  ///< attempts that were answered with 429
  std::atomic<std::int64_t> waited_ms{0};
};

void count(const std::vector<bss::Attempt>& attempts, Tally& tally) {
  for (const bss::Attempt& attempt : attempts) {
    if (attempt.status == 429) ++tally.refused;
    tally.waited_ms += attempt.waited.count();
  }
}

void work(const bss::Client& client, Tally& tally) {
  while (tally.left.fetch_sub(1) > 0) {
    const auto balances = client.list_partner_balances({});
    if (balances) {
      ++tally.done;
      count(balances.meta().attempts, tally);
    } else {
      ++tally.failed;
      count(balances.error().attempts, tally);
      std::cerr << balances.error().to_string() + "\n";
    }
  }
}

/// A whole number above zero, or nothing.
std::optional<int> number(const std::string& text, int most) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || value > most) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (text.empty() || value < 1 || value > most) return std::nullopt;
  return value;
}

}  // namespace

int main(int count, char** texts) {
  const auto arguments = examples::read_arguments(count, texts, {}, {"--help"});
  if (!arguments || arguments->others.size() > 2) return examples::kUsage;
  if (arguments->has("--help")) {
    std::cout << kHelp;
    return examples::kDone;
  }
  const auto& others = arguments->others;
  const auto calls = number(others.empty() ? "40" : others[0], 100'000);
  const auto threads = number(others.size() < 2 ? "4" : others[1], 64);
  if (!calls || !threads) {
    std::cerr << "CALLS is a number up to 100000, THREADS one up to 64\n";
    return examples::kUsage;
  }
  const bss::Result<bss::Client> client = bss::Client::from_environment();
  if (!client) return examples::report(client.error());

  Tally tally;
  tally.left = *calls;
  const auto began = std::chrono::steady_clock::now();
  std::vector<std::thread> workers;
  workers.reserve(static_cast<std::size_t>(*threads));
  for (int i = 0; i < *threads; ++i) workers.emplace_back([&] { work(*client, tally); });
  for (std::thread& worker : workers) worker.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  std::cout << tally.done << " of " << *calls << " calls in " << took.count() << " s; "
            << tally.refused << " attempts were throttled, " << tally.waited_ms
            << " ms were waited in all\n";
  return tally.failed == 0 ? examples::kDone : examples::kFailed;
}
