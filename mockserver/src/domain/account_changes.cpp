#include "domain/account_changes.h"

#include <algorithm>
#include <utility>

#include "store/accounts.h"

namespace bss::mock::domain {

namespace {

constexpr int kLongestSpanMonths = 12;

/// Days of GMT+8 as moments; refused when they are in the wrong order or too far apart
/// (ListPartnerAccountChangeRecords 1).
Outcome<store::TimeBounds> span(World& world, const std::optional<CivilDate>& first,
                                const std::optional<CivilDate>& last) {
  const CivilDate end = last.value_or(beijing_date(world.now()));
  const CivilDate begin = first.value_or(plus_months(end, -kLongestSpanMonths));
  if (begin > end || begin < plus_months(end, -kLongestSpanMonths))
    return Refused{Refusal::kInvalidField, "trade_time_begin"};
  return store::TimeBounds{beijing_midnight(begin).ms, beijing_midnight(end).plus_days(1).ms};
}

Outcome<store::ChangeFilter> filter_of(World& world, const ChangeQuery& query) {
  auto bounds = span(world, query.trade_time_begin, query.trade_time_end);
  if (!bounds) return bounds.refusal();
  store::ChangeFilter filter;
  filter.balance_type = query.balance_type;
  filter.trade_type = query.trade_type;
  filter.trade_time = *bounds;
  filter.offset = query.offset;
  filter.limit = query.limit;
  return filter;
}

ListedChanges list(World& world, const store::AccountRow& owner, std::string_view purpose,
                   store::ChangeFilter filter) {
  ListedChanges listed;
  listed.currency = currency_of(owner);
  listed.account_name = owner.name;
  const auto cash = store::find_cash_account(world.db(), owner.id, purpose);
  if (!cash) return listed;  // nothing ever moved
  filter.cash_account_id = cash->id;
  listed.page = store::list_changes(world.db(), filter);
  return listed;
}

bool pays_without_channel(const CustomerChangeQuery& query) {
  const auto& wanted = query.payment_channels;
  return !query.payment_channel_no &&
         (wanted.empty() ||
          std::find(wanted.begin(), wanted.end(), kNoPaymentChannel) != wanted.end());
}

}  // namespace

Outcome<ListedChanges> partner_changes(World& world, const Actor& actor, const ChangeQuery& query,
                                       const std::optional<std::string>& indirect_partner_id) {
  auto filter = filter_of(world, query);
  if (!filter) return filter.refusal();
  const auto partner = effective_partner(world, actor, indirect_partner_id);
  if (!partner) return partner.refusal();
  return list(world, *partner, "partner", std::move(*filter));
}

Outcome<ListedChanges> customer_changes(World& world, const Actor& actor,
                                        const CustomerChangeQuery& query) {
  auto filter = filter_of(world, query);
  if (!filter) return filter.refusal();
  const auto customer = store::find_account(world.db(), actor.account_id);
  if (!customer) return Refusal::kUnknownAccount;
  if (customer->no_account) return Refusal::kCustomerHasNoAccount;
  if (!pays_without_channel(query)) return ListedChanges{{}, currency_of(*customer), {}};
  filter->income = query.income;
  filter->trade_id = query.trade_id;
  return list(world, *customer, cash_purpose(world, customer->id), std::move(*filter));
}

Outcome<ListedCouponChanges> coupon_changes(World& world, const Actor& actor,
                                            CouponChangeQuery query) {
  auto bounds = span(world, query.trade_time_begin, query.trade_time_end);
  if (!bounds) return bounds.refusal();
  const auto holder = store::find_account(world.db(), actor.account_id);
  if (!holder) return Refusal::kUnknownAccount;
  if (holder->no_account) return Refusal::kCustomerHasNoAccount;
  query.filter.holder_id = holder->id;
  query.filter.trade_time = *bounds;
  return ListedCouponChanges{store::list_coupon_changes(world.db(), query.filter),
                             currency_of(*holder), holder->name};
}

}  // namespace bss::mock::domain
