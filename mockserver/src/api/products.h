// Handler of area products: typed request -> catalogue -> typed answer. Holds no rule. Made by the
// app, used through ProductsApi on the workspace's executor.
//
// Stateless; safe to use for several workspaces.
#pragma once

#include "bss/mock/api/products.h"

namespace bss::mock::api {

class ProductsHandlers : public ProductsApi {
 public:
  Reply<ListServiceTypesResponse> list_service_types(
      const CallContext& context, const ListServiceTypesRequest& request) override;
  Reply<ListResourceTypesResponse> list_resource_types(
      const CallContext& context, const ListResourceTypesRequest& request) override;
  Reply<ListServiceResourcesResponse> list_service_resources(
      const CallContext& context, const ListServiceResourcesRequest& request) override;
  Reply<ListUsageTypesResponse> list_usage_types(const CallContext& context,
                                                 const ListUsageTypesRequest& request) override;
  Reply<ListMeasureUnitsResponse> list_measure_units(
      const CallContext& context, const ListMeasureUnitsRequest& request) override;
  Reply<ListConversionsResponse> list_conversions(const CallContext& context,
                                                  const ListConversionsRequest& request) override;
  Reply<ListResourceSpecsResponse> list_resource_specs(
      const CallContext& context, const ListResourceSpecsRequest& request) override;
};

}  // namespace bss::mock::api
