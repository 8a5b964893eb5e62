#include "domain/quotas.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "domain/catalogue.h"
#include "domain/numbering.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

constexpr std::int64_t number_of(QuotaStatus status) {
  return static_cast<std::int64_t>(status);
}
constexpr std::int64_t kNormal = number_of(QuotaStatus::kNormal);
constexpr std::int64_t kInvalid = number_of(QuotaStatus::kInvalid);
constexpr std::int64_t kBeingAdjusted = number_of(QuotaStatus::kBeingAdjusted);
constexpr std::int64_t kFrozen = number_of(QuotaStatus::kFrozen);
constexpr std::int64_t kReclaimed = number_of(QuotaStatus::kReclaimed);

bool bad_amount(const std::optional<Money>& amount) {
  return amount && (!amount->is_positive() || !amount->whole_cents());
}

/// The first field of a grant that makes no sense.
std::optional<std::string> problem_of(const QuotaGrant& grant, Instant effective, Instant expire) {
  constexpr std::array<std::string_view, 3> kOrderTypes = {"new", "renew", "change"};
  if (bad_amount(grant.value)) return "quota_value";
  if (grant.quota_type != 0 && grant.quota_type != 1) return "quota_type";
  if (grant.status != kNormal && grant.status != kInvalid && grant.status != kBeingAdjusted &&
      grant.status != kFrozen) {
    return "status";
  }
  if (expire <= effective) return "expire_time";
  if (bad_amount(grant.min_face_value)) return "min_face_value";
  if (bad_amount(grant.max_face_value)) return "max_face_value";
  if (grant.min_face_value && grant.max_face_value &&
      *grant.min_face_value > *grant.max_face_value) {
    return "max_face_value";
  }
  if (grant.max_coupons && *grant.max_coupons <= 0) return "max_coupons";
  if (bad_amount(grant.max_total_face_value)) return "max_total_face_value";
  for (const auto& code : grant.cloud_service_types) {
    if (!service_type_exists(code)) return "cloud_service_types";
  }
  for (const auto& id : grant.product_ids) {
    if (!product_exists(id)) return "product_ids";
  }
  for (const auto& type : grant.subscribe_types) {
    if (std::find(kOrderTypes.begin(), kOrderTypes.end(), type) == kOrderTypes.end())
      return "subscribe_types";
  }
  return std::nullopt;
}

void write_restrictions(World& world, const std::string& quota_id, std::string_view kind,
                        const std::vector<std::string>& values) {
  for (const std::string& value : values)
    store::insert_quota_restriction(world.db(), quota_id, kind, value);
}

void touch(World& world, store::QuotaRow& quota) {
  quota.last_update_time = world.now().ms;
  store::update_quota(world.db(), quota);
}

}  // namespace

Outcome<std::string> grant_quota(World& world, const QuotaGrant& grant) {
  const auto owner = store::find_account(world.db(), grant.account_id);
  if (!owner) return Refusal::kUnknownAccount;
  if (owner->kind == "customer") return Refusal::kWrongKind;
  const Instant effective = grant.effective_time.value_or(world.now());
  const Instant expire = grant.expire_time.value_or(plus_months(world.now(), 12));
  if (auto field = problem_of(grant, effective, expire)) {
    return Refused{Refusal::kInvalidField, std::move(*field)};
  }
  store::QuotaRow quota;
  quota.quota_id = benefit_id(world);
  quota.owner_id = owner->id;
  quota.quota_type = grant.quota_type;
  quota.currency = currency_of(*owner);
  quota.quota_value = quota.balance = grant.value.units();
  quota.status = grant.status;
  quota.disabled = grant.status == kInvalid;
  if (grant.status == kFrozen) quota.thaw_status = kNormal;
  quota.effective_time = effective.ms;
  quota.expire_time = expire.ms;
  quota.create_time = quota.last_update_time = world.now().ms;
  const auto units = [](const std::optional<Money>& money) {
    return money ? std::optional(money->units()) : std::nullopt;
  };
  quota.min_face_value = units(grant.min_face_value);
  quota.max_face_value = units(grant.max_face_value);
  quota.max_coupons = grant.max_coupons;
  quota.max_total_face_value = units(grant.max_total_face_value);
  quota.first_associated_only = grant.first_associated_only;
  store::ensure_ledger_account(world.db(), "GRANT", "coupon", "clearing");
  store::ensure_ledger_account(world.db(), quota.quota_id, "coupon", "quota");
  store::insert_quota(world.db(), quota);
  write_restrictions(world, quota.quota_id, "service_type", grant.cloud_service_types);
  write_restrictions(world, quota.quota_id, "product", grant.product_ids);
  write_restrictions(world, quota.quota_id, "subscribe_type", grant.subscribe_types);
  write_restrictions(world, quota.quota_id, "customer", grant.customer_ids);
  store::post(world.db(), "coupon", "grant", quota.quota_id, world.now().ms,
              {{"GRANT", -quota.quota_value}, {quota.quota_id, quota.quota_value}});
  world.schedule(expire);
  return std::move(quota.quota_id);
}

Outcome<Done> begin_adjusting_quota(World& world, const std::string& quota_id) {
  auto quota = store::find_quota(world.db(), quota_id);
  if (!quota) return Refusal::kUnknownQuota;
  if (quota->status != kNormal) return Refusal::kWrongState;
  quota->status = kBeingAdjusted;
  touch(world, *quota);
  return Done{};
}

Outcome<Done> finish_adjusting_quota(World& world, const std::string& quota_id,
                                     std::optional<Money> value) {
  auto quota = store::find_quota(world.db(), quota_id);
  if (!quota) return Refusal::kUnknownQuota;
  if (quota->status != kBeingAdjusted) return Refusal::kWrongState;
  if (bad_amount(value)) return Refused{Refusal::kInvalidField, "quota_value"};
  if (value) {
    const std::int64_t by = value->units() - quota->quota_value;
    if (quota->balance + by < 0)
      return Refused{Refusal::kInvalidField, "quota_value"};  // already issued
    quota->quota_value += by;
    quota->balance += by;
    if (by != 0) {
      store::post(world.db(), "coupon", "grant", quota_id, world.now().ms,
                  {{"GRANT", -by}, {quota_id, by}});
    }
  }
  quota->status = kNormal;
  touch(world, *quota);
  return Done{};
}

Outcome<Done> freeze_quota(World& world, const std::string& quota_id, bool frozen) {
  auto quota = store::find_quota(world.db(), quota_id);
  if (!quota) return Refusal::kUnknownQuota;
  if (frozen) {
    if (quota->status != kNormal && quota->status != kBeingAdjusted) return Refusal::kWrongState;
    quota->thaw_status = quota->status;
    quota->status = kFrozen;
  } else {
    if (quota->status != kFrozen) return Refusal::kWrongState;
    quota->status = quota->thaw_status.value_or(kNormal);
    quota->thaw_status.reset();
  }
  touch(world, *quota);
  return Done{};
}

namespace {

void invalidate(World& world, store::QuotaRow& quota, bool by_hand) {
  quota.status = kInvalid;
  quota.thaw_status.reset();
  quota.disabled = by_hand;
  touch(world, quota);
}

}  // namespace

Outcome<Done> disable_quota(World& world, const std::string& quota_id) {
  auto quota = store::find_quota(world.db(), quota_id);
  if (!quota) return Refusal::kUnknownQuota;
  if (quota->status == kInvalid || quota->status == kReclaimed) return Refusal::kWrongState;
  invalidate(world, *quota, true);
  return Done{};
}

void expire_quota(World& world, const std::string& quota_id) {
  auto quota = store::find_quota(world.db(), quota_id);
  if (quota) invalidate(world, *quota, false);
}

Outcome<store::Page<store::QuotaRow>> list_quotas(World& world, const Actor& actor,
                                                  QuotaQuery query) {
  const auto owner = effective_partner(world, actor, query.indirect_partner_id);
  if (!owner) return owner.refusal();
  query.filter.owner_id = owner->id;
  return store::list_quotas(world.db(), query.filter);
}

}  // namespace bss::mock::domain
