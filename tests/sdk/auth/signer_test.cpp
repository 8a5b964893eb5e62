// The published vectors of auth-gateway.md 5.4: all signatures there come from the official
// signers.
#include "auth/signer.h"

#include "core/target.h"

#include <gtest/gtest.h>

#include <ostream>

namespace bss::detail {
namespace {

const Secret kSecretKey("ExampleSecretKey0123456789abcdefABCDEF00");
constexpr const char* kAccessKey = "EXAMPLEAK00000000001";
constexpr const char* kDate = "20240315T081530Z";
constexpr const char* kVector1Target =
    "/v2/products/"
    "service-types?limit=10&offset=0&service_type_name=%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~";
constexpr const char* kVector2Body = R"({"customer":"测试企业&<A>","offset":0,"limit":10})";

struct Vector {
  const char* name;
  const char* method;
  const char* target;
  NameValues headers;
  std::string body;
  const char* signed_headers;
  const char* request_hash;  ///< empty: not published
  const char* signature;
  const char* access_key = kAccessKey;
  Secret secret_key = kSecretKey;
};

std::ostream& operator<<(std::ostream& out, const Vector& vector) {
  return out << vector.name;
}

class SignerVector : public ::testing::TestWithParam<Vector> {};

TEST_P(SignerVector, GivesThePublishedSignature) {
  const Vector& vector = GetParam();
  const SigningInput input{vector.method, vector.target, vector.headers, vector.body};
  EXPECT_EQ(signed_header_names(input.headers), vector.signed_headers);
  if (*vector.request_hash != '\0') {
    EXPECT_EQ(sha256_hex(canonical_request(input)), vector.request_hash);
  }
  EXPECT_EQ(authorization(vector.access_key, vector.secret_key, input),
            std::string("SDK-HMAC-SHA256 Access=") + vector.access_key +
                ", SignedHeaders=" + vector.signed_headers + ", Signature=" + vector.signature);
}

const NameValues kDateOnly = {{"X-Sdk-Date", kDate}};
const NameValues kHostAndDate = {{"Host", "bss.myhuaweicloud.com"}, {"X-Sdk-Date", kDate}};
const NameValues kTypeHostDate = {
    {"Content-Type", "application/json"}, {"Host", "bss.myhuaweicloud.com"}, {"X-Sdk-Date", kDate}};
const NameValues kOldDate = {{"X-Sdk-Date", "20060102T150405Z"}};
constexpr const char* kVector3Target =
    "/v2/a%20b/%E8%B5%84%E6%BA%90/x~y/?B=true&b=2&b=10&b=1&e&id=50%25&order_by=-createTime";
constexpr const char* kVector4Target =
    "/v2/orders/subscriptions/resources/autorenew/01071-1067923-0";

const Vector kVectors[] = {
    {"Vector1", "GET", kVector1Target, kHostAndDate, "", "host;x-sdk-date",
     "9218974d5639d0fb9337a4fdc5501424c296eb934d2ff3a9f182e32c34fea8cc",
     "2819dc91cd631de102f45c3bad59299ef3a78d36decaa2cd6ef806c0f4d644ac"},
    {"Vector1OnlyTheDateSigned", "GET", kVector1Target, kDateOnly, "", "x-sdk-date",
     "1eac7c49382b52fd15e250acf92ae587f1720b86ce82e31bbcb929b7bbc343ff",
     "3ac0b811cd777c6a2b3066d94829b75f1729c2a2306e011070309810dfaaaa32"},
    {"Vector1WithLanguageAndSecurityToken",
     "GET",
     kVector1Target,
     {{"X-Security-Token", "ExampleSecurityToken=="},
      {"X-Language", "zh_CN"},
      {"X-Sdk-Date", kDate},
      {"Host", "bss.myhuaweicloud.com"}},
     "",
     "host;x-language;x-sdk-date;x-security-token",
     "1cdfbfdb4530fbaeddf13795188d8e677ddf08c674feb644fe60fb67dcb9d42a",
     "a1307f73e18d6b5515d4294cb9ef6caa61ac620604d20bd164fe8239401feac7"},
    {"Vector2", "POST", "/v2/partners/sub-customers/query", kTypeHostDate, kVector2Body,
     "content-type;host;x-sdk-date",
     "2bf1876484ab45b25693dba832c71b4845639544c2dcaa9d1c9b95636d46cf83",
     "eb8975c67a186005f44ca46f9d5f75c6a19f480fa4e6d6bd6ac154688e0c62b8"},
    {"Vector2WithFinalLineFeed", "POST", "/v2/partners/sub-customers/query", kHostAndDate,
     std::string(kVector2Body) + "\n", "host;x-sdk-date",
     "d7c53a0ea85cb81c94e0196ae89bb43af71ea5b92616203a29fd6e2f81e41c27",
     "1a8e43a842d7e7c823ecf728dacba678e86cb5b5d0c11cf622db249d935fbe36"},
    {"Vector2WithFinalLineFeedOnlyTheDateSigned", "POST", "/v2/partners/sub-customers/query",
     kDateOnly, std::string(kVector2Body) + "\n", "x-sdk-date",
     "88ff1dd565c22e56cc190acab95a3d3166b63a10b9611e9347fdfe4383d2d0a0",
     "2a327ab7b1c6dbdebdede6fe26706113d4b1331cb8ba440799093f33053d2e89"},
    {"Vector2EmptyObject", "POST", "/v2/partners/sub-customers/query", kTypeHostDate, "{}",
     "content-type;host;x-sdk-date",
     "d647019209cffc91b41de76bb7b449805681cbb44b92f383eaa8435a40edfcff",
     "cc3a3e20a8e5ba00e3124c4e94815fe2af35ceaa1291eb96daa071d182e07e6f"},
    {"Vector3", "GET", kVector3Target, kDateOnly, "", "x-sdk-date",
     "d615474a205d58cb29e701f9840365188ad72771af8959ec7ac0f696415aa72d",
     "adaef533d54edaec757d766f146aae9d72fb0c66b1cf17747c9c1daa05b456cd"},
    {"Vector3WithHost", "GET", kVector3Target, kHostAndDate, "", "host;x-sdk-date",
     "90868828360e4d6ba43cf614bd90379d74030441274201b5fc2990a914c98885",
     "497f29e2e7ff55fa45d9f915c017b85ec0f45e215ddc2adda46e7761aa7b2791"},
    {"Vector4", "DELETE", kVector4Target, kDateOnly, "", "x-sdk-date",
     "b0e856443552917ec11a70724c200b7ccce9ea22cf61c69d91392f6c650d1a8f",
     "f6d12e796799276764bbef8c0aa550d74b2a7fd88cbf23b9d160554998856b06"},
    {"PublishedGet", "GET", "/path?limit=1", kOldDate, "", "x-sdk-date", "",
     "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624", "AccessKey",
     Secret("SecretKey")},
    {"PublishedPost", "POST", "/path?key=value", kOldDate, "{\"Name\":\"test\",\"Id\":1}\n",
     "x-sdk-date", "", "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
     "AccessKey", Secret("SecretKey")},
    {"PublishedPostWithoutLineFeed", "POST", "/path?key=value", kOldDate,
     R"({"Name":"test","Id":1})", "x-sdk-date", "",
     "83599e5230b5b31fb58837c5760b4c2d407542df1f9493834ead538696e17a35", "AccessKey",
     Secret("SecretKey")},
};

INSTANTIATE_TEST_SUITE_P(AuthGateway54, SignerVector, ::testing::ValuesIn(kVectors),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Signer, WritesTheCanonicalRequestOfVector1) {
  const SigningInput input{"GET", kVector1Target, kHostAndDate, ""};
  const std::string canonical = canonical_request(input);
  EXPECT_EQ(canonical,
            "GET\n"
            "/v2/products/service-types/\n"
            "limit=10&offset=0&service_type_name=%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~\n"
            "host:bss.myhuaweicloud.com\n"
            "x-sdk-date:20240315T081530Z\n"
            "\n"
            "host;x-sdk-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(canonical.size(), 242U);
  EXPECT_EQ(string_to_sign(kDate, canonical),
            "SDK-HMAC-SHA256\n20240315T081530Z\n"
            "9218974d5639d0fb9337a4fdc5501424c296eb934d2ff3a9f182e32c34fea8cc");
}

TEST(Signer, WritesTheCanonicalRequestOfVector2) {
  const SigningInput input{"POST", "/v2/partners/sub-customers/query", kTypeHostDate, kVector2Body};
  EXPECT_EQ(canonical_request(input).size(), 219U);
  EXPECT_EQ(input.body.size(), 53U);
  EXPECT_EQ(sha256_hex(input.body),
            "31fa7bb01c7500364b1a5a31899865b74d2fa0dddc301b2bf78ac0466bee3961");
}

TEST(Signer, EncodesByTheSigningAlphabet) {
  // The encoding table of 5.4.
  const std::pair<const char*, const char*> table[] = {
      {"云", "%E4%BA%91"}, {" ", "%20"},        {"+", "%2B"}, {"*", "%2A"}, {"/", "%2F"},
      {"&", "%26"},        {"=", "%3D"},        {"%", "%25"}, {"'", "%27"}, {"(", "%28"},
      {")", "%29"},        {"!", "%21"},        {"@", "%40"}, {":", "%3A"}, {",", "%2C"},
      {";", "%3B"},        {"$", "%24"},        {"-", "-"},   {"_", "_"},   {".", "."},
      {"~", "~"},          {"azAZ09", "azAZ09"}};
  for (const auto& [plain, encoded] : table) EXPECT_EQ(percent_encoded(plain), encoded);
}

TEST(Signer, CanonicalPathEndsInASlash) {
  EXPECT_EQ(canonical_uri(""), "/");
  EXPECT_EQ(canonical_uri("/"), "/");
  EXPECT_EQ(canonical_uri("/v2/a"), "/v2/a/");
  EXPECT_EQ(canonical_uri("/v2/a/"), "/v2/a/");
  EXPECT_EQ(canonical_uri("/v2/%7ex/%e4"), "/v2/~x/%E4/");
}

TEST(Signer, CanonicalQueryIsSortedByDecodedNameThenValue) {
  const NameValues decoded = {{"b", "2"},   {"b", "10"},   {"b", "1"},
                              {"e", ""},    {"id", "50%"}, {"order_by", "-createTime"},
                              {"B", "true"}};
  EXPECT_EQ(canonical_query(decoded), "B=true&b=1&b=10&b=2&e=&id=50%25&order_by=-createTime");
  EXPECT_EQ(canonical_query({}), "");
}

TEST(Signer, CanonicalQueryOfATargetRestoresWhatAClientLeftOut) {
  EXPECT_EQ(canonical_query_of("e&b=%7e&a=%e4%ba%91"), "a=%E4%BA%91&b=~&e=");
  EXPECT_EQ(canonical_query_of("a=b=c&&x"), "a=b%3Dc&x=");
  EXPECT_EQ(canonical_query_of("a=100%"), "a=100%25");
  EXPECT_EQ(canonical_query_of(""), "");
}

TEST(Signer, TrimsValuesAndSortsHeadersByLowerCaseName) {
  const SigningInput input{"GET", "/", {{"X-Sdk-Date", " 1 "}, {"HOST", "h"}, {"x-b", "\t2"}}, ""};
  EXPECT_EQ(signed_header_names(input.headers), "host;x-b;x-sdk-date");
  EXPECT_NE(canonical_request(input).find("host:h\nx-b:2\nx-sdk-date:1\n\nhost;x-b;x-sdk-date\n"),
            std::string::npos);
}

TEST(Signer, TakesAGivenHashOfTheBody) {
  // 5.2 step 6.
  const SigningInput input{"POST",
                           "/",
                           {{"X-Sdk-Date", kDate}, {"X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"}},
                           "ignored"};
  const std::string canonical = canonical_request(input);
  EXPECT_EQ(canonical.substr(canonical.rfind('\n') + 1), "UNSIGNED-PAYLOAD");
}

TEST(Signer, SignsNoNamesWithUnderscoreAndNoUserAgent) {
  EXPECT_TRUE(is_signed_header("Host"));
  EXPECT_TRUE(is_signed_header("content-type"));
  EXPECT_TRUE(is_signed_header("X-Language"));
  EXPECT_FALSE(is_signed_header("X-Odd_Name"));
  EXPECT_FALSE(is_signed_header("User-Agent"));
  EXPECT_FALSE(is_signed_header("Authorization"));
  EXPECT_FALSE(is_signed_header("Content-Length"));
}

TEST(Signer, WritesTheDateInUtc) {
  EXPECT_EQ(sdk_date(std::chrono::system_clock::from_time_t(1710490530)), kDate);
}

TransportRequest vector1_request() {
  TransportRequest request;
  request.method = "GET";
  request.url = "https://bss.myhuaweicloud.com";
  request.target = kVector1Target;
  return request;
}

std::string header_of(const TransportRequest& request, const std::string& name) {
  for (const auto& header : request.headers) {
    if (header.first == name) return header.second;
  }
  return {};
}

const auto kNow = std::chrono::system_clock::from_time_t(1710490530);

TEST(SignRequest, AddsWhatTheSignatureNeeds) {
  auto request = vector1_request();
  sign_request(request, {kAccessKey, kSecretKey, Secret(), ""}, kNow);
  EXPECT_EQ(header_of(request, "Host"), "bss.myhuaweicloud.com");
  EXPECT_EQ(header_of(request, "X-Sdk-Date"), kDate);
  EXPECT_EQ(header_of(request, "Authorization"),
            "SDK-HMAC-SHA256 Access=EXAMPLEAK00000000001, SignedHeaders=host;x-sdk-date, "
            "Signature=2819dc91cd631de102f45c3bad59299ef3a78d36decaa2cd6ef806c0f4d644ac");
  EXPECT_EQ(request.headers.size(), 3U);
}

TEST(SignRequest, SignsDomainAndSecurityTokenButNotTheUserAgent) {
  auto request = vector1_request();
  request.headers = {{"Host", "bss.myhuaweicloud.com"},
                     {"User-Agent", "bss"},
                     {"X-Language", "zh_CN"},
                     {"Content-Type", "application/json"}};
  sign_request(request, {kAccessKey, kSecretKey, Secret("ExampleSecurityToken=="), "d1"}, kNow);
  EXPECT_EQ(header_of(request, "X-Domain-Id"), "d1");
  EXPECT_EQ(header_of(request, "X-Security-Token"), "ExampleSecurityToken==");
  EXPECT_NE(header_of(request, "Authorization")
                .find("SignedHeaders=content-type;host;x-domain-id;x-language;x-sdk-date;x-"
                      "security-token,"),
            std::string::npos);
}

TEST(SignRequest, PutsTheQueryInCanonicalOrder) {
  auto request = vector1_request();
  request.target = "/v2/x?offset=0&limit=10&name=a%20b";
  sign_request(request, {kAccessKey, kSecretKey, Secret(), ""}, kNow);
  EXPECT_EQ(request.target, "/v2/x?limit=10&name=a%20b&offset=0");
}

TEST(SignRequest, LeavesAQueryAloneThatItWouldHaveToRewrite) {
  // Blank and empty are not the same to the service; a raw target may say either.
  for (const char* target : {"/v2/x?z&a=1", "/v2/x?b=%7e&a=1", "/v2/x?b=1+1&a=1", "/v2/x"}) {
    auto request = vector1_request();
    request.target = target;
    sign_request(request, {kAccessKey, kSecretKey, Secret(), ""}, kNow);
    EXPECT_EQ(request.target, target);
  }
}

}  // namespace
}  // namespace bss::detail
