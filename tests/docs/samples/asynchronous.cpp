#include <future>
#include <memory>

#include "samples.h"

namespace samples {

bool start_a_call(const bss::Client& client, std::ostream& out) {
  // sample start
  const auto accounts = std::make_shared<std::promise<std::size_t>>();
  client.list_partner_balances_async(
      {}, {}, [accounts](bss::Result<bss::ListPartnerBalancesResponse> balances) {
        accounts->set_value(balances ? balances->account_balances.size() : 0);
      });
  out << "meanwhile...\n";
  out << accounts->get_future().get() << " accounts\n";
  // end of sample
  return true;
}

bool choose_limits_and_transport(const std::string& endpoint, std::ostream& out) {
  // sample limits
  bss::ClientConfig config;
  config.transport_options.connections_per_host = 200;  // 16 unless set
  config.async_threads = 8;                             // 4 unless set; for callbacks and encoding
  // end of sample
  // sample transport
  config.transport = bss::make_cpprest_transport(config.transport_options);
  // end of sample
  const bss::ClientConfig reached = configuration(endpoint);
  config.bss_endpoint = reached.bss_endpoint;
  config.credentials = reached.credentials;
  return start_a_call(bss::Client(config), out);
}

}  // namespace samples
