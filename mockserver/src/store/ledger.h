// Rows of the money ledger and the one function that writes postings of either ledger. Used by
// domain/ledger and the coupon rules. Amounts are 1e-8 of the unit, times milliseconds UTC.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/page.h"

namespace bss::mock::store {

struct Posting {
  std::string account;
  std::int64_t amount = 0;  ///< a credit is positive
};
/// Makes the account known to the ledger; nothing happens when it is.
void ensure_ledger_account(Database& db, const std::string& id, std::string_view ledger,
                           std::string_view kind);
/// Writes one transaction. Throws ConstraintError unless the postings sum to zero. Legs of amount 0
/// are left out.
std::int64_t post(Database& db, std::string_view ledger, std::string_view kind,
                  const std::string& trade_id, std::int64_t at,
                  const std::vector<Posting>& postings);

struct CashAccountRow {
  std::string id;
  std::string owner_id;
  std::string purpose;  ///< partner, allocated, own
  std::string currency;
  std::int64_t amount = 0;
  std::int64_t designated = 0;
  std::int64_t frozen = 0;
};
std::optional<CashAccountRow> find_cash_account(Database& db, const std::string& owner_id,
                                                std::string_view purpose);
std::optional<CashAccountRow> find_cash_account_by_id(Database& db, const std::string& id);
void insert_cash_account(Database& db, const CashAccountRow& account);
void update_cash_account(Database& db, const CashAccountRow& account);

struct ArrearsRow {
  std::string id;
  std::string customer_id;
  std::int64_t amount = 0;
};
std::optional<ArrearsRow> find_arrears(Database& db, const std::string& customer_id);
void insert_arrears(Database& db, const ArrearsRow& arrears);
void update_arrears(Database& db, const ArrearsRow& arrears);

struct AdjustmentRow {
  std::int64_t id = 0;
  std::string trans_id;
  std::int64_t transaction_id = 0;
  std::string partner_id;
  std::string counterparty_id;
  std::string counterparty_name;
  std::string operation_type;
  std::int64_t amount = 0;
  std::string currency;
  std::int64_t operation_time = 0;
  std::int64_t visible_at = 0;
};
void insert_adjustment(Database& db, const AdjustmentRow& record);

struct AdjustmentFilter {
  std::string partner_id;
  std::optional<std::string> counterparty_id;
  std::optional<std::string> operation_type;
  std::optional<std::int64_t> time_from;   ///< inclusive
  std::optional<std::int64_t> time_until;  ///< exclusive
  std::optional<std::string> trans_id;
  std::int64_t visible_until = 0;  ///< records that become visible later are not there yet
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<AdjustmentRow> list_adjustments(Database& db, const AdjustmentFilter& filter);

struct ChangeRow {
  std::int64_t id = 0;
  std::string account_change_id;
  std::string cash_account_id;
  std::string owner_id;
  std::int64_t transaction_id = 0;
  std::string balance_type;
  std::string trade_type;
  std::string trade_detail_type;
  std::int64_t trade_time = 0;
  std::string trade_id;
  bool income = false;
  std::int64_t change_amount = 0;
  std::int64_t balance_after = 0;
  std::string counterparty_id;
  std::string counterparty_name;
};
void insert_change(Database& db, const ChangeRow& record);
struct ChangeFilter {
  std::string cash_account_id;
  std::string balance_type;
  std::optional<std::string> trade_type;
  TimeBounds trade_time;
  std::optional<bool> income;
  std::optional<std::string> trade_id;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<ChangeRow> list_changes(Database& db, const ChangeFilter& filter);
/// In the order they were written.
std::vector<ChangeRow> list_changes(Database& db, const std::string& cash_account_id);

}  // namespace bss::mock::store
