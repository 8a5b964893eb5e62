#include "domain/money_model.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bss::mock::test {

namespace {

template <class T>
std::optional<std::size_t> wrapped(std::size_t number, const std::vector<T>& of) {
  if (of.empty()) return std::nullopt;
  return number % of.size();
}

Model::Foretold refused() {
  Model::Foretold foretold;
  foretold.accepted = false;
  return foretold;
}

Model::Foretold nothing_to_do() {
  Model::Foretold foretold;
  foretold.applies = false;
  return foretold;
}

}  // namespace

std::string to_text(const Step& step) {
  static constexpr std::array<const char*, kStepKinds> kWords = {
      "recharge",   "give",  "take",           "allocate",   "reclaim", "spend", "share",
      "take_quota", "issue", "reclaim_coupon", "use_coupon", "switch",  "wait"};
  std::string many;
  for (const std::size_t one : step.many) many += (many.empty() ? "" : ",") + std::to_string(one);
  return std::string(kWords[static_cast<std::size_t>(step.kind)]) + " owner " +
         std::to_string(step.owner) + " customer " + std::to_string(step.customer) + " quota " +
         std::to_string(step.quota) + " coupon " + std::to_string(step.coupon) + " many [" + many +
         "] amount " + std::to_string(step.amount) + " minutes " + std::to_string(step.minutes);
}

Model::Foretold Model::apply(const Step& step) {
  switch (step.kind) {
    case StepKind::kRecharge:
      cash.at(step.owner) += step.amount;
      return {};
    case StepKind::kGive:
      return move_cash(0, step.owner, step.amount);
    case StepKind::kTake:
      return move_cash(step.owner, 0, step.amount);
    case StepKind::kAllocate:
      return allocate(customers.at(step.customer), step.amount);
    case StepKind::kReclaim:
      return reclaim(customers.at(step.customer), step.amount);
    case StepKind::kSpend: {
      ModelCustomer& customer = customers.at(step.customer);
      if (!customer.resale) return nothing_to_do();  // its own money is not in the model
      const std::int64_t paid = std::min(step.amount, customer.cash);
      customer.cash -= paid;
      customer.debt += step.amount - paid;
      customer.has_account = true;  // spending opens the account too
      return {};
    }
    case StepKind::kShare:
      return share(step);
    case StepKind::kTakeQuota:
      return take_quota(step);
    case StepKind::kIssue:
      return issue(step);
    case StepKind::kReclaimCoupon:
      return reclaim_coupon(step);
    case StepKind::kUseCoupon:
      return use_coupon(step);
    case StepKind::kSwitch:
      return switch_association(step.customer);
    case StepKind::kWait:
      break;
  }
  wait(step.minutes);
  return {};
}

Model::Foretold Model::move_cash(std::size_t from, std::size_t to, std::int64_t amount) {
  if (amount > cash.at(from)) return refused();
  cash.at(from) -= amount;
  cash.at(to) += amount;
  return {};
}

Model::Foretold Model::allocate(ModelCustomer& customer, std::int64_t amount) {
  if (!customer.resale || amount > cash.at(customer.owner)) return refused();
  cash.at(customer.owner) -= amount;
  const std::int64_t repaid = std::min(customer.debt, amount);
  customer.debt -= repaid;
  customer.cash += amount - repaid;
  customer.has_account = true;
  return {};
}

Model::Foretold Model::reclaim(ModelCustomer& customer, std::int64_t amount) {
  if (!customer.resale || !customer.has_account || amount > customer.cash) return refused();
  customer.cash -= amount;
  cash.at(customer.owner) += amount;
  return {};
}

Model::Foretold Model::share(const Step& step) {
  const auto number = wrapped(step.quota, quotas);
  if (!number || step.many.empty()) return nothing_to_do();
  const std::int64_t whole = step.amount * static_cast<std::int64_t>(step.many.size());
  // Only the distributor cuts a quota, and only one of its own.
  if (quotas[*number].owner != 0 || whole > quotas[*number].balance) return refused();
  quotas[*number].balance -= whole;
  for (const std::size_t reseller : step.many)
    quotas.push_back({reseller, step.amount, *number, false});
  return {};
}

Model::Foretold Model::take_quota(const Step& step) {
  const auto number = wrapped(step.quota, quotas);
  if (!number) return nothing_to_do();
  ModelQuota& quota = quotas[*number];
  if (!quota.parent || quota.ended) return refused();
  quotas[*quota.parent].balance += std::exchange(quota.balance, 0);
  quota.ended = true;
  return {};
}

Model::Foretold Model::issue(const Step& step) {
  const auto number = wrapped(step.quota, quotas);
  if (!number) return nothing_to_do();
  ModelQuota& quota = quotas[*number];
  if (quota.ended) return refused();
  Foretold foretold;
  for (const std::size_t one : step.many) {
    const ModelCustomer& customer = customers.at(one);
    const bool twice =
        std::find(foretold.served.begin(), foretold.served.end(), one) != foretold.served.end();
    if (twice || customer.owner != quota.owner || !customer.resale || quota.balance < step.amount)
      continue;
    quota.balance -= step.amount;
    coupons.push_back({one, *number, step.amount, minute + step.minutes, true});
    foretold.served.push_back(one);
  }
  return foretold;
}

Model::Foretold Model::reclaim_coupon(const Step& step) {
  const auto number = wrapped(step.coupon, coupons);
  if (!number) return nothing_to_do();
  ModelCoupon& coupon = coupons[*number];
  if (!coupon.live || !customers[coupon.customer].resale) return refused();
  Foretold foretold;
  foretold.amount = coupon.balance;
  give_back(coupon);
  return foretold;
}

Model::Foretold Model::use_coupon(const Step& step) {
  const auto number = wrapped(step.coupon, coupons);
  if (!number) return nothing_to_do();
  ModelCoupon& coupon = coupons[*number];
  if (!coupon.live) return refused();
  const std::int64_t paid = std::min(step.amount, coupon.balance);
  coupon.balance -= paid;
  coupon.live = coupon.balance > 0;
  Foretold foretold;
  foretold.amount = step.amount - paid;
  return foretold;
}

Model::Foretold Model::switch_association(std::size_t number) {
  ModelCustomer& customer = customers.at(number);
  if (customer.debt > 0) return refused();
  if (customer.resale) cash.at(customer.owner) += std::exchange(customer.cash, 0);
  customer.resale = !customer.resale;
  for (ModelCoupon& coupon : coupons) {
    if (coupon.customer == number && coupon.live) give_back(coupon);
  }
  return {};
}

void Model::wait(std::int64_t minutes) {
  minute += minutes;
  for (ModelCoupon& coupon : coupons) {
    if (coupon.live && coupon.expires <= minute) give_back(coupon);
  }
}

void Model::give_back(ModelCoupon& coupon) {
  std::size_t quota = coupon.quota;
  // What comes back to a quota that was taken back belongs to its parent.
  while (quotas[quota].ended && quotas[quota].parent) quota = *quotas[quota].parent;
  quotas[quota].balance += std::exchange(coupon.balance, 0);
  coupon.live = false;
}

}  // namespace bss::mock::test
