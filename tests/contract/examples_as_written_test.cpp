// The bodies of accounts-coupons.md part F, byte for byte and with its ids, at a server that began
// with the cast of that part.
#include <string>

#include <gtest/gtest.h>

#include "bss/mock/server.h"
#include "bss/wire/json.h"
#include "raw_http.h"

namespace bss::contract {
namespace {

constexpr const char* kAdjust = "/v2/accounts/partner-accounts/adjust-amount";
constexpr const char* kReseller = "/v2/accounts/partner-accounts/indirect-partner-adjust";
constexpr const char* kBalances = "/v2/accounts/partner-accounts/balances";
constexpr const char* kQuotas = "/v2/partners/coupon-quotas/query";
constexpr const char* kShareQuota = "/v2/partners/coupon-quotas/indirect-partner-adjust";
constexpr const char* kCoupons = "/v2/promotions/benefits/partner-coupons";

class ExamplesAsWritten : public ::testing::Test {
 protected:
  ExamplesAsWritten() : server_(options()), http_(server_.endpoint()) {
    const auto login = http_.send(
        {"POST",
         "/v3/auth/tokens",
         {{"Content-Type", "application/json"}},
         R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"demo-distributor",)"
         R"("password":"Distributor@2025","domain":{"name":"demo-distributor"}}}}}})"});
    token_ = login.header("X-Subject-Token");
  }
  static mock::Options options() {
    mock::Options options;
    options.seed = "examples-accounts";
    options.throttle = "off";
    return options;
  }
  struct Answer {
    int status = 0;
    wire::Json body;
    std::string text;
    std::string at(const char* pointer) const {
      const wire::Json* found = body.at_pointer(pointer);
      return found == nullptr ? "(absent)" : found->text();
    }
  };
  Answer send(const char* method, const std::string& target, const std::string& body = {}) {
    const auto got = http_.send(
        {method, target, {{"X-Auth-Token", token_}, {"Content-Type", "application/json"}}, body});
    return {got.status, wire::read_json(got.body).value.value_or(wire::Json()), got.body};
  }
  void expect_refused(const Answer& answer, int status, const char* code) {
    EXPECT_EQ(answer.status, status) << answer.text;
    EXPECT_EQ(answer.at("/error_code"), code);
  }
  std::string cash(const std::string& query = {}) {
    return send("GET", kBalances + query).at("/account_balances/0/amount");
  }

  mock::Server server_;
  RawHttp http_;
  std::string token_;
};

TEST_F(ExamplesAsWritten, E1ToE7TellTheStoryOfTheMoney) {
  const auto begin = send("GET", kBalances);
  EXPECT_EQ(begin.at("/account_balances/0/amount"), "10000.00") << begin.text;
  EXPECT_EQ(begin.at("/account_balances/0/designated_amount"), "1500.00");
  EXPECT_EQ(begin.at("/account_balances/1/account_type"), "8");
  EXPECT_EQ(begin.at("/account_balances/1/amount"), "8500.00");
  EXPECT_EQ(send("POST", kAdjust,
                 R"({"customer_id": "06f1a2b3c4d5e6f708192a3b4c5d6e7f", "amount": 3000.00})")
                .status,
            200);
  EXPECT_EQ(cash(), "7000.00");
  expect_refused(send("POST", kAdjust,
                      R"({"customer_id": "06f1a2b3c4d5e6f708192a3b4c5d6e7f", "amount": 6000.00})"),
                 400, "CBC.5003");
  EXPECT_EQ(send("POST", kAdjust,
                 R"({"customer_id": "06f1a2b3c4d5e6f708192a3b4c5d6e7f", "amount": 10.005})")
                .status,
            400);
  EXPECT_EQ(
      send("POST", kReseller,
           R"({"indirect_partner_id": "1f2e3d4c5b6a79880716253443526170", "amount": 2000.00})")
          .status,
      200);
  EXPECT_EQ(cash(), "5000.00");
  EXPECT_EQ(send("POST", kAdjust,
                 R"({"customer_id": "09badc0de1122334455667788990a1b2", "amount": 500.00, )"
                 R"("indirect_partner_id": "1f2e3d4c5b6a79880716253443526170"})")
                .status,
            200);
  EXPECT_EQ(cash("?indirect_partner_id=1f2e3d4c5b6a79880716253443526170"), "1500.00");
  EXPECT_EQ(cash(), "5000.00");
  expect_refused(send("POST", kAdjust,
                      R"({"customer_id": "09badc0de1122334455667788990a1b2", "amount": 500.00})"),
                 400, "CBC.99000035");
}

TEST_F(ExamplesAsWritten, E14ToE17TellTheStoryOfTheCoupons) {
  const auto quotas = send(
      "POST", kQuotas, R"({"quota_type": 0, "quota_status_list": [0], "offset": 0, "limit": 10})");
  EXPECT_EQ(quotas.at("/total_count"), "1");
  EXPECT_EQ(quotas.at("/quotas/0/balance"), "5000.00");
  const std::string id = quotas.at("/quotas/0/quota_id");
  const auto shared = send("POST", kShareQuota,
                           R"({"quota_id": ")" + id +
                               R"(", "indirect_partner_ids": ["1f2e3d4c5b6a79880716253443526170", )"
                               R"("2a3b4c5d6e7f80910a2b3c4d5e6f7081"], "quota_amount": 1000.00})");
  EXPECT_EQ(shared.status, 200) << shared.text;
  EXPECT_EQ(shared.at("/error_details/0/error_code"), "CBC.50010105");
  EXPECT_EQ(shared.at("/error_details/0/id"), "2a3b4c5d6e7f80910a2b3c4d5e6f7081");
  EXPECT_EQ(shared.at("/simple_quota_infos/0/id"), "1f2e3d4c5b6a79880716253443526170");
  expect_refused(send("POST", kShareQuota,
                      R"({"quota_id": ")" + id +
                          R"(", "indirect_partner_ids": ["1f2e3d4c5b6a79880716253443526170", )"
                          R"("2a3b4c5d6e7f80910a2b3c4d5e6f7081"], "quota_amount": 2500.00})"),
                 400, "CBC.99000013");
  const auto issued = send(
      "POST", kCoupons,
      R"({"quota_id": ")" + id +
          R"(", "customer_ids": ["06f1a2b3c4d5e6f708192a3b4c5d6e7f", "0bc0ffee112233445566778899aabbcc", )"
          R"("07a9b8c7d6e5f4031221304f5e6d7c8b", "08c7d6e5f40312213a4f5e6d7c8b9a01"], )"
          R"("face_value": 1500.00, "memo": "req-7f3a91"})");
  EXPECT_EQ(issued.at("/error_details/0/error_code"), "CBC.99000014") << issued.text;
  EXPECT_EQ(issued.at("/error_details/1/error_code"), "CBC.99000013");
  EXPECT_EQ(issued.at("/coupon_infos/0/id"), "06f1a2b3c4d5e6f708192a3b4c5d6e7f");
  EXPECT_EQ(issued.at("/coupon_infos/1/id"), "07a9b8c7d6e5f4031221304f5e6d7c8b");
  EXPECT_EQ(send("POST", kQuotas, R"({"quota_type": 0})").at("/quotas/0/balance"), "1000.00");
}

}  // namespace
}  // namespace bss::contract
