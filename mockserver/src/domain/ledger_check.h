// ledger/check of the control API: recomputes every balance and every invariant of accounts-coupons
// E.4 that the stored data can break. 13 (a refused request changed nothing) is the executor's
// business and tested there.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/world.h"

namespace bss::mock::domain {

struct LedgerViolation {
  int invariant = 0;  ///< number in E.4; 0 for the double entry itself
  std::string message;
  std::string subject;
};
struct LedgerReport {
  bool ok = true;
  std::int64_t accounts = 0;
  std::int64_t entries = 0;
  std::vector<LedgerViolation> violations;
};
LedgerReport check_ledger(World& world);

}  // namespace bss::mock::domain
