#include "samples.h"

#include <string>
#include <utility>

#include "bss/mock/server.h"
#include "canonical_form.h"
#include "demo.h"

namespace bss::test {
namespace {

RecordedRequest made(std::string method, std::string target, Headers headers, std::string body,
                     std::string_view signed_headers) {
  RecordedRequest request{std::move(method), std::move(target), std::move(headers), std::move(body),
                          0};
  if (!request.body.empty()) {
    request.headers.emplace_back("Content-Length", std::to_string(request.body.size()));
  }
  const mock::Identity& partner = mock::demo_credentials().partner;
  sign(request, partner.access_key, partner.secret_key, signed_headers);
  return request;
}

}  // namespace

std::vector<RecordedRequest> signed_samples(std::string_view date) {
  const Headers go{{"Host", "localhost"},
                   {"User-Agent", "huaweicloud-usdk-go/3.0"},
                   {"Content-Type", "application/json;charset=UTF-8"},
                   {"X-Domain-Id", mock::demo_credentials().partner.domain_id},
                   {"X-Sdk-Date", std::string(date)}};
  const Headers python{{"Host", "localhost:8080"},
                       {"User-Agent", "huaweicloud-usdk-python/3.0"},
                       {"Accept", "*/*"},
                       {"Content-Type", "application/json"},
                       {"X-Sdk-Date", std::string(date)}};
  Headers unsigned_payload = python;
  unsigned_payload.emplace_back("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD");
  const std::string customer(kCustomer);
  return {
      // A name in Chinese, a parameter that lost its '=', and one that is repeated in no order.
      made("GET",
           "/v2/products/"
           "service-types?service_type_name=%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~&limit=10&e&x=2&x="
           "10&x=1",
           go, "", "user-agent;x-domain-id;x-sdk-date"),
      made("POST", "/v2/partners/sub-customers/query", go,
           "{\"customer\":\"测试企业&<A>\",\"offset\":0,\"limit\":10}\n",
           "user-agent;x-domain-id;x-sdk-date"),
      made("GET",
           "/v3/accounts/partner-accounts/adjust-records?customer_id=" + customer +
               "&limit=5&offset=0",
           python, "", "accept;content-type;host;user-agent;x-sdk-date"),
      made("POST", "/v2/accounts/partner-accounts/adjust-amount", python,
           R"({"customer_id": ")" + customer + R"(", "amount": 0.01})",
           "content-type;host;x-sdk-date"),
      // Signed without its body: a changed body is accepted, and refused only for what it says.
      made("POST", "/v2/partners/sub-customers/query", unsigned_payload, R"({"limit":10})",
           "host;x-sdk-content-sha256;x-sdk-date"),
  };
}

}  // namespace bss::test
