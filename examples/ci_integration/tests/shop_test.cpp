// The shop against a partner back end of its own for each test. Nothing here waits: the back end
// is reached by a function call, and time is moved.
#include "shop.h"

#include "bss/mock/testing.h"

namespace {

using shop::TopUp;

bss::Decimal yuan(const char* amount) {
  return *bss::Decimal::parse(amount);
}

class Shop : public bss::mock::testing::PartnerTest {
 protected:
  shop::TopUpResult top_up_to(const char* amount) {
    return shop::top_up_to(partner_client(), customer().domain_id, yuan(amount));
  }
  std::uint64_t payments() { return workspace().calls("UpdateCustomerAccountAmount").committed; }
};

TEST_F(Shop, PaysWhatIsMissing) {  // the demo customer has 500.00
  const auto result = top_up_to("600.00");
  EXPECT_EQ(result.outcome, TopUp::kPaid);
  EXPECT_EQ(result.detail, "100.00");
  EXPECT_EQ(top_up_to("600.00").outcome, TopUp::kEnough);
  EXPECT_EQ(payments(), 1U);
  EXPECT_TRUE(books_balance());
}

TEST_F(Shop, DoesNotPayTwiceWhenAnAnswerIsLost) {
  workspace().lose_next_answers("UpdateCustomerAccountAmount");
  EXPECT_EQ(top_up_to("600.00").outcome, TopUp::kUnknown);
  EXPECT_EQ(top_up_to("600.00").outcome, TopUp::kEnough) << "the money had moved";
  EXPECT_EQ(payments(), 1U);
}

TEST_F(Shop, PaysAgainWhenTheRequestWasLost) {
  workspace().add_faults(R"({"match":{"operation":"UpdateCustomerAccountAmount"},
                             "when":{"first":1},"effect":{"drop_before_commit":true}})");
  EXPECT_EQ(top_up_to("600.00").outcome, TopUp::kUnknown);
  EXPECT_EQ(top_up_to("600.00").outcome, TopUp::kPaid);
  EXPECT_EQ(payments(), 1U);
}

TEST_F(Shop, SaysWhyItWasRefused) {
  const auto result = top_up_to("2000000.00");  // the partner has 1000000.00
  EXPECT_EQ(result.outcome, TopUp::kRefused);
  EXPECT_EQ(result.detail, "CBC.5003");
  EXPECT_EQ(payments(), 0U);
}

TEST_F(Shop, SitsOutAThrottle) {
  workspace().refuse_next_as_throttled("UpdateCustomerAccountAmount", 2);
  EXPECT_EQ(top_up_to("600.00").outcome, TopUp::kPaid);
  EXPECT_EQ(payments(), 1U);
}

TEST_F(Shop, OpensAnAccountWithAnAllowance) {
  const auto opened =
      shop::open_account(partner_client(), partner().platform, "user-1", yuan("25"));
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened->allowance.outcome, TopUp::kPaid);
  const auto again = shop::open_account(partner_client(), partner().platform, "user-1", yuan("25"));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "CBC.99000039") << "one account for each user of the platform";
}

TEST_F(Shop, StillWorksAYearLater) {
  workspace().advance("P1Y");
  EXPECT_EQ(top_up_to("600.00").outcome, TopUp::kPaid);
}

}  // namespace
