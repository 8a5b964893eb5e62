// The model and a world side by side, with the same cast, and the dice that make steps for both.
//
// One thread.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "domain/coupons.h"
#include "domain/customers.h"
#include "domain/enrolment.h"
#include "domain/ledger.h"
#include "domain/money_model.h"
#include "domain/portal.h"
#include "domain/quotas.h"
#include "domain/reseller_quotas.h"
#include "support/domain_fixture.h"

namespace bss::mock::domain {

using test::Model;
using test::Step;
using test::StepKind;

inline constexpr std::size_t kResellers = 3;
inline constexpr std::size_t kCustomersOfDistributor = 4;
inline constexpr std::size_t kCustomersOfReseller = 2;
inline constexpr int kQuotas = 3;
inline constexpr std::int64_t kQuotaValue = 50'000'00;
inline constexpr std::int64_t kMinute = 60'000;

/// The world beside the model: the same cast, by the ids that the world gave.
class Pair {
 public:
  /// `split` cuts every wait in two.
  explicit Pair(bool split = false) : split_(split) {
    owners_.emplace_back(test::kDistributor);
    owners_.emplace_back(test::kReseller);
    model_.cash = {500'000'00, 20'000'00};
    while (owners_.size() <= kResellers) add_reseller();
    for (std::size_t owner = 0; owner < owners_.size(); ++owner) {
      const std::size_t wanted = owner == 0 ? kCustomersOfDistributor : kCustomersOfReseller;
      for (std::size_t i = 0; i < wanted; ++i) add_customer(owner);
    }
    for (int i = 0; i < kQuotas; ++i) add_quota();
  }

  /// Does the step on both sides. What is wrong, or nothing.
  std::string apply(const Step& step) {
    const Model before = model_;
    const auto foretold = model_.apply(step);
    if (!foretold.applies) return {};
    std::string problem = do_it(step, before, foretold);
    return problem.empty() ? compare() : problem;
  }
  std::string check() {
    const auto report = world_->run([&] { return check_ledger(*world_); });
    return report.ok ? std::string() : report.violations.front().message;
  }
  const Model& model() const { return model_; }
  World& world() { return *world_; }

 private:
  std::optional<std::string> acting_for(std::size_t owner) const {
    if (owner == 0) return std::nullopt;
    return owners_[owner];
  }
  template <class F>
  auto run(F&& command) {
    return world_->run(std::forward<F>(command));
  }

  void add_reseller() {
    NewReseller wish;
    wish.distributor_id = test::kDistributor;
    wish.name = "model-reseller-" + std::to_string(owners_.size());
    owners_.push_back(*run([&] { return domain::add_reseller(*world_, wish); }));
    model_.cash.push_back(0);
  }
  void add_customer(std::size_t owner) {
    NewCustomer wish;
    wish.xaccount_id = "model-" + std::to_string(customers_.size());
    wish.xaccount_type = "DEMO_DISTRIBUTOR";
    wish.indirect_partner_id = acting_for(owner);
    customers_.push_back(run([&] { return create_customer(*world_, actor_, wish); })->domain_id);
    model_.customers.push_back({owner, 0, 0, true, false});
  }
  void add_quota() {
    QuotaGrant grant;
    grant.account_id = test::kDistributor;
    grant.value = Money::cents(kQuotaValue);
    quotas_.push_back(*run([&] { return grant_quota(*world_, grant); }));
    model_.quotas.push_back({0, kQuotaValue, std::nullopt, false});
  }

  template <class T>
  static std::string expect_accepted(const Outcome<T>& outcome, bool foretold) {
    if (static_cast<bool>(outcome) == foretold) return {};
    return foretold ? std::string("refused: ") + to_text(outcome.refusal().reason) : "accepted";
  }

  std::string do_it(const Step& step, const Model& before, const Model::Foretold& foretold) {
    const Money amount = Money::cents(step.amount);
    switch (step.kind) {
      case StepKind::kRecharge:
        return expect_accepted(run([&] { return recharge(*world_, owners_[step.owner], amount); }),
                               true);
      case StepKind::kGive:
        return expect_accepted(
            run([&] { return give_to_reseller(*world_, actor_, owners_[step.owner], amount); }),
            foretold.accepted);
      case StepKind::kTake:
        return expect_accepted(
            run([&] { return take_from_reseller(*world_, actor_, owners_[step.owner], amount); }),
            foretold.accepted);
      case StepKind::kAllocate:
        return expect_accepted(run([&] { return allocate(*world_, actor_, order(step)); }),
                               foretold.accepted);
      case StepKind::kReclaim:
        return expect_accepted(run([&] { return reclaim(*world_, actor_, order(step)); }),
                               foretold.accepted);
      case StepKind::kSpend:
        return expect_accepted(
            run([&] { return consume(*world_, customers_[step.customer], amount, std::nullopt); }),
            true);
      case StepKind::kShare:
        return share(step, before, foretold);
      case StepKind::kTakeQuota:
        return expect_accepted(run([&] {
                                 return take_quotas_back(
                                     *world_, actor_, {quotas_[step.quota % before.quotas.size()]},
                                     "");
                               }),
                               foretold.accepted, quota_refused(step, before));
      case StepKind::kIssue:
        return issue(step, before, foretold);
      case StepKind::kReclaimCoupon:
      case StepKind::kUseCoupon:
        return touch_coupon(step, before, foretold);
      case StepKind::kSwitch:
        return expect_accepted(run([&] { return switch_it(step.customer, before); }),
                               foretold.accepted);
      case StepKind::kWait:
        break;
    }
    const auto target = world_->clock().now().plus_ms(step.minutes * kMinute);
    if (split_) world_->advance_to(world_->clock().now().plus_ms(step.minutes * kMinute / 3));
    return world_->advance_to(target) ? std::string() : "the clock did not move";
  }

  CashOrder order(const Step& step) const {
    return {customers_[step.customer], Money::cents(step.amount),
            acting_for(model_.customers[step.customer].owner)};
  }
  /// Of a single quota that was given and is at its end the list of refusals tells, not the whole.
  bool quota_refused(const Step& step, const Model& before) const {
    const auto& quota = before.quotas[step.quota % before.quotas.size()];
    return quota.parent.has_value() && quota.ended;
  }
  static std::string expect_accepted(const Outcome<QuotaTakeBack>& outcome, bool foretold,
                                     bool in_the_list) {
    if (!in_the_list) return expect_accepted(outcome, foretold);
    return outcome && outcome->taken.empty() && outcome->refused.size() == 1
               ? std::string()
               : "a quota at its end was taken";
  }
  Outcome<Done> switch_it(std::size_t customer, const Model& before) {
    const bool resale = before.customers[customer].resale;
    return switch_association(*world_, customers_[customer],
                              resale ? AssociationType::kReferral : AssociationType::kResale);
  }

  std::string share(const Step& step, const Model& before, const Model::Foretold& foretold) {
    QuotaShareOrder wish;
    wish.parent_quota_id = quotas_[step.quota % before.quotas.size()];
    for (const std::size_t reseller : step.many) wish.reseller_ids.push_back(owners_[reseller]);
    wish.amount = Money::cents(step.amount);
    const auto made = run([&] { return share_quota(*world_, actor_, wish); });
    if (auto problem = expect_accepted(made, foretold.accepted); !problem.empty()) return problem;
    if (!made) return {};
    if (made->made.size() != step.many.size()) return "not every reseller got a quota";
    for (const auto& quota : made->made) quotas_.push_back(quota.quota_id);
    return {};
  }

  std::string issue(const Step& step, const Model& before, const Model::Foretold& foretold) {
    const std::size_t quota = step.quota % before.quotas.size();
    CouponOrder wish;
    wish.quota_id = quotas_[quota];
    wish.face_value = Money::cents(step.amount);
    for (const std::size_t customer : step.many) wish.customer_ids.push_back(customers_[customer]);
    wish.expire_time = world_->clock().now().plus_ms(step.minutes * kMinute);
    wish.indirect_partner_id = acting_for(before.quotas[quota].owner);
    const auto issued = run([&] { return issue_coupons(*world_, actor_, wish); });
    if (auto problem = expect_accepted(issued, foretold.accepted); !problem.empty()) return problem;
    if (!issued) return {};
    if (issued->issued.size() != foretold.served.size()) return "another number of coupons";
    for (std::size_t i = 0; i < foretold.served.size(); ++i) {
      if (issued->issued[i].customer_id != customers_[foretold.served[i]])
        return "another customer";
      coupons_.push_back(issued->issued[i].coupon_id);
    }
    return {};
  }

  std::string touch_coupon(const Step& step, const Model& before, const Model::Foretold& foretold) {
    const std::size_t number = step.coupon % before.coupons.size();
    const auto& coupon = before.coupons[number];
    const auto outcome = run([&] {
      if (step.kind == StepKind::kUseCoupon) {
        return spend_coupon(*world_, customers_[coupon.customer], coupons_[number],
                            Money::cents(step.amount));
      }
      return domain::reclaim_coupon(*world_, actor_, coupons_[number],
                                    acting_for(before.quotas[coupon.quota].owner));
    });
    if (auto problem = expect_accepted(outcome, foretold.accepted); !problem.empty())
      return problem;
    if (outcome && *outcome != Money::cents(foretold.amount)) return "another amount";
    return {};
  }

  std::string compare() {
    return run([&]() -> std::string {
      for (std::size_t owner = 0; owner < owners_.size(); ++owner) {
        const auto cash = partner_balances(*world_, actor_, acting_for(owner))->front().amount;
        if (cash != Money::cents(model_.cash[owner]))
          return "cash of owner " + std::to_string(owner) + " is " + text(cash);
        if (auto problem = compare_customers(owner); !problem.empty()) return problem;
      }
      for (std::size_t i = 0; i < quotas_.size(); ++i) {
        if (store::find_quota(world_->db(), quotas_[i])->balance !=
            Money::cents(model_.quotas[i].balance).units())
          return "balance of quota " + std::to_string(i);
      }
      for (std::size_t i = 0; i < coupons_.size(); ++i) {
        const auto row = store::find_coupon(world_->db(), coupons_[i]);
        if (row->balance != Money::cents(model_.coupons[i].balance).units() ||
            (row->status == 2) != model_.coupons[i].live)
          return "coupon " + std::to_string(i);
      }
      return {};
    });
  }
  std::string compare_customers(std::size_t owner) {
    std::map<std::string, std::size_t> numbers;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < customers_.size(); ++i) {
      if (model_.customers[i].owner != owner) continue;
      ids.push_back(customers_[i]);
      numbers[customers_[i]] = i;
    }
    const auto balances = customer_balances(*world_, actor_, ids, acting_for(owner));
    for (const auto& balance : *balances) {
      const std::size_t number = numbers.at(balance.customer_id);
      const auto& customer = model_.customers[number];
      if (balance.amount != Money::cents(customer.cash) ||
          balance.debt != Money::cents(customer.debt))
        return "customer " + std::to_string(number) + " has " + text(balance.amount) +
               " and owes " + text(balance.debt);
    }
    return {};
  }
  static std::string text(Money money) { return money.to_decimal().to_string(); }

  const bool split_;
  const Actor actor_{test::kDistributor, "demo-distributor"};
  std::unique_ptr<World> world_ = test::make_demo_world();
  Model model_;
  std::vector<std::string> owners_;
  std::vector<std::string> customers_;
  std::vector<std::string> quotas_;
  std::vector<std::string> coupons_;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  Step step() {
    static constexpr std::array<std::pair<int, StepKind>, test::kStepKinds> kShares = {{
        {3, StepKind::kRecharge},
        {5, StepKind::kGive},
        {4, StepKind::kTake},
        {18, StepKind::kAllocate},
        {12, StepKind::kReclaim},
        {13, StepKind::kSpend},
        {5, StepKind::kShare},
        {3, StepKind::kTakeQuota},
        {13, StepKind::kIssue},
        {9, StepKind::kReclaimCoupon},
        {9, StepKind::kUseCoupon},
        {2, StepKind::kSwitch},
        {4, StepKind::kWait},
    }};
    Step step;
    std::int64_t roll = number(1, 100);
    for (const auto& [share, kind] : kShares) {
      step.kind = kind;
      roll -= share;
      if (roll <= 0) break;
    }
    const std::size_t customers = kCustomersOfDistributor + kResellers * kCustomersOfReseller;
    step.owner = step.kind == StepKind::kRecharge ? below(kResellers + 1) : 1 + below(kResellers);
    step.customer = below(customers);
    step.quota = below(1000);
    step.coupon = below(100'000);
    step.amount = number(1, step.kind == StepKind::kAllocate ? 40'000'00 : 3'000'00);
    step.minutes = step.kind == StepKind::kWait ? number(1, 30) : number(1, 300);
    if (step.kind == StepKind::kShare) step.many = some(1, kResellers);
    if (step.kind == StepKind::kIssue) {
      for (std::int64_t i = number(1, 4); i > 0; --i) step.many.push_back(below(customers));
    }
    return step;
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  std::int64_t number(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  /// Distinct resellers.
  std::vector<std::size_t> some(std::size_t first, std::size_t last) {
    std::vector<std::size_t> all;
    for (std::size_t i = first; i <= last; ++i) all.push_back(i);
    std::shuffle(all.begin(), all.end(), random_);
    all.resize(1 + below(all.size()));
    return all;
  }

  std::mt19937_64 random_;
};

}  // namespace bss::mock::domain
