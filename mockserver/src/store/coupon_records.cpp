#include "store/coupon_records.h"

#include "store/sql.h"

namespace bss::mock::store {

namespace {

constexpr char kSelectCouponRecord[] =
    "SELECT record_id, operation_type, issuer_id, quota_id, quota_type, coupon_id, customer_id, "
    "amount, operation_time, result, remark FROM coupon_records";
constexpr char kSelectQuotaRecord[] =
    "SELECT record_id, operation_type, distributor_id, reseller_id, operator, quota_id, "
    "parent_quota_id, amount, operation_time, result, remark FROM quota_records";
constexpr char kSelectCouponChange[] =
    "SELECT coupon_id, holder_id, transaction_id, trade_type, trade_detail_type, trade_time, "
    "trade_id, income, change_amount, balance_after FROM coupon_change_records";

constexpr auto kCouponRecord = std::make_tuple(
    &CouponRecordRow::record_id, &CouponRecordRow::operation_type, &CouponRecordRow::issuer_id,
    &CouponRecordRow::quota_id, &CouponRecordRow::quota_type, &CouponRecordRow::coupon_id,
    &CouponRecordRow::customer_id, &CouponRecordRow::amount, &CouponRecordRow::operation_time,
    &CouponRecordRow::result, &CouponRecordRow::remark);
constexpr auto kQuotaRecord = std::make_tuple(
    &QuotaRecordRow::record_id, &QuotaRecordRow::operation_type, &QuotaRecordRow::distributor_id,
    &QuotaRecordRow::reseller_id, &QuotaRecordRow::operator_name, &QuotaRecordRow::quota_id,
    &QuotaRecordRow::parent_quota_id, &QuotaRecordRow::amount, &QuotaRecordRow::operation_time,
    &QuotaRecordRow::result, &QuotaRecordRow::remark);
constexpr auto kCouponChange = std::make_tuple(
    &CouponChangeRow::coupon_id, &CouponChangeRow::holder_id, &CouponChangeRow::transaction_id,
    &CouponChangeRow::trade_type, &CouponChangeRow::trade_detail_type, &CouponChangeRow::trade_time,
    &CouponChangeRow::trade_id, &CouponChangeRow::income, &CouponChangeRow::change_amount,
    &CouponChangeRow::balance_after);

}  // namespace

void insert_coupon_record(Database& db, const CouponRecordRow& record) {
  insert_row(db, record, kCouponRecord,
             "INSERT INTO coupon_records (record_id, operation_type, issuer_id, quota_id, "
             "quota_type, coupon_id, customer_id, amount, operation_time, result, remark) "
             "VALUES (:record_id, :operation_type, :issuer_id, :quota_id, :quota_type, "
             ":coupon_id, :customer_id, :amount, :operation_time, :result, :remark)");
}

Page<CouponRecordRow> list_coupon_records(Database& db, const CouponRecordFilter& filter) {
  Filter where;
  where.where("issuer_id = ?", filter.issuer_id);
  where.total_is_kept("coupon_records", filter.issuer_id);
  if (filter.operation_types) where.where_in("operation_type", *filter.operation_types);
  where.where_if("quota_id = ?", filter.quota_id);
  where.where_if("quota_type = ?", filter.quota_type);
  if (!filter.coupon_ids.empty()) where.where_in("coupon_id", filter.coupon_ids);
  where.where_if("customer_id = ?", filter.customer_id);
  where.where_within("operation_time", filter.operation_time);
  if (filter.succeeded) where.where(*filter.succeeded ? "result = 0" : "result <> 0");
  return where.page<CouponRecordRow>(db, kCouponRecord, kSelectCouponRecord,
                                     "operation_time DESC, id DESC", filter.offset, filter.limit);
}

void insert_quota_record(Database& db, const QuotaRecordRow& record) {
  insert_row(db, record, kQuotaRecord,
             "INSERT INTO quota_records (record_id, operation_type, distributor_id, "
             "reseller_id, operator, quota_id, parent_quota_id, amount, operation_time, "
             "result, remark) VALUES (:record_id, :operation_type, :distributor_id, "
             ":reseller_id, :operator, :quota_id, :parent_quota_id, :amount, :operation_time, "
             ":result, :remark)");
}

std::optional<std::int64_t> last_quota_issue(Database& db, const std::string& parent_quota_id) {
  return select_value<std::int64_t>(
      db,
      "SELECT operation_time FROM quota_records WHERE parent_quota_id = :parent AND "
      "operation_type = 10 AND result = 0 ORDER BY operation_time DESC LIMIT 1",
      parent_quota_id);
}

Page<QuotaRecordRow> list_quota_records(Database& db, const QuotaRecordFilter& filter) {
  Filter where;
  where.where("distributor_id = ?", filter.distributor_id);
  where.total_is_kept("quota_records", filter.distributor_id);
  where.where_if("reseller_id = ?", filter.reseller_id);
  where.where_if("quota_id = ?", filter.quota_id);
  where.where_if("parent_quota_id = ?", filter.parent_quota_id);
  where.where_if("operation_type = ?", filter.operation_type);
  where.where_within("operation_time", filter.operation_time);
  return where.page<QuotaRecordRow>(db, kQuotaRecord, kSelectQuotaRecord,
                                    "operation_time DESC, id DESC", filter.offset, filter.limit);
}

void insert_coupon_change(Database& db, const CouponChangeRow& record) {
  insert_row(db, record, kCouponChange,
             "INSERT INTO coupon_change_records (coupon_id, holder_id, transaction_id, "
             "trade_type, trade_detail_type, trade_time, trade_id, income, change_amount, "
             "balance_after) VALUES (:coupon_id, :holder_id, :transaction_id, :trade_type, "
             ":trade_detail_type, :trade_time, :trade_id, :income, :change_amount, "
             ":balance_after)");
}

Page<CouponChangeRow> list_coupon_changes(Database& db, const CouponChangeFilter& filter) {
  Filter where;
  where.where("holder_id = ?", filter.holder_id);
  where.total_is_kept("coupon_change_records", filter.holder_id);
  where.where_mostly_within(db, "FROM coupon_change_records", "trade_time", filter.trade_time);
  where.where_if("coupon_id = ?", filter.coupon_id);
  if (filter.income) where.where("income = ?", *filter.income ? 1 : 0);
  where.where_if("trade_type = ?", filter.trade_type);
  where.where_if("trade_id = ?", filter.trade_id);
  return where.page<CouponChangeRow>(db, kCouponChange, kSelectCouponChange,
                                     "trade_time DESC, id DESC", filter.offset, filter.limit);
}

}  // namespace bss::mock::store
