// The oracle against the vectors of auth-gateway 5.4: they were produced by the vendor's own
// signers.
#include <string>

#include <gtest/gtest.h>

#include "canonical_form.h"

namespace bss::test {
namespace {

constexpr const char* kSecret = "ExampleSecretKey0123456789abcdefABCDEF00";
constexpr const char* kDate = "20240315T081530Z";

struct Vector {
  const char* name;
  RecordedRequest request;
  const char* signed_headers;
  const char* canonical_hash;
  const char* signature;
};

RecordedRequest made(std::string method, std::string target, std::string body = {}) {
  return {std::move(method),
          std::move(target),
          {{"Host", "bss.myhuaweicloud.com"},
           {"X-Sdk-Date", kDate},
           {"Content-Type", "application/json"}},
          std::move(body),
          0};
}

constexpr const char* kTypes =
    "/v2/products/"
    "service-types?limit=10&offset=0&service_type_name=%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~";
constexpr const char* kQuery = "/v2/partners/sub-customers/query";
constexpr const char* kBody = R"({"customer":"测试企业&<A>","offset":0,"limit":10})";
constexpr const char* kAwkward =
    "/v2/a%20b/%E8%B5%84%E6%BA%90/x~y/?B=true&b=2&b=10&b=1&e&id=50%25&order_by=-createTime";

TEST(CanonicalForm, AgreesWithTheVendorsSigners) {
  RecordedRequest with_token = made("GET", kTypes);
  with_token.headers.emplace_back("X-Language", "zh_CN");
  with_token.headers.emplace_back("X-Security-Token", "ExampleSecurityToken==");
  const Vector vectors[] = {
      {"1", made("GET", kTypes), "host;x-sdk-date",
       "9218974d5639d0fb9337a4fdc5501424c296eb934d2ff3a9f182e32c34fea8cc",
       "2819dc91cd631de102f45c3bad59299ef3a78d36decaa2cd6ef806c0f4d644ac"},
      {"1, date only", made("GET", kTypes), "x-sdk-date",
       "1eac7c49382b52fd15e250acf92ae587f1720b86ce82e31bbcb929b7bbc343ff",
       "3ac0b811cd777c6a2b3066d94829b75f1729c2a2306e011070309810dfaaaa32"},
      {"1, token", with_token, "host;x-language;x-sdk-date;x-security-token",
       "1cdfbfdb4530fbaeddf13795188d8e677ddf08c674feb644fe60fb67dcb9d42a",
       "a1307f73e18d6b5515d4294cb9ef6caa61ac620604d20bd164fe8239401feac7"},
      {"2", made("POST", kQuery, kBody), "content-type;host;x-sdk-date",
       "2bf1876484ab45b25693dba832c71b4845639544c2dcaa9d1c9b95636d46cf83",
       "eb8975c67a186005f44ca46f9d5f75c6a19f480fa4e6d6bd6ac154688e0c62b8"},
      {"2, LF", made("POST", kQuery, std::string(kBody) + "\n"), "x-sdk-date",
       "88ff1dd565c22e56cc190acab95a3d3166b63a10b9611e9347fdfe4383d2d0a0",
       "2a327ab7b1c6dbdebdede6fe26706113d4b1331cb8ba440799093f33053d2e89"},
      {"2, {}", made("POST", kQuery, "{}"), "content-type;host;x-sdk-date",
       "d647019209cffc91b41de76bb7b449805681cbb44b92f383eaa8435a40edfcff",
       "cc3a3e20a8e5ba00e3124c4e94815fe2af35ceaa1291eb96daa071d182e07e6f"},
      {"3, Go", made("GET", kAwkward), "x-sdk-date",
       "d615474a205d58cb29e701f9840365188ad72771af8959ec7ac0f696415aa72d",
       "adaef533d54edaec757d766f146aae9d72fb0c66b1cf17747c9c1daa05b456cd"},
      {"3, Python", made("GET", kAwkward), "host;x-sdk-date",
       "90868828360e4d6ba43cf614bd90379d74030441274201b5fc2990a914c98885",
       "497f29e2e7ff55fa45d9f915c017b85ec0f45e215ddc2adda46e7761aa7b2791"},
      {"4", made("DELETE", "/v2/orders/subscriptions/resources/autorenew/01071-1067923-0"),
       "x-sdk-date", "b0e856443552917ec11a70724c200b7ccce9ea22cf61c69d91392f6c650d1a8f",
       "f6d12e796799276764bbef8c0aa550d74b2a7fd88cbf23b9d160554998856b06"},
  };
  for (const Vector& vector : vectors) {
    const std::string canonical = canonical_form(vector.request, vector.signed_headers);
    EXPECT_EQ(sha256(canonical), vector.canonical_hash) << vector.name << "\n" << canonical;
    EXPECT_EQ(signature(kSecret, kDate, canonical), vector.signature) << vector.name;
  }
}

TEST(CanonicalForm, ReadsTheProofAndNothingElse) {
  const auto proof =
      proof_of("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date,   Signature=0123");
  ASSERT_TRUE(proof.has_value());
  EXPECT_EQ(proof->access_key, "AK");
  EXPECT_EQ(proof->signed_headers, "host;x-sdk-date");
  EXPECT_EQ(proof->signature, "0123");
  for (const char* other : {"", "Bearer abc", "SDK-HMAC-SHA256",
                            "SDK-HMAC-SHA256Access=AK, SignedHeaders=a, Signature=0",
                            "SDK-HMAC-SHA256 Access=AK, SignedHeaders=a",
                            "SDK-HMAC-SHA256 access=AK, SignedHeaders=a, Signature=0"}) {
    EXPECT_FALSE(proof_of(other).has_value()) << other;
  }
}

}  // namespace
}  // namespace bss::test
