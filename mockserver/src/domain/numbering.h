// The ids that people see on records: they say what they are and when they were made, and a counter
// of the workspace keeps them apart. Used by the ledger and the coupon rules.
//
// Inside World::run only.
#pragma once

#include <string>
#include <string_view>

#include "domain/world.h"

namespace bss::mock::domain {

/// `AD` or `RE` + yyMMddHHmmss in UTC + 6 hex digits (UpdateCustomerAccountAmount: transfer_id);
/// other prefixes for other movements.
std::string transfer_id(World& world, std::string_view prefix);
/// yyyyMMddHHmm in GMT+8 + a number of at least 4 digits: quotas and coupons share one series.
std::string benefit_id(World& world);
/// `AC` + yyyyMMdd + 5 digits.
std::string cash_account_id(World& world);
/// Of a customer, whose account is shown before its first movement: `AC` (allocated money) or `AO`
/// (its own) + the customer's id.
std::string customer_cash_account_id(const std::string& customer_id, std::string_view purpose);
/// Prefix + a number with leading zeros: `CR000000000301`.
std::string record_id(World& world, std::string_view prefix, int width);

}  // namespace bss::mock::domain
