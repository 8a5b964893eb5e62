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
};

}  // namespace bss::mock::api
