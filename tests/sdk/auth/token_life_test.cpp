#include "auth/token_life.h"

#include <gtest/gtest.h>

namespace bss::detail {
namespace {

using namespace std::chrono_literals;

std::chrono::system_clock::time_point at(long seconds) {
  return std::chrono::system_clock::from_time_t(seconds);
}

TEST(ParseInstant, ReadsWhatIamAndOthersWrite) {
  // auth-gateway.md 3.4 and 8.4: be lenient when reading.
  EXPECT_EQ(parse_instant("2020-01-04T09:05:22.701000Z"), at(1578128722) + 701ms);
  EXPECT_EQ(parse_instant("2020-01-04T09:05:22Z"), at(1578128722));
  EXPECT_EQ(parse_instant("2020-01-04 09:05:22"), at(1578128722));
  EXPECT_EQ(parse_instant("2020-01-04T09:05:22.5"), at(1578128722) + 500ms);
  EXPECT_EQ(parse_instant("2020-01-04T17:05:22.701000+08:00"), at(1578128722) + 701ms);
  EXPECT_EQ(parse_instant("2020-01-04T04:05:22-0500"), at(1578128722));
  EXPECT_EQ(parse_instant("2020-02-29T00:00:00.123456789Z"), at(1582934400) + 123456us);
}

TEST(ParseInstant, RefusesEverythingElse) {
  for (const char* text :
       {"", "null", "2020-01-04", "2020-13-04T09:05:22Z", "2020-01-32T09:05:22Z",
        "2020-01-04T24:05:22Z", "2020-01-04T09:05:22.Z", "2020-01-04T09:05:22 CET", "1578128722",
        "2020-01-04T09:05:22+8", "-020-01-04T09:05:22Z", "1969-12-31T23:59:59Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(TokenLife, IsTheDifferenceOfTheTwoTimes) {
  EXPECT_EQ(token_life("2023-08-04T03:09:26.087000Z", "2023-08-03T03:09:26.087000Z", ""), 24h);
}

TEST(TokenLife, TheDateHeaderStandsInForAMissingIssuedAt) {
  EXPECT_EQ(token_life("1994-11-06T09:49:37Z", "", "Sun, 06 Nov 1994 08:49:37 GMT"), 1h);
}

TEST(TokenLife, IssuedAtComesBeforeTheDateHeader) {
  EXPECT_EQ(
      token_life("1994-11-06T09:49:37Z", "1994-11-06T07:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
      2h);
}

TEST(TokenLife, IsAssumedWhenNothingTellsTheTimeOfIssue) {
  EXPECT_EQ(token_life("2023-08-04T03:09:26Z", "", ""), kAssumedLife);
  EXPECT_EQ(token_life("2023-08-04T03:09:26Z", "soon", "today"), kAssumedLife);
}

TEST(TokenLife, IsUnknownWithoutAReadableEnd) {
  EXPECT_FALSE(token_life("", "2023-08-03T03:09:26Z", ""));
  EXPECT_FALSE(token_life("tomorrow", "2023-08-03T03:09:26Z", ""));
  EXPECT_FALSE(token_life("2023-08-03T03:09:26Z", "2023-08-03T03:09:26Z", ""));
  EXPECT_FALSE(token_life("2023-08-02T03:09:26Z", "2023-08-03T03:09:26Z", ""));
}

}  // namespace
}  // namespace bss::detail
