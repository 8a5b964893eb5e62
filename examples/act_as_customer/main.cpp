// Acts as one of the partner's customers: assumes the agency that the customer gave the partner,
// and calls in the customer's name. The view is a value; the client keeps one token for each
// customer and renews it.
#include <bss/bss.h>

#include "common/arguments.h"

namespace {

constexpr const char* kHelp =
    "act_as_customer [NAME]\n"
    "\n"
    "Makes calls in the name of the customer NAME (default demo-customer).\n"
    "\n"
    "Environment: HUAWEICLOUD_BSS_ENDPOINT, HUAWEICLOUD_IAM_ENDPOINT, the partner's credentials\n"
    "(HUAWEICLOUD_USERNAME, HUAWEICLOUD_PASSWORD), HUAWEICLOUD_BSS_XACCOUNT_TYPE (the agency's "
    "name).\n"
    "Exit codes: 0 done, 1 refused or failed, 2 usage.\n";

}  // namespace

int main(int count, char** texts) {
  const auto arguments = examples::read_arguments(count, texts, {}, {"--help"});
  if (!arguments || arguments->others.size() > 1) return examples::kUsage;
  if (arguments->has("--help")) {
    std::cout << kHelp;
    return examples::kDone;
  }
  const std::string name = arguments->others.empty() ? "demo-customer" : arguments->others[0];
  const bss::Result<bss::Client> client = bss::Client::from_environment();
  if (!client) return examples::report(client.error());
  if (client->config().xaccount_type.empty()) {
    std::cerr << "HUAWEICLOUD_BSS_XACCOUNT_TYPE is not set: it names the agency to assume.\n";
    return examples::kUsage;
  }

  const bss::Identity customer = client->as_customer(bss::DomainName{name});

  // Whom does the service take us for?
  const auto caller = customer.call_iam<bss::operations::ListAuthDomains>({});
  if (!caller) return examples::report(caller.error());
  for (const bss::IamDomainInfo& domain : caller->domains) {
    std::cout << "acting as " << domain.name << " (" << domain.id << ")\n";
  }

  // A call that customers may make.
  bss::ListServiceTypesRequest services;
  services.limit = 3;
  services.x_language = "en_US";
  const auto answer = customer.list_service_types(services);
  if (!answer) return examples::report(answer.error());
  std::cout << "services on offer: " << answer->total_count.value_or(0) << ", among them\n";
  for (const bss::ServiceTypes& service : answer->service_types) {
    std::cout << "  " << service.service_type_name.value_or("?") << "\n";
  }

  // And one that only partners may make: the same client, another identity, another answer.
  const auto refused = customer.list_partner_balances({});
  if (refused.ok()) {
    std::cerr << "The customer could read the partner's balance; that must not be.\n";
    return examples::kFailed;
  }
  if (refused.error().kind != bss::ErrorKind::kDenied) return examples::report(refused.error());
  std::cout << "as expected, the customer may not read the partner's balance: "
            << refused.error().code << "\n";
  return examples::kDone;
}
