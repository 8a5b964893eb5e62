// CreateSubCustomer with the question that its duplicate codes ask: when an answer was lost and the
// repetition is told "exists already", is the existing customer ours? The step itself is
// CallSteps<CreateSubCustomer> (core/call.h); the pure decision stands here for its tests.
#pragma once

#include <optional>
#include <string>

#include "bss/customers.h"

namespace bss::detail {

/// What ListSubCustomers knows of one customer, against one request.
enum class CustomerMatch : std::uint8_t {
  kOther,         ///< another platform user
  kSamePlatform,  ///< the same platform user under another account name
  kOurs,          ///< the same platform user, and the requested account name if one was requested
};

CustomerMatch match_customer(const CreateSubCustomerRequest& request,
                             const CustomerInformation& customer);

/// CBC.99000038 (account name), CBC.99000039 (platform user), CBC.99000030 (accounts per mobile
/// number): codes that a repetition gets when the lost attempt was executed, and that others can
/// cause as well.
bool asks_for_lookup(const std::string& code);

}  // namespace bss::detail
