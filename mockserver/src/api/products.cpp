#include "api/products.h"

#include <cstddef>

#include "api/refusals.h"
#include "domain/catalogue.h"

namespace bss::mock::api {

Reply<ListServiceTypesResponse> ProductsHandlers::list_service_types(
    const CallContext& /*context*/, const ListServiceTypesRequest& request) {
  const auto language = domain::language_of(request.x_language.value_or(""));
  const auto page = domain::list_service_types(request.service_type_name.value_or(""), language,
                                               static_cast<std::size_t>(request.offset),
                                               static_cast<std::size_t>(request.limit));
  ListServiceTypesResponse response;
  response.total_count = count_of(static_cast<std::int64_t>(page.total));
  for (const domain::ServiceType* service : page.rows) {
    response.service_types.push_back({std::string(domain::name_of(*service, language)),
                                      std::string(service->code),
                                      std::string(service->abbreviation)});
  }
  return response;
}

}  // namespace bss::mock::api
