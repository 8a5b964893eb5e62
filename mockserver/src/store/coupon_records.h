// The records that grow with coupon quotas and coupons, and their lists. Used by the coupon rules
// of domain/. Amounts are 1e-8 of the unit, times milliseconds UTC; time bounds are half open.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/coupons.h"

namespace bss::mock::store {

/// An issue of a coupon, or a return of its value to the quota.
struct CouponRecordRow {
  std::string record_id;
  std::int64_t operation_type = 1;
  std::string issuer_id;
  std::string quota_id;
  std::int64_t quota_type = 0;
  std::optional<std::string> coupon_id;
  std::string customer_id;
  std::int64_t amount = 0;
  std::int64_t operation_time = 0;
  std::int64_t result = 0;
  std::string remark;
};
void insert_coupon_record(Database& db, const CouponRecordRow& record);

struct CouponRecordFilter {
  std::string issuer_id;
  std::optional<std::vector<std::int64_t>> operation_types;  ///< empty: none matches
  std::optional<std::string> quota_id;
  std::optional<std::int64_t> quota_type;
  std::vector<std::string> coupon_ids;  ///< empty: all
  std::optional<std::string> customer_id;
  TimeBounds operation_time;
  std::optional<bool> succeeded;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<CouponRecordRow> list_coupon_records(Database& db, const CouponRecordFilter& filter);

/// A quota that was given to a reseller or taken back.
struct QuotaRecordRow {
  std::string record_id;
  std::int64_t operation_type = 10;
  std::string distributor_id;
  std::string reseller_id;
  std::string operator_name;
  std::optional<std::string> quota_id;
  std::string parent_quota_id;
  std::int64_t amount = 0;
  std::int64_t operation_time = 0;
  std::int64_t result = 0;
  std::string remark;
};
void insert_quota_record(Database& db, const QuotaRecordRow& record);
/// When value of this quota was given to a reseller last.
std::optional<std::int64_t> last_quota_issue(Database& db, const std::string& parent_quota_id);

struct QuotaRecordFilter {
  std::string distributor_id;
  std::optional<std::string> reseller_id;
  std::optional<std::string> quota_id;
  std::optional<std::string> parent_quota_id;
  std::optional<std::int64_t> operation_type;
  TimeBounds operation_time;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<QuotaRecordRow> list_quota_records(Database& db, const QuotaRecordFilter& filter);

/// Income or expense of one coupon, as its holder sees it.
struct CouponChangeRow {
  std::string coupon_id;
  std::string holder_id;
  std::int64_t transaction_id = 0;
  std::string trade_type;
  std::string trade_detail_type;
  std::int64_t trade_time = 0;
  std::string trade_id;
  bool income = false;
  std::int64_t change_amount = 0;
  std::int64_t balance_after = 0;
};
void insert_coupon_change(Database& db, const CouponChangeRow& record);

struct CouponChangeFilter {
  std::string holder_id;
  std::optional<std::string> coupon_id;
  std::optional<bool> income;
  std::optional<std::string> trade_type;
  std::optional<std::string> trade_id;
  TimeBounds trade_time;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<CouponChangeRow> list_coupon_changes(Database& db, const CouponChangeFilter& filter);

}  // namespace bss::mock::store
