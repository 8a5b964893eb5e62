#include "store/coupons.h"

#include "store/sql.h"

namespace bss::mock::store {

namespace {

/// Every column of the row, in the order of its members.
constexpr char kSelectQuota[] =
    "SELECT quota_id, owner_id, parent_quota_id, giver_id, quota_type, currency, quota_value, "
    "balance, "
    "status, thaw_status, disabled, effective_time, expire_time, create_time, last_update_time, "
    "min_face_value, max_face_value, max_coupons, max_total_face_value, first_associated_only, "
    "issued_coupons, issued_face_value FROM coupon_quotas";

/// Every column of the row, in the order of its members.
constexpr char kSelectCoupon[] =
    "SELECT coupon_id, coupon_code, quota_id, issuer_id, holder_id, coupon_type, currency, "
    "face_value, balance, status, effective_time, expire_time, create_time, active_time, "
    "last_used_time, is_frozen, lock_order_id, order_id, memo, source_id, promotion_plan_id, "
    "plan_name FROM coupons";

constexpr auto kQuota = std::make_tuple(
    &QuotaRow::quota_id, &QuotaRow::owner_id, &QuotaRow::parent_quota_id, &QuotaRow::giver_id,
    &QuotaRow::quota_type, &QuotaRow::currency, &QuotaRow::quota_value, &QuotaRow::balance,
    &QuotaRow::status, &QuotaRow::thaw_status, &QuotaRow::disabled, &QuotaRow::effective_time,
    &QuotaRow::expire_time, &QuotaRow::create_time, &QuotaRow::last_update_time,
    &QuotaRow::min_face_value, &QuotaRow::max_face_value, &QuotaRow::max_coupons,
    &QuotaRow::max_total_face_value, &QuotaRow::first_associated_only, &QuotaRow::issued_coupons,
    &QuotaRow::issued_face_value);
constexpr auto kCoupon = std::make_tuple(
    &CouponRow::coupon_id, &CouponRow::coupon_code, &CouponRow::quota_id, &CouponRow::issuer_id,
    &CouponRow::holder_id, &CouponRow::coupon_type, &CouponRow::currency, &CouponRow::face_value,
    &CouponRow::balance, &CouponRow::status, &CouponRow::effective_time, &CouponRow::expire_time,
    &CouponRow::create_time, &CouponRow::active_time, &CouponRow::last_used_time,
    &CouponRow::is_frozen, &CouponRow::lock_order_id, &CouponRow::order_id, &CouponRow::memo,
    &CouponRow::source_id, &CouponRow::promotion_plan_id, &CouponRow::plan_name);
constexpr auto kRestriction = std::make_tuple(
    &CouponRestrictionRow::id, &CouponRestrictionRow::coupon_id, &CouponRestrictionRow::limit_key,
    &CouponRestrictionRow::value1, &CouponRestrictionRow::value2);

}  // namespace

std::optional<QuotaRow> find_quota(Database& db, const std::string& quota_id) {
  static const std::string sql = std::string(kSelectQuota) + " WHERE quota_id = :id";
  return select_one<QuotaRow>(db, kQuota, sql.c_str(), quota_id);
}

std::optional<QuotaRow> next_expiring_quota(Database& db) {
  static const std::string sql =
      std::string(kSelectQuota) +
      " WHERE status IN (0, 4, 5) ORDER BY expire_time, quota_id LIMIT 1";
  return select_one<QuotaRow>(db, kQuota, sql.c_str());
}

void insert_quota(Database& db, const QuotaRow& quota) {
  insert_row(
      db, quota, kQuota,
      "INSERT INTO coupon_quotas (quota_id, owner_id, parent_quota_id, giver_id, quota_type, "
      "currency, quota_value, balance, status, thaw_status, disabled, effective_time, "
      "expire_time, create_time, last_update_time, min_face_value, max_face_value, "
      "max_coupons, max_total_face_value, first_associated_only, issued_coupons, "
      "issued_face_value) VALUES (:quota_id, :owner_id, :parent_quota_id, :giver_id, :quota_type, "
      ":currency, :quota_value, :balance, :status, :thaw_status, :disabled, "
      ":effective_time, :expire_time, :create_time, :last_update_time, "
      ":min_face_value, :max_face_value, :max_coupons, :max_total_face_value, "
      ":first_associated_only, :issued_coupons, :issued_face_value)");
}

void update_quota(Database& db, const QuotaRow& quota) {
  execute(db,
          "UPDATE coupon_quotas SET quota_value = :value, balance = :balance, status = :status, "
          "thaw_status = :thaw, disabled = :disabled, last_update_time = :updated, issued_coupons "
          "= :coupons, "
          "issued_face_value = :face WHERE quota_id = :id",
          quota.quota_value, quota.balance, quota.status, quota.thaw_status, quota.disabled,
          quota.last_update_time, quota.issued_coupons, quota.issued_face_value, quota.quota_id);
}

std::vector<std::string> list_quota_restrictions(Database& db, const std::string& quota_id,
                                                 std::string_view kind) {
  std::vector<std::string> values;
  for (auto& row :
       select_all<Single<std::string>>(db, std::make_tuple(&Single<std::string>::value),
                                       "SELECT value FROM quota_restrictions WHERE quota_id = "
                                       ":quota AND kind = :kind ORDER BY value",
                                       quota_id, kind)) {
    values.push_back(std::move(row.value));
  }
  return values;
}

void insert_quota_restriction(Database& db, const std::string& quota_id, std::string_view kind,
                              const std::string& value) {
  execute(db,
          "INSERT INTO quota_restrictions (quota_id, kind, value) VALUES (:quota, :kind, :value) "
          "ON CONFLICT DO NOTHING",
          quota_id, kind, value);
}

void copy_quota_restrictions(Database& db, const std::string& from, const std::string& to) {
  execute(db,
          "INSERT INTO quota_restrictions (quota_id, kind, value) SELECT :to, kind, value FROM "
          "quota_restrictions WHERE quota_id = :from",
          to, from);
}

bool has_quota_restriction(Database& db, const std::string& quota_id, std::string_view kind,
                           const std::string& value) {
  return select_value<std::int64_t>(
             db,
             "SELECT COUNT(*) FROM quota_restrictions WHERE quota_id = :quota AND kind = :kind AND "
             "value = :value",
             quota_id, kind, value)
             .value_or(0) > 0;
}

Page<QuotaRow> list_quotas(Database& db, const QuotaFilter& filter) {
  Filter where;
  where.where("owner_id = ?", filter.owner_id);
  where.where("quota_type = ?", filter.quota_type);
  where.total_is_kept("coupon_quotas", filter.owner_id + ' ' + std::to_string(filter.quota_type));
  if (!filter.quota_ids.empty()) where.where_in("quota_id", filter.quota_ids);
  if (!filter.statuses.empty()) where.where_in("status", filter.statuses);
  where.where_within("create_time", filter.create_time);
  where.where_within("effective_time", filter.effective_time);
  where.where_within("expire_time", filter.expire_time);
  return where.page<QuotaRow>(db, kQuota, kSelectQuota, "create_time DESC, quota_id DESC",
                              filter.offset, filter.limit);
}

Page<QuotaRow> list_shared_quotas(Database& db, const SharedQuotaFilter& filter) {
  Filter where;
  where.where("giver_id = ?", filter.distributor_id);
  where.total_is_kept("shared_coupon_quotas", filter.distributor_id);
  where.where_if("quota_id = ?", filter.quota_id);
  where.where_if("owner_id = ?", filter.reseller_id);
  where.where_if("parent_quota_id = ?", filter.parent_quota_id);
  return where.page<QuotaRow>(db, kQuota, kSelectQuota, "create_time DESC, quota_id DESC",
                              filter.offset, filter.limit);
}

std::optional<CouponRow> find_coupon(Database& db, const std::string& coupon_id) {
  static const std::string sql = std::string(kSelectCoupon) + " WHERE coupon_id = :id";
  return select_one<CouponRow>(db, kCoupon, sql.c_str(), coupon_id);
}

std::optional<CouponRow> next_expiring_coupon(Database& db) {
  static const std::string sql =
      std::string(kSelectCoupon) + " WHERE status = 2 ORDER BY expire_time, coupon_id LIMIT 1";
  return select_one<CouponRow>(db, kCoupon, sql.c_str());
}

std::vector<CouponRow> list_usable_coupons(Database& db, const std::string& holder_id,
                                           const std::string& issuer_id) {
  static const std::string sql = std::string(kSelectCoupon) +
                                 " WHERE holder_id = :holder AND issuer_id = :issuer AND status = "
                                 "2 ORDER BY create_time, coupon_id";
  return select_all<CouponRow>(db, kCoupon, sql.c_str(), holder_id, issuer_id);
}

void insert_coupon(Database& db, const CouponRow& coupon) {
  insert_row(db, coupon, kCoupon,
             "INSERT INTO coupons (coupon_id, coupon_code, quota_id, issuer_id, holder_id, "
             "coupon_type, currency, face_value, balance, status, effective_time, "
             "expire_time, create_time, active_time, last_used_time, is_frozen, "
             "lock_order_id, order_id, memo, source_id, promotion_plan_id, plan_name) VALUES "
             "(:coupon_id, :coupon_code, :quota_id, "
             ":issuer_id, :holder_id, :coupon_type, :currency, :face_value, :balance, "
             ":status, :effective_time, :expire_time, :create_time, :active_time, "
             ":last_used_time, :is_frozen, :lock_order_id, :order_id, :memo, :source_id, "
             ":promotion_plan_id, :plan_name)");
}

void update_coupon(Database& db, const CouponRow& coupon) {
  execute(db,
          "UPDATE coupons SET balance = :balance, status = :status, last_used_time = :used, "
          "is_frozen = :frozen, lock_order_id = :lock, order_id = :order WHERE coupon_id = :id",
          coupon.balance, coupon.status, coupon.last_used_time, coupon.is_frozen,
          coupon.lock_order_id, coupon.order_id, coupon.coupon_id);
}

void insert_coupon_restriction(Database& db, const CouponRestrictionRow& restriction) {
  CouponRestrictionRow numbered = restriction;
  numbered.id = db.next_number("coupon_restriction");
  insert_row(db, numbered, kRestriction,
             "INSERT INTO coupon_restrictions (id, coupon_id, limit_key, value1, value2) "
             "VALUES (:id, :coupon, :key, :value1, :value2)");
}

std::vector<CouponRestrictionRow> list_coupon_restrictions(Database& db,
                                                           const std::string& coupon_id) {
  return select_all<CouponRestrictionRow>(db, kRestriction,
                                          "SELECT id, coupon_id, limit_key, value1, value2 FROM "
                                          "coupon_restrictions WHERE coupon_id = :coupon "
                                          "ORDER BY id",
                                          coupon_id);
}

namespace {

/// Referral customers' coupons are left out of the issuer's list; a former customer's stay. There
/// are few such holders, mostly none: naming them leaves the rest of the list to its index.
void leave_out_referral_customers(Database& db, const std::string& issuer_id, Filter& where) {
  constexpr std::size_t kNamedAtMost = 200;
  const auto holders = select_all<Single<std::string>>(
      db, std::make_tuple(&Single<std::string>::value),
      "SELECT a.customer_id FROM associations a WHERE a.type = 1 AND a.state = 'associated' AND "
      // Concatenated, so that the holder's index is taken and not the issuer's many coupons.
      "EXISTS (SELECT 1 FROM coupons c WHERE c.holder_id = a.customer_id AND c.issuer_id || '' = "
      ":issuer)",
      issuer_id);
  if (holders.size() > kNamedAtMost) {
    return where.where(
        "holder_id NOT IN (SELECT customer_id FROM associations WHERE type = 1 AND state = "
        "'associated')");
  }
  for (const auto& holder : holders) where.where("holder_id <> ?", holder.value);
}

}  // namespace

Page<CouponRow> list_coupons(Database& db, const CouponFilter& filter) {
  Filter where;
  where.where("issuer_id = ?", filter.issuer_id);
  where.total_is_kept("issued_coupons", filter.issuer_id);
  where.where_mostly(db, "FROM coupons", "expire_time > ?", "expire_time <= ?",
                     filter.expired_after);
  leave_out_referral_customers(db, filter.issuer_id, where);
  where.where_if("coupon_id = ?", filter.coupon_id);
  where.where_if("holder_id = ?", filter.customer_id);
  where.where_if("order_id = ?", filter.order_id);
  where.where_if("coupon_type = ?", filter.coupon_type);
  where.where_if("status = ?", filter.status);
  where.where_within("create_time", filter.create_time);
  where.where_within("effective_time", filter.effective_time);
  where.where_within("expire_time", filter.expire_time);
  return where.page<CouponRow>(db, kCoupon, kSelectCoupon, "create_time DESC, coupon_id DESC",
                               filter.offset, filter.limit);
}

Page<CouponRow> list_held_coupons(Database& db, const HeldCouponFilter& filter) {
  Filter where;
  where.where("holder_id = ?", filter.holder_id);
  if (filter.status) {
    where.where("status = ?", *filter.status);
  } else {
    where.where("status <> 5");
    where.total_is_kept("held_coupons", filter.holder_id);
  }
  where.where_mostly(db, "FROM coupons", "expire_time > ?", "expire_time <= ?",
                     filter.expired_after);
  where.where_if("coupon_id = ?", filter.coupon_id);
  // These columns are empty where there is nothing to name, and an empty wish matches nothing.
  where.where_if("order_id = ? AND order_id <> ''", filter.order_id);
  where.where_if("promotion_plan_id = ? AND promotion_plan_id <> ''", filter.promotion_plan_id);
  where.where_if("source_id = ? AND source_id <> ''", filter.source_id);
  where.where_if("coupon_type = ?", filter.coupon_type);
  where.where_within("active_time", filter.active_time);
  return where.page<CouponRow>(db, kCoupon, kSelectCoupon, "create_time DESC, coupon_id DESC",
                               filter.offset, filter.limit);
}

}  // namespace bss::mock::store
