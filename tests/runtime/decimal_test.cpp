#include "bss/decimal.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <sstream>
#include <string>

namespace bss {
namespace {

__extension__ typedef __int128 Wide;

constexpr std::int64_t kLargest = 999'999'999'999'999'999;

Wide power(int exponent) {
  Wide value = 1;
  for (int i = 0; i < exponent; ++i) value *= 10;
  return value;
}

/// The value as a whole number of 1e-18.
Wide exact(const Decimal& value) {
  return Wide{value.digits()} * power(18 - value.scale());
}

bool fits(Wide digits) {
  return digits <= kLargest && digits >= -kLargest;
}

Decimal decimal(const char* text) {
  const auto value = Decimal::parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Decimal());
}

TEST(Decimal, PrintsWhatItWasWrittenAs) {
  for (const char* text :
       {"0", "1", "-1", "10", "10.00", "10.50", "0.00", "0.01", "-0.01", "999999999999999999",
        "-999999999999999999", "0.000000000000000001", "-0.999999999999999999", "1234567890.12",
        "0.04599822", "9999999999.99"}) {
    EXPECT_EQ(decimal(text).to_string(), text);
  }
}

TEST(Decimal, ForgetsOnlyWhatCarriesNothing) {
  EXPECT_EQ(decimal("-0").to_string(), "0");
  EXPECT_EQ(decimal("-0.00").to_string(), "0.00");
  EXPECT_EQ(decimal("007").to_string(), "7");
  EXPECT_EQ(decimal("0000000000000000000000001.50").to_string(), "1.50");
}

TEST(Decimal, RefusesWhatIsNoPlainNumber) {
  for (const char* text :
       {"",      "-",   "+1",   "--1",  ".",    ".5",           "5.",  "-.5",  "-5.",
        "1.2.3", "1e3", "1E3",  "1e-3", " 1",   "1 ",           "1,5", "0x10", "1_000",
        "NaN",   "inf", "-inf", "1-",   "1.-5", "\xEF\xBC\x91", "1\n", "null"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
  EXPECT_FALSE(Decimal::parse(std::string_view("1\0", 2)));
}

TEST(Decimal, RefusesMoreDigitsThanFitInsteadOfRounding) {
  EXPECT_FALSE(Decimal::parse("1000000000000000000"));
  EXPECT_FALSE(Decimal::parse("-1000000000000000000"));
  EXPECT_FALSE(Decimal::parse("9999999999999999999999999999999"));
  EXPECT_FALSE(Decimal::parse("99999999999999999.99"));
  EXPECT_TRUE(Decimal::parse("9999999999999999.99"));
  EXPECT_FALSE(Decimal::parse("0.0000000000000000001"));
  EXPECT_FALSE(Decimal::parse("0.0000000000000000000"));
  EXPECT_FALSE(Decimal::parse(std::string(1'000'000, '9')));
  EXPECT_TRUE(Decimal::parse(std::string(1'000'000, '0')));
}

TEST(Decimal, ComparesNumbersNotSpellings) {
  EXPECT_EQ(decimal("10"), decimal("10.00"));
  EXPECT_EQ(decimal("0"), decimal("-0.000"));
  EXPECT_LT(decimal("-1"), decimal("-0.999999999999999999"));
  EXPECT_LT(decimal("9.99"), decimal("10"));
  EXPECT_GT(decimal("999999999999999999"), decimal("0.000000000000000001"));
  EXPECT_NE(decimal("1.1"), decimal("1.10000000000000001"));
  EXPECT_LE(decimal("1.0"), decimal("1"));
  EXPECT_GE(decimal("1.0"), decimal("1"));
}

TEST(Decimal, KnowsHowManyDecimalsCarryInformation) {
  // R: an amount may have at most two significant decimals; 1.000 is fine.
  EXPECT_EQ(decimal("1.000").significant_scale(), 0);
  EXPECT_EQ(decimal("10.50").significant_scale(), 1);
  EXPECT_EQ(decimal("0.0100").significant_scale(), 2);
  EXPECT_EQ(decimal("0.000").significant_scale(), 0);
  EXPECT_EQ(decimal("100").significant_scale(), 0);
  EXPECT_EQ(decimal("-0.001").significant_scale(), 3);
}

TEST(Decimal, RescalesOnlyWithoutLoss) {
  EXPECT_EQ(decimal("1.5").rescaled(3)->to_string(), "1.500");
  EXPECT_EQ(decimal("1.500").rescaled(1)->to_string(), "1.5");
  EXPECT_FALSE(decimal("1.55").rescaled(1));
  EXPECT_FALSE(decimal("1").rescaled(-1));
  EXPECT_FALSE(decimal("1").rescaled(19));
  EXPECT_TRUE(decimal("0").rescaled(18));
  EXPECT_FALSE(decimal("1").rescaled(18));
  EXPECT_FALSE(decimal("999999999999999999").rescaled(1));
}

TEST(Decimal, CutsTowardZero) {
  // Charges are cut, never rounded: 0.04599822 is billed as 0.04.
  EXPECT_EQ(decimal("0.04599822").truncated(2).to_string(), "0.04");
  EXPECT_EQ(decimal("-0.04999").truncated(2).to_string(), "-0.04");
  EXPECT_EQ(decimal("-0.009").truncated(2).to_string(), "0.00");
  EXPECT_EQ(decimal("5.99").truncated(0).to_string(), "5");
  EXPECT_EQ(decimal("5.99").truncated(-3).to_string(), "5");
  EXPECT_EQ(decimal("5.9").truncated(4).to_string(), "5.9");
}

TEST(Decimal, AddsAndSubtractsExactly) {
  EXPECT_EQ(decimal("10.05").plus(decimal("0.95"))->to_string(), "11.00");
  EXPECT_EQ(decimal("0.1").plus(decimal("0.2")), decimal("0.3"));
  EXPECT_EQ(decimal("1").minus(decimal("0.99"))->to_string(), "0.01");
  EXPECT_EQ(decimal("-1").minus(decimal("-1"))->to_string(), "0");
}

TEST(Decimal, GivesNothingWhenAResultDoesNotFit) {
  EXPECT_FALSE(decimal("999999999999999999").plus(decimal("1")));
  EXPECT_FALSE(decimal("-999999999999999999").minus(decimal("1")));
  EXPECT_TRUE(decimal("999999999999999998").plus(decimal("1")));
  EXPECT_FALSE(decimal("999999999999999999").plus(decimal("0.1")));
  EXPECT_FALSE(decimal("999999999999999999").times(2));
  EXPECT_FALSE(decimal("1").times(INT64_MAX));
  EXPECT_FALSE(decimal("1").times(INT64_MIN));
  EXPECT_TRUE(decimal("0").times(INT64_MIN));
  EXPECT_EQ(decimal("-999999999999999999").times(-1)->to_string(), "999999999999999999");
}

TEST(Decimal, MovesThePointWithoutLoss) {
  // measure_id 2 and 3: tenths and hundredths.
  EXPECT_EQ(decimal("12345").shifted_right(2)->to_string(), "123.45");
  EXPECT_EQ(decimal("5").shifted_right(1)->to_string(), "0.5");
  EXPECT_EQ(decimal("1.5").shifted_right(0)->to_string(), "1.5");
  EXPECT_FALSE(decimal("1").shifted_right(-1));
  EXPECT_FALSE(decimal("1").shifted_right(19));
  EXPECT_EQ(decimal("0.100000000000000000").shifted_right(2)->to_string(), "0.001000000000000000");
  EXPECT_FALSE(decimal("0.000000000000000001").shifted_right(1));
  EXPECT_FALSE(decimal("0").shifted_right(1000));
}

TEST(Decimal, PrintsAtLeastTheDecimalsAskedFor) {
  EXPECT_EQ(decimal("10").to_string(2), "10.00");
  EXPECT_EQ(decimal("10.5").to_string(2), "10.50");
  EXPECT_EQ(decimal("-0.125").to_string(2), "-0.125");
  EXPECT_EQ(decimal("0").to_string(0), "0");
  EXPECT_EQ(decimal("-3").to_string(1), "-3.0");
}

TEST(Decimal, IsAConstant) {
  constexpr Decimal kValue = Decimal::from_scaled(1005, 2);
  static_assert(kValue.digits() == 1005 && kValue.scale() == 2 && !kValue.is_zero() &&
                !kValue.is_negative());
  static_assert(Decimal::from_scaled(1, 99).scale() == 18);
  static_assert(Decimal::from_scaled(1, -1).scale() == 0);
  std::ostringstream out;
  out << kValue << " " << kValue.negated();
  EXPECT_EQ(out.str(), "10.05 -10.05");
  // Beyond the promise of 18 digits nothing may be undefined either.
  EXPECT_EQ(Decimal::from_scaled(INT64_MIN, 0).to_string(), "-9223372036854775808");
  EXPECT_FALSE(Decimal::from_scaled(INT64_MIN, 0).plus(Decimal()));
  (void)Decimal::from_scaled(INT64_MIN, 0).negated();
}

/// Numbers of every length, with a liking for the edges.
Decimal random_decimal(std::mt19937_64& random) {
  const int digits = static_cast<int>(random() % 19);
  std::int64_t value =
      digits == 0 ? 0
                  : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(power(digits)));
  if (random() % 16 == 0) value = kLargest - static_cast<std::int64_t>(random() % 3);
  if (random() % 2 == 0) value = -value;
  return Decimal::from_scaled(value, static_cast<int>(random() % 19));
}

TEST(DecimalProperty, AgreesWithWideIntegers) {
  std::mt19937_64 random(20250131);
  for (int i = 0; i < 200'000; ++i) {
    const Decimal a = random_decimal(random);
    const Decimal b = random_decimal(random);
    const int scale = std::max(a.scale(), b.scale());
    const Wide left = Wide{a.digits()} * power(scale - a.scale());
    const Wide right = Wide{b.digits()} * power(scale - b.scale());

    const auto sum = a.plus(b);
    ASSERT_EQ(sum.has_value(), fits(left + right)) << a << " + " << b;
    if (sum) {
      ASSERT_EQ(sum->digits(), static_cast<std::int64_t>(left + right));
      ASSERT_EQ(sum->scale(), scale);
      ASSERT_EQ(*sum, *b.plus(a));
    }
    const auto difference = a.minus(b);
    ASSERT_EQ(difference.has_value(), fits(left - right)) << a << " - " << b;
    if (difference) {
      ASSERT_EQ(difference->digits(), static_cast<std::int64_t>(left - right));
    }
    ASSERT_EQ(Decimal::compare(a, b), left < right   ? -1
                                      : left > right ? 1
                                                     : 0)
        << a << " <=> " << b;

    const auto factor = static_cast<std::int64_t>(random() % 2001) - 1000;
    const auto product = a.times(factor);
    ASSERT_EQ(product.has_value(), fits(Wide{a.digits()} * factor));
    if (product) {
      ASSERT_EQ(product->digits(), a.digits() * factor);
    }

    const auto again = Decimal::parse(a.to_string());
    ASSERT_TRUE(again) << a;
    ASSERT_EQ(again->digits(), a.digits());
    ASSERT_EQ(again->scale(), a.scale());
    ASSERT_EQ(a.negated().negated(), a);
    if (a.scale() > 0) {
      const Decimal cut = a.truncated(a.scale() - 1);
      ASSERT_LT(exact(a) < exact(cut) ? exact(cut) - exact(a) : exact(a) - exact(cut),
                power(18 - cut.scale()));
    }
  }
}

}  // namespace
}  // namespace bss
