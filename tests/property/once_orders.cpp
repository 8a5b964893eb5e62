#include "once_orders.h"

#include <array>
#include <cstdio>

namespace bss::test {

namespace {

/// splitmix64: any number of a sequence without those before it.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

std::string hex_id(char kind, std::size_t number) {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%c%031zx", kind, number);
  return text.data();
}

}  // namespace

OnceOrder once_order(std::uint64_t seed, std::size_t number) {
  const std::uint64_t drawn = mixed(seed * 1'000'003U + number);
  OnceOrder order;
  order.kind = static_cast<OrderKind>(drawn % 4);
  const std::size_t parties =
      order.kind == OrderKind::kTransferToReseller ? kFireResellers : kFireCustomers;
  order.counterparty = (drawn >> 8U) % parties;
  // Few amounts, so that equal payments to one counterparty are common.
  order.cents = static_cast<std::int64_t>(1 + (drawn >> 32U) % 5) * 100;
  return order;
}

std::string once_key(std::size_t number) {
  return "order-" + std::to_string(number);
}
std::string fire_customer_id(std::size_t number) {
  return hex_id('c', number);
}
std::string fire_reseller_id(std::size_t number) {
  return hex_id('e', number);
}

std::string fire_seed(std::int64_t allocated_yuan) {
  std::string seed = R"(partners:
  - name: demo-distributor
    role: distributor
    kind: distributor
    platform: DEMO_DISTRIBUTOR
    password: Distributor@2025
    access_key: DEMODISTRIBUTORKEY01
    secret_key: demoDistributorSecretKeyForTheLocalMock0
    cash: 90000000.00
    quotas: [{name: vouchers, value: 9000000.00}]
    customers:
)";
  for (std::size_t i = 0; i < kFireCustomers; ++i) {
    seed += "      - {name: customer-" + std::to_string(i) + ", id: " + fire_customer_id(i) +
            ", allocated: " + std::to_string(allocated_yuan) + "}\n";
  }
  seed += "    resellers:\n";
  for (std::size_t i = 0; i < kFireResellers; ++i) {
    seed += "      - {name: reseller-" + std::to_string(i) + ", id: " + fire_reseller_id(i) + "}\n";
  }
  return seed;
}

}  // namespace bss::test
