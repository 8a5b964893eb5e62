// Handlers of api/: the reason of a rule becomes the documented code, rows become the fields of the
// wire (accounts-coupons parts A, C, D; customers.md sections 3 and 4; products-bills
// ListServiceTypes). Without sockets and without JSON.
#include <gtest/gtest.h>

#include <algorithm>

#include "api/accounts.h"
#include "api/coupons.h"
#include "api/customers.h"
#include "api/products.h"
#include "api/refusals.h"
#include "bss/mock/api/dispatch.h"
#include "domain/portal.h"
#include "domain/quotas.h"
#include "store/messages.h"
#include "support/domain_fixture.h"

namespace bss::mock::api {
namespace {

using test::kCustomer;
using test::kReferral;

Decimal decimal(const char* text) {
  return *Decimal::parse(text);
}

class Handlers : public test::DemoWorld {
 protected:
  Handlers() {
    caller_.account_id = test::kPartner;
    caller_.account_name = caller_.user_name = "demo-partner";
    caller_.kind = domain::AccountKind::kSolutionPartner;
    intl_.account_id = test::kPartnerIntl;
    intl_.kind = domain::AccountKind::kSolutionPartner;
    intl_.site = domain::Site::kInternational;
  }
  /// One command as the gateway runs it: rolled back on a failure, unless the rule keeps changes.
  template <class Handler, class Response, class Request>
  Reply<Response> call(Reply<Response> (Handler::*operation)(const CallContext&, const Request&),
                       const Request& request, const CallContext& context) {
    Handler handler;
    std::optional<Reply<Response>> reply;
    world().run([&] {
      reply.emplace((handler.*operation)(context, request));
      return reply->failure() != nullptr ? domain::Ending::kRefused : domain::Ending::kCommit;
    });
    return *reply;
  }
  template <class Handler, class Response, class Request>
  Reply<Response> call(Reply<Response> (Handler::*operation)(const CallContext&, const Request&),
                       const Request& request) {
    return call(operation, request, CallContext{world(), &caller_, "", "", false});
  }
  template <class Reply>
  static std::string code(const Reply& reply) {
    return reply.failure() != nullptr ? reply.failure()->code : "";
  }

  iam::Caller caller_;
  iam::Caller intl_;
};

// accounts-coupons E2, E3, E7 (composed story): 200 with transfer_id; CBC.5003; CBC.99000035.
TEST_F(Handlers, AllocateAndNameTheCodesOfThePage) {
  UpdateCustomerAccountAmountRequest request{kCustomer, decimal("3000.00"), std::nullopt};
  const auto moved = call(&AccountsHandlers::update_customer_account_amount, request);
  ASSERT_NE(moved.value(), nullptr);
  EXPECT_EQ(moved.value()->transfer_id->substr(0, 2), "AD");
  request.amount = decimal("999999999.99");
  EXPECT_EQ(code(call(&AccountsHandlers::update_customer_account_amount, request)), "CBC.5003");
  request.customer_id = test::kResellerCustomer;
  EXPECT_EQ(code(call(&AccountsHandlers::update_customer_account_amount, request)), "CBC.99000035");
  request.customer_id = kReferral;
  EXPECT_EQ(code(call(&AccountsHandlers::update_customer_account_amount, request)), "CBC.99000000");
  request.indirect_partner_id =
      test::kReseller;  // contract: a solution partner never acts for a reseller
  EXPECT_EQ(code(call(&AccountsHandlers::update_customer_account_amount, request)), "CBC.99000037");
}

// accounts-coupons E9 and E10: CBC.99005003, then trans_id.
TEST_F(Handlers, ReclaimAndNameTheCodesOfThePage) {
  ReclaimToPartnerAccountRequest request{kCustomer, decimal("500.01"), std::nullopt};
  EXPECT_EQ(code(call(&AccountsHandlers::reclaim_to_partner_account, request)), "CBC.99005003");
  request.amount = decimal("500");
  EXPECT_EQ(
      call(&AccountsHandlers::reclaim_to_partner_account, request).value()->trans_id->substr(0, 2),
      "RE");
}

// accounts-coupons E1: the fields of an account, amounts with two decimals.
TEST_F(Handlers, ShowPartnerBalancesAsDecimals) {
  const auto reply = call(&AccountsHandlers::list_partner_balances, ListPartnerBalancesRequest{});
  const auto& rows = reply.value()->account_balances;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].account_type, 1);
  EXPECT_EQ(rows[0].amount.to_string(), "1000000.00");
  EXPECT_EQ(rows[0].designated_amount->to_string(), "0.00");
  EXPECT_EQ(rows[0].currency, "CNY");
  EXPECT_EQ(rows[0].measure_id, 1);
  EXPECT_EQ(rows[0].account_id.substr(0, 10), "AC20250601");
  domain::AccountFlags flags;
  flags.joined_programme = false;
  ASSERT_TRUE(run([&] { return domain::set_account_flags(world(), test::kPartner, flags); }));
  EXPECT_EQ(code(call(&AccountsHandlers::list_partner_balances, ListPartnerBalancesRequest{})),
            "CBC.5001");
}

// accounts-coupons E8: strangers and referral customers are dropped without an error.
TEST_F(Handlers, ShowCustomerBalancesOfResaleCustomers) {
  ListCustomersBalancesDetailRequest request;
  request.customer_infos = {{kReferral}, {kCustomer}, {"nobody"}};
  const auto reply = call(&AccountsHandlers::list_customers_balances_detail, request);
  ASSERT_EQ(reply.value()->customer_balances.size(), 1U);
  EXPECT_EQ(reply.value()->customer_balances[0].amount->to_string(), "500.00");
  EXPECT_EQ(reply.value()->customer_balances[0].debt_amount->to_string(), "0.00");
}

TEST_F(Handlers, ListAdjustmentRecordsInTheWordsOfTheWire) {
  ListPartnerAdjustRecordsRequest request;
  request.operation_time_begin = "2025-06-01T00:00:00Z";
  request.operation_time_end = "2025-06-01T00:00:00Z";
  const auto reply = call(&AccountsHandlers::list_partner_adjust_records, request);
  ASSERT_EQ(reply.value()->total_count, 1);
  const auto& record = reply.value()->records.at(0);
  EXPECT_EQ(record.customer_id, kCustomer);
  EXPECT_EQ(record.customer_name, "demo-customer");
  EXPECT_EQ(record.operation_type, "SOURCE_OPERATION_BEADJUST");
  EXPECT_EQ(record.amount->to_string(), "500.00");
  EXPECT_EQ(record.operation_time, "2025-06-01T00:00:00Z");
}

// customers.md E4 and 1.9; ListSubCustomers fields.
TEST_F(Handlers, CreateACustomerWithItsCodeAndListIt) {
  SendVerificationMessageCodeRequest send;
  send.receiver_type = 1;
  send.mobile_phone = "13800138000";
  ASSERT_NE(call(&CustomersHandlers::send_verification_message_code, send).value(), nullptr);
  CreateSubCustomerRequest create;
  create.xaccount_id = "u-100238";
  create.xaccount_type = "DEMO_PLATFORM";
  create.domain_name = "north-lake-foods";
  create.mobile_phone = "13800138000";
  create.verification_code =
      run([&] { return store::list_messages(world().db(), std::nullopt); }).at(0).code;
  const auto created = call(&CustomersHandlers::create_sub_customer, create);
  ASSERT_NE(created.value(), nullptr) << code(created);
  EXPECT_EQ(created.value()->domain_name, "north-lake-foods");
  ListSubCustomersRequest list;
  list.account_name = "LAKE";
  list.association_type = "2";
  list.associated_on_begin = "2025-06-01T00:00:00Z";
  list.associated_on_end = "2025-06-01T00:00:00Z";
  const auto page = call(&CustomersHandlers::list_sub_customers, list);
  ASSERT_EQ(page.value()->count, 1);
  const auto& info = page.value()->customer_infos[0];
  EXPECT_EQ(info.customer_id, *created.value()->domain_id);
  EXPECT_EQ(info.telephone, "13800138000");
  EXPECT_EQ(info.country_code, "0086");
  EXPECT_EQ(info.association_type, "2");
  EXPECT_EQ(info.verified_status, "-1");
  EXPECT_EQ(info.customer_type, -1);
  EXPECT_EQ(info.is_frozen, 0);
  EXPECT_EQ(info.xaccount_id, "u-100238");
  EXPECT_FALSE(info.customer.has_value());
  EXPECT_EQ(code(call(&CustomersHandlers::create_sub_customer, create)), "CBC.99000038");
}

// ListSubCustomers: the association type of the other site is refused.
TEST_F(Handlers, RefuseTheAssociationTypeOfTheOtherSite) {
  ListSubCustomersRequest list;
  list.association_type = "3";
  const auto refused = call(&CustomersHandlers::list_sub_customers, list);
  EXPECT_EQ(code(refused), "CBC.0100");
  EXPECT_EQ(refused.failure()->detail, "association_type");
  const CallContext intl{world(), &intl_, "", "", false};
  EXPECT_NE(call(&CustomersHandlers::list_sub_customers, list, intl).value(), nullptr);
  list.association_type = "2";
  EXPECT_EQ(code(call(&CustomersHandlers::list_sub_customers, list, intl)), "CBC.0100");
}

// A wrong code is counted although the call is refused and rolled back.
TEST_F(Handlers, CountAWrongVerificationCode) {
  SendVerificationMessageCodeRequest send;
  send.receiver_type = 1;
  send.mobile_phone = "13800138000";
  ASSERT_NE(call(&CustomersHandlers::send_verification_message_code, send).value(), nullptr);
  CreateSubCustomerRequest create;
  create.xaccount_id = "u";
  create.xaccount_type = "DEMO_PLATFORM";
  create.mobile_phone = "13800138000";
  create.verification_code = "xxxxxx";
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(code(call(&CustomersHandlers::create_sub_customer, create)), "CBC.99004010");
  }
  EXPECT_EQ(code(call(&CustomersHandlers::create_sub_customer, create)), "CBC.99004009");
}

// The answer to a malformed number in SendVerificationMessageCode is a setting.
TEST_F(Handlers, AnswerAMalformedNumberAsTheSettingSays) {
  SendVerificationMessageCodeRequest send;
  send.receiver_type = 1;
  send.mobile_phone = "12";
  EXPECT_EQ(code(call(&CustomersHandlers::send_verification_message_code, send)), "CBC.0100");
  set("send_code_bad_mobile_answer", "CBC.5017");
  EXPECT_EQ(code(call(&CustomersHandlers::send_verification_message_code, send)), "CBC.5017");
}

class WaitingForTheAssociation : public Handlers {
 protected:
  WaitingForTheAssociation() {
    create_.xaccount_id = "u-100239";
    create_.xaccount_type = "DEMO_PLATFORM";
    create_.include_association_result = true;
  }
  Reply<CreateSubCustomerResponse> ask_again(const std::string& token, bool waited_out) {
    return call(&CustomersHandlers::create_sub_customer, create_,
                CallContext{world(), &caller_, "", token, waited_out});
  }
  CreateSubCustomerRequest create_;
};

// CreateSubCustomer 2 and E6: waits; 200 when it is done; 500 CBC.99000050 with domain_id and
// domain_name when not.
TEST_F(WaitingForTheAssociation, AnswersWhenItIsKnown) {
  set("association_delay_ms", "1000");
  const auto waiting = call(&CustomersHandlers::create_sub_customer, create_);
  ASSERT_NE(waiting.wait(), nullptr);
  EXPECT_EQ(waiting.wait()->at_most.count(), 5000);
  const std::string token = waiting.wait()->resume_token;
  EXPECT_NE(ask_again(token, false).wait(), nullptr);
  const auto timed_out = ask_again(token, true);
  EXPECT_EQ(code(timed_out), "CBC.99000050");
  ASSERT_EQ(timed_out.failure()->extra.size(), 2U);
  EXPECT_EQ(timed_out.failure()->extra[0],
            (std::pair<std::string, std::string>{"domain_id", token}));
  EXPECT_EQ(timed_out.failure()->extra[1].first, "domain_name");
  advance(1000);
  EXPECT_EQ(ask_again(token, false).value()->domain_id, token);
}

TEST_F(WaitingForTheAssociation, DoesNotWaitForWhatIsDone) {
  EXPECT_NE(call(&CustomersHandlers::create_sub_customer, create_).value(), nullptr);
}

// The account remains although the association failed: a repetition ends in CBC.99000039.
TEST_F(WaitingForTheAssociation, IsToldOfAFailureAndTheAccountRemains) {
  set("refuse_authorization_for", "u-100239");
  EXPECT_EQ(code(call(&CustomersHandlers::create_sub_customer, create_)), "CBC.99000004");
  EXPECT_EQ(code(call(&CustomersHandlers::create_sub_customer, create_)), "CBC.99000039");
}

TEST_F(Handlers, TellWhetherAnIdentityIsFree) {
  const auto free = call(&CustomersHandlers::check_user_identity,
                         CheckUserIdentityRequest{"mobile", "0086-13800138000"});
  EXPECT_EQ(free.value()->check_result, "available");
  EXPECT_EQ(free.value()->mobile_remain_available_num, 3);
  const auto used = call(&CustomersHandlers::check_user_identity,
                         CheckUserIdentityRequest{"name", "demo-customer"});
  EXPECT_EQ(used.value()->check_result, "used_by_user");
  EXPECT_FALSE(used.value()->mobile_remain_available_num.has_value());
  EXPECT_EQ(
      code(call(&CustomersHandlers::check_user_identity, CheckUserIdentityRequest{"email", "x"})),
      "CBC.0100");
}

class CouponHandlers : public Handlers {
 protected:
  std::string demo_quota() {
    const auto reply = call(&CouponsHandlers::list_quota_coupons, ListQuotaCouponsRequest{});
    return *reply.value()->quotas.at(0).quota_id;
  }
  CreatePartnerCouponsRequest order(const char* face_value, std::vector<std::string> customers) {
    CreatePartnerCouponsRequest request;
    request.quota_id = demo_quota();
    request.customer_ids = std::move(customers);
    request.face_value = decimal(face_value);
    return request;
  }
};

// The demo quota of contract.md; quota_type 0 is the default of the request.
TEST_F(CouponHandlers, ListTheDemoQuota) {
  const auto reply = call(&CouponsHandlers::list_quota_coupons, ListQuotaCouponsRequest{});
  ASSERT_EQ(reply.value()->total_count, 1);
  const auto& quota = reply.value()->quotas[0];
  EXPECT_EQ(quota.quota_value->to_string(), "100000.00");
  EXPECT_EQ(quota.balance->to_string(), "100000.00");
  EXPECT_EQ(quota.quota_status, 0);
  EXPECT_EQ(quota.effective_time, "2025-05-31T00:00:00Z");
  EXPECT_EQ(quota.expire_time, "2026-05-31T00:00:00Z");
  EXPECT_TRUE(quota.limit_infos.empty());
}

// ListQuotaCoupons 2: strictly after and strictly before the second.
TEST_F(CouponHandlers, KeepTimeBoundsExclusive) {
  const auto total = [&](const char* begin, const char* end) {
    ListQuotaCouponsRequest request;
    if (begin != nullptr) request.create_time_begin = begin;
    if (end != nullptr) request.create_time_end = end;
    return *call(&CouponsHandlers::list_quota_coupons, request).value()->total_count;
  };
  EXPECT_EQ(total("2025-05-31T23:59:59Z", "2025-06-01T00:00:01Z"), 1);
  EXPECT_EQ(total("2025-06-01T00:00:00Z", nullptr), 0);
  EXPECT_EQ(total(nullptr, "2025-06-01T00:00:00Z"), 0);
}

// accounts-coupons E17: served and refused customers side by side, with code and text.
TEST_F(CouponHandlers, IssueToSomeAndNameTheOthers) {
  const auto reply = call(&CouponsHandlers::create_partner_coupons,
                          order("1500.00", {kCustomer, kReferral, "nobody"}));
  ASSERT_NE(reply.value(), nullptr);
  ASSERT_EQ(reply.value()->coupon_infos.size(), 1U);
  EXPECT_EQ(reply.value()->coupon_infos[0].id, kCustomer);
  ASSERT_EQ(reply.value()->error_details.size(), 2U);
  EXPECT_EQ(reply.value()->error_details[0].error_code, "CBC.99000014");
  EXPECT_EQ(reply.value()->error_details[0].id, kReferral);
  EXPECT_FALSE(reply.value()->error_details[0].error_msg->empty());
  EXPECT_EQ(reply.value()->error_details[1].error_code, "CBC.99000035");
  auto unknown = order("1.00", {kCustomer});
  unknown.quota_id = "2024999999999999";
  EXPECT_EQ(code(call(&CouponsHandlers::create_partner_coupons, unknown)), "CBC.99000012");
}

// accounts-coupons E19 to E21.
TEST_F(CouponHandlers, ListAndReclaimACoupon) {
  auto request = order("1500.00", {kCustomer});
  request.cloud_service_types = {"hws.service.type.ec2"};
  const auto issued = call(&CouponsHandlers::create_partner_coupons, request);
  const std::string id = issued.value()->coupon_infos.at(0).coupon_id;
  ListIssuedPartnerCouponsRequest list;
  list.customer_id = kCustomer;
  list.status = 2;
  const auto page = call(&CouponsHandlers::list_issued_partner_coupons, list);
  ASSERT_EQ(page.value()->total_count, 1);
  const auto& coupon = page.value()->user_coupons[0];
  EXPECT_EQ(coupon.coupon_id, id);
  EXPECT_EQ(coupon.coupon_type, 1);
  EXPECT_EQ(coupon.media_type, 1);
  EXPECT_EQ(coupon.fetch_method, 3);
  EXPECT_EQ(coupon.face_value->to_string(), "1500.00");
  EXPECT_EQ(coupon.is_frozen, "0");
  ASSERT_EQ(coupon.use_limits.size(), 1U);
  EXPECT_EQ(coupon.use_limits[0].limit_key, "serviceType");
  EXPECT_EQ(coupon.use_limits[0].value1, "hws.service.type.ec2");
  EXPECT_FALSE(coupon.last_used_time.has_value());
  ReclaimPartnerCouponsRequest reclaim;
  reclaim.coupon_id = id;
  EXPECT_NE(call(&CouponsHandlers::reclaim_partner_coupons, reclaim).value(), nullptr);
  EXPECT_EQ(code(call(&CouponsHandlers::reclaim_partner_coupons, reclaim)), "CBC.99000048");
  reclaim.coupon_id = "nosuch";
  EXPECT_EQ(code(call(&CouponsHandlers::reclaim_partner_coupons, reclaim)), "CBC.0100");
}

// products-bills example 1.
TEST_F(Handlers, ListServiceTypesInTheLanguageOfTheRequest) {
  ListServiceTypesRequest request;
  request.service_type_name = "云服务器";
  const auto chinese = call(&ProductsHandlers::list_service_types, request);
  ASSERT_EQ(chinese.value()->total_count, 1);
  EXPECT_EQ(chinese.value()->service_types[0].service_type_name, "弹性云服务器");
  EXPECT_EQ(chinese.value()->service_types[0].service_type_code, "hws.service.type.ec2");
  EXPECT_EQ(chinese.value()->service_types[0].abbreviation, "ECS");
  request.service_type_name = "Elastic Cloud";
  request.x_language = "en_US";
  EXPECT_EQ(call(&ProductsHandlers::list_service_types, request)
                .value()
                ->service_types.at(0)
                .service_type_name,
            "Elastic Cloud Server");
}

/// Nobody may answer a code that the description does not list: every reason of a rule has a code
/// that some operation of its area names.
TEST(Codes, AreListedInTheDescription) {
  for (int i = 0; i <= static_cast<int>(domain::Refusal::kCouponUnknown); ++i) {
    const auto reason = static_cast<domain::Refusal>(i);
    const std::string_view code = code_of(reason);
    if (reason == domain::Refusal::kResellerLeaving)
      continue;  // of UpdateCouponQuotas, not described yet
    const bool listed =
        std::any_of(operation_table().begin(), operation_table().end(),
                    [&](const OperationInfo& info) { return info.find_error(code) != nullptr; });
    EXPECT_TRUE(listed) << domain::to_text(reason) << ' ' << code;
    EXPECT_NE(code, "CBC.0999") << domain::to_text(reason);
  }
}

}  // namespace
}  // namespace bss::mock::api
