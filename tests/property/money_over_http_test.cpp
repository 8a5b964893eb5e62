// Random allocations, reclaims, transfers and coupon calls of a distributor, its three resellers
// and their fifty customers, from four clients at once, over HTTP. Afterwards nothing may have
// appeared or vanished: the server's figures equal the clients' books to the cent and every
// invariant of E.4 holds.
#include <chrono>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "bss/coupons.h"
#include "bss/customers.h"
#include "demo.h"
#include "money_books.h"
#include "money_worker.h"

namespace bss::test {
namespace {

constexpr std::size_t kCustomers = 50;
constexpr std::size_t kThreads = 4;
constexpr std::uint64_t kSeed = 20250601;
constexpr std::int64_t kFirstAllocation = 10'000;  // cents
constexpr std::size_t kResellers = 3;
// contract.md "Demo seed", in cents.
constexpr std::int64_t kDistributorCash = 50'000'000;
constexpr std::int64_t kResellerCash = 2'000'000;
constexpr std::int64_t kDistributorQuota = 5'000'000;
/// What each reseller's quota is cut to, and what each reseller begins with.
constexpr std::int64_t kSharedQuota = 1'000'000;
constexpr std::int64_t kFirstTransfer = 5'000'000;

std::size_t wanted_operations() {
  const char* text = std::getenv("BSS_MONEY_OPERATIONS");
  return text == nullptr || *text == '\0' ? 20'000 : std::strtoul(text, nullptr, 10);
}

std::int64_t cents_of(const std::optional<Decimal>& amount) {
  if (!amount) throw std::runtime_error("an amount is missing");
  const auto scaled = amount->rescaled(2);  // E.4 12: at most two decimals everywhere
  if (!scaled)
    throw std::runtime_error("an amount has more than two decimals: " + amount->to_string());
  return scaled->digits();
}

class MoneyOverHttp : public ::testing::Test {
 protected:
  MoneyOverHttp() : server_(unthrottled()), client_(config()) {
    scene_.port = server_.port();
    scene_.token = token_of(server_.port(), server_.credentials().distributor);
    scene_.owners.push_back({"", quota_id(client_)});
    for (std::size_t i = 0; i < kResellers; ++i) scene_.owners.push_back(new_owner(i));
    for (std::size_t i = 0; i < kCustomers; ++i) {
      const std::size_t owner = i % scene_.owners.size();
      scene_.customers.push_back({new_customer(std::to_string(i), owner), owner});
    }
    scene_.referral_customer = new_customer("referral", 0);
    server_.workspace().portal(
        "vendor/switch-association",
        R"({"association_type":"referral","customer_id":")" + scene_.referral_customer + "\"}");
  }

  ClientConfig config() const {
    ClientConfig config = distributor_config(server_);
    config.pacing = false;
    return config;
  }

  /// The reseller of the seed or a further one, with money and a quota.
  MoneyScene::Owner new_owner(std::size_t number) {
    MoneyScene::Owner owner;
    owner.reseller =
        number == 0 ? std::string(kReseller)
                    : server_.workspace().add_reseller(server_.credentials().distributor.domain_id,
                                                       "money-reseller-" + std::to_string(number));
    UpdateIndirectPartnerAccountRequest money;
    money.indirect_partner_id = owner.reseller;
    money.amount = Decimal::from_scaled(kFirstTransfer, 2);
    client_.update_indirect_partner_account(money).value();
    UpdateCouponQuotasRequest quota;
    quota.quota_id = scene_.owners[0].quota;
    quota.indirect_partner_ids = {owner.reseller};
    quota.quota_amount = Decimal::from_scaled(kSharedQuota, 2);
    owner.quota = client_.update_coupon_quotas(quota).value().simple_quota_infos.at(0).quota_id;
    return owner;
  }

  std::optional<std::string> acting_for(std::size_t owner) const {
    const std::string& reseller = scene_.owners[owner].reseller;
    return reseller.empty() ? std::nullopt : std::optional(reseller);
  }

  std::string new_customer(const std::string& name, std::size_t owner) const {
    CreateSubCustomerRequest request;
    request.xaccount_id = "money-" + name;
    request.indirect_partner_id = acting_for(owner);
    request.xaccount_type = client_.config().xaccount_type;
    request.include_association_result = true;
    return client_.create_sub_customer(request).value().domain_id.value();
  }

  /// Runs the operations and adds all books up.
  Books work(std::size_t operations) const {
    std::deque<MoneyWorker> workers;
    for (std::size_t i = 0; i < kThreads; ++i) workers.emplace_back(scene_, kSeed + i);
    for (std::size_t i = 0; i < kCustomers; ++i) workers[0].open_account(i, kFirstAllocation);
    std::vector<std::thread> threads;
    std::vector<std::string> broken(kThreads);
    for (std::size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        try {
          workers[i].run(operations / kThreads);
        } catch (const std::exception& problem) {
          broken[i] = problem.what();
        }
      });
    }
    for (auto& thread : threads) thread.join();
    Books books(kCustomers, scene_.owners.size());
    for (std::size_t i = 0; i < kThreads; ++i) {
      EXPECT_EQ(broken[i], "") << "thread " << i;
      books.add(workers[i].books());
    }
    return books;
  }

  std::int64_t cash_of(std::size_t owner) const {
    ListPartnerBalancesRequest request;
    request.indirect_partner_id = acting_for(owner);
    const auto balances = client_.list_partner_balances(request).value();
    for (const auto& account : balances.account_balances) {
      if (account.account_type == 1) return cents_of(account.amount);
    }
    throw std::runtime_error("the partner has no cash account");
  }

  std::map<std::string, std::int64_t> customer_balances() const {
    std::map<std::string, std::int64_t> balances;
    for (std::size_t owner = 0; owner < scene_.owners.size(); ++owner) {
      ListCustomersBalancesDetailRequest request;
      request.indirect_partner_id = acting_for(owner);
      for (const auto& one : scene_.customers) {
        if (one.owner != owner) continue;
        request.customer_infos.emplace_back();
        request.customer_infos.back().customer_id = one.id;
      }
      const auto answer = client_.list_customers_balances_detail(request).value();
      for (const auto& customer : answer.customer_balances) {
        EXPECT_EQ(cents_of(customer.debt_amount), 0);
        balances[customer.customer_id] = cents_of(customer.amount);
      }
    }
    return balances;
  }

  /// The movements the server recorded, by id.
  std::map<std::string, std::int64_t> records(const MoneyScene::Customer& customer,
                                              const std::string& type) const {
    ListPartnerAdjustRecordsRequest request;
    request.customer_id = customer.id;
    request.indirect_partner_id = acting_for(customer.owner);
    request.operation_type = type;
    std::map<std::string, std::int64_t> found;
    for (const auto& record : client_.list_partner_adjust_records_all(request)) {
      const auto& value = record.value();
      const bool added = found.emplace(value.trans_id.value(), cents_of(value.amount)).second;
      EXPECT_TRUE(added) << "listed twice: " << value.trans_id.value();
    }
    return found;
  }

  void expect_cash_equals(const Books& books) const {
    std::vector<std::int64_t> expected(scene_.owners.size(), kFirstTransfer);
    expected[0] = kDistributorCash - kFirstTransfer * static_cast<std::int64_t>(kResellers);
    expected[1] += kResellerCash;  // of the seed
    for (std::size_t owner = 1; owner < scene_.owners.size(); ++owner) {
      expected[owner] += books.owners[owner].received;
      expected[0] -= books.owners[owner].received;
    }
    for (std::size_t i = 0; i < kCustomers; ++i)
      expected[scene_.customers[i].owner] -= books.customers[i].balance;
    for (std::size_t owner = 0; owner < scene_.owners.size(); ++owner)
      EXPECT_EQ(cash_of(owner), expected[owner]) << "owner " << owner;
  }

  void expect_records_equal(const Books& books) const {
    for (std::size_t i = 0; i < kCustomers; ++i) {
      const auto given = records(scene_.customers[i], "SOURCE_OPERATION_BEADJUST");
      const auto taken = records(scene_.customers[i], "SOURCE_OPERATION_BERETRIEVE");
      EXPECT_EQ(ids_of(given), set_of(books.customers[i].allocations)) << "customer " << i;
      EXPECT_EQ(ids_of(taken), set_of(books.customers[i].reclaims)) << "customer " << i;
      // E.4 5: allocated minus reclaimed is what the customer holds, for nobody consumed anything.
      EXPECT_EQ(sum_of(given) - sum_of(taken), books.customers[i].balance) << "customer " << i;
    }
  }

  void expect_coupons_equal(const Books& books) const {
    for (std::size_t owner = 0; owner < scene_.owners.size(); ++owner) {
      ListIssuedPartnerCouponsRequest request;
      request.status = 2;
      request.indirect_partner_id = acting_for(owner);
      std::map<std::string, std::int64_t> usable;
      for (const auto& coupon : client_.list_issued_partner_coupons_all(request)) {
        const auto& value = coupon.value();
        usable.emplace(value.coupon_id.value(), cents_of(value.balance));
      }
      std::map<std::string, std::int64_t> booked;
      for (const IssuedCoupon& coupon : books.usable) {
        if (coupon.owner == owner) booked.emplace(coupon.id, coupon.cents);
      }
      EXPECT_EQ(usable, booked) << "owner " << owner;
      ListQuotaCouponsRequest quota;
      quota.quota_ids = {scene_.owners[owner].quota};
      quota.indirect_partner_id = acting_for(owner);
      const auto quotas = client_.list_quota_coupons(quota).value().quotas;
      ASSERT_EQ(quotas.size(), 1U);
      const std::int64_t cut = kSharedQuota * static_cast<std::int64_t>(kResellers);
      EXPECT_EQ(cents_of(quotas[0].balance), (owner == 0 ? kDistributorQuota - cut : kSharedQuota) -
                                                 books.owners[owner].quota_spent)
          << "owner " << owner;
    }
  }

  static std::set<std::string> set_of(const std::vector<std::string>& ids) {
    std::set<std::string> set(ids.begin(), ids.end());
    EXPECT_EQ(set.size(), ids.size()) << "the server gave an id twice";
    return set;
  }
  static std::set<std::string> ids_of(const std::map<std::string, std::int64_t>& records) {
    std::set<std::string> ids;
    for (const auto& entry : records) ids.insert(entry.first);
    return ids;
  }
  static std::int64_t sum_of(const std::map<std::string, std::int64_t>& records) {
    std::int64_t sum = 0;
    for (const auto& entry : records) sum += entry.second;
    return sum;
  }

  mock::Server server_;
  Client client_;
  MoneyScene scene_;
};

TEST_F(MoneyOverHttp, NothingAppearsAndNothingVanishes) {
  const std::size_t operations = wanted_operations();
  const auto began = std::chrono::steady_clock::now();
  const Books books = work(operations);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::cout << operations << " operations in " << took.count() << " s, "
            << static_cast<double>(operations) / took.count() << " a second\n";

  for (const std::string& surprise : books.surprises) ADD_FAILURE() << surprise;
  EXPECT_EQ(ledger_problem(server_), "");

  // Money: what an owner lost its customers have, and what the distributor gave its resellers got
  // (E.4 1).
  expect_cash_equals(books);
  const auto balances = customer_balances();
  ASSERT_EQ(balances.size(), kCustomers);
  for (std::size_t i = 0; i < kCustomers; ++i) {
    EXPECT_EQ(balances.at(scene_.customers[i].id), books.customers[i].balance) << "customer " << i;
  }
  expect_records_equal(books);
  expect_coupons_equal(books);

  // The run must have met every kind of call it is about.
  if (operations < 2'000) return;
  for (const char* refusal :
       {"allocate too much CBC.5003", "reclaim too much CBC.99005003", "stranger CBC.99000035",
        "referral customer CBC.99000000", "bad amount 1.005 CBC.0100",
        "bad face value 1.005 CBC.0100", "unknown quota CBC.99000012",
        "reclaim coupon again CBC.99000048", "issue, one customer CBC.99000035",
        "give too much CBC.99005003", "take too much CBC.99005003"}) {
    EXPECT_GT(books.refusals.count(refusal), 0U) << refusal;
  }
  EXPECT_GT(books.coupons_issued, 0);
  EXPECT_GT(books.coupons_reclaimed, 0);
  EXPECT_GT(books.transfers, 0);
}

}  // namespace
}  // namespace bss::test
