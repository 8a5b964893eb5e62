// What is written down whenever the value of a coupon changes: the records that its holder sees.
// Used by the rules that issue, spend, return and end coupons.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/world.h"
#include "store/coupons.h"

namespace bss::mock::domain {

/// States of a coupon by the vendor's numbers (1, not activated, is never made here).
enum class CouponStatus : std::uint8_t { kUsable = 2, kUsed = 3, kExpired = 4, kReclaimed = 5 };
constexpr std::int64_t number_of(CouponStatus status) {
  return static_cast<std::int64_t>(status);
}

/// trade_type and trade_detail_type of a change (accounts-coupons 0.8; the spellings are real).
struct CouponChangeKind {
  std::string_view trade_type;
  std::string_view detail;
  bool income;
};
inline constexpr CouponChangeKind kCouponPrize{"ADJUST", "SOURCE_OPERAIION_PRIZE", true};
inline constexpr CouponChangeKind kCouponUse{"DEDEUCT", "SOURCE_OPERAIION_DEDEUCT", false};
inline constexpr CouponChangeKind kCouponCancelled{"COUPONCANCEL", "SOURCE_OPERATION_COUPONCANCEL",
                                                   false};
inline constexpr CouponChangeKind kCouponCleared{"EXPIRED", "SOURCE_OPERAIION_EXPIRECLEAR", false};

/// Posts `amount` from one account of the coupon ledger to another; the coupon, already changed, is
/// one of the two.
void move_coupon_value(World& world, const store::CouponRow& coupon, std::string_view transaction,
                       const CouponChangeKind& kind, const std::string& trade_id,
                       const std::string& from, const std::string& to, std::int64_t amount);

/// The restrictions of a coupon in the vendor's keys (accounts-coupons 0.7); empty lists bind
/// nothing.
struct CouponLimits {
  std::vector<std::string> service_types;
  std::vector<std::string> products;
  std::vector<std::string> subscribe_types;
};
void write_limits(World& world, const std::string& coupon_id, const CouponLimits& limits);

}  // namespace bss::mock::domain
