#include "domain/ledger_check.h"

#include <utility>

#include "store/audit.h"

namespace bss::mock::domain {

LedgerReport check_ledger(World& world) {
  LedgerReport report;
  const auto size = store::audit_size(world.db());
  report.accounts = size.accounts;
  report.entries = size.entries;
  const bool repays = world.settings().flag(Setting::kRepayArrearsOnAllocation);
  for (auto& finding : store::audit(world.db(), world.now().ms, repays)) {
    report.violations.push_back(
        {finding.invariant, std::move(finding.message), std::move(finding.subject)});
  }
  report.ok = report.violations.empty();
  return report;
}

}  // namespace bss::mock::domain
