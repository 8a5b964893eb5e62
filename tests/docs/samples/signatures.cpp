// Samples of docs/signatures.md.
#include <ostream>
#include <string>

#include "bss/mock/server.h"
#include "samples.h"

namespace samples {

bool explain_a_signature(bss::mock::Server& server, std::ostream& out) {
  const auto workspace = server.workspace();
  // sample explain
  std::string explained = workspace.explain_signature(R"({
    "method": "GET", "target": "/v2/accounts/partner-accounts/balances", "body": "",
    "headers": {"X-Sdk-Date": "20250601T000000Z",
                "Authorization": "SDK-HMAC-SHA256 Access=NOSUCHKEY00000000001, SignedHeaders=x-sdk-date, Signature=00"}})");
  // end of sample
  out << explained << "\n";
  return explained.find("There is no such access key.") != std::string::npos;
}

}  // namespace samples
