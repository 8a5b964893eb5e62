#include "bss/wire/rules.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

namespace bss::wire {
namespace {

const Pattern& upper_case() {
  static const Pattern pattern("[A-Z]{2}[0-9]*");
  return pattern;
}

TEST(Rules, CountCodePointsNotBytes) {
  // The API counts characters: a Chinese one is 1.
  const FieldRules rules = field("name").length(2, 4);
  EXPECT_EQ(check_text(rules, "测试企业"), "");
  EXPECT_EQ(check_text(rules, "测试企业&"), "It must have at most 4 characters.");
  EXPECT_EQ(check_text(rules, "测"), "It must have at least 2 characters.");
  EXPECT_EQ(count_code_points("a\xF0\x9F\x98\x80"), 2U);
}

TEST(Rules, ListEnumerations) {
  static constexpr std::string_view kAllowed[] = {"1", "2"};
  const FieldRules rules = field("type").one_of(kAllowed);
  EXPECT_EQ(check_text(rules, "2"), "");
  EXPECT_EQ(check_text(rules, "3"), "It must be one of 1, 2.");
  EXPECT_EQ(check_integer(rules, 1), "");
  EXPECT_EQ(check_integer(rules, 12), "It must be one of 1, 2.");
}

TEST(Rules, BoundNumbers) {
  const FieldRules rules =
      field("limit").at_least(Decimal::from_scaled(1, 0)).at_most(Decimal::from_scaled(100, 0));
  EXPECT_EQ(check_integer(rules, 1), "");
  EXPECT_EQ(check_integer(rules, 100), "");
  EXPECT_EQ(check_integer(rules, 0), "It must be at least 1.");
  EXPECT_EQ(check_integer(rules, 101), "It must be at most 100.");
  EXPECT_EQ(check_integer(field("n"), INT64_MIN), "");
  EXPECT_EQ(check_integer(field("n").positive(), 0), "It must be greater than 0.");
}

TEST(Rules, LookAtSignificantDecimalsOnly) {
  const FieldRules rules = field("amount").positive().decimals(2);
  EXPECT_EQ(check_decimal(rules, *Decimal::parse("1.000")), "");
  EXPECT_EQ(check_decimal(rules, *Decimal::parse("0.01")), "");
  EXPECT_EQ(check_decimal(rules, *Decimal::parse("0.001")), "It must have at most 2 decimals.");
  EXPECT_EQ(check_decimal(rules, *Decimal::parse("0.00")), "It must be greater than 0.");
  EXPECT_EQ(check_decimal(rules, *Decimal::parse("-1")), "It must be greater than 0.");
}

TEST(Rules, TakePatternsAsTheWholeText) {
  const FieldRules rules = field("code").matching(&upper_case);
  EXPECT_EQ(check_text(rules, "AB12"), "");
  EXPECT_EQ(check_text(rules, "AB"), "");
  EXPECT_EQ(check_text(rules, "xAB12"), "It does not have the required form.");
  EXPECT_EQ(check_text(rules, "AB12x"), "It does not have the required form.");
}

TEST(Rules, MatchPatternsByCodePoint) {
  const Pattern three("[^<>]{3}");
  EXPECT_TRUE(three.matches("测试企"));
  EXPECT_FALSE(three.matches("测试"));
  EXPECT_FALSE(three.matches("测<企"));
  EXPECT_TRUE(Pattern("[一-龥]+").matches("测试"));
  EXPECT_THROW(Pattern("["), std::regex_error);
}

TEST(Rules, MatchLongTextsWithoutRecursion) {
  // libstdc++'s default matcher overflows the stack here.
  const Pattern any("([a-z]|[0-9])*");
  EXPECT_TRUE(any.matches(std::string(100'000, 'a')));
  EXPECT_FALSE(any.matches(std::string(100'000, 'a') + "!"));
  EXPECT_FALSE(Pattern("(a|a)*b").matches(std::string(5'000, 'a')));
}

TEST(UtcSecond, AcceptsDaysThatExist) {
  for (const char* text : {"2025-01-31T23:59:59Z", "2024-02-29T00:00:00Z", "2000-02-29T12:00:00Z",
                           "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    EXPECT_TRUE(is_utc_second(text)) << text;
  }
}

TEST(UtcSecond, RefusesEverythingElse) {
  for (const char* text : {"",
                           "2025-02-29T00:00:00Z",
                           "1900-02-29T00:00:00Z",
                           "2025-04-31T00:00:00Z",
                           "2025-13-01T00:00:00Z",
                           "2025-00-01T00:00:00Z",
                           "2025-01-00T00:00:00Z",
                           "2025-01-01T24:00:00Z",
                           "2025-01-01T00:60:00Z",
                           "2025-01-01T00:00:60Z",
                           "0000-01-01T00:00:00Z",
                           "2025-01-01T00:00:00",
                           "2025-01-01 00:00:00Z",
                           "2025-01-01T00:00:00z",
                           "2025-01-01T00:00:00.0Z",
                           "2025-01-01T00:00:00+08:00",
                           "2025-1-1T00:00:00Z",
                           " 2025-01-01T00:00:00Z",
                           "2025-01-01T00:00:00Z ",
                           "20250101T000000Z",
                           "202a-01-01T00:00:00Z"}) {
    EXPECT_FALSE(is_utc_second(text)) << text;
  }
}

TEST(Date, IsADayThatExists) {
  for (const char* text : {"2025-01-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"}) {
    EXPECT_TRUE(is_date(text)) << text;
  }
  for (const char* text :
       {"", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-01", "2025-01-00",
        "0000-01-01", "2025-1-01", "20250101", "2025/01/01", "2025-01-01 ", " 2025-01-01",
        "2025-01-01T00:00:00Z", "202a-01-01", "-025-01-01"}) {
    EXPECT_FALSE(is_date(text)) << text;
  }
}

TEST(Integers, AreDigitsAndNothingElse) {
  EXPECT_EQ(parse_integer("-5"), -5);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  for (const char* text : {"", "-", "+5", "5.0", "5e1", " 5", "5 ", "0x5", "9223372036854775808"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(Utf8, IsChecked) {
  for (const char* good :
       {"", "abc", "é", "中", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) {
    EXPECT_TRUE(is_utf8(good));
  }
  for (const char* bad :
       {"\x80", "\xC3", "\xC1\x81", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "a\xFF", "\xE4\xB8"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(Places, AreNamedAsOnTheWire) {
  const Place list{nullptr, "customer_infos", std::nullopt};
  const Place item{&list, {}, 3};
  const Place amount{&item, "amount", std::nullopt};
  const FieldProblem problem = problem_at(amount, "It is required.");
  EXPECT_EQ(problem.field, "customer_infos[3].amount");
  EXPECT_EQ(problem.message, "Invalid parameter: customer_infos[3].amount. It is required.");
}

}  // namespace
}  // namespace bss::wire
