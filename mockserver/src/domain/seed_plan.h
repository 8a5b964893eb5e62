// What a seed file asks for, as plain values with the lines they came from, and how it is laid into
// an empty world: through the same rules that the API and the portal follow, so that a seed cannot
// make what they would not. Used by app/seed_file and the server's start; seed_export makes one of
// a world.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "domain/account.h"
#include "domain/money.h"
#include "domain/seed.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// What is wrong with a seed, and in which line.
class SeedError : public std::runtime_error {
 public:
  SeedError(int line, const std::string& sentence) : std::runtime_error(sentence), line_(line) {}
  int line() const noexcept { return line_; }

 private:
  int line_;
};

struct SeedLogin {
  std::string id;    ///< of the account; empty: made up
  std::string role;  ///< what it is called in the answer of a workspace; empty: its name
  std::optional<std::string> password;
  std::optional<std::string> access_key;  ///< with secret_key
  std::string secret_key;
};
struct SeedCustomer {
  int line = 0;
  std::string name;  ///< of the account; others refer to it by this name
  SeedLogin login;
  std::string platform_id;  ///< its xaccount_id; empty: its name
  std::optional<std::string> mobile;
  std::optional<std::string> email;
  AssociationType association = AssociationType::kResale;
  std::string real_name;
  std::optional<Money> allocated;
};
struct SeedQuota {
  int line = 0;
  std::string name;  ///< for coupons and shares of this file only
  Money value;
  int quota_type = 0;      ///< 0 voucher, 1 cash coupon
  std::string cut_out_of;  ///< of a reseller's: the distributor's quota; empty: given by the vendor
  std::optional<std::int64_t>
      valid_days;  ///< from now; none: a year, or as long as what it is cut out of
};
struct SeedCoupon {
  int line = 0;
  std::string quota;
  std::string customer;
  Money value;
  std::optional<std::int64_t> valid_days;  ///< from now; none: as long as the quota
};
struct SeedReseller {
  int line = 0;
  std::string id;
  std::string name;
  std::string company;
  bool leaving = false;
  std::optional<Money> cash;  ///< from its distributor
  std::vector<SeedQuota> quotas;
  std::vector<SeedCustomer> customers;
  std::vector<SeedCoupon> coupons;
};
struct SeedPartner {
  int line = 0;
  std::string name;
  AccountKind kind = AccountKind::kSolutionPartner;
  Site site = Site::kChina;
  std::string company;
  std::string platform;
  SeedLogin login;
  std::optional<Money> cash;
  std::optional<Money> dedicated;    ///< part of what is left of the cash
  bool allocatable_account = false;  ///< shown as a balance of its own
  std::vector<SeedQuota> quotas;
  std::vector<SeedReseller> resellers;
  std::vector<SeedCustomer> customers;
  std::vector<SeedCoupon> coupons;
};
struct SeedSetting {
  int line = 0;
  std::string key;
  std::string value;
};
struct SeedPlan {
  std::vector<SeedSetting> settings;
  std::vector<SeedPartner> partners;
  /// Of a plan that was made of a world: what it cannot say. Nothing is laid of it.
  std::vector<std::string> left_out;
};

/// Lays it into an empty world, whole or not at all, and gives the accounts that somebody can log
/// in to or sign for; gives nothing for a world that is not empty. In one with a tag the names
/// carry it, and ids and keys are new. Throws SeedError with the line of the entry that a rule
/// refuses.
std::vector<SeedCredential> lay_seed(World& world, const SeedPlan& plan);

}  // namespace bss::mock::domain
