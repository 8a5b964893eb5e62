// 20,000 random commands of fixed seeds (2,000 for each of ten worlds) against a small model of
// their own: every answer is foretold, and balances, quotas and the invariants of accounts-coupons
// E.4 are compared after every hundred.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>

#include "domain/coupons.h"
#include "domain/customers.h"
#include "domain/ledger.h"
#include "domain/portal.h"
#include "domain/quotas.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {
namespace {

/// What the books must say, in cents; knows nothing of tables or records.
struct Model {
  struct Customer {
    std::int64_t cash = 0;
    std::int64_t debt = 0;
    bool resale = true;
    bool has_account = false;
  };
  struct Coupon {
    std::string holder;
    std::string quota;
    std::int64_t balance = 0;
    std::int64_t expires_ms = 0;
    bool live = true;
  };
  std::int64_t partner = 0;
  std::map<std::string, Customer> customers;
  std::map<std::string, std::int64_t> quotas;
  std::map<std::string, Coupon> coupons;

  void give_back(Coupon& coupon) {
    quotas[coupon.quota] += coupon.balance;
    coupon.balance = 0;
    coupon.live = false;
  }
};

class RandomCommands : public test::DemoWorld, public testing::WithParamInterface<std::uint64_t> {
 protected:
  static constexpr int kCustomers = 6;
  static constexpr int kQuotas = 3;
  static constexpr std::int64_t kMinute = 60'000;

  RandomCommands() {
    model_.partner = 1'000'000'00;
    model_.customers[test::kCustomer] = {500'00, 0, true, true};
    ids_ = {test::kCustomer};
    while (ids_.size() < kCustomers) {
      NewCustomer wish;
      wish.xaccount_id = "model-" + std::to_string(ids_.size());
      wish.xaccount_type = "DEMO_PLATFORM";
      ids_.push_back(run([&] { return create_customer(world(), partner_, wish); })->domain_id);
      model_.customers[ids_.back()] = {};
    }
    for (int i = 0; i < kQuotas; ++i) {
      QuotaGrant grant;
      grant.account_id = test::kPartner;
      grant.value = Money::cents(50'000'00);
      quota_ids_.push_back(*run([&] { return grant_quota(world(), grant); }));
      model_.quotas[quota_ids_.back()] = 50'000'00;
    }
  }

  std::int64_t number(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  const std::string& any(const std::vector<std::string>& of) {
    return of[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(of.size()) - 1))];
  }
  Model::Customer& customer(const std::string& id) { return model_.customers.at(id); }

  void recharge_partner() {
    const std::int64_t amount = number(1, 5'000'00);
    ASSERT_TRUE(run([&] { return recharge(world(), test::kPartner, Money::cents(amount)); }));
    model_.partner += amount;
  }

  void allocate_some() {
    const std::string& id = any(ids_);
    const std::int64_t amount = number(1, 40'000'00);
    const auto moved = run([&] {
      return allocate(world(), partner_, {id, Money::cents(amount), std::nullopt});
    });
    auto& c = customer(id);
    ASSERT_EQ(static_cast<bool>(moved), c.resale && amount <= model_.partner);
    if (!moved) return;
    model_.partner -= amount;
    const std::int64_t repaid = std::min(c.debt, amount);
    c.debt -= repaid;
    c.cash += amount - repaid;
    c.has_account = true;
  }

  void reclaim_some() {
    const std::string& id = any(ids_);
    const std::int64_t amount = number(1, 20'000'00);
    const auto moved = run([&] {
      return reclaim(world(), partner_, {id, Money::cents(amount), std::nullopt});
    });
    auto& c = customer(id);
    ASSERT_EQ(static_cast<bool>(moved), c.resale && c.has_account && amount <= c.cash);
    if (!moved) return;
    c.cash -= amount;
    model_.partner += amount;
  }

  void spend_some() {
    const std::string& id = any(ids_);
    auto& c = customer(id);
    if (!c.resale) return;  // its own money is not in the model
    const std::int64_t amount = number(1, 5'000'00);
    ASSERT_TRUE(run([&] { return consume(world(), id, Money::cents(amount), std::nullopt); }));
    const std::int64_t paid = std::min(amount, c.cash);
    c.cash -= paid;
    c.debt += amount - paid;
    c.has_account = true;  // spending opens the account too
  }

  void issue_some() {
    const std::string& quota = any(quota_ids_);
    CouponOrder order;
    order.quota_id = quota;
    const std::int64_t face = number(1, 3'000'00);
    order.face_value = Money::cents(face);
    for (std::int64_t i = number(1, 4); i > 0; --i) order.customer_ids.push_back(any(ids_));
    const std::int64_t life = number(1, 300) * kMinute;
    order.expire_time = Instant{(world().clock().now().ms + life) / 1000 * 1000 + 1000};
    const auto issue = run([&] { return issue_coupons(world(), partner_, order); });
    ASSERT_TRUE(issue);
    std::vector<std::string> expected;
    std::int64_t left = model_.quotas[quota];
    for (const std::string& id : order.customer_ids) {
      if (std::find(expected.begin(), expected.end(), id) != expected.end()) continue;
      if (!customer(id).resale || left < face) continue;
      expected.push_back(id);
      left -= face;
    }
    ASSERT_EQ(issue->issued.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(issue->issued[i].customer_id, expected[i]);
      model_.coupons[issue->issued[i].coupon_id] = {expected[i], quota, face, order.expire_time->ms,
                                                    true};
      coupon_ids_.push_back(issue->issued[i].coupon_id);
    }
    model_.quotas[quota] = left;
  }

  void take_coupon_back() {
    if (coupon_ids_.empty()) return;
    const std::string& id = any(coupon_ids_);
    auto& coupon = model_.coupons.at(id);
    const auto taken = run([&] { return reclaim_coupon(world(), partner_, id, std::nullopt); });
    ASSERT_EQ(static_cast<bool>(taken), coupon.live && customer(coupon.holder).resale);
    if (!taken) return;
    ASSERT_EQ(*taken, Money::cents(coupon.balance));
    model_.give_back(coupon);
  }

  void use_coupon() {
    if (coupon_ids_.empty()) return;
    const std::string& id = any(coupon_ids_);
    auto& coupon = model_.coupons.at(id);
    const std::int64_t amount = number(1, 2'000'00);
    const auto rest =
        run([&] { return spend_coupon(world(), coupon.holder, id, Money::cents(amount)); });
    ASSERT_EQ(static_cast<bool>(rest), coupon.live);
    if (!rest) return;
    const std::int64_t paid = std::min(amount, coupon.balance);
    ASSERT_EQ(*rest, Money::cents(amount - paid));
    coupon.balance -= paid;
    coupon.live = coupon.balance > 0;
  }

  void switch_some() {
    const std::string& id = any(ids_);
    auto& c = customer(id);
    const auto type = c.resale ? AssociationType::kReferral : AssociationType::kResale;
    const auto switched = run([&] { return switch_association(world(), id, type); });
    ASSERT_EQ(static_cast<bool>(switched), c.debt == 0);
    if (!switched) return;
    if (c.resale) {
      model_.partner += c.cash;
      c.cash = 0;
    }
    c.resale = !c.resale;
    for (auto& [coupon_id, coupon] : model_.coupons) {
      if (coupon.holder == id && coupon.live) model_.give_back(coupon);
    }
  }

  void let_time_pass() {
    advance(number(1, 30) * kMinute);
    for (auto& [id, coupon] : model_.coupons) {
      if (coupon.live && coupon.expires_ms <= world().clock().now().ms) model_.give_back(coupon);
    }
  }

  void step() {
    const std::int64_t dice = number(1, 100);
    if (dice <= 3) return recharge_partner();
    if (dice <= 28) return allocate_some();
    if (dice <= 43) return reclaim_some();
    if (dice <= 58) return spend_some();
    if (dice <= 73) return issue_some();
    if (dice <= 83) return take_coupon_back();
    if (dice <= 93) return use_coupon();
    if (dice <= 95) return switch_some();
    let_time_pass();
  }

  void compare() {
    run([&] {
      ASSERT_EQ(partner_balances(world(), partner_, std::nullopt)->front().amount,
                Money::cents(model_.partner));
      const auto balances = customer_balances(world(), partner_, ids_, std::nullopt);
      for (const auto& balance : *balances) {
        const auto& c = customer(balance.customer_id);
        ASSERT_EQ(balance.amount, Money::cents(c.cash));
        ASSERT_EQ(balance.debt, Money::cents(c.debt));
      }
      for (const auto& [id, left] : model_.quotas) {
        ASSERT_EQ(store::find_quota(world().db(), id)->balance, Money::cents(left).units());
      }
    });
  }

  Model model_;
  std::vector<std::string> ids_;
  std::vector<std::string> quota_ids_;
  std::vector<std::string> coupon_ids_;
  std::mt19937_64 random_{GetParam()};
};

TEST_P(RandomCommands, KeepTheBooksOfAnIndependentModel) {
  constexpr int kSteps = 2'000;
  for (int i = 1; i <= kSteps; ++i) {
    step();
    if (HasFatalFailure()) FAIL() << "in step " << i;
    if (i % 100 != 0) continue;
    compare();
    const auto report = run([&] { return check_ledger(world()); });
    ASSERT_TRUE(report.ok) << "after step " << i << ": " << report.violations.front().message;
  }
  for (const auto& entry : model_.coupons) {
    const auto row = run([&] { return *store::find_coupon(world().db(), entry.first); });
    ASSERT_EQ(row.balance, Money::cents(entry.second.balance).units());
    ASSERT_EQ(row.status == 2, entry.second.live);
  }
  EXPECT_GT(coupon_ids_.size(), 100U);  // the mixture exercised them
}

INSTANTIATE_TEST_SUITE_P(TenSeeds, RandomCommands, testing::Range<std::uint64_t>(1, 11));

}  // namespace
}  // namespace bss::mock::domain
