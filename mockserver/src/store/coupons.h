// Rows of coupon quotas and coupons. Used by the coupon rules of domain/. Amounts
// are 1e-8 of the unit, times milliseconds UTC; time bounds of filters are half open (`from`
// inclusive, `until` exclusive).
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/page.h"

namespace bss::mock::store {

struct QuotaRow {
  std::string quota_id;
  std::string owner_id;
  std::optional<std::string> parent_quota_id;
  std::optional<std::string> giver_id;  ///< owner of the parent
  std::int64_t quota_type = 0;
  std::string currency;
  std::int64_t quota_value = 0;
  std::int64_t balance = 0;
  std::int64_t status = 0;  ///< 0 normal, 3 invalid, 4 being adjusted, 5 frozen, 6 reclaimed
  std::optional<std::int64_t> thaw_status;
  bool disabled = false;
  std::int64_t effective_time = 0;
  std::int64_t expire_time = 0;
  std::int64_t create_time = 0;
  std::int64_t last_update_time = 0;
  std::optional<std::int64_t> min_face_value;
  std::optional<std::int64_t> max_face_value;
  std::optional<std::int64_t> max_coupons;
  std::optional<std::int64_t> max_total_face_value;
  bool first_associated_only = false;
  std::int64_t issued_coupons = 0;
  std::int64_t issued_face_value = 0;
};
std::optional<QuotaRow> find_quota(Database& db, const std::string& quota_id);
void insert_quota(Database& db, const QuotaRow& quota);
/// Everything that may change: value, balance, status, counters, last update.
void update_quota(Database& db, const QuotaRow& quota);
/// The one in force that expires first.
std::optional<QuotaRow> next_expiring_quota(Database& db);

/// `kind` is service_type, product, subscribe_type or customer.
std::vector<std::string> list_quota_restrictions(Database& db, const std::string& quota_id,
                                                 std::string_view kind);
void insert_quota_restriction(Database& db, const std::string& quota_id, std::string_view kind,
                              const std::string& value);
/// All restrictions of one quota for another.
void copy_quota_restrictions(Database& db, const std::string& from, const std::string& to);
bool has_quota_restriction(Database& db, const std::string& quota_id, std::string_view kind,
                           const std::string& value);

struct QuotaFilter {
  std::string owner_id;
  std::vector<std::string> quota_ids;  ///< empty: all
  std::vector<std::int64_t> statuses;  ///< empty: all
  std::int64_t quota_type = 0;
  TimeBounds create_time;
  TimeBounds effective_time;
  TimeBounds expire_time;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<QuotaRow> list_quotas(Database& db, const QuotaFilter& filter);

/// Quotas that were cut out of this distributor's own.
struct SharedQuotaFilter {
  std::string distributor_id;
  std::optional<std::string> quota_id;
  std::optional<std::string> reseller_id;
  std::optional<std::string> parent_quota_id;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<QuotaRow> list_shared_quotas(Database& db, const SharedQuotaFilter& filter);

struct CouponRow {
  std::string coupon_id;
  std::string coupon_code;
  std::optional<std::string> quota_id;  ///< nothing: given by the vendor
  std::optional<std::string> issuer_id;
  std::string holder_id;
  std::int64_t coupon_type = 1;
  std::string currency;
  std::int64_t face_value = 0;
  std::int64_t balance = 0;
  std::int64_t status = 2;  ///< 2 usable, 3 used, 4 expired, 5 reclaimed
  std::int64_t effective_time = 0;
  std::int64_t expire_time = 0;
  std::int64_t create_time = 0;
  std::int64_t active_time = 0;
  std::optional<std::int64_t> last_used_time;
  bool is_frozen = false;
  std::string lock_order_id;
  std::string order_id;
  std::string memo;
  std::string source_id;  ///< the issuer, or what the vendor named
  std::string promotion_plan_id;
  std::string plan_name;
};
std::optional<CouponRow> find_coupon(Database& db, const std::string& coupon_id);
void insert_coupon(Database& db, const CouponRow& coupon);
/// Balance, status, last use, freeze and order.
void update_coupon(Database& db, const CouponRow& coupon);
/// The usable one that expires first.
std::optional<CouponRow> next_expiring_coupon(Database& db);
/// Usable coupons of one holder from one issuer, oldest first.
std::vector<CouponRow> list_usable_coupons(Database& db, const std::string& holder_id,
                                           const std::string& issuer_id);

struct CouponRestrictionRow {
  std::int64_t id = 0;
  std::string coupon_id;
  std::string limit_key;
  std::string value1;
  std::string value2;
};
void insert_coupon_restriction(Database& db, const CouponRestrictionRow& restriction);
std::vector<CouponRestrictionRow> list_coupon_restrictions(Database& db,
                                                           const std::string& coupon_id);

struct CouponFilter {
  std::string issuer_id;
  std::optional<std::string> coupon_id;
  std::optional<std::string> customer_id;
  std::optional<std::string> order_id;
  std::optional<std::int64_t> coupon_type;
  std::optional<std::int64_t> status;
  TimeBounds create_time;
  TimeBounds effective_time;
  TimeBounds expire_time;
  std::int64_t expired_after = 0;  ///< coupons that expired at or before this are no longer listed
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Coupons whose holder is no referral customer, newest first.
Page<CouponRow> list_coupons(Database& db, const CouponFilter& filter);

struct HeldCouponFilter {
  std::string holder_id;
  std::optional<std::string> coupon_id;
  std::optional<std::string> order_id;
  std::optional<std::string> promotion_plan_id;
  std::optional<std::string> source_id;
  std::optional<std::int64_t> coupon_type;
  std::optional<std::int64_t> status;  ///< nothing: all but the reclaimed ones
  TimeBounds active_time;
  std::int64_t expired_after = 0;  ///< coupons that expired at or before this are no longer listed
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<CouponRow> list_held_coupons(Database& db, const HeldCouponFilter& filter);

}  // namespace bss::mock::store
