#include "store/audit.h"

#include <array>
#include <string_view>

#include "store/sql.h"

namespace bss::mock::store {

namespace {

/// A question whose every answer is a violation.
struct Check {
  int invariant;
  std::string_view message;
  const char* sql;  ///< one text column, the subject
};

constexpr std::array kChecks = {
    Check{0, "the postings of a transaction do not sum to zero",
          "SELECT CAST(transaction_id AS TEXT) FROM ledger_postings GROUP BY transaction_id "
          "HAVING SUM(amount) <> 0 LIMIT 5"},
    Check{0, "a transaction touches an account of the other ledger",
          "SELECT CAST(t.id AS TEXT) FROM ledger_postings p JOIN ledger_transactions t ON t.id = "
          "p.transaction_id "
          "JOIN ledger_accounts a ON a.id = p.account WHERE a.ledger <> t.ledger LIMIT 5"},
    Check{1, "a cash account differs from its postings",
          "SELECT c.id FROM cash_accounts c LEFT JOIN (SELECT account, SUM(amount) AS total FROM "
          "ledger_postings "
          "GROUP BY account) p ON p.account = c.id WHERE c.amount <> COALESCE(p.total, 0) LIMIT 5"},
    Check{
        1, "arrears differ from their postings",
        "SELECT c.id FROM arrears c LEFT JOIN (SELECT account, SUM(amount) AS total FROM "
        "ledger_postings "
        "GROUP BY account) p ON p.account = c.id WHERE c.amount <> -COALESCE(p.total, 0) LIMIT 5"},
    Check{1, "a stored-value card differs from its postings",
          "SELECT c.card_id FROM stored_value_cards c LEFT JOIN (SELECT account, SUM(amount) AS "
          "total FROM ledger_postings GROUP BY account) p ON p.account = c.card_id WHERE c.balance "
          "<> COALESCE(p.total, 0) LIMIT 5"},
    Check{1,
          "money is not conserved: cash, cards, arrears, sales, exchange, top-ups and corrections "
          "do not cancel out",
          "SELECT 'money' WHERE (SELECT COALESCE(SUM(amount), 0) FROM cash_accounts) + (SELECT "
          "COALESCE(SUM(balance), 0) FROM stored_value_cards) - (SELECT "
          "COALESCE(SUM(amount), 0) FROM arrears) + (SELECT COALESCE(SUM(p.amount), 0) FROM "
          "ledger_postings p JOIN "
          "ledger_accounts a ON a.id = p.account WHERE a.ledger = 'money' AND a.kind = 'clearing') "
          "<> 0"},
    Check{2, "a cash account is negative, or its dedicated and frozen parts exceed it",
          "SELECT id FROM cash_accounts WHERE amount < 0 OR designated < 0 OR frozen < 0 OR "
          "designated + frozen > amount LIMIT 5"},
    Check{4, "the balance after a change is not the running balance",
          "SELECT account_change_id FROM (SELECT account_change_id, balance_after, CASE income "
          "WHEN 1 THEN "
          "change_amount ELSE -change_amount END AS by_amount, COALESCE(LAG(balance_after) OVER "
          "(PARTITION BY "
          "cash_account_id ORDER BY id), 0) AS before FROM account_change_records) chain "
          "WHERE before + by_amount <> balance_after LIMIT 5"},
    Check{4, "a cash account differs from the sum of its change records",
          "SELECT c.id FROM cash_accounts c LEFT JOIN (SELECT cash_account_id, SUM(CASE income "
          "WHEN 1 THEN "
          "change_amount ELSE -change_amount END) AS total FROM account_change_records GROUP BY "
          "cash_account_id) r "
          "ON r.cash_account_id = c.id WHERE c.amount <> COALESCE(r.total, 0) LIMIT 5"},
    Check{5, "the net money allocated to a customer is not its balance and consumption",
          "SELECT c.owner_id FROM cash_accounts c LEFT JOIN (SELECT counterparty_id, SUM(CASE "
          "operation_type WHEN "
          "'SOURCE_OPERATION_BEADJUST' THEN amount ELSE -amount END) AS net FROM "
          "adjustment_records GROUP BY "
          "counterparty_id) a ON a.counterparty_id = c.owner_id LEFT JOIN (SELECT cash_account_id, "
          "SUM(CASE income "
          "WHEN 1 THEN -change_amount ELSE change_amount END) AS spent FROM account_change_records "
          "WHERE trade_type "
          "IN ('DEDEUCT', 'REFUND') GROUP BY cash_account_id) s ON s.cash_account_id = c.id WHERE "
          "c.purpose = "
          "'allocated' AND COALESCE(a.net, 0) <> c.amount + COALESCE(s.spent, 0) LIMIT 5"},
    Check{6, "an adjustment record has not exactly one change record of its amount on each side",
          "SELECT a.trans_id FROM adjustment_records a LEFT JOIN (SELECT transaction_id, COUNT(*) "
          "AS sides, "
          "SUM(income) AS incomes, MIN(change_amount) AS low, MAX(change_amount) AS high FROM "
          "account_change_records GROUP BY transaction_id) r ON r.transaction_id = "
          "a.transaction_id WHERE "
          "COALESCE(r.sides, 0) <> 2 OR r.incomes <> 1 OR r.low <> a.amount OR r.high <> a.amount "
          "LIMIT 5"},
    Check{7, "the balance of a quota does not follow from its records",
          "SELECT q.quota_id FROM coupon_quotas q LEFT JOIN (SELECT quota_id, SUM(CASE WHEN "
          "operation_type = 1 THEN "
          "-amount WHEN operation_type = 9 THEN 0 ELSE amount END) AS net FROM coupon_records "
          "WHERE result = 0 GROUP "
          "BY quota_id) c ON c.quota_id = q.quota_id LEFT JOIN (SELECT parent_quota_id, SUM(CASE "
          "operation_type WHEN "
          "10 THEN -amount ELSE amount END) AS net FROM quota_records WHERE result = 0 GROUP BY "
          "parent_quota_id) g ON "
          "g.parent_quota_id = q.quota_id LEFT JOIN (SELECT quota_id, SUM(amount) AS taken FROM "
          "quota_records WHERE "
          "result = 0 AND operation_type = 11 GROUP BY quota_id) t ON t.quota_id = q.quota_id "
          "WHERE q.balance <> "
          "q.quota_value + COALESCE(c.net, 0) + COALESCE(g.net, 0) - COALESCE(t.taken, 0) LIMIT 5"},
    Check{8, "a balance of a quota lies outside of 0 and its value",
          "SELECT quota_id FROM coupon_quotas WHERE balance < 0 OR balance > quota_value LIMIT 5"},
    Check{8, "a balance of a coupon lies outside of 0 and its face value",
          "SELECT coupon_id FROM coupons WHERE balance < 0 OR balance > face_value LIMIT 5"},
    Check{9, "a quota differs from its postings",
          "SELECT q.quota_id FROM coupon_quotas q LEFT JOIN (SELECT account, SUM(amount) AS total "
          "FROM "
          "ledger_postings GROUP BY account) p ON p.account = q.quota_id WHERE q.balance <> "
          "COALESCE(p.total, 0) "
          "LIMIT 5"},
    Check{9, "a coupon differs from its postings",
          "SELECT c.coupon_id FROM coupons c LEFT JOIN (SELECT account, SUM(amount) AS total FROM "
          "ledger_postings "
          "GROUP BY account) p ON p.account = c.coupon_id WHERE c.balance <> COALESCE(p.total, 0) "
          "LIMIT 5"},
    Check{9,
          "coupon value is not conserved: grants, quotas, coupons, used and lost value do not "
          "cancel out",
          "SELECT 'coupons' WHERE (SELECT COALESCE(SUM(balance), 0) FROM coupon_quotas) + (SELECT "
          "COALESCE(SUM(balance), 0) FROM coupons) + (SELECT COALESCE(SUM(p.amount), 0) FROM "
          "ledger_postings p JOIN "
          "ledger_accounts a ON a.id = p.account WHERE a.ledger = 'coupon' AND a.kind = "
          "'clearing') <> 0"},
    Check{9, "a coupon differs from the sum of its change records",
          "SELECT c.coupon_id FROM coupons c LEFT JOIN (SELECT coupon_id, SUM(CASE income WHEN 1 "
          "THEN change_amount "
          "ELSE -change_amount END) AS total FROM coupon_change_records GROUP BY coupon_id) r ON "
          "r.coupon_id = "
          "c.coupon_id WHERE c.balance <> COALESCE(r.total, 0) LIMIT 5"},
    Check{10, "a coupon that is over has a balance, or a usable one has none",
          "SELECT coupon_id FROM coupons WHERE (status = 2) <> (balance > 0) LIMIT 5"},
    Check{11, "a coupon is valid outside of its quota's validity",
          "SELECT c.coupon_id FROM coupons c JOIN coupon_quotas q ON q.quota_id = c.quota_id WHERE "
          "c.expire_time > "
          "q.expire_time OR c.effective_time < q.effective_time - q.effective_time % 1000 LIMIT 5"},
    Check{11, "a coupon pays for a service that its quota does not allow",
          "SELECT r.coupon_id FROM coupon_restrictions r JOIN coupons c ON c.coupon_id = "
          "r.coupon_id WHERE "
          "r.limit_key = 'serviceType' AND EXISTS (SELECT 1 FROM quota_restrictions q WHERE "
          "q.quota_id = c.quota_id "
          "AND q.kind = 'service_type') AND NOT EXISTS (SELECT 1 FROM quota_restrictions q WHERE "
          "q.quota_id = "
          "c.quota_id AND q.kind = 'service_type' AND q.value = r.value1) LIMIT 5"},
    Check{11, "a coupon lacks the restriction to services that its quota has",
          "SELECT c.coupon_id FROM coupons c WHERE EXISTS (SELECT 1 FROM quota_restrictions q "
          "WHERE q.quota_id = "
          "c.quota_id AND q.kind = 'service_type') AND NOT EXISTS (SELECT 1 FROM "
          "coupon_restrictions r WHERE "
          "r.coupon_id = c.coupon_id AND r.limit_key = 'serviceType') LIMIT 5"},
    Check{
        0, "the total of a list differs from its rows",
        "SELECT list || ' of ' || owner FROM (SELECT list, owner, total FROM list_totals UNION ALL "
        "SELECT list, owner, -total FROM list_counts) both_sides GROUP BY list, owner HAVING "
        "SUM(total) <> 0 LIMIT 5"},
    Check{12, "an amount has more than two decimals",
          "SELECT account FROM ledger_postings WHERE amount % 1000000 <> 0 LIMIT 5"},
};

constexpr const char* kArrearsBesideCash =
    "SELECT r.customer_id FROM arrears r JOIN cash_accounts c ON c.owner_id = r.customer_id LEFT "
    "JOIN associations s "
    "ON s.customer_id = r.customer_id AND s.state = 'associated' WHERE r.amount > 0 AND c.amount > "
    "0 AND c.purpose = "
    "CASE WHEN s.type = 2 THEN 'allocated' ELSE 'own' END LIMIT 5";
constexpr const char* kOverdueCoupons =
    "SELECT coupon_id FROM coupons WHERE status = 2 AND expire_time <= :now LIMIT 5";

using Subject = Single<std::string>;
constexpr auto kSubject = std::make_tuple(&Subject::value);

}  // namespace

std::vector<AuditFinding> audit(Database& db, std::int64_t now, bool arrears_before_cash) {
  std::vector<AuditFinding> findings;
  const auto add = [&](int invariant, std::string_view message, std::vector<Subject> subjects) {
    for (Subject& subject : subjects) {
      findings.push_back({invariant, std::string(message), std::move(subject.value)});
    }
  };
  for (const Check& check : kChecks) {
    add(check.invariant, check.message, select_all<Subject>(db, kSubject, check.sql));
  }
  if (arrears_before_cash) {
    add(3, "a customer in arrears has cash", select_all<Subject>(db, kSubject, kArrearsBesideCash));
  }
  add(10, "a usable coupon is past its time",
      select_all<Subject>(db, kSubject, kOverdueCoupons, now));
  return findings;
}

AuditSize audit_size(Database& db) {
  AuditSize size;
  size.accounts =
      select_value<std::int64_t>(db, "SELECT COUNT(*) FROM ledger_accounts").value_or(0);
  size.entries = select_value<std::int64_t>(db, "SELECT COUNT(*) FROM ledger_postings").value_or(0);
  return size;
}

}  // namespace bss::mock::store
