#include "samples.h"

namespace samples {

bool watch_the_waits(const bss::Client& client, std::ostream& out) {
  // sample waits
  auto balances = client.list_partner_balances({});
  for (const bss::Attempt& attempt : balances.meta().attempts) {
    out << "HTTP " << attempt.status << " after " << attempt.waited.count() << " ms of waiting\n";
  }
  // end of sample
  return balances.ok();
}

bool meet_a_throttle(const bss::Client& client, std::ostream& out) {
  // sample throttled
  auto balances = client.list_partner_balances({});
  if (!balances && balances.error().kind == bss::ErrorKind::kThrottled) {
    const bss::Error& error = balances.error();
    out << error.code << ": " << error.throttle_limit << " calls in " << error.throttle_seconds
        << " s\n";  // nothing was done: the call may be made again
  }
  // end of sample
  return !balances;
}

}  // namespace samples
