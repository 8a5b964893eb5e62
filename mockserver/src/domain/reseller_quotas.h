// Coupon quotas that a distributor cuts out of its own for its resellers and takes back
// (accounts-coupons part C, E.3; R-RES).
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/money.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/coupon_records.h"
#include "store/coupons.h"

namespace bss::mock::domain {

struct QuotaShareOrder {
  std::string parent_quota_id;
  std::vector<std::string> reseller_ids;
  Money amount;  ///< for each
};
struct SharedQuota {
  std::string reseller_id;
  std::string quota_id;
};
struct QuotaShare {
  std::vector<SharedQuota> made;
  std::vector<RefusedItem> refused;  ///< resellers
};
/// UpdateCouponQuotas: a refusal gives nobody anything; otherwise a reseller that is leaving fails
/// alone.
Outcome<QuotaShare> share_quota(World& world, const Actor& actor, const QuotaShareOrder& order);

struct QuotaTakeBack {
  std::vector<std::string> taken;
  std::vector<RefusedItem> refused;  ///< quotas
};
/// ReclaimCouponQuotas: all that is left of each quota goes back to where it was cut from, and the
/// quota ends (6). Each quota on its own; only a single one that is unknown refuses the request.
Outcome<QuotaTakeBack> take_quotas_back(World& world, const Actor& actor,
                                        const std::vector<std::string>& quota_ids,
                                        const std::string& remark);

/// The balance of a reseller's quota goes to its parent, with record 11. Writes both quotas.
void return_to_parent(World& world, store::QuotaRow& quota, store::QuotaRow& parent,
                      std::string_view operator_name, const std::string& remark);

/// A reseller as lists name it.
struct ResellerName {
  std::string account_name;
  std::string name;  ///< of the company; the account name when it has none
};
ResellerName reseller_name(World& world, const std::string& reseller_id);

struct ListedSharedQuota {
  store::QuotaRow quota;
  ResellerName reseller;
};
/// ListIssuedCouponQuotas; `distributor_id` is filled in.
Outcome<store::Page<ListedSharedQuota>> list_shared_quotas(World& world, const Actor& actor,
                                                           store::SharedQuotaFilter filter);

struct ListedQuotaRecord {
  store::QuotaRecordRow record;
  ResellerName reseller;
};
/// ListCouponQuotasRecords; `distributor_id` is filled in.
store::Page<ListedQuotaRecord> list_quota_records(World& world, const Actor& actor,
                                                  store::QuotaRecordFilter filter);

}  // namespace bss::mock::domain
