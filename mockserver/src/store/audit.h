// Recomputes what the tables say of each other: every balance from its postings and its records,
// and the invariants of accounts-coupons E.4. Used by domain/ledger_check only.
//
// Inside World::run only; reads only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.h"

namespace bss::mock::store {

struct AuditFinding {
  int invariant = 0;    ///< its number in E.4; 0 for the double entry itself
  std::string message;  ///< what is wrong
  std::string subject;  ///< where: an account, a quota, a coupon, a transaction
};
/// At most a few findings an invariant. `now` judges what should have expired;
/// `arrears_before_cash` is off while allocations do not repay arrears, because invariant 3 then
/// cannot hold.
std::vector<AuditFinding> audit(Database& db, std::int64_t now, bool arrears_before_cash);

struct AuditSize {
  std::int64_t accounts = 0;  ///< of both ledgers
  std::int64_t entries = 0;   ///< postings
};
AuditSize audit_size(Database& db);

}  // namespace bss::mock::store
