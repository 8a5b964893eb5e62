#include "domain/reseller_quotas.h"

#include <algorithm>
#include <set>
#include <utility>

#include "domain/numbering.h"
#include "domain/quotas.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

using store::AccountRow;
using store::QuotaRow;

constexpr std::int64_t kGiven = 10;
constexpr std::int64_t kTaken = 11;

bool is(const QuotaRow& quota, QuotaStatus status) {
  return quota.status == static_cast<std::int64_t>(status);
}

/// Named twice: once, in the order of the request.
std::vector<std::string> distinct(const std::vector<std::string>& ids) {
  std::vector<std::string> once;
  std::set<std::string_view> seen;
  for (const std::string& id : ids) {
    if (seen.insert(id).second) once.push_back(id);
  }
  return once;
}

store::QuotaRecordRow quota_record(World& world, std::int64_t type, const QuotaRow& parent,
                                   const std::string& reseller_id, std::string_view operator_name,
                                   std::int64_t amount) {
  store::QuotaRecordRow record;
  record.record_id = record_id(world, "QR", 12);
  record.operation_type = type;
  record.distributor_id = parent.owner_id;
  record.reseller_id = reseller_id;
  record.operator_name = operator_name;
  record.parent_quota_id = parent.quota_id;
  record.amount = amount;
  record.operation_time = world.now().ms;
  return record;
}

Outcome<std::vector<AccountRow>> own_resellers(World& world, const Actor& actor,
                                               const std::vector<std::string>& ids) {
  std::vector<AccountRow> resellers;
  for (const std::string& id : ids) {
    auto reseller = effective_partner(world, actor, id);
    if (!reseller) return reseller.refusal();
    resellers.push_back(std::move(*reseller));
  }
  return resellers;
}

/// Is every customer that the quota is reserved for one of a reseller of the distributor
/// (CBC.50000021)?
bool names_customers_of_resellers(World& world, const QuotaRow& quota) {
  const auto named = store::list_quota_restrictions(world.db(), quota.quota_id, "customer");
  return std::all_of(named.begin(), named.end(), [&](const std::string& customer_id) {
    const auto association = store::current_association(world.db(), customer_id);
    if (!association || association->state != "associated") return false;
    const auto partner = store::find_account(world.db(), association->partner_id);
    return partner && partner->distributor_id == quota.owner_id;
  });
}

bool issued_too_recently(World& world, const std::string& quota_id) {
  const std::int64_t interval = world.settings().number(Setting::kQuotaIssueIntervalMs);
  if (interval == 0) return false;
  const auto last = store::last_quota_issue(world.db(), quota_id);
  return last && world.now().ms - *last < interval;
}

/// UpdateCouponQuotas 1 and 6.
Outcome<QuotaRow> quota_to_share(World& world, const Actor& actor, const std::string& quota_id) {
  auto quota = store::find_quota(world.db(), quota_id);
  if (!quota || quota->owner_id != actor.account_id || quota->quota_type != 0)
    return Refusal::kQuotaNotUsable;
  const bool expired = is(*quota, QuotaStatus::kInvalid) && !quota->disabled;
  if (!expired && !is(*quota, QuotaStatus::kNormal)) return Refusal::kQuotaNotUsable;
  if (expired || world.now().ms < quota->effective_time) return Refusal::kQuotaNotInForce;
  if (!names_customers_of_resellers(world, *quota)) return Refusal::kStrangersNamed;
  if (issued_too_recently(world, quota_id)) return Refusal::kIssuedTooRecently;
  return std::move(*quota);
}

/// QP -> QR (E.3), quota record 10; the new quota is as its parent but for its value.
std::string cut(World& world, const Actor& actor, QuotaRow& parent, const AccountRow& reseller,
                Money amount) {
  QuotaRow child = parent;
  child.quota_id = benefit_id(world);
  child.owner_id = reseller.id;
  child.parent_quota_id = parent.quota_id;
  child.giver_id = parent.owner_id;
  child.quota_value = child.balance = amount.units();
  child.issued_coupons = 0;
  child.issued_face_value = 0;
  child.create_time = child.last_update_time = parent.last_update_time = world.now().ms;
  parent.balance -= amount.units();
  store::update_quota(world.db(), parent);
  store::ensure_ledger_account(world.db(), child.quota_id, "coupon", "quota");
  store::insert_quota(world.db(), child);
  store::copy_quota_restrictions(world.db(), parent.quota_id, child.quota_id);
  store::post(world.db(), "coupon", "quota_to_reseller", child.quota_id, world.now().ms,
              {{parent.quota_id, -amount.units()}, {child.quota_id, amount.units()}});
  auto record = quota_record(world, kGiven, parent, reseller.id, actor.user_name, amount.units());
  record.quota_id = child.quota_id;
  store::insert_quota_record(world.db(), record);
  world.schedule(Instant{child.expire_time});
  return std::move(child.quota_id);
}

/// Refused with kQuotaNotUsable unless the caller gave this quota to a reseller and it is not at
/// its end (ReclaimCouponQuotas 2: 0, 4, 5, and 3 while something is left).
std::optional<Refusal> take_back(World& world, const Actor& actor, std::optional<QuotaRow> quota,
                                 const std::string& remark) {
  if (!quota || !quota->parent_quota_id) return Refusal::kQuotaNotUsable;
  auto parent = store::find_quota(world.db(), *quota->parent_quota_id);
  if (!parent || parent->owner_id != actor.account_id) return Refusal::kQuotaNotUsable;
  if (is(*quota, QuotaStatus::kReclaimed) ||
      (is(*quota, QuotaStatus::kInvalid) && quota->balance == 0)) {
    return Refusal::kQuotaNotUsable;
  }
  quota->status = static_cast<std::int64_t>(QuotaStatus::kReclaimed);
  quota->thaw_status.reset();
  return_to_parent(world, *quota, *parent, actor.user_name, remark);
  return std::nullopt;
}

bool given_by(World& world, const Actor& actor, const QuotaRow& quota) {
  const auto parent = store::find_quota(world.db(), quota.parent_quota_id.value_or(""));
  return parent && parent->owner_id == actor.account_id;
}

}  // namespace

Outcome<QuotaShare> share_quota(World& world, const Actor& actor, const QuotaShareOrder& order) {
  const auto resellers = own_resellers(world, actor, distinct(order.reseller_ids));
  if (!resellers) return resellers.refusal();
  auto parent = quota_to_share(world, actor, order.parent_quota_id);
  if (!parent) return parent.refusal();
  if (!order.amount.is_positive() || !order.amount.whole_cents())
    return Refused{Refusal::kInvalidField, "quota_amount"};
  // By division: the sum of a hundred large amounts is no amount.
  if (order.amount.units() > parent->balance / static_cast<std::int64_t>(resellers->size()))
    return Refusal::kQuotaInsufficient;
  QuotaShare share;
  for (const AccountRow& reseller : *resellers) {
    if (reseller.leaving) {
      auto record =
          quota_record(world, kGiven, *parent, reseller.id, actor.user_name, order.amount.units());
      record.result = -1;
      store::insert_quota_record(world.db(), record);
      share.refused.push_back({reseller.id, Refusal::kResellerLeaving});
    } else {
      share.made.push_back({reseller.id, cut(world, actor, *parent, reseller, order.amount)});
    }
  }
  return share;
}

Outcome<QuotaTakeBack> take_quotas_back(World& world, const Actor& actor,
                                        const std::vector<std::string>& quota_ids,
                                        const std::string& remark) {
  const auto ids = distinct(quota_ids);
  QuotaTakeBack result;
  for (const std::string& id : ids) {
    auto quota = store::find_quota(world.db(), id);
    // ReclaimCouponQuotas 5.
    if (ids.size() == 1 && (!quota || !given_by(world, actor, *quota)))
      return Refusal::kQuotaNotUsable;
    if (const auto reason = take_back(world, actor, std::move(quota), remark)) {
      result.refused.push_back({id, *reason});
    } else {
      result.taken.push_back(id);
    }
  }
  return result;
}

void return_to_parent(World& world, QuotaRow& quota, QuotaRow& parent,
                      std::string_view operator_name, const std::string& remark) {
  const std::int64_t amount = std::exchange(quota.balance, 0);
  parent.balance += amount;
  quota.last_update_time = parent.last_update_time = world.now().ms;
  store::update_quota(world.db(), quota);
  store::update_quota(world.db(), parent);
  if (amount == 0) return;  // a record's amount is above zero
  store::post(world.db(), "coupon", "quota_from_reseller", quota.quota_id, world.now().ms,
              {{quota.quota_id, -amount}, {parent.quota_id, amount}});
  auto record = quota_record(world, kTaken, parent, quota.owner_id, operator_name, amount);
  record.quota_id = quota.quota_id;
  record.remark = remark;
  store::insert_quota_record(world.db(), record);
}

ResellerName reseller_name(World& world, const std::string& reseller_id) {
  const auto account = store::find_account(world.db(), reseller_id);
  if (!account) return {};
  return {account->name, account->corp_name.empty() ? account->name : account->corp_name};
}

Outcome<store::Page<ListedSharedQuota>> list_shared_quotas(World& world, const Actor& actor,
                                                           store::SharedQuotaFilter filter) {
  if (filter.reseller_id) {
    const auto reseller = effective_partner(world, actor, filter.reseller_id);
    if (!reseller) return reseller.refusal();
  }
  filter.distributor_id = actor.account_id;
  auto page = store::list_shared_quotas(world.db(), filter);
  store::Page<ListedSharedQuota> listed;
  listed.total = page.total;
  for (QuotaRow& row : page.rows) {
    auto name = reseller_name(world, row.owner_id);
    listed.rows.push_back({std::move(row), std::move(name)});
  }
  return listed;
}

store::Page<ListedQuotaRecord> list_quota_records(World& world, const Actor& actor,
                                                  store::QuotaRecordFilter filter) {
  filter.distributor_id = actor.account_id;
  auto page = store::list_quota_records(world.db(), filter);
  store::Page<ListedQuotaRecord> listed;
  listed.total = page.total;
  for (store::QuotaRecordRow& row : page.rows) {
    auto name = reseller_name(world, row.reseller_id);
    listed.rows.push_back({std::move(row), std::move(name)});
  }
  return listed;
}

}  // namespace bss::mock::domain
