// The books that the clients of the money test keep by themselves: what the server told them, added
// up in cents, so that afterwards the server's own figures can be held against them.
//
// Books belong to one thread; they are added up when the threads have ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bss::test {

/// 1234 cents are "12.34".
std::string money_text(std::int64_t cents);

struct CustomerBook {
  std::int64_t balance = 0;              ///< cents: allocated minus reclaimed
  std::vector<std::string> allocations;  ///< transfer_id of every allocation
  std::vector<std::string> reclaims;     ///< trans_id of every reclaim
};

struct IssuedCoupon {
  std::string id;
  std::int64_t cents = 0;
  std::size_t owner = 0;
};

/// The distributor or one of its resellers.
struct OwnerBook {
  std::int64_t received = 0;     ///< cents from the distributor minus those it took back
  std::int64_t quota_spent = 0;  ///< cents: issued minus taken back
};

struct Books {
  Books(std::size_t customer_count, std::size_t owner_count)
      : customers(customer_count), owners(owner_count) {}

  std::vector<CustomerBook> customers;
  std::vector<OwnerBook> owners;
  std::vector<IssuedCoupon> usable;  ///< coupons that were issued and not taken back
  std::int64_t coupons_issued = 0;
  std::int64_t coupons_reclaimed = 0;
  std::int64_t transfers = 0;
  /// Refusals by `operation code`, as they came.
  std::unordered_map<std::string, std::int64_t> refusals;
  /// Answers that no rule allows; the test fails with the first of them.
  std::vector<std::string> surprises;

  void add(const Books& other);
};

}  // namespace bss::test
