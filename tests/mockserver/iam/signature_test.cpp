// Vectors of auth-gateway 5.4 and the edges of 5.1 and 5.2, from the side that verifies.
#include "iam/signature.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace bss::mock::iam {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kSecret = "ExampleSecretKey0123456789abcdefABCDEF00";
constexpr std::string_view kDate = "20240315T081530Z";
constexpr std::string_view kServiceTypes =
    "/v2/products/service-types?limit=10&offset=0&service_type_name="
    "%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~";
constexpr std::string_view kBody = R"({"customer":"测试企业&<A>","offset":0,"limit":10})";

struct Vector {
  std::string_view name;
  std::string_view method;
  std::string_view target;
  Headers headers;
  std::string body;
  std::string_view signed_headers;
  std::string_view canonical_hash;  ///< empty where the rules publish none
  std::string_view signature;
  std::string_view secret = kSecret;
  std::string_view date = kDate;
};

std::vector<Vector> vectors() {
  const std::pair<std::string, std::string> host{"Host", "bss.myhuaweicloud.com"};
  const std::pair<std::string, std::string> date{"X-Sdk-Date", std::string(kDate)};
  const std::pair<std::string, std::string> json{"Content-Type", "application/json"};
  const std::pair<std::string, std::string> go_date{"X-Sdk-Date", "20060102T150405Z"};
  const std::string_view query = "/v2/partners/sub-customers/query";
  const std::string_view awkward =
      "/v2/a%20b/%E8%B5%84%E6%BA%90/x~y/"
      "?B=true&b=2&b=10&b=1&e&id=50%25&order_by=-createTime";
  const std::string with_newline = std::string(kBody) + "\n";
  return {
      {"vector1",
       "GET",
       kServiceTypes,
       {host, date},
       "",
       "host;x-sdk-date",
       "9218974d5639d0fb9337a4fdc5501424c296eb934d2ff3a9f182e32c34fea8cc",
       "2819dc91cd631de102f45c3bad59299ef3a78d36decaa2cd6ef806c0f4d644ac"},
      {"vector1_date_only",
       "GET",
       kServiceTypes,
       {host, date},
       "",
       "x-sdk-date",
       "1eac7c49382b52fd15e250acf92ae587f1720b86ce82e31bbcb929b7bbc343ff",
       "3ac0b811cd777c6a2b3066d94829b75f1729c2a2306e011070309810dfaaaa32"},
      {"vector1_language_and_security_token",
       "GET",
       kServiceTypes,
       {{"X-Security-Token", "ExampleSecurityToken=="}, {"X-Language", "zh_CN"}, host, date},
       "",
       "host;x-language;x-sdk-date;x-security-token",
       "1cdfbfdb4530fbaeddf13795188d8e677ddf08c674feb644fe60fb67dcb9d42a",
       "a1307f73e18d6b5515d4294cb9ef6caa61ac620604d20bd164fe8239401feac7"},
      {"vector2",
       "POST",
       query,
       {json, host, date},
       std::string(kBody),
       "content-type;host;x-sdk-date",
       "2bf1876484ab45b25693dba832c71b4845639544c2dcaa9d1c9b95636d46cf83",
       "eb8975c67a186005f44ca46f9d5f75c6a19f480fa4e6d6bd6ac154688e0c62b8"},
      {"vector2_newline",
       "POST",
       query,
       {json, host, date},
       with_newline,
       "host;x-sdk-date",
       "d7c53a0ea85cb81c94e0196ae89bb43af71ea5b92616203a29fd6e2f81e41c27",
       "1a8e43a842d7e7c823ecf728dacba678e86cb5b5d0c11cf622db249d935fbe36"},
      {"vector2_go_default",
       "POST",
       query,
       {json, host, date},
       with_newline,
       "x-sdk-date",
       "88ff1dd565c22e56cc190acab95a3d3166b63a10b9611e9347fdfe4383d2d0a0",
       "2a327ab7b1c6dbdebdede6fe26706113d4b1331cb8ba440799093f33053d2e89"},
      {"vector2_empty_object",
       "POST",
       query,
       {json, host, date},
       "{}",
       "content-type;host;x-sdk-date",
       "d647019209cffc91b41de76bb7b449805681cbb44b92f383eaa8435a40edfcff",
       "cc3a3e20a8e5ba00e3124c4e94815fe2af35ceaa1291eb96daa071d182e07e6f"},
      {"vector3_go",
       "GET",
       awkward,
       {host, date},
       "",
       "x-sdk-date",
       "d615474a205d58cb29e701f9840365188ad72771af8959ec7ac0f696415aa72d",
       "adaef533d54edaec757d766f146aae9d72fb0c66b1cf17747c9c1daa05b456cd"},
      {"vector3_python",
       "GET",
       awkward,
       {host, date},
       "",
       "host;x-sdk-date",
       "90868828360e4d6ba43cf614bd90379d74030441274201b5fc2990a914c98885",
       "497f29e2e7ff55fa45d9f915c017b85ec0f45e215ddc2adda46e7761aa7b2791"},
      {"vector4",
       "DELETE",
       "/v2/orders/subscriptions/resources/autorenew/01071-1067923-0",
       {host, date},
       "",
       "x-sdk-date",
       "b0e856443552917ec11a70724c200b7ccce9ea22cf61c69d91392f6c650d1a8f",
       "f6d12e796799276764bbef8c0aa550d74b2a7fd88cbf23b9d160554998856b06"},
      {"go_sdk_get",
       "GET",
       "/path?limit=1",
       {go_date},
       "",
       "x-sdk-date",
       "",
       "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
       "SecretKey",
       "20060102T150405Z"},
      {"go_sdk_post",
       "POST",
       "/path?key=value",
       {go_date},
       "{\"Name\":\"test\",\"Id\":1}\n",
       "x-sdk-date",
       "",
       "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59",
       "SecretKey",
       "20060102T150405Z"},
      {"go_sdk_post_without_newline",
       "POST",
       "/path?key=value",
       {go_date},
       "{\"Name\":\"test\",\"Id\":1}",
       "x-sdk-date",
       "",
       "83599e5230b5b31fb58837c5760b4c2d407542df1f9493834ead538696e17a35",
       "SecretKey",
       "20060102T150405Z"},
  };
}

std::string canonical_of(const Vector& vector) {
  const SignedRequestView view{vector.method, vector.target, &vector.headers, vector.body};
  return canonical_request(view, vector.signed_headers, sha256_hex(vector.body));
}

TEST(Signature, AgreesWithThePublishedVectors) {
  for (const auto& vector : vectors()) {
    SCOPED_TRACE(vector.name);
    const std::string canonical = canonical_of(vector);
    if (!vector.canonical_hash.empty()) {
      EXPECT_EQ(sha256_hex(canonical), vector.canonical_hash) << canonical;
    }
    EXPECT_EQ(signature_of(vector.secret, string_to_sign(vector.date, canonical)),
              vector.signature);
  }
}

TEST(Signature, CanonicalRequestOfVectorOneIsWrittenOut) {
  EXPECT_EQ(canonical_of(vectors().front()),
            "GET\n/v2/products/service-types/\nlimit=10&offset=0&service_type_name="
            "%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~\nhost:bss.myhuaweicloud.com\n"
            "x-sdk-date:20240315T081530Z\n\nhost;x-sdk-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(CanonicalUri, EndsInASlashAndIsEncodedOnce) {
  EXPECT_EQ(canonical_uri(""), "/");
  EXPECT_EQ(canonical_uri("/"), "/");
  EXPECT_EQ(canonical_uri("/v2/a"), "/v2/a/");
  EXPECT_EQ(canonical_uri("/v2/a/"), "/v2/a/");
  EXPECT_EQ(canonical_uri("/v2/%7e/a+b"), "/v2/~/a%2Bb/");
  EXPECT_EQ(canonical_uri("/50%/x%2"), "/50%25/x%252/");
}

TEST(CanonicalQuery, SortsByDecodedNameThenValueAndRestoresEqualsSigns) {
  EXPECT_EQ(canonical_query(""), "");
  EXPECT_EQ(canonical_query("b=2&b=10&b=1&a"), "a=&b=1&b=10&b=2");
  EXPECT_EQ(canonical_query("%62=1&a=x%3Dy&a=x=y"), "a=x%3Dy&a=x%3Dy&b=1");
  EXPECT_EQ(canonical_query("&a=1&&b=2&"), "a=1&b=2");
}

// 5.4: "a literal + on the wire: read it as plus for the signature".
TEST(CanonicalQuery, KeepsALiteralPlus) {
  EXPECT_EQ(canonical_query("a=1+2"), "a=1%2B2");
}

// The encoding table of 5.4.
TEST(PercentEncode, FollowsTheEncodingTable) {
  EXPECT_EQ(percent_encode("云 +*/&=%'()!@:,;$-_.~"),
            "%E4%BA%91%20%2B%2A%2F%26%3D%25%27%28%29%21%40%3A%2C%3B%24-_.~");
}

TEST(CanonicalRequest, TrimsHeaderValuesAndWritesRepeatedOnesSorted) {
  const Headers headers{{"X-B", " two "}, {"x-b", "\tone"}, {"X-Sdk-Date", std::string(kDate)}};
  const SignedRequestView view{"get", "/p", &headers, ""};
  EXPECT_EQ(canonical_request(view, "x-b;x-sdk-date", "h"),
            "GET\n/p/\n\nx-b:one\nx-b:two\nx-sdk-date:20240315T081530Z\n\nx-b;x-sdk-date\nh");
}

TEST(CanonicalRequest, AnAbsentHeaderHasNoLineUnlikeAnEmptyOne) {
  const Headers absent{{"X-Sdk-Date", "d"}};
  const Headers empty{{"X-Sdk-Date", "d"}, {"X-Language", ""}};
  EXPECT_NE(canonical_request({"GET", "/", &absent, ""}, "x-language;x-sdk-date", "h"),
            canonical_request({"GET", "/", &empty, ""}, "x-language;x-sdk-date", "h"));
}

TEST(Authorization, IsReadWithAnyNumberOfBlanks) {
  for (const std::string_view text :
       {"SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=ab",
        "SDK-HMAC-SHA256 Access=AK,SignedHeaders=host;x-sdk-date,Signature=ab",
        "SDK-HMAC-SHA256   Access=AK,    SignedHeaders=host;x-sdk-date,  Signature=ab "}) {
    const auto parsed = parse_authorization(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->access_key, "AK");
    EXPECT_EQ(parsed->signed_headers, "host;x-sdk-date");
    EXPECT_EQ(parsed->signature, "ab");
    EXPECT_TRUE(parsed->signs("host"));
    EXPECT_FALSE(parsed->signs("hos"));
  }
}

TEST(Authorization, RefusesWhatIsIncompleteRepeatedOrUnknown) {
  for (const std::string_view text :
       {"SDK-HMAC-SHA256", "SDK-HMAC-SHA256 Access=AK", "Bearer x",
        "SDK-HMAC-SHA256 Access=, SignedHeaders=a, Signature=b",
        "SDK-HMAC-SHA256 Access=A, SignedHeaders=a, Signature=b, Signature=b",
        "SDK-HMAC-SHA256 Access=A, SignedHeaders=a, Signature=b, More=c",
        "SDK-HMAC-SHA256 Access=A; SignedHeaders=a; Signature=b",
        "SDK-HMAC-SHA256X Access=A, SignedHeaders=a, Signature=b"}) {
    EXPECT_FALSE(parse_authorization(text)) << text;
  }
}

TEST(Authorization, KnowsItsSchemeByTheWholeWord) {
  EXPECT_EQ(scheme_of("SDK-HMAC-SHA256 x"), AuthorizationScheme::kSignature);
  EXPECT_EQ(scheme_of("SDK-HMAC-SHA256"), AuthorizationScheme::kSignature);
  EXPECT_EQ(scheme_of("SDK-HMAC-SHA2567"), AuthorizationScheme::kUnknown);
  EXPECT_EQ(scheme_of("Bearer SDK-HMAC-SHA256"), AuthorizationScheme::kUnknown);
  EXPECT_EQ(scheme_of(""), AuthorizationScheme::kUnknown);
}

TEST(SdkDate, IsReadExactly) {
  // Nanoseconds since 1970 do not reach this year; the date must still be far away, not wrapped
  // around.
  const auto far = parse_sdk_date("99991231T235959Z");
  ASSERT_TRUE(far);
  EXPECT_EQ(far->time_since_epoch().count(), 253402300799);
  const auto at = parse_sdk_date(kDate);
  ASSERT_TRUE(at);
  EXPECT_EQ(at->time_since_epoch(), std::chrono::seconds{1710490530});
  for (const std::string_view bad :
       {"", "20240315T081530", "2024-03-15T08:15:30Z", "20240230T081530Z", "20240315T241530Z",
        "20240315t081530Z", "2024 315T081530Z", "20240315T081530ZZ"}) {
    EXPECT_FALSE(parse_sdk_date(bad)) << bad;
  }
}

TEST(Target, LosesSchemeAndAuthority) {
  EXPECT_EQ(split_target("http://h:1/a?b=1").path, "/a");
  EXPECT_EQ(split_target("http://h:1/a?b=1").query, "b=1");
  EXPECT_EQ(split_target("https://h?b").path, "");
  EXPECT_TRUE(split_target("/a?").has_query);
  EXPECT_FALSE(split_target("/a").has_query);
}

}  // namespace
}  // namespace bss::mock::iam
