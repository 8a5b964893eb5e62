// Signatures as the gateway judges them (auth-gateway 5.3, 6.3): every byte of a signed request,
// clocks, locks.
#include <algorithm>
#include <string>
#include <string_view>

#include "bss/mock/api/dispatch.h"
#include "gateway/gateway_fixture.h"
#include "store/identity.h"

namespace bss::mock::test {
namespace {

constexpr std::string_view kBegin = "Incorrect IAM authentication information: ";
constexpr std::string_view kVerifyFail =
    "Incorrect IAM authentication information: verify aksk signature fail,canonicalRequest:";

class SignedCalls : public GatewayTest {
 protected:
  void expect_refused(const http::Response& response, std::string_view detail) {
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(at(response, "/error_code"), "APIG.0301");
    EXPECT_EQ(at(response, "/error_msg"), std::string(kBegin) + std::string(detail));
  }
  int status_of_good_call() { return send(signed_request("GET", kBalances)).status; }

  http::Request bad_signature() const {
    auto bad = signed_request("GET", kBalances);
    bad.target += "?indirect_partner_id=x";
    return bad;
  }
  http::Request dated(domain::Instant at) const {
    auto made = request("GET", kBalances);
    made.headers[1].second = sdk_date(at);
    sign(made, kPartnerKey, kPartnerSecret, "host;x-sdk-date");
    return made;
  }
};

using SignatureMutations = SignedCalls;

std::string canonical_of(const http::Request& request, std::string_view signed_headers,
                         std::string_view payload) {
  const iam::SignedRequestView view{request.method, request.target, &request.headers, request.body};
  return iam::canonical_request(view, signed_headers, payload);
}

/// 5.2 step 6: the declared hash is used, and has to be true.
struct Payload {
  explicit Payload(const http::Request& request) : actual(iam::sha256_hex(request.body)) {
    const auto* value = request.header("x-sdk-content-sha256");
    declared = value == nullptr ? actual : *value;
  }
  bool honest() const { return declared == actual || declared == "UNSIGNED-PAYLOAD"; }
  std::string actual;
  std::string declared;
};

std::string printed(std::string canonical) {
  std::replace(canonical.begin(), canonical.end(), '\n', '|');
  return canonical;
}

/// Requests that differ in what they sign and how.
std::vector<std::pair<http::Request, std::string>> samples(
    const std::function<http::Request(std::string_view, std::string_view, std::string)>& make) {
  std::vector<std::pair<http::Request, std::string>> all;
  const std::string body(kAdjustBody);
  all.emplace_back(make("GET",
                        std::string(kServiceTypes) +
                            "?limit=10&offset=0&service_type_name=%E4%BA%91%20a%2B%2a~&e",
                        ""),
                   "host;x-sdk-date");
  all.emplace_back(make("POST", kAdjust, body), "content-type;host;x-sdk-date");
  auto hashed = make("POST", kAdjust, body);
  hashed.headers.emplace_back("X-Sdk-Content-Sha256", iam::sha256_hex(body));
  all.emplace_back(hashed, "host;x-sdk-content-sha256;x-sdk-date");
  auto unsigned_body = make("POST", kAdjust, body);
  unsigned_body.headers.emplace_back("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD");
  all.emplace_back(unsigned_body, "host;x-sdk-content-sha256;x-sdk-date");
  auto repeated = make("GET", kBalances, "");
  repeated.headers.emplace_back("X-Twice", "b");
  repeated.headers.emplace_back("x-twice", "a");
  all.emplace_back(repeated, "x-sdk-date;x-twice");
  return all;
}

// Two requests with one canonical form are both good; every other change is refused, and for that
// reason.
TEST_F(SignatureMutations, EveryByteCountsExactlyWhenItChangesTheCanonicalForm) {
  int accepted = 0;
  int refused = 0;
  const auto judge = [&](const http::Request& original, const http::Request& mutant,
                         const std::string& signed_headers) {
    const auto path = iam::percent_decode(iam::split_target(mutant.target).path);
    const bool routed = api::find_route(mutant.method, path).operation != nullptr;
    const Payload payload(mutant);
    auto canonical = canonical_of(mutant, signed_headers, payload.declared);
    bool same = canonical == canonical_of(original, signed_headers, Payload(original).declared);
    if (same && !payload.honest()) {
      same = false;
      canonical = canonical_of(mutant, signed_headers, payload.actual);
    }
    const auto response = send(mutant);
    if (!routed) {
      EXPECT_EQ(response.status, 404);
    } else if (same) {
      EXPECT_NE(response.status, 401) << response.body;
      ++accepted;
    } else {
      EXPECT_EQ(response.status, 401) << canonical;
      const auto message = at(response, "/error_msg");
      const auto* date = mutant.header("x-sdk-date");
      if (date != nullptr && *date == *original.header("x-sdk-date")) {
        EXPECT_EQ(message, std::string(kVerifyFail) + printed(canonical));
      } else {
        EXPECT_EQ(message.substr(0, kBegin.size()), kBegin);
      }
      if (++refused % 4 == 0) {
        EXPECT_EQ(status_of_good_call(), 200);
      }
    }
  };
  const auto make = [&](std::string_view method, std::string_view target, std::string body) {
    return request(method, target, std::move(body));
  };
  for (auto& sample : samples(make)) {
    auto& original = sample.first;
    const auto& signed_headers = sample.second;
    sign(original, kPartnerKey, kPartnerSecret, signed_headers);
    SCOPED_TRACE(original.target + " " + signed_headers);
    ASSERT_EQ(send(original).status, 200);
    for (const char flip : {'\x01', '\x20'}) {
      const auto mutate = [&](auto part) {
        for (std::size_t i = 0; i < part(original).size(); ++i) {
          auto mutant = original;
          char& byte = part(mutant)[i];
          byte = static_cast<char>(byte ^ flip);
          judge(original, mutant, signed_headers);
        }
      };
      mutate([](auto& one) -> auto& { return one.method; });
      mutate([](auto& one) -> auto& { return one.target; });
      mutate([](auto& one) -> auto& { return one.body; });
      for (std::size_t h = 0; h + 1 < original.headers.size(); ++h) {
        mutate([h](auto& one) -> auto& { return one.headers[h].first; });
        mutate([h](auto& one) -> auto& { return one.headers[h].second; });
      }
    }
    EXPECT_EQ(status_of_good_call(), 200);
  }
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 500);
}

TEST_F(SignatureMutations, EveryByteOfAuthorizationCounts) {
  const auto original = signed_request("GET", kBalances);
  const std::string value = original.headers.back().second;
  int tried = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    for (const char flip : {'\x01', '\x20'}) {
      auto mutant = original;
      char& byte = mutant.headers.back().second[i];
      byte = static_cast<char>(byte ^ flip);
      const auto response = send(mutant);
      EXPECT_EQ(response.status, 401) << mutant.headers.back().second;
      EXPECT_EQ(at(response, "/error_code"), "APIG.0301");
      if (++tried % 4 == 0) {
        EXPECT_EQ(status_of_good_call(), 200);
      }
    }
  }
}

// A query that is written otherwise but means the same has the same canonical form.
TEST_F(SignedCalls, AnotherSpellingOfTheSameRequestIsAccepted) {
  auto made = request("GET", std::string(kServiceTypes) + "?limit=10&offset=0");
  sign(made, kPartnerKey, kPartnerSecret, "host;x-sdk-date");
  for (const std::string_view query : {"?offset=0&limit=10", "?limit=%31%30&offset=0",
                                       "?&limit=10&&offset=0", "?limit=10&offset=0&"}) {
    auto again = made;
    again.target = std::string(kServiceTypes) + std::string(query);
    EXPECT_EQ(send(again).status, 200) << query;
  }
  std::swap(made.headers[0], made.headers[1]);
  made.headers[1].first = "hOST";
  made.headers[1].second = "  " + made.headers[1].second + "\t";
  EXPECT_EQ(send(made).status, 200);
}

// auth-gateway 5.4, vector 1, end to end; also the text that the gateway prints after a failed
// comparison.
TEST_F(SignedCalls, ThePublishedVectorPassesAndItsFailureIsPrintedAsPublished) {
  world().run([&] {
    const auto user = store::list_users(world().db(), kPartner).front();
    store::AccessKeyRow key;
    key.access_key = "EXAMPLEAK00000000001";
    key.secret_key = "ExampleSecretKey0123456789abcdefABCDEF00";
    key.user_id = user.id;
    store::insert_access_key(world().db(), key);
  });
  wall = *domain::parse_utc_second("2024-03-15T08:15:30Z");
  http::Request call;
  call.method = "GET";
  call.target =
      "/v2/products/service-types?limit=10&offset=0&service_type_name="
      "%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~";
  call.headers = {{"Host", "bss.myhuaweicloud.com"},
                  {"X-Sdk-Date", "20240315T081530Z"},
                  {"Authorization",
                   "SDK-HMAC-SHA256 Access=EXAMPLEAK00000000001, SignedHeaders=host;x-sdk-date, "
                   "Signature=2819dc91cd631de102f45c3bad59299ef3a78d36decaa2cd6ef806c0f4d644ac"}};
  EXPECT_NE(send(call).status, 401);
  call.headers[2].second.back() = 'd';
  expect_refused(send(call),
                 "verify aksk signature fail,canonicalRequest:GET|/v2/products/service-types/|"
                 "limit=10&offset=0&service_type_name=%E4%BA%91%20%E6%9C%8D%E5%8A%A1%2B%2A~|"
                 "host:bss.myhuaweicloud.com|x-sdk-date:20240315T081530Z||host;x-sdk-date|"
                 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_F(SignedCalls, RefusalsHaveTheirDocumentedTexts) {
  expect_refused(send(request("GET", kBalances)), "x-auth-token not found");
  auto bearer = request("GET", kBalances);
  bearer.headers.emplace_back("Authorization", "Bearer abc");
  expect_refused(send(bearer), "decrypt token fail");
  expect_refused(send(signed_request("GET", kBalances, {}, "NOSUCHKEY", kPartnerSecret)),
                 "Get secretKey failed,ak:******,err:ak not exist");
  auto malformed = request("GET", kBalances);
  malformed.headers.emplace_back("Authorization", "SDK-HMAC-SHA256 Access=A");
  expect_refused(send(malformed), "Unauthorized");
  auto undated = request("GET", kBalances);
  sign(undated, kPartnerKey, kPartnerSecret, "host");
  expect_refused(send(undated), "Unauthorized");
}

// "difference of more than 15 minutes"; wall or workspace clock, whichever is nearer (control-api
// "Clock").
TEST_F(SignedCalls, TheDateMayBeFifteenMinutesOff) {
  for (const std::int64_t minutes : {-15, 0, 15}) {
    EXPECT_EQ(send(dated(kStart.plus_minutes(minutes))).status, 200) << minutes;
  }
  for (const std::int64_t seconds : {-901, 901}) {
    expect_refused(send(dated(kStart.plus_seconds(seconds))),
                   "calc ak sk signature fail:signature expired");
  }
  advance(30L * 24 * 3600);
  EXPECT_EQ(send(dated(kStart)).status, 200);
  EXPECT_EQ(send(dated(world().clock().now().plus_minutes(15))).status, 200);
  EXPECT_EQ(send(dated(kStart.plus_days(15))).status, 401);
  auto nonsense = request("GET", kBalances);
  nonsense.headers[1].second = "yesterday";
  sign(nonsense, kPartnerKey, kPartnerSecret, "host;x-sdk-date");
  expect_refused(send(nonsense), "calc ak sk signature fail:signature expired");
}

// 5.3: five failures in a row lock the key for 5 minutes; a good one starts the count anew.
TEST_F(SignedCalls, FiveWrongSignaturesInARowLockTheKey) {
  for (int i = 0; i < 4; ++i) EXPECT_EQ(send(bad_signature()).status, 401);
  EXPECT_EQ(status_of_good_call(), 200);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(send(bad_signature()).status, 401);
  expect_refused(send(signed_request("GET", kBalances)),
                 "AK access failed to reach the limit,forbidden.");
  EXPECT_EQ(
      send(signed_request("GET", "/v3/auth/domains", {}, kCustomerKey, kCustomerSecret)).status,
      200);
  advance(299);
  EXPECT_EQ(status_of_good_call(), 401);
  advance(1);
  EXPECT_EQ(status_of_good_call(), 200);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(send(bad_signature()).status, 401);
  EXPECT_EQ(status_of_good_call(), 200);
}

TEST_F(SignedCalls, UnknownKeysAndOldDatesDoNotLock) {
  for (int i = 0; i < 6; ++i) {
    send(dated(kStart.plus_minutes(20)));
    send(signed_request("GET", kBalances, {}, "NOSUCHKEY", kPartnerSecret));
  }
  EXPECT_EQ(status_of_good_call(), 200);
}

TEST_F(SignedCalls, TheDeclaredHashMustBeThatOfTheBody) {
  auto call = request("POST", kAdjust, std::string(kAdjustBody));
  call.headers.emplace_back("X-Sdk-Content-Sha256", iam::sha256_hex("other"));
  sign(call, kPartnerKey, kPartnerSecret, "host;x-sdk-content-sha256;x-sdk-date");
  const auto response = send(call);
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(header(response, "X-Mock-Explain"), "auth-gateway 5.3; field=X-Sdk-Content-Sha256");
}

// Unconfirmed in the real service; here the signature wins (docs/fidelity.md).
TEST_F(SignedCalls, ASignatureWinsOverATokenAndATokenOverAForeignScheme) {
  auto both = signed_request("GET", kBalances);
  both.headers.emplace_back("X-Auth-Token", "nonsense");
  EXPECT_EQ(send(both).status, 200);
  auto wrong = bad_signature();
  wrong.headers.emplace_back("X-Auth-Token", token());
  EXPECT_EQ(send(wrong).status, 401);
  auto foreign = token_request("GET", kBalances, token());
  foreign.headers.emplace_back("Authorization", "Bearer abc");
  EXPECT_EQ(send(foreign).status, 200);
}

TEST_F(SignedCalls, TwoAuthorizationHeadersAreRefused) {
  auto call = signed_request("GET", kBalances);
  call.headers.push_back(call.headers.back());
  expect_refused(send(call), "Unauthorized");
}

// 3.5 and 3.8: the key of a disabled user is unknown to the partner API and IAM.0080 to IAM.
TEST_F(SignedCalls, ADisabledUserLosesItsKeyAtOnce) {
  EXPECT_EQ(status_of_good_call(), 200);
  world().run([&] {
    const auto user = store::list_users(world().db(), kPartner).front();
    store::set_user_flags(world().db(), user.id, true, false, false);
  });
  expect_refused(send(signed_request("GET", kBalances)),
                 "Get secretKey failed,ak:******,err:ak not exist");
  const auto of_iam = send(signed_request("GET", "/v3/auth/domains"));
  EXPECT_EQ(of_iam.status, 403);
  EXPECT_EQ(of_iam.body,
            R"({"error_msg":"The user of the access key is disabled.","error_code":"IAM.0080"})");
}

// Tokens that a client signed along must not come back in the text.
TEST_F(SignedCalls, TheEchoedCanonicalRequestHidesTokens) {
  auto call = request("GET", kBalances);
  call.headers.emplace_back("X-Security-Token", "secret-token");
  sign(call, kPartnerKey, "wrong secret", "host;x-sdk-date;x-security-token");
  const auto message = at(send(call), "/error_msg");
  EXPECT_EQ(message.find("secret-token"), std::string::npos);
  EXPECT_NE(message.find("x-security-token:***|"), std::string::npos);
}

}  // namespace
}  // namespace bss::mock::test
