// The payments of the run under fire: the same list in the program that makes them and in the test
// that looks at what became of them.
//
// Pure.
#pragma once

#include <cstdint>
#include <string>

#include "bss/decimal.h"

namespace bss::test {

inline constexpr std::size_t kFireCustomers = 46;
inline constexpr std::size_t kFireResellers = 4;

enum class OrderKind : std::uint8_t { kAllocate, kReclaim, kIssueCoupon, kTransferToReseller };

struct OnceOrder {
  OrderKind kind = OrderKind::kAllocate;
  std::size_t counterparty = 0;  ///< number of a customer or reseller
  std::int64_t cents = 0;

  Decimal amount() const { return Decimal::from_scaled(cents, 2); }
};

OnceOrder once_order(std::uint64_t seed, std::size_t number);
std::string once_key(std::size_t number);
std::string fire_customer_id(std::size_t number);
std::string fire_reseller_id(std::size_t number);
/// A distributor with all of them; every customer has that much to be reclaimed.
std::string fire_seed(std::int64_t allocated_yuan);

}  // namespace bss::test
