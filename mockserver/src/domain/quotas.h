// Coupon quotas (accounts-coupons part C, E.3, E.5): stock of value that a partner can issue as
// coupons and not spend. The vendor grants, adjusts, freezes and disables them in the portal.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/coupons.h"

namespace bss::mock::domain {

/// States of a quota by the vendor's numbers.
enum class QuotaStatus : std::uint8_t {
  kNormal = 0,
  kInvalid = 3,
  kBeingAdjusted = 4,
  kFrozen = 5,
  kReclaimed = 6
};

struct QuotaGrant {
  std::string account_id;
  Money value;
  int quota_type = 0;                     ///< 0 voucher, 1 cash coupon
  std::optional<Instant> effective_time;  ///< default: now
  std::optional<Instant> expire_time;     ///< default: a year after now
  int status = 0;                         ///< 0, 3 (disabled), 4, 5
  std::optional<Money> min_face_value;
  std::optional<Money> max_face_value;
  std::optional<std::int64_t> max_coupons;
  std::optional<Money> max_total_face_value;
  std::vector<std::string> cloud_service_types;
  std::vector<std::string> product_ids;
  std::vector<std::string> subscribe_types;  ///< new, renew, change
  std::vector<std::string> customer_ids;     ///< only these may get coupons
  bool first_associated_only = false;
};
/// Vendor: makes a quota; its id.
Outcome<std::string> grant_quota(World& world, const QuotaGrant& grant);
/// Vendor: 0 becomes 4, and 4 becomes 0 with another value.
Outcome<Done> begin_adjusting_quota(World& world, const std::string& quota_id);
Outcome<Done> finish_adjusting_quota(World& world, const std::string& quota_id,
                                     std::optional<Money> value);
Outcome<Done> freeze_quota(World& world, const std::string& quota_id, bool frozen);
/// Vendor: 3 by hand, for good.
Outcome<Done> disable_quota(World& world, const std::string& quota_id);
/// Its time is over: 3, the rest stays and cannot be used.
void expire_quota(World& world, const std::string& quota_id);

struct QuotaQuery {
  std::optional<std::string> indirect_partner_id;
  store::QuotaFilter filter;  ///< owner_id is filled in
};
Outcome<store::Page<store::QuotaRow>> list_quotas(World& world, const Actor& actor,
                                                  QuotaQuery query);

}  // namespace bss::mock::domain
