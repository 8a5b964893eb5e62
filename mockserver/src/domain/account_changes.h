// Income and expense of one account or of a customer's coupons (ListPartnerAccountChangeRecords,
// ListCustomerAccountChangeRecords, ListCustomerCouponChangeRecords): the records that were written
// with each movement. Reads only.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/instant.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/coupon_records.h"
#include "store/ledger.h"

namespace bss::mock::domain {

/// What both lists have in common. Dates are days in GMT+8, both inclusive, at most a year apart.
struct ChangeQuery {
  std::string balance_type;
  std::optional<std::string> trade_type;
  std::optional<CivilDate> trade_time_begin;  ///< default: a year before the end
  std::optional<CivilDate> trade_time_end;    ///< default: today
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
struct ListedChanges {
  store::Page<store::ChangeRow> page;
  std::string currency;
  std::string account_name;  ///< of the owner
};
Outcome<ListedChanges> partner_changes(World& world, const Actor& actor, const ChangeQuery& query,
                                       const std::optional<std::string>& indirect_partner_id);

struct CustomerChangeQuery : ChangeQuery {
  std::optional<bool> income;  ///< only income, or only expense
  std::optional<std::string> trade_id;
  std::vector<std::string> payment_channels;  ///< empty: all
  std::optional<std::string> payment_channel_no;
};
/// The account that the customer spends from now, so that the newest record shows its balance.
Outcome<ListedChanges> customer_changes(World& world, const Actor& actor,
                                        const CustomerChangeQuery& query);

/// ListCustomerCouponChangeRecords; the same days, other records.
struct CouponChangeQuery {
  std::optional<CivilDate> trade_time_begin;
  std::optional<CivilDate> trade_time_end;
  store::CouponChangeFilter filter;  ///< holder_id and trade_time are filled in
};
struct ListedCouponChanges {
  store::Page<store::CouponChangeRow> page;
  std::string currency;
  std::string account_name;  ///< of the holder
};
Outcome<ListedCouponChanges> coupon_changes(World& world, const Actor& actor,
                                            CouponChangeQuery query);

/// Every change here was paid through no channel.
inline constexpr std::string_view kNoPaymentChannel = "0";

}  // namespace bss::mock::domain
