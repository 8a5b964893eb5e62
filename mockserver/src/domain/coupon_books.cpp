#include "domain/coupon_books.h"

#include "store/coupon_records.h"
#include "store/ledger.h"

namespace bss::mock::domain {

void move_coupon_value(World& world, const store::CouponRow& coupon, std::string_view transaction,
                       const CouponChangeKind& kind, const std::string& trade_id,
                       const std::string& from, const std::string& to, std::int64_t amount) {
  store::CouponChangeRow record;
  record.coupon_id = coupon.coupon_id;
  record.holder_id = coupon.holder_id;
  record.transaction_id = store::post(world.db(), "coupon", transaction, trade_id, world.now().ms,
                                      {{from, -amount}, {to, amount}});
  record.trade_type = kind.trade_type;
  record.trade_detail_type = kind.detail;
  record.trade_time = world.now().ms;
  record.trade_id = trade_id;
  record.income = kind.income;
  record.change_amount = amount;
  record.balance_after = coupon.balance;
  store::insert_coupon_change(world.db(), record);
}

void write_limits(World& world, const std::string& coupon_id, const CouponLimits& limits) {
  const auto limit = [&](std::string_view key, const std::string& value) {
    store::insert_coupon_restriction(world.db(), {0, coupon_id, std::string(key), value, ""});
  };
  for (const std::string& code : limits.service_types) limit("serviceType", code);
  if (!limits.products.empty()) {
    std::string ids;
    for (const std::string& id : limits.products) ids += (ids.empty() ? "" : ",") + id;
    limit("productId", ids);
  }
  for (const std::string& type : limits.subscribe_types) limit("subscribeType", type);
}

}  // namespace bss::mock::domain
