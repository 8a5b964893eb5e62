// Names, passwords, numbers and addresses (customers.md, CheckUserIdentity and CreateSubCustomer),
// the catalogue (products-bills.md, ListServiceTypes), and the small value types under the rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "domain/catalogue.h"
#include "domain/clock.h"
#include "domain/customer_rules.h"
#include "domain/divisions.h"
#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/new_customer_tags.h"
#include "domain/passwords.h"
#include "domain/settings.h"

namespace bss::mock::domain {
namespace {

TEST(AccountNames, HaveFiveToThirtyTwoAllowedCharacters) {
  EXPECT_FALSE(is_account_name("abcd"));
  EXPECT_TRUE(is_account_name("abcde"));
  EXPECT_TRUE(is_account_name(std::string(32, 'a')));
  EXPECT_FALSE(is_account_name(std::string(33, 'a')));
  EXPECT_FALSE(is_account_name("1abcd"));
  EXPECT_FALSE(is_account_name("12345"));
  EXPECT_FALSE(is_account_name("ab cde"));
  EXPECT_FALSE(is_account_name("ab.cde"));
  EXPECT_FALSE(is_account_name("op_abc"));
  EXPECT_FALSE(is_account_name("shadow_abc"));
  EXPECT_TRUE(is_account_name("opabcd"));
  EXPECT_TRUE(is_account_name("-abcd"));
  EXPECT_TRUE(is_account_name("a1234"));
}

// CheckUserIdentity 5: stricter there; what passes there passes here.
TEST(AccountNames, MayStartWithAnUnderscoreOnlyWhenCreating) {
  EXPECT_TRUE(is_account_name("_abcd"));
  EXPECT_FALSE(is_checkable_name("_abcd"));
  EXPECT_TRUE(is_checkable_name("-abcd"));
}

TEST(Passwords, HaveEightToThirtyTwoCharactersOfTwoKinds) {
  EXPECT_FALSE(is_password("Abcdef1", "", ""));
  EXPECT_TRUE(is_password("abcdefg1", "", ""));
  EXPECT_FALSE(is_password("abcdefgh", "", ""));
  EXPECT_FALSE(is_password("12345678", "", ""));
  EXPECT_TRUE(is_password("1234567!", "", ""));
  EXPECT_TRUE(is_password(std::string(31, 'a') + "B", "", ""));
  EXPECT_FALSE(is_password(std::string(32, 'a') + "B", "", ""));
}

TEST(Passwords, AreNeitherTheNameNorItsReverseNorHoldTheContact) {
  EXPECT_FALSE(is_password("north-lake1", "north-lake1", ""));
  EXPECT_FALSE(is_password("1ekal-htron", "north-lake1", ""));
  EXPECT_TRUE(is_password("north-lake1x", "north-lake1", ""));
  EXPECT_FALSE(is_password("x13800138000y", "", "13800138000"));
  EXPECT_FALSE(is_password("X-a@b.example", "", "a@b.example"));
}

TEST(Passwords, AreKeptAsSaltedDigests) {
  // Published check value of SHA-256 for "abc".
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string hash = password_hash("salt", "Partner@2025");
  EXPECT_NE(hash, password_hash("pepper", "Partner@2025"));
  EXPECT_TRUE(password_matches("salt", hash, "Partner@2025"));
  EXPECT_FALSE(password_matches("salt", hash, "partner@2025"));
}

TEST(Contacts, AreWellFormed) {
  EXPECT_TRUE(is_mainland_mobile("13800138000"));
  EXPECT_FALSE(is_mainland_mobile("23800138000"));
  EXPECT_FALSE(is_mainland_mobile("1380013800"));
  EXPECT_FALSE(is_mainland_mobile("1380013800x"));
  EXPECT_TRUE(is_number_with_country_code("0086-13800138000"));
  EXPECT_FALSE(is_number_with_country_code("86-13800138000"));
  EXPECT_FALSE(is_number_with_country_code("0086-"));
  EXPECT_TRUE(is_email("a@b"));
  EXPECT_FALSE(is_email("@b"));
  EXPECT_FALSE(is_email("a@"));
  EXPECT_FALSE(is_email("a b@c"));
}

// ListServiceTypes 2 and 3; products-bills example 1.
TEST(Catalogue, FindsServicesByNameInTheLanguageOfTheRequest) {
  const auto chinese = list_service_types("云服务器", Language::kChinese, 0, 10);
  ASSERT_EQ(chinese.total, 1U);
  EXPECT_EQ(chinese.rows[0]->code, "hws.service.type.ec2");
  EXPECT_EQ(chinese.rows[0]->abbreviation, "ECS");
  EXPECT_EQ(list_service_types("云服务器", Language::kEnglish, 0, 10).total, 0U);
  EXPECT_EQ(list_service_types("Cloud Server", Language::kEnglish, 0, 10).total, 1U);
  EXPECT_EQ(list_service_types("Cloud  Server", Language::kEnglish, 0, 10).total,
            0U);  // spaces count
}

TEST(Catalogue, IsOrderedByCodeAndPaged) {
  const auto all = list_service_types("", Language::kEnglish, 0, 1000);
  EXPECT_EQ(all.total, 22U);
  for (std::size_t i = 1; i < all.rows.size(); ++i)
    EXPECT_LT(all.rows[i - 1]->code, all.rows[i]->code);
  const auto page = list_service_types("", Language::kEnglish, 20, 10);
  EXPECT_EQ(page.total, 22U);
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.rows[0]->code, all.rows[20]->code);
  EXPECT_TRUE(list_service_types("", Language::kEnglish, 99, 10).rows.empty());
}

// products-bills 4.3 to 4.5: every row names rows that exist.
TEST(Catalogue, HangsTogether) {
  for (const ResourceType& type : resource_types())
    EXPECT_NE(find_service_type(type.service_type), nullptr) << type.code;
  for (const UsageType& usage : usage_types())
    EXPECT_NE(find_resource_type(usage.resource_type), nullptr) << usage.code;
  for (const Specification& row : specifications()) {
    const ResourceType* type = find_resource_type(row.resource_type);
    ASSERT_NE(type, nullptr) << row.code;
    EXPECT_EQ(type->service_type, row.service_type) << row.code;
  }
  EXPECT_EQ(specifications().size(), 50U);
  EXPECT_EQ(regions().size(), 9U);
}

// additional-operations: a marker is good for the query it came from alone.
TEST(Catalogue, MarksWhereAPageOfSpecificationsEnded) {
  SpecificationQuery query;
  query.service_type = "hws.service.type.ec2";
  query.resource_type = "hws.resource.type.vm";
  query.region = "cn-north-4";
  const auto first = list_specifications(query, "", 5);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->rows.size(), 5U);
  ASSERT_FALSE(first->next_marker.empty());
  const auto second = list_specifications(query, first->next_marker, 5);
  ASSERT_TRUE(second);
  EXPECT_GT(second->rows[0]->code, first->rows[4]->code);
  EXPECT_TRUE(list_specifications(query, second->next_marker, 5)->next_marker.empty());
  auto other = query;
  other.by_period = true;
  EXPECT_FALSE(list_specifications(other, first->next_marker, 5));
  other = query;
  other.codes = {"c6.large.2.linux"};
  EXPECT_FALSE(list_specifications(other, first->next_marker, 5));
  EXPECT_TRUE(list_specifications(query, first->next_marker, 2)) << "a page may be of another size";
}

// customers.md section 9.
TEST(Divisions, AreOrderedAndEachBelongsToOneThatExists) {
  const auto provinces = list_provinces(0, 1000);
  EXPECT_EQ(provinces.total, 31U);
  std::size_t counties = 0;
  std::string_view last;
  for (const Division& province : provinces.rows) {
    EXPECT_LT(last, province.code);
    last = province.code;
    for (const Division& city : list_cities(province.code, 0, 1000).rows) {
      EXPECT_FALSE(city.name.empty()) << city.code;
      const auto page = list_counties(city.code, 0, 1000);
      EXPECT_TRUE(
          std::is_sorted(page.rows.begin(), page.rows.end(),
                         [](const Division& a, const Division& b) { return a.code < b.code; }))
          << city.code;
      counties += page.total;
    }
  }
  EXPECT_GT(counties, 2800U);
  EXPECT_EQ(list_cities("CN-13", 0, 1000).total, 12U);
  EXPECT_EQ(list_cities("CN-13", 4, 2).rows.at(1).name, "保定市");
}

// customers.md ListSubCustomerNewTag 2 to 4.
TEST(NewCustomerTags, CountWithinTheirMonthsOnly) {
  const TagGround year{true, true, Months{"2025-03", "2026-02"}};
  EXPECT_EQ(tag_of(year, "2025-02"), NewCustomerTag::kNotNew);
  EXPECT_EQ(tag_of(year, "2025-03"), NewCustomerTag::kNew);
  EXPECT_EQ(tag_of(year, "2026-02"), NewCustomerTag::kNew);
  EXPECT_EQ(tag_of(year, "2026-03"), NewCustomerTag::kNotNew);
  EXPECT_EQ(tag_of({true, true, std::nullopt}, "2025-03"), NewCustomerTag::kUndetermined);
  EXPECT_EQ(tag_of({true, false, std::nullopt}, "2025-03"), NewCustomerTag::kNotNew);
  EXPECT_EQ(tag_of({false, true, year.months}, "2025-03"), NewCustomerTag::kEmpty);
}

TEST(Catalogue, KnowsCodesProductsAndLanguages) {
  EXPECT_TRUE(service_type_exists("hws.service.type.ec2"));
  EXPECT_FALSE(service_type_exists("hws.service.type.marketplace"));
  EXPECT_TRUE(product_exists("OFFI900000000000051002"));
  EXPECT_TRUE(product_exists("OFFI900000000000181001"));
  EXPECT_FALSE(product_exists("OFFI900000000000182001"));  // sold pay-per-use only
  EXPECT_FALSE(product_exists("OFFI900000000000511001"));
  EXPECT_FALSE(product_exists("OFFI900000000000051010"));
  EXPECT_FALSE(product_exists("OFFI638209145087582211"));
  EXPECT_EQ(language_of("EN_us"), Language::kEnglish);
  EXPECT_EQ(language_of("fr_FR"), Language::kChinese);
  EXPECT_EQ(language_of(""), Language::kChinese);
}

// accounts-coupons 0.3: yyyy-MM-ddTHH:mm:ssZ, no fraction, no offset.
TEST(Instants, ReadAndWriteWholeSecondsOfUtc) {
  const auto at = parse_utc_second("2024-02-29T23:59:59Z");
  ASSERT_TRUE(at);
  EXPECT_EQ(format_utc_second(*at), "2024-02-29T23:59:59Z");
  EXPECT_EQ(format_iam_time(at->plus_ms(701)), "2024-02-29T23:59:59.701000Z");
  for (const char* bad : {"2023-02-29T00:00:00Z", "2024-02-29T24:00:00Z", "2024-02-29T00:60:00Z",
                          "2024-13-01T00:00:00Z", "2024-02-29 00:00:00Z", "2024-02-29T00:00:00.0Z",
                          "2024-02-29T00:00:00+08:00", "", "2024-02-29", "2024-2-29T00:00:000Z",
                          "x024-02-29T00:00:00Z"}) {
    EXPECT_FALSE(parse_utc_second(bad)) << bad;
  }
}

// accounts-coupons 0.3: dates are GMT+8: 16:30Z on 31 March belongs to 1 April.
TEST(Instants, KnowTheDateInBeijing) {
  const auto at = *parse_utc_second("2024-03-31T16:30:00Z");
  EXPECT_EQ(beijing_date(at), (CivilDate{2024, 4, 1}));
  EXPECT_EQ(utc_date(at), (CivilDate{2024, 3, 31}));
  EXPECT_EQ(beijing_month(at), "2024-04");
  EXPECT_EQ(format_beijing_minute(at), "202404010030");
  EXPECT_EQ(format_utc_compact(at), "240331163000");
}

TEST(Instants, KnowWhenADayBeginsInBeijing) {
  EXPECT_EQ(parse_date("2024-04-01"), (CivilDate{2024, 4, 1}));
  EXPECT_EQ(parse_date("2023-02-29"), std::nullopt);
  EXPECT_EQ(parse_date("2024-04-01T00:00:00Z"), std::nullopt);
  EXPECT_EQ(format_utc_second(beijing_midnight({2024, 4, 1})), "2024-03-31T16:00:00Z");
  EXPECT_EQ(beijing_date(beijing_midnight({2024, 2, 29})), (CivilDate{2024, 2, 29}));
  EXPECT_EQ(plus_months(CivilDate{2024, 2, 29}, -12), (CivilDate{2023, 2, 28}));
  EXPECT_EQ(plus_months(CivilDate{2025, 1, 31}, 1), (CivilDate{2025, 2, 28}));
}

TEST(Instants, AddMonthsWithinTheCalendar) {
  EXPECT_EQ(format_utc_second(plus_months(*parse_utc_second("2024-01-31T12:00:00Z"), 1)),
            "2024-02-29T12:00:00Z");
  EXPECT_EQ(format_utc_second(plus_months(*parse_utc_second("2024-02-29T12:00:00Z"), -12)),
            "2023-02-28T12:00:00Z");
}

TEST(Clocks, StandStillRunOnAndNeverGoBack) {
  Instant wall{1'000};
  Clock clock([&] { return wall; });
  wall = Instant{2'000};
  EXPECT_EQ(clock.now(), Instant{2'000});
  wall = Instant{1'500};  // the machine's clock was set back
  EXPECT_EQ(clock.now(), Instant{2'000});
  clock.freeze();
  wall = Instant{9'000};
  EXPECT_EQ(clock.now(), Instant{2'000});
  EXPECT_FALSE(clock.freeze_at(Instant{1'999}));
  EXPECT_TRUE(clock.freeze_at(Instant{50'000}));
  clock.run_real();  // ahead of the wall: goes on from where it is
  wall = Instant{9'100};
  EXPECT_EQ(clock.now(), Instant{50'100});
  clock.run_scaled(60);
  wall = Instant{9'200};
  EXPECT_EQ(clock.now(), Instant{56'100});
  EXPECT_EQ(clock.mode(), Clock::Mode::kScaled);
  EXPECT_FALSE(clock.move_to(Instant{56'099}));
  EXPECT_TRUE(clock.move_to(Instant{60'000}));
  EXPECT_EQ(clock.now(), Instant{60'000});
}

TEST(IdSource, GivesTheSameSequenceForTheSameSeed) {
  Ids a(7);
  Ids b(7);
  Ids c(8);
  const std::string first = a.id32();
  EXPECT_EQ(first, b.id32());
  EXPECT_NE(first, c.id32());
  EXPECT_EQ(first.size(), 32U);
  EXPECT_EQ(first.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(a.digits(6).find_first_not_of("0123456789"), std::string::npos);
  const auto state = a.state();
  const std::string next = a.hex(8);
  a.restore(state);
  EXPECT_EQ(a.hex(8), next);
}

TEST(MoneyAmounts, AreExactAndNeverWrap) {
  EXPECT_EQ(Money::from_decimal(*Decimal::parse("10.05"))->units(), 1'005'000'000);
  EXPECT_EQ(Money::from_decimal(*Decimal::parse("0.000000001")), std::nullopt);
  EXPECT_EQ(Money::cents(1005).to_decimal().to_string(), "10.05");
  EXPECT_EQ(Money::cents(1000).to_decimal().to_string(), "10.00");
  EXPECT_EQ(Money::from_units(4'599'822).to_decimal().to_string(), "0.04599822");
  EXPECT_FALSE(Money::from_units(1).whole_cents());
  EXPECT_THROW(Money::cents(9'000'000'000'000) + Money::cents(9'000'000'000'000),
               std::overflow_error);
  EXPECT_THROW(Money::cents(100'000'000'000'000), std::overflow_error);
}

TEST(SettingsTable, HasDefaultsAndRefusesBadValuesWithASentence) {
  Settings settings;
  EXPECT_EQ(settings.number(Setting::kAssociationDelayMs), 0);
  EXPECT_EQ(settings.number(Setting::kAssociationWaitLimitMs), 5000);
  EXPECT_EQ(settings.number(Setting::kTokenLifeSeconds), 86400);
  EXPECT_EQ(settings.choice(Setting::kErrorPrefix), "APIG");
  EXPECT_TRUE(settings.flag(Setting::kRepayArrearsOnAllocation));
  EXPECT_NE(settings.set("no_such_key", "1"), std::nullopt);
  EXPECT_NE(settings.set("accounts_per_mobile", "0"), std::nullopt);
  EXPECT_NE(settings.set("accounts_per_mobile", "3x"), std::nullopt);
  EXPECT_NE(settings.set("repay_arrears_on_allocation", "yes"), std::nullopt);
  EXPECT_EQ(settings.set("error_prefix", "apig"), "error_prefix is one of: APIG, APIGW");
  EXPECT_EQ(settings.set("error_prefix", "APIGW"), std::nullopt);
  EXPECT_EQ(settings.choice(Setting::kErrorPrefix), "APIGW");
  settings.reset();
  EXPECT_EQ(settings.choice(Setting::kErrorPrefix), "APIG");
}

TEST(SettingsTable, HoldsLists) {
  Settings settings;
  ASSERT_EQ(settings.set("reported_contacts", " 13800138000, A@b.example ,,"), std::nullopt);
  EXPECT_EQ(settings.list(Setting::kReportedContacts).size(), 2U);
  EXPECT_TRUE(settings.listed(Setting::kReportedContacts, "13800138000"));
  EXPECT_FALSE(settings.listed(Setting::kReportedContacts, "a@B.EXAMPLE"));
  EXPECT_TRUE(settings.listed(Setting::kReportedContacts, "a@B.EXAMPLE", true));
  EXPECT_EQ(settings.text(Setting::kReportedContacts), "13800138000,A@b.example");
  const Settings copy = settings;
  EXPECT_TRUE(copy.listed(Setting::kReportedContacts, "13800138000"));
}

TEST(SettingsTable, ListsEverySettingWithItsRule) {
  for (const SettingInfo& info : Settings::table()) {
    EXPECT_EQ(Settings::find(info.key), &info);
    EXPECT_FALSE(info.rule.empty()) << info.key;
    EXPECT_FALSE(info.description.empty()) << info.key;
    EXPECT_EQ(static_cast<std::size_t>(info.setting),
              static_cast<std::size_t>(&info - Settings::table().data()));
  }
}

}  // namespace
}  // namespace bss::mock::domain
