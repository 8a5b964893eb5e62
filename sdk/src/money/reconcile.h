// What clearing payments up needs of a client beside its operations. Used by reconcile.cpp and
// once.cpp.
#pragma once

#include <chrono>
#include <string>

#include "bss/once.h"

namespace bss::detail {

/// Friend of Identity.
struct MoneyAccess {
  /// Waits by the client's clock; false when it was cancelled.
  static bool wait(const Identity& identity, std::chrono::milliseconds wait,
                   const CancellationToken& cancellation);
  /// 32 hex digits that no other call has.
  static std::string new_key(const Identity& identity);
};
bool issues_coupons(const Intent& intent);

}  // namespace bss::detail
