#include "money_books.h"

#include <iterator>

namespace bss::test {
namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

std::string money_text(std::int64_t cents) {
  const std::string fraction = std::to_string(cents % 100);
  return std::to_string(cents / 100) + (fraction.size() == 1 ? ".0" : ".") + fraction;
}

void Books::add(const Books& other) {
  for (std::size_t i = 0; i < customers.size(); ++i) {
    customers[i].balance += other.customers[i].balance;
    append(customers[i].allocations, other.customers[i].allocations);
    append(customers[i].reclaims, other.customers[i].reclaims);
  }
  for (std::size_t i = 0; i < owners.size(); ++i) {
    owners[i].received += other.owners[i].received;
    owners[i].quota_spent += other.owners[i].quota_spent;
  }
  append(usable, other.usable);
  coupons_issued += other.coupons_issued;
  coupons_reclaimed += other.coupons_reclaimed;
  transfers += other.transfers;
  for (const auto& [what, count] : other.refusals) refusals[what] += count;
  append(surprises, other.surprises);
}

}  // namespace bss::test
