#include "store/inspect.h"

#include <deque>

#include "store/sql.h"

namespace bss::mock::store {

namespace {

using Kind = CellKind;

struct Entity {
  std::string_view name;
  std::string_view from_and_order;  ///< what stands after the columns
  std::vector<InspectedColumn> columns;
  std::size_t keys = 1;
};

/// Neither passwords nor secret keys, codes or tokens are in here.
const std::vector<Entity>& entities() {
  static const std::vector<Entity> table{
      {"accounts",
       "FROM accounts ORDER BY created_at, id",
       {{"id", Kind::kText},
        {"kind", Kind::kText},
        {"site", Kind::kWhole},
        {"name", Kind::kText},
        {"corp_name", Kind::kText},
        {"country_code", Kind::kText},
        {"mobile_phone", Kind::kText},
        {"email", Kind::kText},
        {"domain_area", Kind::kText},
        {"created_at", Kind::kInstant},
        {"distributor_id", Kind::kText},
        {"associated_on", Kind::kInstant},
        {"manager_id", Kind::kText},
        {"manager_name", Kind::kText},
        {"credit_limit", Kind::kMoney},
        {"sandbox", Kind::kFlag},
        {"restricted", Kind::kFlag},
        {"removed", Kind::kFlag},
        {"leaving", Kind::kFlag},
        {"channel_only", Kind::kFlag},
        {"uses_coupons_itself", Kind::kFlag},
        {"joined_programme", Kind::kFlag},
        {"has_allocatable_account", Kind::kFlag},
        {"xaccount_type", Kind::kText},
        {"xaccount_id", Kind::kText},
        {"label", Kind::kText},
        {"customer_level", Kind::kText},
        {"real_name", Kind::kText},
        {"verified_status", Kind::kWhole},
        {"customer_type", Kind::kWhole},
        {"market_closed", Kind::kFlag},
        {"no_account", Kind::kFlag},
        {"finance_custody", Kind::kFlag},
        {"frozen", Kind::kFlag},
        {"freeze_type", Kind::kText},
        {"associated_before", Kind::kFlag},
        {"blocked_agency", Kind::kFlag}}},
      {"customers",
       "FROM accounts c LEFT JOIN associations a ON a.customer_id = c.id AND a.id = (SELECT "
       "MAX(id) "
       "FROM associations WHERE customer_id = c.id) WHERE c.kind = 'customer' ORDER BY "
       "c.created_at, c.id",
       {{"c.id", Kind::kText},
        {"c.name", Kind::kText},
        {"c.site", Kind::kWhole},
        {"c.xaccount_type", Kind::kText},
        {"c.xaccount_id", Kind::kText},
        {"c.mobile_phone", Kind::kText},
        {"c.created_at", Kind::kInstant},
        {"c.frozen", Kind::kFlag},
        {"a.partner_id", Kind::kText},
        {"a.type", Kind::kWhole},
        {"a.state", Kind::kText},
        {"a.associated_at", Kind::kInstant},
        {"a.ended_at", Kind::kInstant},
        {"a.failure", Kind::kText}}},
      {"users",
       "FROM users ORDER BY account_id, name_key",
       {{"id", Kind::kText},
        {"account_id", Kind::kText},
        {"name", Kind::kText},
        {"disabled", Kind::kFlag},
        {"console_only", Kind::kFlag},
        {"no_agent_operator", Kind::kFlag},
        {"failed_logins", Kind::kWhole},
        {"locked_until", Kind::kInstant},
        {"created_at", Kind::kInstant}}},
      {"projects",
       "FROM projects ORDER BY account_id, name",
       {{"id", Kind::kText},
        {"account_id", Kind::kText},
        {"name", Kind::kText},
        {"enabled", Kind::kFlag}}},
      {"associations",
       "FROM associations ORDER BY id",
       {{"id", Kind::kWhole},
        {"customer_id", Kind::kText},
        {"partner_id", Kind::kText},
        {"type", Kind::kWhole},
        {"state", Kind::kText},
        {"requested_at", Kind::kInstant},
        {"due_at", Kind::kInstant},
        {"associated_at", Kind::kInstant},
        {"ended_at", Kind::kInstant},
        {"failure", Kind::kText}}},
      {"balances",
       "FROM cash_accounts ORDER BY id",
       {{"id", Kind::kText},
        {"owner_id", Kind::kText},
        {"purpose", Kind::kText},
        {"currency", Kind::kText},
        {"amount", Kind::kMoney},
        {"designated", Kind::kMoney},
        {"frozen", Kind::kMoney}}},
      {"arrears",
       "FROM arrears ORDER BY id",
       {{"id", Kind::kText}, {"customer_id", Kind::kText}, {"amount", Kind::kMoney}}},
      {"ledger",
       "FROM ledger_postings p JOIN ledger_transactions t ON t.id = p.transaction_id ORDER BY p.id",
       {{"p.id", Kind::kWhole},
        {"p.transaction_id", Kind::kWhole},
        {"t.ledger", Kind::kText},
        {"t.kind", Kind::kText},
        {"t.trade_id", Kind::kText},
        {"t.at", Kind::kInstant},
        {"p.account", Kind::kText},
        {"p.amount", Kind::kMoney}}},
      {"adjustments",
       "FROM adjustment_records ORDER BY id",
       {{"trans_id", Kind::kText},
        {"transaction_id", Kind::kWhole},
        {"partner_id", Kind::kText},
        {"counterparty_id", Kind::kText},
        {"counterparty_name", Kind::kText},
        {"operation_type", Kind::kText},
        {"amount", Kind::kMoney},
        {"currency", Kind::kText},
        {"operation_time", Kind::kInstant},
        {"visible_at", Kind::kInstant}}},
      {"changes",
       "FROM account_change_records ORDER BY id",
       {{"account_change_id", Kind::kText},
        {"cash_account_id", Kind::kText},
        {"owner_id", Kind::kText},
        {"transaction_id", Kind::kWhole},
        {"balance_type", Kind::kText},
        {"trade_type", Kind::kText},
        {"trade_detail_type", Kind::kText},
        {"trade_time", Kind::kInstant},
        {"trade_id", Kind::kText},
        {"income", Kind::kFlag},
        {"change_amount", Kind::kMoney},
        {"balance_after", Kind::kMoney},
        {"counterparty_id", Kind::kText},
        {"counterparty_name", Kind::kText}}},
      {"quotas",
       "FROM coupon_quotas ORDER BY create_time, quota_id",
       {{"quota_id", Kind::kText},
        {"owner_id", Kind::kText},
        {"parent_quota_id", Kind::kText},
        {"giver_id", Kind::kText},
        {"quota_type", Kind::kWhole},
        {"currency", Kind::kText},
        {"quota_value", Kind::kMoney},
        {"balance", Kind::kMoney},
        {"status", Kind::kWhole},
        {"thaw_status", Kind::kWhole},
        {"disabled", Kind::kFlag},
        {"effective_time", Kind::kInstant},
        {"expire_time", Kind::kInstant},
        {"create_time", Kind::kInstant},
        {"last_update_time", Kind::kInstant},
        {"min_face_value", Kind::kMoney},
        {"max_face_value", Kind::kMoney},
        {"max_coupons", Kind::kWhole},
        {"max_total_face_value", Kind::kMoney},
        {"first_associated_only", Kind::kFlag},
        {"issued_coupons", Kind::kWhole},
        {"issued_face_value", Kind::kMoney}}},
      {"coupons",
       "FROM coupons ORDER BY create_time, coupon_id",
       {{"coupon_id", Kind::kText},
        {"coupon_code", Kind::kText},
        {"quota_id", Kind::kText},
        {"issuer_id", Kind::kText},
        {"holder_id", Kind::kText},
        {"coupon_type", Kind::kWhole},
        {"currency", Kind::kText},
        {"face_value", Kind::kMoney},
        {"balance", Kind::kMoney},
        {"status", Kind::kWhole},
        {"effective_time", Kind::kInstant},
        {"expire_time", Kind::kInstant},
        {"create_time", Kind::kInstant},
        {"active_time", Kind::kInstant},
        {"last_used_time", Kind::kInstant},
        {"is_frozen", Kind::kFlag},
        {"lock_order_id", Kind::kText},
        {"order_id", Kind::kText},
        {"memo", Kind::kText},
        {"source_id", Kind::kText},
        {"promotion_plan_id", Kind::kText},
        {"plan_name", Kind::kText}}},
      {"cards",
       "FROM stored_value_cards ORDER BY create_time, card_id",
       {{"card_id", Kind::kText},
        {"holder_id", Kind::kText},
        {"card_name", Kind::kText},
        {"currency", Kind::kText},
        {"face_value", Kind::kMoney},
        {"balance", Kind::kMoney},
        {"effective_time", Kind::kInstant},
        {"expire_time", Kind::kInstant},
        {"create_time", Kind::kInstant}}},
      {"coupon_records",
       "FROM coupon_records ORDER BY id",
       {{"record_id", Kind::kText},
        {"operation_type", Kind::kWhole},
        {"issuer_id", Kind::kText},
        {"quota_id", Kind::kText},
        {"quota_type", Kind::kWhole},
        {"coupon_id", Kind::kText},
        {"customer_id", Kind::kText},
        {"amount", Kind::kMoney},
        {"operation_time", Kind::kInstant},
        {"result", Kind::kWhole},
        {"remark", Kind::kText}}},
      {"quota_records",
       "FROM quota_records ORDER BY id",
       {{"record_id", Kind::kText},
        {"operation_type", Kind::kWhole},
        {"distributor_id", Kind::kText},
        {"reseller_id", Kind::kText},
        {"operator", Kind::kText},
        {"quota_id", Kind::kText},
        {"parent_quota_id", Kind::kText},
        {"amount", Kind::kMoney},
        {"operation_time", Kind::kInstant},
        {"result", Kind::kWhole},
        {"remark", Kind::kText}}},
      {"coupon_changes",
       "FROM coupon_change_records ORDER BY id",
       {{"id", Kind::kWhole},
        {"coupon_id", Kind::kText},
        {"holder_id", Kind::kText},
        {"transaction_id", Kind::kWhole},
        {"trade_type", Kind::kText},
        {"trade_detail_type", Kind::kText},
        {"trade_time", Kind::kInstant},
        {"trade_id", Kind::kText},
        {"income", Kind::kFlag},
        {"change_amount", Kind::kMoney},
        {"balance_after", Kind::kMoney}}},
      {"agencies",
       "FROM agencies ORDER BY account_id, name",
       {{"id", Kind::kText},
        {"account_id", Kind::kText},
        {"name", Kind::kText},
        {"trusted_account_id", Kind::kText},
        {"created_at", Kind::kInstant}}},
      {"platforms",
       "FROM platforms ORDER BY xaccount_type",
       {{"xaccount_type", Kind::kText}, {"account_id", Kind::kText}}},
      {"coupon_restrictions",
       "FROM coupon_restrictions ORDER BY id",
       {{"id", Kind::kWhole},
        {"coupon_id", Kind::kText},
        {"limit_key", Kind::kText},
        {"value1", Kind::kText},
        {"value2", Kind::kText}}},
      {"new_customer_tags",
       "FROM new_customer_tags ORDER BY customer_id",
       {{"customer_id", Kind::kText}, {"first_month", Kind::kText}, {"last_month", Kind::kText}}},
      {"quota_restrictions",
       "FROM quota_restrictions ORDER BY quota_id, kind, value",
       {{"quota_id", Kind::kText}, {"kind", Kind::kText}, {"value", Kind::kText}},
       3},
      {"account_operations",
       "FROM account_operations ORDER BY account_id, operation, reason",
       {{"account_id", Kind::kText}, {"operation", Kind::kText}, {"reason", Kind::kText}},
       3},
  };
  return table;
}

std::string query_of(const Entity& entity) {
  std::string sql = "SELECT ";
  for (std::size_t i = 0; i < entity.columns.size(); ++i) {
    sql += (i == 0 ? "" : ", ") + std::string(entity.columns[i].name);
  }
  return sql + " " + std::string(entity.from_and_order);
}

/// `t.kind` is shown as `kind`.
std::vector<InspectedColumn> shown_columns(const Entity& entity) {
  auto columns = entity.columns;
  for (auto& column : columns) {
    if (const auto dot = column.name.find('.'); dot != std::string_view::npos) {
      column.name.remove_prefix(dot + 1);
    }
  }
  return columns;
}

InspectedRows read(Database& db, const Entity& entity) {
  InspectedRows found{shown_columns(entity), entity.keys, {}};
  std::deque<detail::Slot<std::string>> slots(entity.columns.size());
  soci::statement statement(db.session());
  for (auto& slot : slots) statement.exchange(soci::into(slot.raw, slot.indicator));
  statement.alloc();
  statement.prepare(query_of(entity));
  statement.define_and_bind();
  for (bool more = statement.execute(true); more; more = statement.fetch()) {
    auto& row = found.rows.emplace_back();
    for (const auto& slot : slots) {
      row.push_back(slot.indicator == soci::i_null ? std::nullopt : std::optional(slot.raw));
    }
  }
  return found;
}

}  // namespace

std::optional<InspectedRows> inspect(Database& db, std::string_view entity) {
  for (const auto& known : entities()) {
    if (known.name != entity) continue;
    try {
      return read(db, known);
    } catch (const soci::soci_error&) {
      detail::rethrow();
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> inspectable() {
  std::vector<std::string_view> names;
  for (const auto& entity : entities()) names.push_back(entity.name);
  return names;
}

std::vector<InspectedPosting> list_postings_after(Database& db, std::int64_t transaction_id) {
  return select_all<InspectedPosting>(
      db,
      std::make_tuple(&InspectedPosting::transaction_id, &InspectedPosting::ledger,
                      &InspectedPosting::kind, &InspectedPosting::trade_id, &InspectedPosting::at,
                      &InspectedPosting::account, &InspectedPosting::amount),
      "SELECT t.id, t.ledger, t.kind, t.trade_id, t.at, p.account, p.amount FROM "
      "ledger_transactions t JOIN ledger_postings p ON p.transaction_id = t.id WHERE t.id > :after "
      "ORDER BY t.id, p.id",
      transaction_id);
}

std::int64_t newest_transaction(Database& db) {
  return select_value<std::int64_t>(db, "SELECT COALESCE(MAX(id), 0) FROM ledger_transactions")
      .value_or(0);
}

}  // namespace bss::mock::store
