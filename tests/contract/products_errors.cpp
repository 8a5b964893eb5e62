// Documented errors of the product operations. What all operations share stands in
// gateway_errors.cpp.
#include "error_scenario.h"

namespace bss::contract {

std::vector<ErrorScenario> products_errors() {
  std::vector<ErrorScenario> table;
  // products-bills 1.5: NS8 of limit and offset, minLength 1 of the name.
  add_bad_inputs(table, "ListServiceTypes", "GET", "/v2/products/service-types",
                 {{"LimitZero", "limit=0"},
                  {"Limit1001", "limit=1001"},
                  {"LimitWord", "limit=ten"},
                  {"LimitTwoQuotes", "limit=%22%22"},
                  {"LimitDecimal", "limit=1.5"},
                  {"OffsetNegative", "offset=-1"},
                  {"OffsetTooLarge", "offset=1000000001"},
                  {"EmptyName", "service_type_name="},
                  {"LongName", "service_type_name=" + std::string(129, 'a')}});
  return table;
}

}  // namespace bss::contract
