// top-up CUSTOMER AMOUNT: what an operator of the shop types. Exit 0 done, 1 refused, 2 usage, 3
// the outcome is not known.
#include <iostream>

#include "bss/bss.h"
#include "shop.h"

int main(int count, char** words) {
  const auto wanted = count == 3 ? bss::Decimal::parse(words[2]) : std::nullopt;
  if (!wanted) {
    std::cerr << "usage: top-up CUSTOMER AMOUNT\n";
    return 2;
  }
  const auto client = bss::Client::from_environment();
  if (!client) {
    std::cerr << client.error().message << "\n";
    return 2;
  }
  const auto result = shop::top_up_to(*client, words[1], *wanted);
  switch (result.outcome) {
    case shop::TopUp::kPaid:
      std::cout << "paid " << result.detail << "\n";
      return 0;
    case shop::TopUp::kEnough:
      std::cout << "nothing was missing\n";
      return 0;
    case shop::TopUp::kUnknown:
      std::cout << "not known: run it again, it looks first\n";
      return 3;
    case shop::TopUp::kRefused:
      break;
  }
  std::cout << "refused: " << result.detail << "\n";
  return 1;
}
