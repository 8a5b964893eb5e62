// Documented errors of the product operations. What all operations share stands in
// gateway_errors.cpp.
#include "error_scenario.h"

namespace bss::contract {

namespace {

/// A query for the servers of one region with further members.
std::string servers(const std::string& more) {
  return R"({"cloud_service_type":"hws.service.type.ec2","resource_type":"hws.resource.type.vm",)"
         R"("region_code":"cn-north-4","charge_mode":"1")" +
         more + "}";
}

void add_specification_errors(std::vector<ErrorScenario>& table) {
  const std::string no_mode =
      R"({"cloud_service_type":"hws.service.type.ec2","resource_type":"hws.resource.type.vm",)"
      R"("region_code":"cn-north-4"})";
  add_bad_inputs(table, "ListResourceSpecs", "POST", "/v2/products/resource-specs-query",
                 {{"Nothing", "{}"},
                  {"NoMode", no_mode},
                  {"UnknownMode", no_mode.substr(0, no_mode.size() - 1) + R"(,"charge_mode":"2"})"},
                  {"LimitZero", servers(R"(,"limit":0)")},
                  {"Limit101", servers(R"(,"limit":101)")},
                  {"UnknownKey", servers(R"(,"filters":[{"key":"name","value":"x"}])")},
                  {"NoValue", servers(R"(,"filters":[{"key":"resource_spec"}])")},
                  {"MadeUpMarker", servers(R"(,"marker":"next")")}});
  // A marker is good for the fields it came from alone.
  table.push_back({"ListResourceSpecs", "CBC.0100", 400, "MarkerOfAnotherQuery", [](Stage& stage) {
                     ListResourceSpecsRequest request{.cloud_service_type = "hws.service.type.ec2",
                                                      .resource_type = "hws.resource.type.vm",
                                                      .region_code = "cn-north-4",
                                                      .charge_mode = "1",
                                                      .limit = 2};
                     request.marker = stage.partner()
                                          .client.list_resource_specs(request)
                                          .value()
                                          .page_info.value()
                                          .next_marker;
                     request.region_code = "cn-north-1";
                     return call(stage.partner(), &bss::Operations::list_resource_specs, request);
                   }});
}

}  // namespace

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
  add_bad_inputs(table, "ListResourceTypes", "GET", "/v2/products/resource-types",
                 {{"LimitZero", "limit=0"},
                  {"Limit1001", "limit=1001"},
                  {"LimitTwoQuotes", "limit=%22%22"},
                  {"OffsetNegative", "offset=-1"},
                  {"OffsetTooLarge", "offset=1000000001"}});
  // R of the service code, NS9 of limit, NS8 of offset.
  const std::string vpc = "service_type_code=hws.service.type.vpc";
  add_bad_inputs(table, "ListServiceResources", "GET", "/v2/products/service-resources",
                 {{"NoCode", "limit=5"},
                  {"BlankCode", "service_type_code"},
                  {"EmptyCode", "service_type_code="},
                  {"TwoQuotesCode", "service_type_code=%22%22"},
                  {"NullCode", "service_type_code=null"},
                  {"LongCode", "service_type_code=" + std::string(65, 'a')},
                  {"LimitZero", vpc + "&limit=0"},
                  {"Limit101", vpc + "&limit=101"},
                  {"LimitBlank", vpc + "&limit"},
                  {"LimitEmpty", vpc + "&limit="},
                  {"LimitTwoQuotes", vpc + "&limit=%22%22"},
                  {"LimitNull", vpc + "&limit=null"},
                  {"OffsetTwoQuotes", vpc + "&offset=%22%22"},
                  {"OffsetTooLarge", vpc + "&offset=10000001"}});
  add_bad_inputs(table, "ListUsageTypes", "GET", "/v2/products/usage-types",
                 {{"LongCode", "resource_type_code=" + std::string(65, 'a')},
                  {"LimitZero", "limit=0"},
                  {"Limit1001", "limit=1001"},
                  {"OffsetNegative", "offset=-1"},
                  {"OffsetTooLarge", "offset=1000000001"}});
  table.push_back(
      {"ListMeasureUnits", "CBC.0100", 400, "LongLanguage", [](Stage& stage) {
         RawRequest request;
         request.method = "GET";
         request.target = "/v2/bases/measurements";
         request.headers = {{"X-Auth-Token", stage.partner_token()}, {"X-Language", "zh_CN_xxx"}};
         return raw(stage, request);
       }});
  // NS2.
  add_bad_inputs(table, "ListConversions", "GET", "/v2/bases/conversions",
                 {{"TypeZero", "measure_type=0"},
                  {"TypeWord", "measure_type=traffic"},
                  {"TypeTwoQuotes", "measure_type=%22%22"},
                  {"TypeTooLarge", "measure_type=2147483648"}});
  add_specification_errors(table);
  return table;
}

}  // namespace bss::contract
