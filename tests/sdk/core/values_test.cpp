// The small public values: Money, Secret, Result, Error.
#include <gtest/gtest.h>

#include <type_traits>

#include "bss/bss.h"

namespace bss {
namespace {

Money cny(const char* amount) {
  return {*Decimal::parse(amount), "CNY"};
}

TEST(Money, AddsAndSubtractsWithinOneCurrency) {
  EXPECT_EQ(cny("10.05").plus(cny("0.95")), cny("11.00"));
  EXPECT_EQ(cny("10.00").minus(cny("10.01")), cny("-0.01"));
  EXPECT_EQ(cny("10").to_string(), "10.00 CNY");
  EXPECT_EQ(Money::compare(cny("10"), cny("10.00")), 0);
}

TEST(Money, RefusesToMixCurrenciesAndToOverflow) {
  const Money usd{*Decimal::parse("1"), "USD"};
  EXPECT_FALSE(cny("1").plus(usd));
  EXPECT_FALSE(cny("1").minus(usd));
  EXPECT_FALSE(Money::compare(cny("1"), usd));
  EXPECT_NE(cny("1"), usd);
  EXPECT_FALSE(cny("999999999999999999").plus(cny("1")));
}

template <class T, class = void>
struct IsPrintable : std::false_type {};
template <class T>
struct IsPrintable<T,
                   std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

TEST(Secret, HasNoWayOutButReveal) {
  EXPECT_FALSE(IsPrintable<Secret>::value);
  EXPECT_TRUE(IsPrintable<Decimal>::value);
  EXPECT_FALSE((std::is_convertible_v<Secret, std::string>));
  EXPECT_EQ(Secret("Partner@2025").reveal(), "Partner@2025");
  EXPECT_EQ(Secret("a"), Secret("a"));
  EXPECT_NE(Secret("a"), Secret("b"));
}

TEST(Result, ThrowsOnlyWhenAskedForAValueThatIsNotThere) {
  const Result<int> good(7);
  EXPECT_EQ(good.value(), 7);
  Error error;
  error.kind = ErrorKind::kBusiness;
  error.operation = "UpdateCustomerAccountAmount";
  error.code = "CBC.5003";
  error.http_status = 400;
  error.request_id = "0af";
  error.message = "Insufficient balance.";
  const Result<int> bad(error);
  EXPECT_FALSE(bad);
  try {
    (void)bad.value();
    FAIL() << "no exception";
  } catch (const ResultError& thrown) {
    EXPECT_STREQ(thrown.what(),
                 "UpdateCustomerAccountAmount: business CBC.5003 (HTTP 400, request 0af): "
                 "Insufficient balance.");
    EXPECT_EQ(thrown.error().code, "CBC.5003");
  }
}

TEST(Error, SaysLittleWhenLittleIsKnown) {
  Error error;
  error.kind = ErrorKind::kNotSent;
  error.message = "No route.";
  EXPECT_EQ(error.to_string(), "not_sent: No route.");
}

// Numbers are fixed: one seen in a log keeps its meaning.
TEST(ErrorKind, NumbersAndNamesAreFixed) {
  constexpr const char* kNames[] = {"invalid_argument", "not_sent",        "throttled", "auth",
                                    "denied",           "not_found",       "conflict",  "business",
                                    "server",           "outcome_unknown", "cancelled", "deadline",
                                    "bad_response"};
  int number = 1;
  for (const char* name : kNames) EXPECT_EQ(to_string(static_cast<ErrorKind>(number++)), name);
}

}  // namespace
}  // namespace bss
