#include "bss/wire/writer.h"

#include <gtest/gtest.h>

#include <string>

#include "sample.h"

namespace bss::wire {
namespace {

using sample::Inner;
using sample::Outer;

std::string written(const Outer& object, const WriteStyle& style) {
  std::string out;
  BodyWriter writer(out, style);
  Fields<Outer>::visit_body(writer, object);
  writer.finish();
  return out;
}

Outer with_total(const char* total, std::optional<std::int32_t> measure) {
  Outer object;
  object.total = Decimal::parse(total);
  object.measure_id = measure;
  return object;
}

TEST(BodyWriter, LeavesOutOfARequestWhatWasNotSet) {
  Outer object = with_total("10.5", std::nullopt);
  object.name = "a\"b";
  EXPECT_EQ(written(object, request_style()), R"({"name":"a\"b","total":10.5})");
}

TEST(BodyWriter, GivesAnswersTheirListsAndTwoDecimals) {
  Outer object = with_total("10.5", 1);
  EXPECT_EQ(written(object, answer_style()),
            R"({"name":"","inner":[],"total":10.50,"measure_id":1})");
  object.inner.push_back(Inner{Decimal::parse("0.04599822"), std::nullopt});
  object.inner.push_back(Inner{});
  EXPECT_EQ(written(object, answer_style()),
            R"({"name":"","inner":[{"cost":0.04599822},{}],"total":10.50,"measure_id":1})");
}

TEST(SettleMoney, BringsAmountsToTheMainUnit) {
  // measure_id: 1 yuan, 2 a tenth, 3 a hundredth; afterwards it says 1.
  Outer tenths = with_total("125", 2);
  ASSERT_TRUE(settle_money(tenths));
  EXPECT_EQ(tenths.total->to_string(), "12.5");
  EXPECT_EQ(tenths.measure_id, 1);
  Outer hundredths = with_total("125", 3);
  hundredths.inner = {Inner{Decimal::parse("200"), std::nullopt}, Inner{Decimal::parse("200"), 1}};
  ASSERT_TRUE(settle_money(hundredths));
  EXPECT_EQ(hundredths.total->to_string(), "1.25");
  EXPECT_EQ(hundredths.inner[0].cost->to_string(), "2.00");
  EXPECT_EQ(hundredths.inner[1].cost->to_string(), "200");
  EXPECT_EQ(hundredths.inner[1].measure_id, 1);
}

TEST(SettleMoney, LeavesMainUnitsAlone) {
  for (const auto measure : {std::optional<std::int32_t>(), std::optional<std::int32_t>(1)}) {
    Outer object = with_total("125.10", measure);
    ASSERT_TRUE(settle_money(object));
    EXPECT_EQ(object.total->to_string(), "125.10");
    EXPECT_EQ(object.measure_id, measure);
  }
}

TEST(SettleMoney, RefusesToGuess) {
  for (const std::int32_t unknown : {0, 4, -1}) {
    Outer object = with_total("125", unknown);
    EXPECT_FALSE(settle_money(object)) << unknown;
  }
  Outer too_fine = with_total("0.000000000000000001", 2);
  EXPECT_FALSE(settle_money(too_fine));
}

TEST(Validator, ChecksWhatIsThere) {
  const auto problem = [](const Outer& object) {
    Validator validator(Site::kChina);
    return Fields<Outer>::visit_body(validator, object) ? std::string()
                                                        : validator.take_problem()->message;
  };
  Outer object;
  EXPECT_EQ(problem(object), "Invalid parameter: name. It must not be empty.");
  object.name = "123456789";
  EXPECT_EQ(problem(object), "Invalid parameter: name. It must have at most 8 characters.");
  object.name = "\xFF";
  EXPECT_EQ(problem(object), "Invalid parameter: name. It must be UTF-8.");
  object.name = "n";
  EXPECT_EQ(problem(object), "");
  object.inner.resize(3);
  EXPECT_EQ(problem(object), "Invalid parameter: inner. It must have at most 2 items.");
}

TEST(HeadValidator, RefusesWhatWouldChangeThePath) {
  static constexpr FieldRules kRules = field("id").required();
  for (const char* bad : {"", ".", "..", "a/b", "/"}) {
    HeadValidator validator(Site::kChina, HeadValidator::Part::kPath);
    EXPECT_FALSE(validator(kRules, std::string(bad))) << bad;
    EXPECT_EQ(validator.take_problem()->field, "id");
  }
  HeadValidator validator(Site::kChina, HeadValidator::Part::kPath);
  EXPECT_TRUE(validator(kRules, std::string("a b?%")));
}

TEST(HeadValidator, RefusesWhatWouldEndAHeader) {
  static constexpr FieldRules kRules = field("X-Language");
  for (const char* bad : {"a\r\nX-Auth-Token: b", "a\nb", "\t", "\x7f"}) {
    HeadValidator validator(Site::kChina, HeadValidator::Part::kHeader);
    EXPECT_FALSE(validator(kRules, std::optional<std::string>(bad)));
  }
  HeadValidator validator(Site::kChina, HeadValidator::Part::kHeader);
  EXPECT_TRUE(validator(kRules, std::optional<std::string>("zh_CN")));
  EXPECT_TRUE(validator(kRules, std::optional<std::string>()));
}

}  // namespace
}  // namespace bss::wire
