// control-api "Workspaces": 500 workspaces under random load from 8 threads end in exactly the
// state that each of them reaches alone. Each has its own order of calls, drawn from its number;
// which thread makes the next one is drawn by whoever comes.
#include <atomic>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/coupons.h"
#include "bss/customers.h"
#include "bss/mock/testing.h"

namespace bss::mock {
namespace {

constexpr std::size_t kWorkspaces = 500;
constexpr std::size_t kThreads = 8;
constexpr std::size_t kSteps = 20;

/// One world with a client of its partner and a script of random steps.
class Scripted {
 public:
  Scripted(Server& server, std::size_t number)
      : workspace_(server.create_workspace(wish(number))),
        client_(testing::client_config(workspace_, workspace_.credentials().partner)),
        random_(number) {}

  bool finished() const { return step_ == kSteps; }
  void step() {
    ++step_;
    switch (draw(7)) {
      case 0:
        return create_customer();
      case 1:
        return issue_coupon();
      case 2:
        reclaim();
        return;
      case 3:
        workspace_.advance("PT" + std::to_string(1 + draw(90)) + "S");
        return;
      case 4:
        workspace_.lose_next_answers("UpdateCustomerAccountAmount");
        return allocate();
      default:
        return allocate();
    }
  }
  /// All that a test could look at.
  std::string picture() {
    std::string picture = workspace_.clock().now;
    for (const char* entity : {"accounts", "customers", "ledger", "coupons"})
      picture += workspace_.state(entity);
    for (const Exchange& exchange : workspace_.exchanges({}, 1000)) {
      picture += exchange.at + exchange.operation + std::to_string(exchange.status) +
                 exchange.error_code + exchange.fault + (exchange.committed ? "!" : ".");
    }
    return picture;
  }
  bool books_balance() const { return workspace_.check_ledger().ok; }
  Workspace& workspace() { return workspace_; }

  std::mutex mutex;  ///< one thread a workspace at a time: its order is part of what is compared

 private:
  static WorkspaceOptions wish(std::size_t number) {
    WorkspaceOptions wish;
    wish.id = "w" + std::to_string(number);
    wish.id_seed = number;
    wish.start_at = "2025-06-01T00:00:00Z";
    wish.throttle = "off";
    return wish;
  }
  std::uint64_t draw(std::uint64_t bound) { return random_() % bound; }
  std::string amount() { return std::to_string(1 + draw(50)) + ".0" + std::to_string(draw(10)); }
  std::string customer_id() const { return workspace_.credentials().customer.domain_id; }

  // What these answer shows in the picture.
  void allocate() {
    UpdateCustomerAccountAmountRequest request;
    request.customer_id = customer_id();
    request.amount = *Decimal::parse(amount());
    static_cast<void>(client_.update_customer_account_amount(request));
  }
  void reclaim() {
    ReclaimToPartnerAccountRequest request;
    request.customer_id = customer_id();
    request.amount = *Decimal::parse(amount());
    static_cast<void>(client_.reclaim_to_partner_account(request));
  }
  void create_customer() {
    CreateSubCustomerRequest request;
    request.xaccount_id = "user-" + std::to_string(step_);
    request.xaccount_type = workspace_.credentials().partner.platform;
    static_cast<void>(client_.create_sub_customer(request));
  }
  void issue_coupon() {
    const auto quotas = client_.list_quota_coupons({});
    ASSERT_TRUE(quotas.ok()) << quotas.error().message;
    CreatePartnerCouponsRequest request;
    request.quota_id = quotas->quotas.front().quota_id.value();
    request.customer_ids = {customer_id()};
    request.face_value = *Decimal::parse(amount());
    static_cast<void>(client_.create_partner_coupons(request));
  }

  Workspace workspace_;
  Client client_;
  std::mt19937_64 random_;
  std::size_t step_ = 0;
};

Options quiet() {
  Options options;
  options.throttle = "off";
  return options;
}

std::vector<std::string> pictures_alone() {
  Server server(quiet());
  std::vector<std::string> pictures;
  for (std::size_t number = 0; number < kWorkspaces; ++number) {
    Scripted world(server, number);
    while (!world.finished()) world.step();
    pictures.push_back(world.picture());
  }
  return pictures;
}

void work(std::vector<std::unique_ptr<Scripted>>& worlds, std::atomic<std::size_t>& left,
          std::uint64_t seed) {
  std::mt19937_64 random(seed);
  while (left > 0) {
    Scripted& world = *worlds[random() % worlds.size()];
    const std::unique_lock lock(world.mutex, std::try_to_lock);
    if (!lock || world.finished()) continue;
    world.step();
    if (world.finished()) --left;
  }
}

TEST(ParallelWorkspaces, EndAsEachOfThemEndsAlone) {
  const auto alone = pictures_alone();
  Server server(quiet());
  const std::string untouched = server.workspace().state("ledger");
  std::vector<std::unique_ptr<Scripted>> worlds(kWorkspaces);
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> left{kWorkspaces};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (std::size_t i = next++; i < kWorkspaces; i = next++)
        worlds[i] = std::make_unique<Scripted>(server, i);
    });
  }
  for (auto& thread : threads) thread.join();
  threads.clear();
  for (std::size_t t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] { work(worlds, left, t); });
  for (auto& thread : threads) thread.join();

  std::size_t different = 0;
  for (std::size_t i = 0; i < kWorkspaces; ++i) {
    EXPECT_TRUE(worlds[i]->books_balance()) << i;
    const std::string picture = worlds[i]->picture();
    if (picture == alone[i]) continue;
    ++different;
    if (different == 1) {
      EXPECT_EQ(picture, alone[i]) << "workspace " << i;
    }
  }
  EXPECT_EQ(different, 0U);
  EXPECT_EQ(server.workspace().state("ledger"), untouched);
  EXPECT_NE(alone[0], alone[1]) << "the comparison compares nothing";
}

}  // namespace
}  // namespace bss::mock
