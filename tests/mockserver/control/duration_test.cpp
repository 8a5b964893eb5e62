#include "control/duration.h"

#include <gtest/gtest.h>

namespace bss::mock::control {
namespace {

domain::Instant at(const char* text) {
  return *domain::parse_utc_second(text);
}

TEST(ControlDuration, ReadsCalendarDurations) {
  const auto both = parse_duration("P1M3DT2H");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->months, 1);
  EXPECT_EQ(both->ms, (3 * 24 + 2) * 3600000LL);
  EXPECT_EQ(parse_duration("P1Y2M")->months, 14);
  EXPECT_EQ(parse_duration("P2W")->ms, 14 * 86400000LL);
  EXPECT_EQ(parse_duration("PT1M")->ms, 60000);
  EXPECT_EQ(parse_duration("PT90S")->ms, 90000);
  EXPECT_EQ(parse_duration("PT1.5S")->ms, 1500);
  EXPECT_EQ(parse_duration("PT0S")->ms, 0);
}

TEST(ControlDuration, RefusesWhatIsNone) {
  for (const char* text :
       {"", "P", "PT", "1D", "P1", "PD", "P1H", "PT1D", "P1D1M", "P1DT", "P-1D", "P1.5D", "PT1.5H",
        "PT1.S", "P1D ", "p1d", "P1000000000000D", "P101Y", "PT1.2345S"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(ControlDuration, AddsMonthsByTheCalendarAndThenTheRest) {
  EXPECT_EQ(plus(at("2025-01-31T10:00:00Z"), *parse_duration("P1M")).ms,
            at("2025-02-28T10:00:00Z").ms);
  EXPECT_EQ(plus(at("2025-06-01T00:00:00Z"), *parse_duration("P1M3DT2H")).ms,
            at("2025-07-04T02:00:00Z").ms);
}

}  // namespace
}  // namespace bss::mock::control
