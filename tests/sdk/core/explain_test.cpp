// What the SDK says about an error code without asking anybody.
#include "bss/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bss {
namespace {

using ::testing::HasSubstr;

TEST(Explain, TellsMeaningCauseAndWhatToDo) {
  const auto known = explain("CBC.5003");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->code, "CBC.5003");
  EXPECT_EQ(known->http_status, 400);
  EXPECT_EQ(known->meaning, "Insufficient balance.");
  EXPECT_THAT(std::string(known->what_to_do), HasSubstr("recharged"));
  EXPECT_EQ(known->repeatable, Repeatable::kNever);
  ASSERT_FALSE(known->causes.empty());
  EXPECT_EQ(known->causes.front().operation, "UpdateCustomerAccountAmount");
  EXPECT_THAT(std::string(known->causes.front().when), HasSubstr("cash balance"));
}

TEST(Explain, TellsWhetherTheCallMayBeMadeAgain) {
  EXPECT_EQ(explain("APIG.0308")->repeatable, Repeatable::kLater);
  EXPECT_EQ(explain("CBC.0250")->repeatable, Repeatable::kLater);
  EXPECT_EQ(explain("IAM.0012")->repeatable, Repeatable::kLater);
  EXPECT_EQ(explain("CBC.0999")->repeatable, Repeatable::kLookFirst);
  EXPECT_EQ(explain("APIG.0307")->repeatable, Repeatable::kNewLogin);
  EXPECT_EQ(explain("CBC.0154")->repeatable, Repeatable::kNewLogin);
  EXPECT_EQ(explain("IAM.0067")->repeatable, Repeatable::kNewLogin);
  EXPECT_EQ(explain("APIG.0301")->repeatable, Repeatable::kNever);
}

TEST(Explain, TakesThePrefixOfTheGatewayEitherWay) {
  EXPECT_EQ(explain("APIGW.0308")->code, "APIG.0308");
  EXPECT_EQ(explain("APIG.0101")->code, "APIGW.0101");
  EXPECT_FALSE(explain("0308"));
}

TEST(Explain, SharesACauseThatSeveralOperationsHave) {
  const auto known = explain("APIG.0307");
  ASSERT_EQ(known->causes.size(), 1U);
  EXPECT_EQ(known->causes.front().operation, "");
}

TEST(Explain, KnowsEveryDocumentedCode) {
  const auto codes = explained_codes();
  EXPECT_GE(codes.size(), 75U);
  for (const std::string& code : codes) {
    const auto known = explain(code);
    ASSERT_TRUE(known) << code;
    EXPECT_FALSE(known->meaning.empty()) << code;
    EXPECT_FALSE(known->what_to_do.empty()) << code;
    EXPECT_FALSE(known->causes.empty()) << code;
  }
}

TEST(Explain, SaysNothingOfWhatIsNotDocumented) {
  for (const char* code : {"", "CBC.1", "keystone-forbidden", "cbc.5003"})
    EXPECT_FALSE(explain(code)) << code;
}

}  // namespace
}  // namespace bss
