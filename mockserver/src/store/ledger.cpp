#include "store/ledger.h"

#include "store/sql.h"

namespace bss::mock::store {

namespace {

/// Every column of the row, in the order of its members.
constexpr char kSelectChange[] =
    "SELECT id, account_change_id, cash_account_id, owner_id, transaction_id, balance_type, "
    "trade_type, trade_detail_type, trade_time, trade_id, income, change_amount, balance_after, "
    "counterparty_id, counterparty_name FROM account_change_records";

constexpr auto kCash =
    std::make_tuple(&CashAccountRow::id, &CashAccountRow::owner_id, &CashAccountRow::purpose,
                    &CashAccountRow::currency, &CashAccountRow::amount, &CashAccountRow::designated,
                    &CashAccountRow::frozen);
constexpr auto kArrears =
    std::make_tuple(&ArrearsRow::id, &ArrearsRow::customer_id, &ArrearsRow::amount);
constexpr auto kAdjustment = std::make_tuple(
    &AdjustmentRow::id, &AdjustmentRow::trans_id, &AdjustmentRow::transaction_id,
    &AdjustmentRow::partner_id, &AdjustmentRow::counterparty_id, &AdjustmentRow::counterparty_name,
    &AdjustmentRow::operation_type, &AdjustmentRow::amount, &AdjustmentRow::currency,
    &AdjustmentRow::operation_time, &AdjustmentRow::visible_at);
constexpr auto kChange = std::make_tuple(
    &ChangeRow::id, &ChangeRow::account_change_id, &ChangeRow::cash_account_id,
    &ChangeRow::owner_id, &ChangeRow::transaction_id, &ChangeRow::balance_type,
    &ChangeRow::trade_type, &ChangeRow::trade_detail_type, &ChangeRow::trade_time,
    &ChangeRow::trade_id, &ChangeRow::income, &ChangeRow::change_amount, &ChangeRow::balance_after,
    &ChangeRow::counterparty_id, &ChangeRow::counterparty_name);

}  // namespace

void ensure_ledger_account(Database& db, const std::string& id, std::string_view ledger,
                           std::string_view kind) {
  execute(db,
          "INSERT INTO ledger_accounts (id, ledger, kind) VALUES (:id, :ledger, :kind) ON CONFLICT "
          "DO NOTHING",
          id, ledger, kind);
}

std::int64_t post(Database& db, std::string_view ledger, std::string_view kind,
                  const std::string& trade_id, std::int64_t at,
                  const std::vector<Posting>& postings) {
  __extension__ __int128 sum = 0;
  for (const Posting& posting : postings) sum += posting.amount;
  if (sum != 0) throw ConstraintError("the postings of a transaction do not sum to zero");
  const std::int64_t id = db.next_number("ledger_transaction");
  execute(db,
          "INSERT INTO ledger_transactions (id, ledger, kind, trade_id, at) "
          "VALUES (:id, :ledger, :kind, :trade_id, :at)",
          id, ledger, kind, trade_id, at);
  for (const Posting& posting : postings) {
    if (posting.amount == 0) continue;
    execute(db,
            "INSERT INTO ledger_postings (transaction_id, account, amount) VALUES (:transaction, "
            ":account, "
            ":amount)",
            id, posting.account, posting.amount);
  }
  return id;
}

std::optional<CashAccountRow> find_cash_account(Database& db, const std::string& owner_id,
                                                std::string_view purpose) {
  return select_one<CashAccountRow>(
      db, kCash,
      "SELECT id, owner_id, purpose, currency, amount, designated, frozen FROM cash_accounts "
      "WHERE owner_id = :owner AND purpose = :purpose",
      owner_id, purpose);
}

std::optional<CashAccountRow> find_cash_account_by_id(Database& db, const std::string& id) {
  return select_one<CashAccountRow>(db, kCash,
                                    "SELECT id, owner_id, purpose, currency, amount, designated, "
                                    "frozen FROM cash_accounts WHERE id = :id",
                                    id);
}

void insert_cash_account(Database& db, const CashAccountRow& account) {
  insert_row(db, account, kCash,
             "INSERT INTO cash_accounts (id, owner_id, purpose, currency, amount, designated, "
             "frozen) VALUES "
             "(:id, :owner, :purpose, :currency, :amount, :designated, :frozen)");
}

void update_cash_account(Database& db, const CashAccountRow& account) {
  execute(db,
          "UPDATE cash_accounts SET amount = :amount, designated = :designated, frozen = :frozen "
          "WHERE id = :id",
          account.amount, account.designated, account.frozen, account.id);
}

std::optional<ArrearsRow> find_arrears(Database& db, const std::string& customer_id) {
  return select_one<ArrearsRow>(
      db, kArrears, "SELECT id, customer_id, amount FROM arrears WHERE customer_id = :customer",
      customer_id);
}

void insert_arrears(Database& db, const ArrearsRow& arrears) {
  insert_row(db, arrears, kArrears,
             "INSERT INTO arrears (id, customer_id, amount) VALUES (:id, :customer, :amount)");
}

void update_arrears(Database& db, const ArrearsRow& arrears) {
  execute(db, "UPDATE arrears SET amount = :amount WHERE id = :id", arrears.amount, arrears.id);
}

void insert_adjustment(Database& db, const AdjustmentRow& record) {
  AdjustmentRow numbered = record;
  numbered.id = db.next_number("adjustment_record");
  insert_row(
      db, numbered, kAdjustment,
      "INSERT INTO adjustment_records (id, trans_id, transaction_id, partner_id, counterparty_id, "
      "counterparty_name, operation_type, amount, currency, operation_time, visible_at) VALUES "
      "(:id, "
      ":trans_id, :transaction, :partner, :counterparty, :name, :type, :amount, :currency, :time, "
      ":visible)");
}

Page<AdjustmentRow> list_adjustments(Database& db, const AdjustmentFilter& filter) {
  Filter where;
  where.where("partner_id = ?", filter.partner_id);
  where.total_is_kept("adjustment_records", filter.partner_id);
  where.where_mostly(db, "FROM adjustment_records", "visible_at <= ?", "visible_at > ?",
                     filter.visible_until);
  where.where_if("counterparty_id = ?", filter.counterparty_id);
  where.where_if("operation_type = ?", filter.operation_type);
  where.where_if("operation_time >= ?", filter.time_from);
  where.where_if("operation_time < ?", filter.time_until);
  where.where_if("trans_id = ?", filter.trans_id);
  return where.page<AdjustmentRow>(
      db, kAdjustment,
      "SELECT id, trans_id, transaction_id, partner_id, counterparty_id, counterparty_name, "
      "operation_type, "
      "amount, currency, operation_time, visible_at FROM adjustment_records",
      "operation_time DESC, id DESC", filter.offset, filter.limit);
}

void insert_change(Database& db, const ChangeRow& record) {
  insert_row(
      db, record, kChange,
      "INSERT INTO account_change_records (id, account_change_id, cash_account_id, owner_id, "
      "transaction_id, balance_type, trade_type, trade_detail_type, trade_time, trade_id, income, "
      "change_amount, balance_after, counterparty_id, counterparty_name) VALUES (:id, :change_id, "
      ":account, :owner, :transaction, :balance_type, :trade_type, :detail, :time, :trade_id, "
      ":income, "
      ":amount, :after, :counterparty, :name)");
}

Page<ChangeRow> list_changes(Database& db, const ChangeFilter& filter) {
  Filter where;
  where.where("cash_account_id = ?", filter.cash_account_id);
  where.where("balance_type = ?", filter.balance_type);
  where.total_is_kept("account_change_records", filter.cash_account_id + ' ' + filter.balance_type);
  where.where_mostly_within(db, "FROM account_change_records", "trade_time", filter.trade_time);
  where.where_if("trade_type = ?", filter.trade_type);
  if (filter.income) where.where("income = ?", *filter.income ? 1 : 0);
  where.where_if("trade_id = ?", filter.trade_id);
  return where.page<ChangeRow>(db, kChange, kSelectChange, "trade_time DESC, id DESC",
                               filter.offset, filter.limit);
}

std::vector<ChangeRow> list_changes(Database& db, const std::string& cash_account_id) {
  static const std::string sql =
      std::string(kSelectChange) + " WHERE cash_account_id = :account ORDER BY id";
  return select_all<ChangeRow>(db, kChange, sql.c_str(), cash_account_id);
}

}  // namespace bss::mock::store
