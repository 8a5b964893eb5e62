// Many threads act as many customers while tokens run out every few seconds: one login for each
// identity and expiry, no 401 reaches a caller, and nobody is ever taken for somebody else.
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "demo.h"

namespace bss::test {
namespace {

using std::chrono::duration;
using std::chrono::seconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kThreads = 64;
constexpr std::size_t kCustomers = 200;
constexpr int kTokenLife = 3;

/// Customer i has i + 1 yuan: an answer says whose it is.
std::string seed() {
  std::string text = R"(
settings: {token_life_seconds: )" +
                     std::to_string(kTokenLife) + R"(}
partners:
  - name: acme
    role: partner
    platform: ACME
    password: Acme@2025
    access_key: ACMEKEY0000000000001
    secret_key: acmeSecretForTheLocalMock
    cash: 1000000.00
    customers:
)";
  for (std::size_t i = 0; i < kCustomers; ++i) {
    text += "      - {name: customer-" + std::to_string(i) +
            ", allocated: " + std::to_string(i + 1) + ", password: Customer@2025}\n";
  }
  return text;
}

class TokenChain : public ::testing::Test {
 protected:
  mock::Workspace workspace(const std::string& start_at = {}) {
    mock::WorkspaceOptions wish;
    wish.seed_text = seed();
    wish.start_at = start_at;
    return server_.create_workspace(wish);
  }
  static Client client_of(const mock::Workspace& workspace) {
    const mock::Identity& partner = workspace.credentials().partner;
    ClientConfig config;
    config.bss_endpoint = workspace.endpoint();
    config.credentials =
        Credentials::password(partner.user_name, Secret(partner.password), partner.domain_name);
    config.xaccount_type = partner.platform;
    config.pacing = false;
    return Client(config);
  }
  static std::vector<std::string> names_of(const mock::Workspace& workspace) {
    std::vector<std::string> names(kCustomers);
    for (const auto& [role, identity] : workspace.identities()) {
      if (role.rfind("customer-", 0) == 0) names[std::stoul(role.substr(9))] = identity.domain_name;
    }
    return names;
  }
  static std::uint64_t logins(const mock::Workspace& workspace) {
    return workspace.calls("CreateToken").succeeded;
  }

  /// Every thread calls as one customer after the other for so long; the first thing that is wrong.
  static std::string call_for(const Client& client, const std::vector<std::string>& names,
                              SteadyClock::duration how_long) {
    const auto end = SteadyClock::now() + how_long;
    std::mutex mutex;
    std::string wrong;
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        while (SteadyClock::now() < end) {
          const std::size_t number = next++ % kCustomers;
          const auto answer =
              client.as_customer(DomainName{names[number]}).show_customer_account_balances({});
          const std::string problem = problem_of(answer, number);
          if (problem.empty()) continue;
          const std::lock_guard lock(mutex);
          wrong = problem;
          return;
        }
      });
    }
    for (auto& thread : threads) thread.join();
    return wrong;
  }
  static std::string problem_of(const Result<ShowCustomerAccountBalancesResponse>& answer,
                                std::size_t number) {
    if (!answer) return answer.error().to_string();
    for (const AccountBalanceV3& account : answer->account_balances) {
      if (account.amount == Decimal::from_scaled(static_cast<std::int64_t>(number + 1), 0))
        return {};
    }
    return "customer " + std::to_string(number) + " was taken for another one";
  }

  mock::Server server_{unthrottled()};
};

TEST_F(TokenChain, LogsInOnceForEachIdentityAndExpiry) {
  auto there = workspace();
  const auto names = names_of(there);
  const Client client = client_of(there);
  const auto began = SteadyClock::now();
  EXPECT_EQ(call_for(client, names, seconds(7)), "");
  const duration<double> took = SteadyClock::now() - began;
  // Renewed in the last 4 % of the life, in the background; the partner's own token counts too.
  const auto lives = static_cast<std::uint64_t>(std::ceil(took.count() / (0.96 * kTokenLife)));
  EXPECT_LE(logins(there), (kCustomers + 1) * lives);
  EXPECT_GE(logins(there), (kCustomers + 1) * 2) << "tokens did run out";

  const auto before = logins(there);
  there.advance("P1Y");  // every token is over, and the client does not know
  EXPECT_EQ(call_for(client, names, std::chrono::milliseconds(1500)), "");
  EXPECT_LE(logins(there) - before, 2 * (kCustomers + 1));
}

TEST_F(TokenChain, WorksWithTheClockFrozenAYearBack) {
  const std::string now = server_.workspace().clock().now;
  auto there = workspace(std::to_string(std::stoi(now.substr(0, 4)) - 1) + "-01-31T00:00:00Z");
  const auto names = names_of(there);
  const auto began = SteadyClock::now();
  EXPECT_EQ(call_for(client_of(there), names, seconds(4)), "");
  const duration<double> took = SteadyClock::now() - began;
  const auto lives = static_cast<std::uint64_t>(std::ceil(took.count() / (0.96 * kTokenLife)));
  EXPECT_LE(logins(there), (kCustomers + 1) * lives);
}

}  // namespace
}  // namespace bss::test
