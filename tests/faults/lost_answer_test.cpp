// Answers that are lost, on connections that have already served a request: there an HTTP library
// is tempted to send again by itself (architecture.md decision 5). A call that moves value must
// reach the server once, must be reported as outcome_unknown with its intent, and must have
// happened exactly once or, when it was lost on the way, not at all.
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bss/accounts.h"
#include "bss/bss.h"
#include "bss/coupons.h"
#include "bss/customers.h"
#include "demo.h"

namespace bss::test {
namespace {

enum class Style { kBlocking, kAsynchronous };

/// What became of a call, whatever its response type.
struct End {
  bool ok = false;
  Error error;
  std::size_t attempts = 0;
};

template <class T>
End end_of(const Result<T>& result) {
  if (result) return {true, {}, result.meta().attempts.size()};
  return {false, result.error(), result.error().attempts.size()};
}

/// Calls the operation in either style and waits for its end.
template <class Request, class Blocking, class Asynchronous>
End call(Style style, const Client& client, const Request& request, Blocking blocking,
         Asynchronous asynchronous) {
  if (style == Style::kBlocking) return end_of((client.*blocking)(request, CallOptions{}));
  std::promise<End> promise;
  (client.*asynchronous)(request, CallOptions{},
                         [&promise](auto result) { promise.set_value(end_of(result)); });
  return promise.get_future().get();
}

/// One operation that moves value: how to call it, and how often it has happened by what the server
/// stores.
struct MoneyCase {
  std::string operation;
  std::string counterparty;
  std::function<End(Style, const Client&)> call;
  std::function<std::int64_t(mock::Server&, const Client&)> happened;
  ClientConfig (*caller)(const mock::Server&) = &partner_config;
};

std::int64_t movements(const Client& client, const std::string& type) {
  ListPartnerAdjustRecordsRequest request;
  request.operation_type = type;
  return client.list_partner_adjust_records(request).value().total_count.value();
}

std::int64_t coupons(const Client& client) {
  return client.list_issued_partner_coupons({}).value().total_count.value();
}

/// Money between the distributor and its reseller, by either operation.
template <class Request, class Blocking, class Asynchronous>
MoneyCase reseller_case(const char* operation, const char* movement, Blocking blocking,
                        Asynchronous asynchronous) {
  return {operation, std::string(kReseller),
          [=](Style style, const Client& client) {
            Request request;
            request.indirect_partner_id = std::string(kReseller);
            request.amount = *Decimal::parse("12.34");
            return call(style, client, request, blocking, asynchronous);
          },
          [=](mock::Server&, const Client& client) { return movements(client, movement); },
          &distributor_config};
}

std::string distributor_quota_id(const Client& client) {
  return client.list_quota_coupons({}).value().quotas.at(0).quota_id.value();
}

std::string share_quota(const Client& client) {
  UpdateCouponQuotasRequest request;
  request.quota_id = distributor_quota_id(client);
  request.indirect_partner_ids = {std::string(kReseller)};
  request.quota_amount = *Decimal::parse("12.34");
  return client.update_coupon_quotas(request).value().simple_quota_infos.at(0).quota_id;
}

std::int64_t quota_records(const Client& client, const std::string& type) {
  ListCouponQuotasRecordsRequest request;
  request.operation_type = type;
  return client.list_coupon_quotas_records(request).value().total_count.value();
}

/// Quotas given to the reseller and taken back from it.
void add_quota_cases(std::vector<MoneyCase>& cases) {
  cases.push_back({"UpdateCouponQuotas", std::string(kReseller),
                   [](Style style, const Client& client) {
                     UpdateCouponQuotasRequest request;
                     request.quota_id = distributor_quota_id(client);
                     request.indirect_partner_ids = {std::string(kReseller)};
                     request.quota_amount = *Decimal::parse("12.34");
                     return call(style, client, request, &Client::update_coupon_quotas,
                                 &Client::update_coupon_quotas_async);
                   },
                   [](mock::Server&, const Client& client) { return quota_records(client, "10"); },
                   &distributor_config});
  cases.push_back({"ReclaimCouponQuotas", "",
                   [](Style style, const Client& client) {
                     ReclaimCouponQuotasRequest request;
                     request.quota_ids = {share_quota(client)};
                     return call(style, client, request, &Client::reclaim_coupon_quotas,
                                 &Client::reclaim_coupon_quotas_async);
                   },
                   [](mock::Server&, const Client& client) { return quota_records(client, "11"); },
                   &distributor_config});
}

std::vector<MoneyCase> money_cases() {
  std::vector<MoneyCase> cases;
  add_quota_cases(cases);
  cases.push_back(reseller_case<UpdateIndirectPartnerAccountRequest>(
      "UpdateIndirectPartnerAccount", "SOURCE_OPERATION_BEADJUST",
      &Client::update_indirect_partner_account, &Client::update_indirect_partner_account_async));
  cases.push_back(reseller_case<ReclaimIndirectPartnerAccountRequest>(
      "ReclaimIndirectPartnerAccount", "SOURCE_OPERATION_BERETRIEVE",
      &Client::reclaim_indirect_partner_account, &Client::reclaim_indirect_partner_account_async));
  cases.push_back({"UpdateCustomerAccountAmount", std::string(kCustomer),
                   [](Style style, const Client& client) {
                     UpdateCustomerAccountAmountRequest request;
                     request.customer_id = std::string(kCustomer);
                     request.amount = *Decimal::parse("12.34");
                     return call(style, client, request, &Client::update_customer_account_amount,
                                 &Client::update_customer_account_amount_async);
                   },
                   [](mock::Server&, const Client& client) {
                     return movements(client, "SOURCE_OPERATION_BEADJUST");
                   }});
  cases.push_back({"ReclaimToPartnerAccount", std::string(kCustomer),
                   [](Style style, const Client& client) {
                     ReclaimToPartnerAccountRequest request;
                     request.customer_id = std::string(kCustomer);
                     request.amount = *Decimal::parse("12.34");
                     return call(style, client, request, &Client::reclaim_to_partner_account,
                                 &Client::reclaim_to_partner_account_async);
                   },
                   [](mock::Server&, const Client& client) {
                     return movements(client, "SOURCE_OPERATION_BERETRIEVE");
                   }});
  cases.push_back({"CreatePartnerCoupons", std::string(kCustomer),
                   [](Style style, const Client& client) {
                     CreatePartnerCouponsRequest request;
                     request.quota_id = quota_id(client);
                     request.customer_ids = {std::string(kCustomer)};
                     request.face_value = *Decimal::parse("12.34");
                     return call(style, client, request, &Client::create_partner_coupons,
                                 &Client::create_partner_coupons_async);
                   },
                   [](mock::Server&, const Client& client) { return coupons(client); }});
  cases.push_back({"SendVerificationMessageCode", "",
                   [](Style style, const Client& client) {
                     SendVerificationMessageCodeRequest request;
                     request.receiver_type = 1;
                     request.mobile_phone = "13800138000";
                     return call(style, client, request, &Client::send_verification_message_code,
                                 &Client::send_verification_message_code_async);
                   },
                   [](mock::Server& server, const Client&) {
                     return static_cast<std::int64_t>(
                         server.workspace().messages("13800138000").size());
                   }});
  return cases;
}

/// Operations of the description with that `x-effect`.
std::set<std::string> described(const mock::Server& server, const std::string& effect) {
  Connection connection(server.port());
  const auto answer = connection.exchange(request_bytes("GET", "/openapi.json", {}));
  if (!answer || answer->status != 200) throw std::runtime_error("no /openapi.json");
  std::set<std::string> names;
  const auto document = nlohmann::json::parse(answer->body);
  for (const auto& path : document.at("paths").items()) {
    for (const auto& operation : path.value().items()) {
      if (operation.value().is_object() && operation.value().value("x-effect", "") == effect) {
        names.insert(operation.value().at("operationId").get<std::string>());
      }
    }
  }
  return names;
}

TEST(LostAnswer, EveryMoneyOperationOfTheDescriptionIsTried) {
  const mock::Server server(unthrottled());
  std::set<std::string> tried;
  for (const MoneyCase& one : money_cases()) tried.insert(one.operation);
  EXPECT_EQ(tried, described(server, "money"));
}

struct Variant {
  std::size_t which = 0;  ///< of money_cases
  Style style = Style::kBlocking;
  std::string by;  ///< rst or fin
};

std::string name_of(const ::testing::TestParamInfo<Variant>& info) {
  return money_cases()[info.param.which].operation +
         (info.param.style == Style::kBlocking ? "Sync" : "Async") +
         (info.param.by == "fin" ? "Fin" : "Rst");
}

void PrintTo(const Variant& variant, std::ostream* out) {
  *out << money_cases()[variant.which].operation << " by " << variant.by;
}

std::vector<Variant> variants() {
  std::vector<Variant> all;
  for (std::size_t i = 0; i < money_cases().size(); ++i) {
    for (const Style style : {Style::kBlocking, Style::kAsynchronous}) {
      for (const char* by : {"rst", "fin"}) all.push_back({i, style, by});
    }
  }
  return all;
}

class LostMoneyAnswer : public ::testing::TestWithParam<Variant> {
 protected:
  LostMoneyAnswer()
      : server_(unthrottled()),
        case_(money_cases()[GetParam().which]),
        client_(case_.caller(server_)) {}

  void break_connection(const std::string& effect) {
    server_.workspace().add_faults(R"({"match":{"operation":")" + case_.operation +
                                   R"("},"when":{"first":1},"effect":{")" + effect +
                                   R"(":true,"by":")" + GetParam().by + R"("}})");
  }

  /// The same operation answers once, so that a connection is kept which has served it, and every
  /// other connection of the client has been used too.
  void warm_up() {
    const End end = case_.call(GetParam().style, client_);
    ASSERT_TRUE(end.ok) << end.error.to_string();
    server_.workspace().clear_journal();
  }

  void expect_outcome_unknown(const End& end) const {
    ASSERT_FALSE(end.ok);
    EXPECT_EQ(end.error.kind, ErrorKind::kOutcomeUnknown) << end.error.to_string();
    EXPECT_EQ(end.error.operation, case_.operation);
    EXPECT_EQ(end.attempts, 1U);
    ASSERT_TRUE(end.error.intent.has_value());
    EXPECT_EQ(end.error.intent->operation, case_.operation);
    EXPECT_EQ(end.error.intent->counterparty, case_.counterparty);
    if (!case_.counterparty.empty()) {
      ASSERT_TRUE(end.error.intent->amount.has_value());
      EXPECT_EQ(end.error.intent->amount->to_string(), "12.34");
    }
  }

  mock::Server server_;
  MoneyCase case_;
  Client client_;
};

TEST_P(LostMoneyAnswer, AfterTheCommitIsUnknownAndHappenedOnce) {
  warm_up();
  const std::int64_t before = case_.happened(server_, client_);
  break_connection("lose_answer");
  expect_outcome_unknown(case_.call(GetParam().style, client_));
  const mock::Calls calls = server_.workspace().calls(case_.operation);
  EXPECT_EQ(calls.received, 1U);
  EXPECT_EQ(calls.committed, 1U);
  EXPECT_EQ(calls.unanswered, 1U);
  EXPECT_EQ(case_.happened(server_, client_), before + 1);
  EXPECT_EQ(ledger_problem(server_), "");
}

TEST_P(LostMoneyAnswer, BeforeTheCommitIsUnknownAndDidNotHappen) {
  warm_up();
  const std::int64_t before = case_.happened(server_, client_);
  break_connection("drop_before_commit");
  expect_outcome_unknown(case_.call(GetParam().style, client_));
  const mock::Calls calls = server_.workspace().calls(case_.operation);
  EXPECT_EQ(calls.received, 1U);
  EXPECT_EQ(calls.committed, 0U);
  EXPECT_EQ(case_.happened(server_, client_), before);
  EXPECT_EQ(ledger_problem(server_), "");
}

INSTANTIATE_TEST_SUITE_P(Every, LostMoneyAnswer, ::testing::ValuesIn(variants()), name_of);

class LostOtherAnswer : public ::testing::TestWithParam<const char*> {
 protected:
  LostOtherAnswer() : server_(unthrottled()), client_(partner_config(server_)) {
    EXPECT_TRUE(client_.list_partner_balances({}).ok());  // a kept connection
  }

  void break_next(const std::string& operation, const std::string& effect) {
    server_.workspace().add_faults(R"({"match":{"operation":")" + operation +
                                   R"("},"when":{"first":1},"effect":{")" + effect +
                                   R"(":true,"by":")" + GetParam() + R"("}})");
    server_.workspace().clear_journal();
  }

  CreateSubCustomerRequest new_customer() const {
    CreateSubCustomerRequest request;
    request.domain_name = "lost-customer";
    request.xaccount_id = "lost-1";
    request.xaccount_type = client_.config().xaccount_type;
    return request;
  }

  std::int64_t customers() const { return client_.list_sub_customers({}).value().count.value(); }

  std::string issued_coupon() const {
    CreatePartnerCouponsRequest request;
    request.quota_id = quota_id(client_);
    request.customer_ids = {std::string(kCustomer)};
    request.face_value = *Decimal::parse("5.00");
    return client_.create_partner_coupons(request).value().coupon_infos.at(0).coupon_id;
  }

  mock::Server server_;
  Client client_;
};

TEST_P(LostOtherAnswer, ReadsAreRepeatedAndSucceed) {
  for (const char* effect : {"lose_answer", "drop_before_commit"}) {
    break_next("ListPartnerBalances", effect);
    const auto answer = client_.list_partner_balances({});
    ASSERT_TRUE(answer.ok()) << answer.error().to_string();
    EXPECT_GE(server_.workspace().calls("ListPartnerBalances").received, 2U);
    server_.workspace().clear_faults();
  }
}

// `keyed`: the platform id was free before sending, so a customer of that id and name is ours
// (sdk-behaviour).
TEST_P(LostOtherAnswer, ACreatedCustomerIsFoundByLookingItUp) {
  const std::int64_t before = customers();
  break_next("CreateSubCustomer", "lose_answer");
  const auto answer = client_.create_sub_customer(new_customer());
  ASSERT_TRUE(answer.ok()) << answer.error().to_string();
  EXPECT_EQ(answer->domain_name, "lost-customer");
  EXPECT_EQ(server_.workspace().calls("CreateSubCustomer").committed, 1U);
  EXPECT_EQ(customers(), before + 1);
  ListSubCustomersRequest by_id;
  by_id.customer_id = answer->domain_id;
  EXPECT_EQ(client_.list_sub_customers(by_id).value().count, 1);
}

TEST_P(LostOtherAnswer, ACustomerWhoseRequestWasLostIsCreatedByTheSecondOne) {
  const std::int64_t before = customers();
  break_next("CreateSubCustomer", "drop_before_commit");
  const auto answer = client_.create_sub_customer(new_customer());
  ASSERT_TRUE(answer.ok()) << answer.error().to_string();
  EXPECT_EQ(server_.workspace().calls("CreateSubCustomer").committed, 1U);
  EXPECT_EQ(customers(), before + 1);
}

TEST_P(LostOtherAnswer, WithoutTheCheckBeforeItACreationIsUnknown) {
  break_next("CreateSubCustomer", "lose_answer");
  CallOptions options;
  options.check_before_create = false;
  const auto answer = client_.create_sub_customer(new_customer(), options);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().kind, ErrorKind::kOutcomeUnknown) << answer.error().to_string();
  EXPECT_EQ(server_.workspace().calls("CreateSubCustomer").committed, 1U);
}

// `idempotent`: the second attempt is told CBC.99000048, which there means that the first one did
// it.
TEST_P(LostOtherAnswer, AReclaimedCouponIsReclaimedOnceAndReportedDone) {
  ReclaimPartnerCouponsRequest request;
  request.coupon_id = issued_coupon();
  break_next("ReclaimPartnerCoupons", "lose_answer");
  const auto answer = client_.reclaim_partner_coupons(request);
  ASSERT_TRUE(answer.ok()) << answer.error().to_string();
  EXPECT_EQ(server_.workspace().calls("ReclaimPartnerCoupons").committed, 1U);
  EXPECT_EQ(client_.list_quota_coupons({}).value().quotas.at(0).balance,
            *Decimal::parse("100000.00"));
  EXPECT_EQ(ledger_problem(server_), "");

  // Asked for by a program of its own accord it stays what it is: an error.
  const auto again = client_.reclaim_partner_coupons(request);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "CBC.99000048");
}

INSTANTIATE_TEST_SUITE_P(By, LostOtherAnswer, ::testing::Values("rst", "fin"));

}  // namespace
}  // namespace bss::test
