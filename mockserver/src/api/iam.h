// Handler of the IAM operations: typed request -> rule of iam/ -> typed answer. Holds no rule. Made
// by the app, used through IamApi on the workspace's executor.
//
// Stateless but for the address function; safe to use for several workspaces.
#pragma once

#include <functional>
#include <string>

#include "bss/mock/api/iam.h"

namespace bss::mock::api {

class IamHandlers : public IamApi {
 public:
  /// `endpoint` tells where this server can be reached (`http://127.0.0.1:43117`), for links and
  /// the service catalogue; without it links are paths and the catalogue is empty.
  explicit IamHandlers(std::function<std::string()> endpoint = {})
      : endpoint_(std::move(endpoint)) {}

  Reply<CreateTokenResponse> create_token(const CallContext& context,
                                          const CreateTokenRequest& request) override;
  Reply<ShowTokenResponse> show_token(const CallContext& context,
                                      const ShowTokenRequest& request) override;
  Reply<ListProjectsResponse> list_projects(const CallContext& context,
                                            const ListProjectsRequest& request) override;
  Reply<ListAuthProjectsResponse> list_auth_projects(
      const CallContext& context, const ListAuthProjectsRequest& request) override;
  Reply<ListAuthDomainsResponse> list_auth_domains(const CallContext& context,
                                                   const ListAuthDomainsRequest& request) override;
  Reply<CreateTemporaryAccessKeyResponse> create_temporary_access_key(
      const CallContext& context, const CreateTemporaryAccessKeyRequest& request) override;
  Reply<ShowCallerIdentityResponse> show_caller_identity(
      const CallContext& context, const ShowCallerIdentityRequest& request) override;

 private:
  std::string endpoint() const { return endpoint_ ? endpoint_() : std::string(); }

  std::function<std::string()> endpoint_;
};

}  // namespace bss::mock::api
