#include "money/keyed_create.h"

#include <gtest/gtest.h>

#include "pipeline_fixture.h"

namespace bss::tests {
namespace {

using operations::CreateSubCustomer;
using std::chrono::seconds;

const std::string kNobody = R"({"count":0,"customer_infos":[]})";
const std::string kCreated = R"({"domain_id":"d1","domain_name":"new-customer"})";

std::string one_customer(const std::string& name, const std::string& xaccount_id,
                         const std::string& type = "DEMO_PLATFORM") {
  return R"({"count":1,"customer_infos":[{"account_name":")" + name +
         R"(","customer_id":"d1","xaccount_id":")" + xaccount_id + R"(","xaccount_type":")" + type +
         R"("}]})";
}
const std::string kOurs = one_customer("new-customer", "user-1");

std::size_t creations(const Bench& bench) {
  std::size_t count = 0;
  for (const TransportRequest& request : bench.network->requests()) {
    if (request.target == "/v2/partners/sub-customers") ++count;
  }
  return count;
}

TEST(KeyedCreate, AsksOnceBeforeSendingAndCreates) {
  Bench bench;
  bench.network->answer(200, kNobody).answer(200, kCreated);
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(result->domain_id, "d1");
  ASSERT_EQ(bench.network->count(), 2U);
  const TransportRequest question = bench.network->requests()[0];
  EXPECT_EQ(question.target, "/v2/partners/sub-customers/query");
  EXPECT_EQ(question.body, R"({"account_name":"new-customer","offset":0,"limit":100})");
}

// sdk-behaviour.md, keyed: the customer "is ours only if xaccount_id, xaccount_type and name match
// and it was absent at a check made before sending".
class DuplicateAfterLostAnswer : public ::testing::TestWithParam<const char*> {};

TEST_P(DuplicateAfterLostAnswer, IsOursWhenItMatchesAndWasAbsentBefore) {
  Bench bench;
  bench.network->answer(200, kNobody)
      .lose_answer()
      .answer(400, error_body(GetParam()))
      .answer(200, kOurs);
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(result->domain_id, "d1");
  EXPECT_EQ(result->domain_name, "new-customer");
  EXPECT_EQ(creations(bench), 2U);
}

TEST_P(DuplicateAfterLostAnswer, IsTheErrorWhenItWasThereBefore) {
  Bench bench;
  bench.network->answer(200, kOurs).lose_answer().answer(400, error_body(GetParam()));
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, GetParam());
  EXPECT_NE(result.error().kind, ErrorKind::kOutcomeUnknown);
}

TEST_P(DuplicateAfterLostAnswer, IsUnknownWithoutTheCheck) {
  Bench bench;
  bench.network->lose_answer().answer(400, error_body(GetParam()));
  CallOptions options;
  options.check_before_create = false;
  const auto result = bench.call<CreateSubCustomer>(new_customer(), options);
  ASSERT_FALSE(result);
  EXPECT_EQ(to_string(result.error().kind), "outcome_unknown");
  EXPECT_EQ(result.error().code, GetParam());
}

TEST_P(DuplicateAfterLostAnswer, IsAPlainErrorOnTheFirstAttempt) {
  Bench bench;
  bench.network->answer(200, kNobody).answer(400, error_body(GetParam()));
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, GetParam());
  EXPECT_NE(result.error().kind, ErrorKind::kOutcomeUnknown);
  EXPECT_EQ(bench.network->count(), 2U);
}

TEST_P(DuplicateAfterLostAnswer, WaitsForTheAssociationToShow) {
  Bench bench;
  bench.network->answer(200, kNobody).lose_answer().answer(400, error_body(GetParam()));
  bench.network->answer(200, kNobody).answer(200, kNobody).answer(200, kOurs);
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(creations(bench), 2U);
}

INSTANTIATE_TEST_SUITE_P(Codes, DuplicateAfterLostAnswer,
                         ::testing::Values("CBC.99000038", "CBC.99000039", "CBC.99000030"),
                         [](const auto& tested) { return std::string(tested.param).substr(4); });

TEST(KeyedCreate, ANameTakenBySomebodyElseIsTheError) {
  Bench bench;
  bench.network->answer(200, kNobody).lose_answer().answer(400, error_body("CBC.99000038"));
  bench.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(200, kNobody); });
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kConflict);
}

// The platform user was absent, and exists now: most likely this call's doing, although the list
// does not show it yet.
TEST(KeyedCreate, AnInvisiblePlatformUserIsUnknown) {
  Bench bench;
  bench.network->answer(200, kNobody).lose_answer().answer(400, error_body("CBC.99000039"));
  bench.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(200, kNobody); });
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_FALSE(result);
  EXPECT_EQ(to_string(result.error().kind), "outcome_unknown");
}

TEST(KeyedCreate, APlatformUserUnderAnotherNameIsTheError) {
  Bench bench;
  bench.network->answer(200, kNobody).lose_answer().answer(400, error_body("CBC.99000039"));
  bench.network->otherwise([](const TransportRequest& request) {
    const bool filtered = request.body.find("account_name") != std::string::npos;
    return testing::FakeTransport::make_answer(
        200, filtered ? kNobody : one_customer("other-name", "user-1"));
  });
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kConflict);
}

TEST(KeyedCreate, AllAnswersLostIsClearedUpByTheLookup) {
  Bench bench;
  bench.network->answer(200, kNobody);
  for (int i = 0; i < 5; ++i) bench.network->lose_answer();
  bench.network->answer(200, kOurs);
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(creations(bench), 5U);
}

TEST(KeyedCreate, AllAnswersLostAndNothingToSeeIsUnknown) {
  Bench bench;
  bench.network->answer(200, kNobody);
  for (int i = 0; i < 5; ++i) bench.network->lose_answer();
  bench.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(200, kNobody); });
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_FALSE(result);
  EXPECT_EQ(to_string(result.error().kind), "outcome_unknown");
  EXPECT_EQ(creations(bench), 5U);
  EXPECT_TRUE(result.error().intent);
}

// A 401 or 429 after a lost answer decides nothing about the lost attempt.
TEST(KeyedCreate, ARefusalInFrontOfTheBusinessLeavesItOpen) {
  Bench bench;
  bench.authenticator->renewable = false;
  bench.network->lose_answer().answer(401, error_body("APIG.0301"));
  CallOptions options;
  options.check_before_create = false;
  const auto result = bench.call<CreateSubCustomer>(new_customer(), options);
  ASSERT_FALSE(result);
  EXPECT_EQ(to_string(result.error().kind), "outcome_unknown");
}

TEST(KeyedCreate, AFailedCheckDoesNotStopTheCreation) {
  Bench bench;
  bench.network->answer(403, error_body("CBC.0151")).answer(200, kCreated);
  EXPECT_TRUE(bench.call<CreateSubCustomer>(new_customer()));
}

// Without a requested name there is nothing to filter by: the whole list is read, up to ten pages
// of 100.
TEST(KeyedCreate, WithoutANameTheListIsReadUpToABound) {
  Bench bench;
  CreateSubCustomerRequest request = new_customer();
  request.domain_name.reset();
  std::string page = R"({"count":5000,"customer_infos":[)";
  for (int i = 0; i < 100; ++i)
    page += std::string(i == 0 ? "" : ",") + R"({"account_name":"a","customer_id":"c"})";
  page += "]}";
  bench.network->otherwise([page](const TransportRequest& sent) {
    return testing::FakeTransport::make_answer(
        200, sent.target == "/v2/partners/sub-customers" ? kCreated : page);
  });
  EXPECT_TRUE(bench.call<CreateSubCustomer>(request));
  EXPECT_EQ(bench.network->count(), 10U + 1U);
  EXPECT_EQ(bench.network->requests()[9].body, R"({"offset":900,"limit":100})");
}

TEST(KeyedCreate, TightenedToMoneyItIsSentOnce) {
  Bench bench;
  bench.network->lose_answer();
  CallOptions options;
  options.operation_class = OperationClass::kMoney;
  const auto result = bench.call<CreateSubCustomer>(new_customer(), options);
  ASSERT_FALSE(result);
  EXPECT_EQ(to_string(result.error().kind), "outcome_unknown");
  EXPECT_EQ(bench.network->count(), 1U);
}

// "A client must treat this 500 as 'created, outcome pending'": the account exists, so nothing is
// repeated.
TEST(KeyedCreate, CreatedWithPendingAssociationIsNotRepeated) {
  Bench bench;
  bench.network->answer(200, kNobody);
  bench.network->answer(
      500, R"({"error_code":"CBC.99000050","error_msg":"x","domain_id":"d1","domain_name":"n"})");
  const auto result = bench.call<CreateSubCustomer>(new_customer());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kBusiness);
  EXPECT_EQ(result.error().detail("domain_id"), "d1");
  EXPECT_EQ(creations(bench), 1U);
}

TEST(KeyedCreate, MatchesByPlatformUserAndRequestedName) {
  CustomerInformation customer;
  customer.xaccount_id = "user-1";
  customer.xaccount_type = "DEMO_PLATFORM";
  customer.account_name = "new-customer";
  CreateSubCustomerRequest request = new_customer();
  EXPECT_EQ(detail::match_customer(request, customer), detail::CustomerMatch::kOurs);
  request.domain_name = "other";
  EXPECT_EQ(detail::match_customer(request, customer), detail::CustomerMatch::kSamePlatform);
  request.domain_name.reset();
  EXPECT_EQ(detail::match_customer(request, customer), detail::CustomerMatch::kOurs);
  request.xaccount_type = "OTHER";
  EXPECT_EQ(detail::match_customer(request, customer), detail::CustomerMatch::kOther);
  customer.xaccount_id.reset();
  EXPECT_EQ(detail::match_customer(new_customer(), customer), detail::CustomerMatch::kOther);
}

}  // namespace
}  // namespace bss::tests
