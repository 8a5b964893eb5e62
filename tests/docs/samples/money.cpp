#include "samples.h"

namespace samples {

bool exact_money(std::ostream& out) {
  // sample money
  bss::Money balance{*bss::Decimal::parse("0.30"), "CNY"};
  bss::Money fee{*bss::Decimal::parse("0.10"), "CNY"};
  auto rest = balance.minus(fee);                                 // exactly 0.20 CNY
  auto mixed = balance.plus({*bss::Decimal::parse("1"), "USD"});  // nothing: currencies differ
  // end of sample
  if (!rest || mixed) return false;
  out << rest->to_string() << "\n";
  return rest->to_string() == "0.20 CNY";
}

}  // namespace samples
