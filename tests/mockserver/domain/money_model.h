// A model of the business around money and coupons that knows nothing of tables, records or ids: a
// distributor with resellers, their customers, quotas and coupons, all by number. It foretells
// whether a step is accepted and what everybody has afterwards (accounts-coupons E.2, E.3).
//
// A value; amounts in cents, times in minutes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bss::mock::test {

enum class StepKind : std::uint8_t {
  kRecharge,       ///< owner, amount
  kGive,           ///< owner (a reseller), amount: from the distributor
  kTake,           ///< owner (a reseller), amount
  kAllocate,       ///< customer, amount: from the customer's owner
  kReclaim,        ///< customer, amount
  kSpend,          ///< customer, amount
  kShare,          ///< quota, many (owners), amount each
  kTakeQuota,      ///< quota
  kIssue,          ///< quota, many (customers), amount each, minutes of life
  kReclaimCoupon,  ///< coupon
  kUseCoupon,      ///< coupon, amount
  kSwitch,         ///< customer: resale to referral and back
  kWait,           ///< minutes
};
constexpr std::size_t kStepKinds = 13;

/// One step as numbers. Numbers of quotas and coupons wrap around, so that a sequence stays one
/// when steps are left out.
struct Step {
  StepKind kind = StepKind::kWait;
  std::size_t owner = 0;  ///< 0 the distributor, else a reseller
  std::size_t customer = 0;
  std::size_t quota = 0;
  std::size_t coupon = 0;
  std::vector<std::size_t> many;
  std::int64_t amount = 0;
  std::int64_t minutes = 0;
};
std::string to_text(const Step& step);

struct ModelCustomer {
  std::size_t owner = 0;
  std::int64_t cash = 0;
  std::int64_t debt = 0;
  bool resale = true;
  bool has_account = false;
};
struct ModelQuota {
  std::size_t owner = 0;
  std::int64_t balance = 0;
  std::optional<std::size_t> parent;
  bool ended = false;
};
struct ModelCoupon {
  std::size_t customer = 0;
  std::size_t quota = 0;
  std::int64_t balance = 0;
  std::int64_t expires = 0;  ///< minute
  bool live = true;
};

struct Model {
  std::vector<std::int64_t> cash;  ///< by owner
  std::vector<ModelCustomer> customers;
  std::vector<ModelQuota> quotas;
  std::vector<ModelCoupon> coupons;
  std::int64_t minute = 0;

  struct Foretold {
    bool applies = true;  ///< false: the step speaks of something that does not exist (yet)
    bool accepted = true;
    std::vector<std::size_t> served;  ///< kIssue: the customers, in order
    std::int64_t amount = 0;          ///< kReclaimCoupon: taken; kUseCoupon: not covered
  };
  /// Does the step.
  Foretold apply(const Step& step);

 private:
  Foretold allocate(ModelCustomer& customer, std::int64_t amount);
  Foretold reclaim(ModelCustomer& customer, std::int64_t amount);
  Foretold share(const Step& step);
  Foretold take_quota(const Step& step);
  Foretold issue(const Step& step);
  Foretold reclaim_coupon(const Step& step);
  Foretold use_coupon(const Step& step);
  Foretold switch_association(std::size_t number);
  Foretold move_cash(std::size_t from, std::size_t to, std::int64_t amount);
  void wait(std::int64_t minutes);
  void give_back(ModelCoupon& coupon);
};

}  // namespace bss::mock::test
