// Handler of area customers: typed request -> rule of domain/ -> typed answer. Holds no rule. Made
// by the app, used through CustomersApi on the workspace's executor.
//
// Stateless; safe to use for several workspaces.
#pragma once

#include "bss/mock/api/customers.h"

namespace bss::mock::api {

class CustomersHandlers final : public CustomersApi {
 public:
  Reply<CheckUserIdentityResponse> check_user_identity(
      const CallContext& context, const CheckUserIdentityRequest& request) override;
  Reply<SendVerificationMessageCodeResponse> send_verification_message_code(
      const CallContext& context, const SendVerificationMessageCodeRequest& request) override;
  Reply<CreateSubCustomerResponse> create_sub_customer(
      const CallContext& context, const CreateSubCustomerRequest& request) override;
  Reply<ListSubCustomersResponse> list_sub_customers(
      const CallContext& context, const ListSubCustomersRequest& request) override;
  Reply<ListSubCustomerNewTagResponse> list_sub_customer_new_tag(
      const CallContext& context, const ListSubCustomerNewTagRequest& request) override;
  Reply<ListIndirectPartnersResponse> list_indirect_partners(
      const CallContext& context, const ListIndirectPartnersRequest& request) override;
  Reply<ListProvincesResponse> list_provinces(const CallContext& context,
                                              const ListProvincesRequest& request) override;
  Reply<ListCitiesResponse> list_cities(const CallContext& context,
                                        const ListCitiesRequest& request) override;
  Reply<ListCountiesResponse> list_counties(const CallContext& context,
                                            const ListCountiesRequest& request) override;
};

}  // namespace bss::mock::api
