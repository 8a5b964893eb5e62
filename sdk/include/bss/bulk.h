// Many payments, each once: so many at a time, paced like every other call, cancelled between two
// of them, and resumed by running the same list again (bss/once.h keeps what happened).
//
//   auto outcomes = bss::bulk_allocate(once, lines, options);
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bss/once.h"

namespace bss {

struct BulkLine {
  std::string key;          ///< names the payment; its number in the list will do
  std::string customer_id;  ///< who gets it
  Decimal amount;           ///< yuan; of a coupon its face value
};

struct BulkOutcome {
  bool done = false;
  /// It had taken effect before: in an earlier run, or its answer was lost and it was found.
  bool found = false;
  std::string transfer_id;     ///< or the coupon's id
  std::optional<Error> error;  ///< when it is not done; none when it was not tried
};

struct BulkProgress {
  std::size_t total = 0;
  std::size_t done = 0;
  std::size_t failed = 0;
};

struct BulkOptions {
  int at_once = 8;          ///< payments under way; pacing keeps the rate below the quota anyhow
  std::string reseller_id;  ///< whose money and customers, for a distributor
  CancellationToken cancellation;  ///< payments that are under way are finished, others not begun
  /// After each line, by one thread at a time.
  std::function<void(const BulkProgress&)> on_progress;
};

/// Allocates each line's amount. One outcome a line, in their order. Lines to one customer are paid
/// one after the other; two equal lines are two payments.
std::vector<BulkOutcome> bulk_allocate(MoneyOnce& once, const std::vector<BulkLine>& lines,
                                       const BulkOptions& options = {});
/// Issues a coupon out of that quota for each line.
std::vector<BulkOutcome> bulk_issue(MoneyOnce& once, const std::string& quota_id,
                                    const std::vector<BulkLine>& lines,
                                    const BulkOptions& options = {});

}  // namespace bss
