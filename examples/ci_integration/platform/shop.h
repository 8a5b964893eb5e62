// The part of a sales platform that talks to the partner API: it keeps a customer's balance at a
// wanted amount, and never pays twice.
#pragma once

#include <string>

#include "bss/client.h"
#include "bss/decimal.h"

namespace shop {

enum class TopUp {
  kPaid,     ///< the missing amount was allocated
  kEnough,   ///< nothing was missing
  kRefused,  ///< `detail` is the error code
  kUnknown,  ///< the answer was lost: the money may have moved; ask again before paying again
};

struct TopUpResult {
  TopUp outcome = TopUp::kRefused;
  std::string detail;
};

/// Allocates what the customer's balance is short of `wanted`.
TopUpResult top_up_to(const bss::Client& client, const std::string& customer_id,
                      const bss::Decimal& wanted);

/// Opens a customer's account for a user of the platform and gives it a first allowance.
struct Opened {
  std::string customer_id;
  TopUpResult allowance;
};
bss::Result<Opened> open_account(const bss::Client& client, const std::string& platform_id,
                                 const std::string& platform_user, const bss::Decimal& allowance);

}  // namespace shop
