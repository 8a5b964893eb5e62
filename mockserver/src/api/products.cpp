#include "api/products.h"

#include <cstddef>
#include <optional>
#include <string_view>

#include "api/refusals.h"
#include "domain/catalogue.h"

namespace bss::mock::api {

namespace {

domain::Language language_of(const std::optional<std::string>& header) {
  return domain::language_of(header.value_or(""));
}

std::string name_of(const domain::ServiceType* service, domain::Language language) {
  return service == nullptr ? std::string() : std::string(service->name.in(language));
}

std::string name_of(const domain::ResourceType* type, domain::Language language) {
  return type == nullptr ? std::string() : std::string(type->name.in(language));
}

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return std::string_view(*text);
}

UsageType on_wire(const domain::UsageType& usage, domain::Language language) {
  UsageType wire;
  wire.code = std::string(usage.code);
  wire.name = std::string(usage.name.in(language));
  wire.resource_type_code = std::string(usage.resource_type);
  const domain::ResourceType* type = domain::find_resource_type(usage.resource_type);
  wire.resource_type_name = name_of(type, language);
  if (type == nullptr) return wire;
  wire.service_type_code = std::string(type->service_type);
  wire.service_type_name = name_of(domain::find_service_type(type->service_type), language);
  return wire;
}

domain::SpecificationQuery query_of(const CallContext& context,
                                    const ListResourceSpecsRequest& request) {
  namespace modes = list_resource_specs_request_charge_mode_values;
  namespace keys = resource_specs_filter_key_values;
  domain::SpecificationQuery query;
  query.site = context.caller->site;
  query.service_type = request.cloud_service_type;
  query.resource_type = request.resource_type;
  query.region = request.region_code;
  query.by_period = request.charge_mode == modes::kYearlyMonthly;
  for (const ResourceSpecsFilter& filter : request.filters)
    (filter.key == keys::kResourceSpec ? query.codes : query.texts).push_back(filter.value);
  return query;
}

CloudServiceBasic on_wire(const domain::Specification& row, const ListResourceSpecsRequest& asked,
                          domain::Language language) {
  CloudServiceBasic wire;
  wire.cloud_service_type = asked.cloud_service_type;
  wire.cloud_service_type_name = name_of(domain::find_service_type(row.service_type), language);
  wire.resource_type = asked.resource_type;
  wire.resource_type_name = name_of(domain::find_resource_type(row.resource_type), language);
  wire.resource_spec = std::string(row.code);
  wire.resource_spec_name = std::string(row.text);
  wire.charge_mode = asked.charge_mode;
  wire.region_code = asked.region_code;
  return wire;
}

}  // namespace

Reply<ListServiceTypesResponse> ProductsHandlers::list_service_types(
    const CallContext& /*context*/, const ListServiceTypesRequest& request) {
  const auto language = language_of(request.x_language);
  const auto page = domain::list_service_types(request.service_type_name.value_or(""), language,
                                               size_of(request.offset), size_of(request.limit));
  ListServiceTypesResponse response;
  response.total_count = count_of(static_cast<std::int64_t>(page.total));
  for (const domain::ServiceType* service : page.rows) {
    response.service_types.push_back({name_of(service, language), std::string(service->code),
                                      std::string(service->abbreviation)});
  }
  return response;
}

Reply<ListResourceTypesResponse> ProductsHandlers::list_resource_types(
    const CallContext& /*context*/, const ListResourceTypesRequest& request) {
  const auto language = language_of(request.x_language);
  const auto page =
      domain::list_resource_types(std::nullopt, size_of(request.offset), size_of(request.limit));
  ListResourceTypesResponse response;
  response.total_count = count_of(static_cast<std::int64_t>(page.total));
  for (const domain::ResourceType* type : page.rows) {
    response.resource_types.push_back(
        {std::string(type->code), name_of(type, language), "", std::string(type->service_type)});
  }
  return response;
}

Reply<ListServiceResourcesResponse> ProductsHandlers::list_service_resources(
    const CallContext& /*context*/, const ListServiceResourcesRequest& request) {
  const auto language = language_of(request.x_language);
  const auto page = domain::list_resource_types(request.service_type_code, size_of(request.offset),
                                                size_of(request.limit));
  ListServiceResourcesResponse response;
  response.total_count = count_of(static_cast<std::int64_t>(page.total));
  for (const domain::ResourceType* type : page.rows) {
    response.infos.push_back({ResourceBasicInfo{
        std::string(type->code), std::string(type->service_type), name_of(type, language), ""}});
  }
  return response;
}

Reply<ListUsageTypesResponse> ProductsHandlers::list_usage_types(
    const CallContext& /*context*/, const ListUsageTypesRequest& request) {
  const auto language = language_of(request.x_language);
  const auto page = domain::list_usage_types(view_of(request.resource_type_code),
                                             size_of(request.offset), size_of(request.limit));
  ListUsageTypesResponse response;
  response.total_count = count_of(static_cast<std::int64_t>(page.total));
  for (const domain::UsageType* usage : page.rows)
    response.usage_types.push_back(on_wire(*usage, language));
  return response;
}

Reply<ListMeasureUnitsResponse> ProductsHandlers::list_measure_units(
    const CallContext& context, const ListMeasureUnitsRequest& request) {
  const auto language = language_of(request.x_language);
  const bool china = context.caller->site == domain::Site::kChina;
  ListMeasureUnitsResponse response;
  for (const domain::MeasureUnit& unit : domain::measure_units()) {
    response.measure_units.push_back(
        {unit.id, std::string(unit.name.in(language)),
         std::string(china ? unit.abbreviation_china : unit.abbreviation_international),
         unit.type});
  }
  return response;
}

Reply<ListConversionsResponse> ProductsHandlers::list_conversions(
    const CallContext& /*context*/, const ListConversionsRequest& request) {
  ListConversionsResponse response;
  for (const domain::Conversion& row : domain::list_conversions(request.measure_type))
    response.conversions.push_back({row.from, row.to, row.ratio, row.type});
  return response;
}

Reply<ListResourceSpecsResponse> ProductsHandlers::list_resource_specs(
    const CallContext& context, const ListResourceSpecsRequest& request) {
  const auto page = domain::list_specifications(
      query_of(context, request), request.marker.value_or(""), size_of(request.limit));
  if (!page) return invalid_field("marker");
  const auto language = language_of(request.x_language);
  ListResourceSpecsResponse response;
  PageInfo info;
  if (!page->next_marker.empty()) info.next_marker = page->next_marker;
  response.page_info = info;
  for (const domain::Specification* row : page->rows)
    response.cloud_service_basics.push_back(on_wire(*row, request, language));
  return response;
}

}  // namespace bss::mock::api
