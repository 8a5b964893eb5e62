#include "domain/new_customer_tags.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "domain/account.h"
#include "store/accounts.h"
#include "store/new_customer_tags.h"

namespace bss::mock::domain {

namespace {

TaggedCustomer tagged(const store::TaggedCustomerRow& row, const std::string& month) {
  TagGround ground;
  ground.authenticated = is_authenticated(row.verified_status);
  ground.entitled = row.entitled;
  if (row.first_month) ground.months = Months{*row.first_month, row.last_month.value_or("")};
  TaggedCustomer customer{row.customer_id, tag_of(ground, month), std::nullopt};
  if (ground.authenticated) customer.months = ground.months;
  return customer;
}

/// The partner's customers among the ids, in the order of the ids.
std::vector<store::TaggedCustomerRow> in_order_of_ids(World& world, const std::string& partner_id,
                                                      const std::vector<std::string>& ids) {
  std::unordered_map<std::string, store::TaggedCustomerRow> found;
  for (auto& row : store::find_tagged_customers(world.db(), partner_id, ids))
    found.emplace(row.customer_id, std::move(row));
  std::vector<store::TaggedCustomerRow> rows;
  for (const std::string& id : ids) {
    if (auto node = found.extract(id)) rows.push_back(std::move(node.mapped()));
  }
  return rows;
}

template <class Row>
void keep_page(std::vector<Row>& rows, std::int64_t offset, std::int64_t limit) {
  const auto size = static_cast<std::int64_t>(rows.size());
  const std::int64_t begin = std::min(offset, size);
  const std::int64_t end = std::min(begin + limit, size);
  rows.erase(rows.begin() + end, rows.end());
  rows.erase(rows.begin(), rows.begin() + begin);
}

}  // namespace

NewCustomerTag tag_of(const TagGround& ground, const std::string& month) {
  if (!ground.authenticated) return NewCustomerTag::kEmpty;
  if (!ground.entitled) return NewCustomerTag::kNotNew;
  if (!ground.months) return NewCustomerTag::kUndetermined;
  const bool inside = ground.months->first <= month && month <= ground.months->last;
  return inside ? NewCustomerTag::kNew : NewCustomerTag::kNotNew;
}

Outcome<std::vector<TaggedCustomer>> list_new_customer_tags(World& world, const Actor& actor,
                                                            const TagQuery& query) {
  const auto partner = effective_partner(world, actor, query.indirect_partner_id);
  if (!partner) return partner.refusal();
  std::vector<store::TaggedCustomerRow> rows;
  if (query.customer_ids.empty()) {
    rows = store::list_tagged_customers(world.db(), partner->id, query.offset, query.limit);
  } else {
    rows = in_order_of_ids(world, partner->id, query.customer_ids);
    keep_page(rows, query.offset, query.limit);
  }
  const std::string month = beijing_month(world.now());
  std::vector<TaggedCustomer> customers;
  customers.reserve(rows.size());
  for (const auto& row : rows) customers.push_back(tagged(row, month));
  return customers;
}

Outcome<Done> set_new_customer_tag(World& world, const std::string& customer_id, bool entitled,
                                   const std::optional<Months>& months) {
  const auto customer = store::find_account(world.db(), customer_id);
  if (!customer) return Refusal::kUnknownAccount;
  if (account_kind(customer->kind) != AccountKind::kCustomer) return Refusal::kWrongKind;
  if (months && months->last < months->first) return Refused{Refusal::kInvalidField, "expire_time"};
  if (!entitled) {
    store::remove_new_customer_tag(world.db(), customer_id);
    return Done{};
  }
  store::NewCustomerTagRow row{customer_id, std::nullopt, std::nullopt};
  if (months) {
    row.first_month = months->first;
    row.last_month = months->last;
  }
  store::put_new_customer_tag(world.db(), row);
  return Done{};
}

}  // namespace bss::mock::domain
