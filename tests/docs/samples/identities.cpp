#include "samples.h"

namespace samples {

bss::ClientConfig configuration(const std::string& endpoint) {
  // sample configuration
  bss::ClientConfig config;
  config.bss_endpoint = endpoint;
  config.credentials = bss::Credentials::password("demo-partner", bss::Secret("Partner@2025"));
  config.xaccount_type = "DEMO_PLATFORM";
  // end of sample
  return config;
}

bool identities(const bss::Client& client, std::ostream& out) {
  // sample identities
  bss::Identity partner = client.as_partner();
  bss::Identity customer = client.as_customer(bss::DomainName{"demo-customer"});

  auto balances = partner.list_partner_balances({});
  auto services = customer.list_service_types({});
  // end of sample
  if (!balances || !services) return false;
  out << balances->account_balances.size() << " accounts, " << services->service_types.size()
      << " services\n";
  return true;
}

bool distributor(const bss::Client& client, const std::string& reseller_id, std::ostream& out) {
  // sample reseller
  bss::Identity reseller = client.as_reseller(reseller_id);
  auto balances = reseller.list_partner_balances({});  // sends indirect_partner_id
  // end of sample
  if (!balances) {
    out << balances.error().to_string() << "\n";
    return false;
  }
  out << balances->account_balances.front().amount << "\n";
  return true;
}

bool list_everything(const bss::Client& client, std::ostream& out) {
  // sample paging
  for (const auto& customer : client.list_sub_customers_all({})) {
    if (!customer) {
      out << customer.error().to_string() << "\n";
      return false;
    }
    out << customer->customer_id << " " << customer->account_name << "\n";
  }
  // end of sample
  return true;
}

bool raw_call(const bss::Client& client, std::ostream& out) {
  // sample raw
  bss::RawOptions options;
  options.operation_class = bss::OperationClass::kRead;  // may be repeated
  auto answer =
      client.raw("POST", "/v2/partners/sub-customers/query", R"({"label": null})", options);
  if (answer) out << "HTTP " << answer->status << ", " << answer->body.size() << " bytes\n";
  // end of sample
  return answer.ok();
}

}  // namespace samples
