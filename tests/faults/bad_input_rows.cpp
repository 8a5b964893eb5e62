#include "bad_input_rows.h"

#include <ostream>
#include <tuple>
#include <utility>

#include "demo.h"

namespace bss::test {
namespace {

constexpr const char* kAllocate = "/v2/accounts/partner-accounts/adjust-amount";
constexpr const char* kReclaim = "/v2/accounts/partner-accounts/reclaim";
constexpr const char* kIssue = "/v2/promotions/benefits/partner-coupons";
constexpr const char* kReclaimCoupon = "/v2/promotions/benefits/partner-coupons/reclaim";
constexpr const char* kCreate = "/v2/partners/sub-customers";
constexpr const char* kSend = "/v2/bases/verificationcode/send";
constexpr const char* kBalances = "/v2/accounts/partner-accounts/balances";
constexpr const char* kRecords = "/v3/accounts/partner-accounts/adjust-records";
constexpr const char* kCoupons = "/v2/promotions/benefits/partner-coupons";
constexpr const char* kTypes = "/v2/products/service-types";

constexpr std::size_t kKilobyte = 1024;

BadInput body_row(std::string name, const char* target, std::string body,
                  std::string code = "CBC.0100") {
  return {std::move(name),
          [target, body = std::move(body)](const std::string& token) {
            return request_bytes("POST", target, json_headers(token), body);
          },
          400, std::move(code)};
}

/// The demo customer's id beside that text for `amount`.
std::string amount_body(const std::string& amount) {
  return R"({"customer_id":")" + std::string(kCustomer) + R"(","amount":)" + amount + "}";
}

void add_amounts(std::vector<BadInput>& rows) {
  // accounts-coupons 0.3: above zero, at most two significant decimals, at most 9999999999.99, no
  // exponents.
  const std::pair<const char*, const char*> amounts[] = {
      {"ThreeDecimals", "1.005"},
      {"ThreeDecimalsAsText", "\"1.005\""},
      {"EightDecimals", "0.00000001"},
      {"Exponent", "1e1"},
      {"ExponentWithSign", "1E+1"},
      {"ExponentOfZero", "1.0e0"},
      {"NegativeExponent", "100e-2"},
      {"ExponentAsText", "\"1e1\""},
      {"Negative", "-1.00"},
      {"NegativeAsText", "\"-1.00\""},
      {"Zero", "0"},
      {"ZeroWithDecimals", "0.00"},
      {"NegativeZero", "-0.00"},
      {"TooLarge", "10000000000.00"},
      {"HundredDigits",
       "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
       "000000000"},
      {"Text", "\"abc\""},
      {"EmptyText", "\"\""},
      {"BlankInText", "\" 1.00\""},
      {"FullWidthDigits", "\"\xEF\xBC\x91\xEF\xBC\x90\""},
      {"Null", "null"},
      {"Boolean", "true"},
      {"Array", "[1.00]"},
      {"Object", "{\"amount\":1.00}"},
      {"LeadingPlus", "+1.00"},
      {"LeadingZero", "01.00"},
      {"PointAtTheEnd", "1."},
      {"PointAtTheStart", ".5"},
      {"Hexadecimal", "0x10"},
      {"NotANumber", "NaN"},
      {"Infinity", "Infinity"},
      {"ThousandsSeparator", "1,000.00"},
  };
  for (const auto& [name, amount] : amounts) {
    rows.push_back(body_row("AllocateAmount" + std::string(name), kAllocate, amount_body(amount)));
    rows.push_back(body_row("ReclaimAmount" + std::string(name), kReclaim, amount_body(amount)));
  }
}

void add_fields(std::vector<BadInput>& rows) {
  const std::string customer(kCustomer);
  const std::string id = "\"" + customer + "\"";
  rows.push_back(body_row("AmountMissing", kAllocate, R"({"customer_id":)" + id + "}"));
  rows.push_back(body_row("CustomerMissing", kAllocate, R"({"amount":1.00})"));
  rows.push_back(body_row("CustomerNull", kAllocate, R"({"customer_id":null,"amount":1.00})"));
  rows.push_back(body_row("CustomerEmpty", kAllocate, R"({"customer_id":"","amount":1.00})"));
  rows.push_back(body_row("CustomerNumber", kAllocate, R"({"customer_id":5,"amount":1.00})"));
  rows.push_back(body_row("CustomerTooLong", kAllocate,
                          R"({"customer_id":")" + std::string(65, 'c') + R"(","amount":1.00})"));
  rows.push_back(
      body_row("ResellerEmpty", kAllocate,
               R"({"customer_id":)" + id + R"(,"amount":1.00,"indirect_partner_id":""})"));
  rows.push_back(
      body_row("ResellerOfASolutionPartner", kAllocate,
               R"({"customer_id":)" + id +
                   R"(,"amount":1.00,"indirect_partner_id":"d0000000000000000000000000000003"})",
               "CBC.99000037"));
  rows.push_back(body_row("AmountTwice", kAllocate,
                          R"({"customer_id":)" + id + R"(,"amount":1.00,"amount":2.00})"));
  rows.push_back(body_row("AmountTwiceEscaped", kAllocate,
                          R"({"customer_id":)" + id + R"(,"amount":1.00,"\u0061mount":2.00})"));
  rows.push_back(
      body_row("CustomerTwice", kAllocate,
               R"({"customer_id":)" + id + R"(,"customer_id":)" + id + R"(,"amount":1.00})"));
  rows.push_back(body_row("NoCustomersForCoupons", kIssue,
                          R"({"quota_id":"1","customer_ids":[],"face_value":1.00})"));
  std::string many;
  for (int i = 0; i < 101; ++i) many += (many.empty() ? "\"c" : ",\"c") + std::to_string(i) + "\"";
  rows.push_back(
      body_row("CustomersForCouponsTooMany", kIssue,
               R"({"quota_id":"1","customer_ids":[)" + many + R"(],"face_value":1.00})"));
  rows.push_back(body_row("CustomersForCouponsNoList", kIssue,
                          R"({"quota_id":"1","customer_ids":)" + id + R"(,"face_value":1.00})"));
  rows.push_back(body_row("CustomersForCouponsNumbers", kIssue,
                          R"({"quota_id":"1","customer_ids":[1,2],"face_value":1.00})"));
  rows.push_back(body_row("FaceValueThreeDecimals", kIssue,
                          R"({"quota_id":"1","customer_ids":[)" + id + R"(],"face_value":1.005})"));
  rows.push_back(body_row("FaceValueNegative", kIssue,
                          R"({"quota_id":"1","customer_ids":[)" + id + R"(],"face_value":-1.00})"));
  rows.push_back(body_row("ValidTimeMalformed", kIssue,
                          R"({"quota_id":"1","customer_ids":[)" + id +
                              R"(],"face_value":1.00,"valid_time":"2025-13-01T00:00:00Z"})"));
  rows.push_back(body_row("CouponMissing", kReclaimCoupon, "{}"));
  rows.push_back(body_row("CouponUnknown", kReclaimCoupon, R"({"coupon_id":"no such coupon"})"));
  rows.push_back(body_row("PlatformIdMissing", kCreate, R"({"xaccount_type":"DEMO_PLATFORM"})"));
  rows.push_back(body_row(
      "PlatformIdTooLong", kCreate,
      R"({"xaccount_type":"DEMO_PLATFORM","xaccount_id":")" + std::string(129, 'x') + "\"}"));
  rows.push_back(body_row("PlatformUnknown", kCreate,
                          R"({"xaccount_type":"OTHER","xaccount_id":"x1"})", "CBC.0101"));
  rows.push_back(
      body_row("CustomerNameMalformed", kCreate,
               R"({"xaccount_type":"DEMO_PLATFORM","xaccount_id":"x1","domain_name":"op_name"})",
               "CBC.99000031"));
  rows.push_back(body_row(
      "CodeTooLong", kCreate,
      R"({"xaccount_type":"DEMO_PLATFORM","xaccount_id":"x1","mobile_phone":"13800138000",)"
      R"("verification_code":"1234567"})"));
  rows.push_back(
      body_row("ReceiverUnknown", kSend, R"({"receiver_type":3,"mobile_phone":"13800138000"})"));
  rows.push_back(body_row("ReceiverMissing", kSend, R"({"mobile_phone":"13800138000"})"));
  rows.push_back(body_row("TimeoutOutOfRange", kSend,
                          R"({"receiver_type":1,"mobile_phone":"13800138000","timeout":3001})"));
  rows.push_back(body_row("TimeoutFraction", kSend,
                          R"({"receiver_type":1,"mobile_phone":"13800138000","timeout":1.5})"));
}

/// Bodies that are no JSON object, for an operation that moves money.
void add_documents(std::vector<BadInput>& rows) {
  const std::string good = amount_body("1.00");
  const auto add = [&](const char* name, std::string body) {
    rows.push_back(body_row("Body" + std::string(name), kAllocate, std::move(body)));
  };
  add("Empty", "");
  add("Blank", " \r\n ");
  add("Words", "amount=1.00");
  add("Array", "[" + good + "]");
  add("String", "\"text\"");
  add("Number", "5");
  add("Null", "null");
  add("CutOff", good.substr(0, good.size() - 1));
  add("WithSomethingBehind", good + good);
  add("TrailingComma", R"({"customer_id":")" + std::string(kCustomer) + R"(","amount":1.00,})");
  add("Comment", good + "// one yuan");
  add("SingleQuotes", "{'customer_id':'" + std::string(kCustomer) + "','amount':1.00}");
  add("ByteOrderMark16", std::string("\xFF\xFE{\0}\0", 6));
  add("BrokenUtf8", R"({"customer_id":")"
                    "\xC3\x28"
                    R"(","amount":1.00})");
  add("LoneSurrogate", R"({"customer_id":"\ud800","amount":1.00})");
  add("ZeroByte", std::string("{\"customer_id\":\"a\0b\",\"amount\":1.00}", 35));
  add("DeepNesting", std::string(100'000, '['));
  add("DeepObjects", [] {
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += "{\"a\":";
    return text;
  }());
  add("DigitsWithoutEnd", R"({"customer_id":")" + std::string(kCustomer) + R"(","amount":)" +
                              std::string(1'000'000, '1') + "}");
}

BadInput query_row(std::string name, const char* path, const std::string& query) {
  return {std::move(name),
          [target = std::string(path) + "?" + query](const std::string& token) {
            return request_bytes("GET", target, {{"X-Auth-Token", token}});
          },
          400, "CBC.0100"};
}

BadInput sent(std::string name, int status, std::string code,
              std::function<std::string(const std::string&)> bytes) {
  return {std::move(name), std::move(bytes), status, std::move(code)};
}

std::string with_content_type(const std::string& token, const char* type) {
  Headers headers{{"X-Auth-Token", token}};
  if (type != nullptr) headers.emplace_back("Content-Type", type);
  return request_bytes("POST", kAllocate, headers, amount_body("1.00"));
}

std::string with_header(const std::string& token, std::string name, std::string value) {
  Headers headers = json_headers(token);
  headers.emplace_back(std::move(name), std::move(value));
  return request_bytes("POST", kAllocate, headers, amount_body("1.00"));
}

void add_sizes(std::vector<BadInput>& rows) {
  // architecture.md "What flows": one header 32 KB, all together 128 KB, target 32 KB, body 12 MB.
  rows.push_back(sent("OneHeaderOver32Kilobytes", 494, "APIG.0201", [](const std::string& token) {
    return with_header(token, "X-Filler", std::string(33 * kKilobyte, 'x'));
  }));
  rows.push_back(sent("OneHeaderOf64Kilobytes", 494, "APIG.0201", [](const std::string& token) {
    return with_header(token, "X-Filler", std::string(64 * kKilobyte, 'x'));
  }));
  rows.push_back(
      sent("OneHeaderOf64KilobytesAndOne", 494, "APIG.0201", [](const std::string& token) {
        return with_header(token, "X-Filler", std::string(64 * kKilobyte + 1, 'x'));
      }));
  rows.push_back(sent("OneNameOf64Kilobytes", 494, "APIG.0201", [](const std::string& token) {
    return with_header(token, std::string(64 * kKilobyte, 'x'), "1");
  }));
  rows.push_back(sent("HeadersOver128Kilobytes", 494, "APIG.0201", [](const std::string& token) {
    Headers headers = json_headers(token);
    for (int i = 0; i < 130; ++i) headers.emplace_back("X-Filler", std::string(kKilobyte, 'x'));
    return request_bytes("POST", kAllocate, headers, amount_body("1.00"));
  }));
  rows.push_back(sent("HeadersWithoutEnd", 494, "APIG.0201", [](const std::string& token) {
    Headers headers = json_headers(token);
    for (int i = 0; i < 70'000; ++i) headers.emplace_back("X", "y");
    return request_bytes("POST", kAllocate, headers, amount_body("1.00"));
  }));
  rows.push_back(sent("TargetOver32Kilobytes", 414, "APIG.0201", [](const std::string& token) {
    return request_bytes("POST", std::string(kAllocate) + "?x=" + std::string(33 * kKilobyte, 'x'),
                         json_headers(token), amount_body("1.00"));
  }));
  rows.push_back(sent("BodyOver12Megabytes", 413, "APIG.0201", [](const std::string& token) {
    return request_bytes("POST", kAllocate, json_headers(token),
                         amount_body("1.00") + std::string(12 * kKilobyte * kKilobyte, ' '));
  }));
  rows.push_back(
      sent("BodyAnnouncedOver12Megabytes", 413, "APIG.0201", [](const std::string& token) {
        Headers headers = json_headers(token);
        headers.emplace_back("Content-Length", "13000000000");
        return request_bytes("POST", kAllocate, headers);
      }));
}

void add_routes(std::vector<BadInput>& rows) {
  // contract.md "Order of refusals": the route is judged before the caller.
  for (const auto& [name, method, target] :
       {std::tuple{"OperationUnknown", "POST", "/v2/accounts/partner-accounts/give-me-money"},
        std::tuple{"SegmentTooMuch", "POST", "/v2/accounts/partner-accounts/adjust-amount/1"},
        std::tuple{"MethodUnknown", "BREW", kAllocate},
        std::tuple{"MethodOfAnother", "DELETE", kAllocate},
        std::tuple{"MethodInLowerCase", "post", kAllocate},
        std::tuple{"PathInUpperCase", "POST", "/V2/ACCOUNTS/PARTNER-ACCOUNTS/ADJUST-AMOUNT"},
        std::tuple{"DotSegments", "POST",
                   "/v2/accounts/../accounts/partner-accounts/adjust-amount"},
        std::tuple{"RootPath", "POST", "/"}}) {
    rows.push_back(sent(
        name, 404, "APIGW.0101",
        [method = std::string(method), target = std::string(target)](const std::string& token) {
          return request_bytes(method, target, json_headers(token), amount_body("1.00"));
        }));
  }
}

void add_callers(std::vector<BadInput>& rows) {
  const auto with = [](Headers headers) {
    headers.emplace_back("Content-Type", "application/json");
    return request_bytes("POST", kAllocate, headers, amount_body("1.00"));
  };
  rows.push_back(
      sent("NoCredentials", 401, "APIG.0301", [with](const std::string&) { return with({}); }));
  rows.push_back(sent("TokenUnknown", 401, "APIG.0301", [with](const std::string&) {
    return with({{"X-Auth-Token", "MIIunknown"}});
  }));
  rows.push_back(sent("TokenDamaged", 401, "APIG.0301", [with](const std::string& token) {
    return with({{"X-Auth-Token", token.substr(0, token.size() - 1)}});
  }));
  rows.push_back(sent("TokenEmpty", 401, "APIG.0301", [with](const std::string&) {
    return with({{"X-Auth-Token", ""}});
  }));
  rows.push_back(sent("ForeignScheme", 401, "APIG.0301", [with](const std::string& token) {
    return with({{"Authorization", "Bearer " + token}});
  }));
  rows.push_back(sent("SignatureWithoutParts", 401, "APIG.0301", [with](const std::string&) {
    return with({{"Authorization", "SDK-HMAC-SHA256 Access=DEMOPARTNERACCESSKEY"}});
  }));
}

}  // namespace

std::vector<BadInput> bad_bodies() {
  std::vector<BadInput> rows;
  add_amounts(rows);
  add_fields(rows);
  add_documents(rows);
  return rows;
}

std::vector<BadInput> bad_queries() {
  return {
      query_row("LimitZero", kRecords, "limit=0"),
      query_row("LimitTooLarge", kRecords, "limit=101"),
      query_row("LimitWord", kRecords, "limit=ten"),
      query_row("LimitFraction", kRecords, "limit=1.5"),
      query_row("LimitBeyondIntegers", kRecords, "limit=99999999999999999999"),
      query_row("OffsetNegative", kRecords, "offset=-1"),
      query_row("OffsetTooLarge", kRecords, "offset=2147483648"),
      query_row("TypeUnknown", kRecords, "operation_type=SOURCE_OPERATION_STEAL"),
      query_row("TimeWithoutZone", kRecords, "operation_time_begin=2025-05-06T08:05:01"),
      query_row("TimeWithFraction", kRecords, "operation_time_begin=2025-05-06T08:05:01.000Z"),
      query_row("TimeOfNoDay", kRecords, "operation_time_end=2025-02-30T08:05:01Z"),
      query_row("CustomerTooLong", kRecords, "customer_id=" + std::string(65, 'c')),
      query_row("ResellerEmpty", kBalances, "indirect_partner_id="),
      query_row("ResellerTooLong", kBalances, "indirect_partner_id=" + std::string(65, 'd')),
      query_row("CouponEmpty", kCoupons, "coupon_id="),
      query_row("StatusUnknown", kCoupons, "status=9"),
      query_row("CouponTypeWord", kCoupons, "coupon_type=voucher"),
      query_row("ServiceTypesLimitZero", kTypes, "limit=0"),
  };
}

std::vector<BadInput> bad_envelopes() {
  std::vector<BadInput> rows;
  add_sizes(rows);
  add_routes(rows);
  add_callers(rows);
  // auth-gateway 2.1: a missing or other type on a request with a body gives 400.
  for (const auto& [name, type] :
       {std::pair{"TypeMissing", static_cast<const char*>(nullptr)},
        std::pair{"TypeText", "text/plain"},
        std::pair{"TypeForm", "application/x-www-form-urlencoded"},
        std::pair{"TypeXml", "application/xml"}, std::pair{"TypeEmpty", ""},
        std::pair{"TypeAlmostJson", "application/jsonp"}}) {
    rows.push_back(sent(name, 400, "CBC.0100", [type = type](const std::string& token) {
      return with_content_type(token, type);
    }));
  }
  return rows;
}

std::vector<BadInput> bad_http() {
  const auto row = [](const char* name, std::string bytes, int status = 400) {
    return sent(name, status, "APIG.0201",
                [bytes = std::move(bytes)](const std::string&) { return bytes; });
  };
  const std::string post = std::string("POST ") + kAllocate + " HTTP/1.1\r\nHost: localhost\r\n";
  return {
      row("NotHttp", "EHLO localhost\r\n\r\n"),
      row("BinaryNoise",
          std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 and so on\r\n\r\n", 25)),
      row("NoTarget", "GET HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      row("UnknownVersion", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"),
      row("BlankInTarget", "GET /v2/accounts /x HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      row("HeaderWithoutColon", post + "Content-Type application/json\r\n\r\n"),
      row("BlankInHeaderName", post + "Content Type: application/json\r\n\r\n"),
      row("ControlByteInHeader", post + std::string("X-Filler: a\0b\r\n\r\n", 17)),
      row("LengthNoNumber", post + "Content-Length: many\r\n\r\n"),
      row("LengthNegative", post + "Content-Length: -1\r\n\r\n"),
      row("LengthTwice", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
      row("LengthAndChunks",
          post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
      row("ChunkSizeNoNumber", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n"),
  };
}

void PrintTo(const BadInput& row, std::ostream* out) {
  *out << row.name;
}

}  // namespace bss::test
