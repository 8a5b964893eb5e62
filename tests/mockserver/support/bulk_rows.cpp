#include "support/bulk_rows.h"

#include <soci/soci.h>

#include <string>

namespace bss::mock::test {

namespace {

/// `P`, `D`, `R`, `C` stand for the cast, `N` for the number of the row, `T` for now
/// (milliseconds).
constexpr const char* kInserts[] = {
    "accounts (id, kind, site, name, name_key, created_at) SELECT printf('b%031d', N), 'customer', "
    "1, "
    "'bulk-' || N, 'bulk-' || N, T",
    "associations (customer_id, partner_id, type, state, requested_at, due_at, associated_at) "
    "SELECT "
    "printf('b%031d', N), P, 2, 'associated', T + N, T + N, T + N",
    "accounts (id, kind, site, name, name_key, created_at, distributor_id, associated_on) SELECT "
    "printf('e%031d', N), 'reseller', 1, 'bulk-reseller-' || N, 'bulk-reseller-' || N, T, D, T + N",
    "ledger_transactions (id, ledger, kind, trade_id, at) SELECT 1000000 + N, 'money', 'bulk', 'B' "
    "|| "
    "N, T",
    "adjustment_records (trans_id, transaction_id, partner_id, counterparty_id, counterparty_name, "
    "operation_type, amount, currency, operation_time, visible_at) SELECT 'BA' || N, 1000000 + N, "
    "P, C, "
    "'demo-customer', 'SOURCE_OPERATION_BEADJUST', 1000000, 'CNY', T - N, T - N",
    "account_change_records (account_change_id, cash_account_id, owner_id, transaction_id, "
    "balance_type, trade_type, trade_detail_type, trade_time, trade_id, income, change_amount, "
    "balance_after) SELECT 'BP' || N, (SELECT id FROM cash_accounts WHERE owner_id = P), P, "
    "1000000 + "
    "N, 'BALANCE_TYPE_DEBIT', 'BEADJUST', 'SOURCE_OPERATION_BEADJUST', T - N, 'B' || N, 0, "
    "1000000, 0",
    "account_change_records (account_change_id, cash_account_id, owner_id, transaction_id, "
    "balance_type, trade_type, trade_detail_type, trade_time, trade_id, income, change_amount, "
    "balance_after) SELECT 'BC' || N, (SELECT id FROM cash_accounts WHERE owner_id = C AND purpose "
    "= "
    "'allocated'), C, 1000000 + N, 'BALANCE_TYPE_DEBIT', 'BEADJUST', 'SOURCE_OPERATION_BEADJUST', "
    "T - "
    "N, 'B' || N, 1, 1000000, 0",
    "ledger_accounts (id, ledger, kind) SELECT 'BQ' || N, 'coupon', 'quota'",
    "coupon_quotas (quota_id, owner_id, quota_type, currency, quota_value, balance, status, "
    "effective_time, expire_time, create_time, last_update_time) SELECT 'BQ' || N, P, 0, 'CNY', "
    "100000000, 0, 0, T, T + 31536000000, T - N, T",
    "ledger_accounts (id, ledger, kind) SELECT 'BS' || N, 'coupon', 'quota'",
    "coupon_quotas (quota_id, owner_id, parent_quota_id, giver_id, quota_type, currency, "
    "quota_value, "
    "balance, status, effective_time, expire_time, create_time, last_update_time) SELECT 'BS' || "
    "N, R, "
    "(SELECT quota_id FROM coupon_quotas WHERE owner_id = D AND parent_quota_id IS NULL), D, 0, "
    "'CNY', "
    "100000000, 0, 0, T, T + 31536000000, T - N, T",
    "ledger_accounts (id, ledger, kind) SELECT 'BV' || N, 'coupon', 'coupon'",
    "coupons (coupon_id, coupon_code, quota_id, issuer_id, holder_id, coupon_type, currency, "
    "face_value, balance, status, effective_time, expire_time, create_time, active_time, "
    "source_id) "
    "SELECT 'BV' || N, 'BULK' || N, 'BQ1', P, C, 1, 'CNY', 100000000, 100000000, 2, T, T + "
    "31536000000, T - N, T - N, P",
    "coupon_records (record_id, operation_type, issuer_id, quota_id, quota_type, coupon_id, "
    "customer_id, amount, operation_time, result) SELECT 'BR' || N, 1, P, 'BQ1', 0, 'BV' || N, C, "
    "100000000, T - N, 0",
    "quota_records (record_id, operation_type, distributor_id, reseller_id, operator, quota_id, "
    "parent_quota_id, amount, operation_time, result) SELECT 'BT' || N, 10, D, R, 'demo', 'BS' || "
    "N, "
    "(SELECT parent_quota_id FROM coupon_quotas WHERE quota_id = 'BS1'), 100000000, T - N, 0",
    "coupon_change_records (coupon_id, holder_id, transaction_id, trade_type, trade_detail_type, "
    "trade_time, trade_id, income, change_amount, balance_after) SELECT 'BV' || N, C, 1000000 + N, "
    "'x', 'y', T - N, 'B' || N, 1, 100000000, 100000000",
    "ledger_accounts (id, ledger, kind) SELECT 'BW' || N, 'money', 'card'",
    "stored_value_cards (card_id, holder_id, card_name, currency, face_value, balance, "
    "effective_time, expire_time, create_time) SELECT 'BW' || N, C, 'card', 'CNY', 100000000, "
    "100000000, T, T + 31536000000, T - N",
};

std::string filled_in(std::string sql, std::int64_t now) {
  const std::pair<std::string, std::string> words[] = {{"P", "'d0000000000000000000000000000001'"},
                                                       {"D", "'d0000000000000000000000000000002'"},
                                                       {"R", "'d0000000000000000000000000000003'"},
                                                       {"C", "'c0000000000000000000000000000001'"},
                                                       {"T", std::to_string(now)},
                                                       {"N", "n.i"}};
  const auto in_word = [&](std::size_t at) {
    return at < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[at])) != 0 ||
                               sql[at] == '_' || sql[at] == '\'');
  };
  for (const auto& [word, value] : words) {
    for (std::size_t at = sql.find(word); at != std::string::npos; at = sql.find(word, at + 1)) {
      if ((at > 0 && in_word(at - 1)) || in_word(at + 1)) continue;
      sql.replace(at, 1, value);
      at += value.size() - 1;
    }
  }
  return sql;
}

}  // namespace

void lay_bulk_rows(domain::World& world, int count) {
  world.run([&] {
    for (const char* insert : kInserts) {
      const std::string sql = insert;
      const std::size_t select = sql.find(" SELECT ");
      world.db().session() << filled_in(
          "INSERT INTO " + sql.substr(0, select) +
              " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
              std::to_string(count) + ")" + sql.substr(select) + " FROM n",
          world.now().ms);
    }
  });
}

}  // namespace bss::mock::test
