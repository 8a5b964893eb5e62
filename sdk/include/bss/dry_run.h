// What a call would send, without sending it: checked, encoded and signed as usual, and nothing
// reaches the network, not even a login. For support cases and for reading along.
//
//   bss::CallOptions options;
//   options.dry_run = [](const bss::DryRun& request) { std::cout << request.curl() << "\n"; };
//   client.update_customer_account_amount(allocation, options);  // ends as `not_sent`
//
// A value.
#pragma once

#include <string>

#include "bss/operation_info.h"

namespace bss {

/// Secrets are masked wherever they stand: tokens and signatures in headers, passwords and codes in
/// the body. The rest is as it would leave, so it may name customers.
struct DryRun {
  std::string method;
  std::string url;  ///< whole, with the query
  NameValues headers;
  std::string body;
  bool has_body = false;

  /// As a command for a POSIX shell. It cannot be run as it stands: its proof is masked.
  std::string curl() const;
};

}  // namespace bss
