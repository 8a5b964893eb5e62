// ListServiceTypes beside its errors: the rules of products-bills.md section 3, and X-Language
// (1.6).
#include <algorithm>

#include "stage.h"

namespace bss::contract {
namespace {

class ServiceTypesList : public StageTest {
 protected:
  ListServiceTypesResponse list(ListServiceTypesRequest request) {
    return stage.partner().client.list_service_types(request).value();
  }
  /// Name of the elastic cloud server when asked for in that language.
  std::string name_in(std::optional<std::string> language) {
    const auto answer = list({.limit = 1000, .x_language = std::move(language)});
    for (const ServiceTypes& type : answer.service_types) {
      if (type.service_type_code == "hws.service.type.ec2") return type.service_type_name.value();
    }
    return "(none)";
  }
};

TEST_F(ServiceTypesList, OrderedByCodeSoThatPagesDoNotOverlap) {  // rule 3
  const auto all = list({.limit = 1000}).service_types;
  ASSERT_GT(all.size(), 10U);
  EXPECT_TRUE(
      std::is_sorted(all.begin(), all.end(), [](const ServiceTypes& a, const ServiceTypes& b) {
        return a.service_type_code < b.service_type_code;
      }));
  std::vector<ServiceTypes> walked;
  for (int offset = 0; offset < static_cast<int>(all.size()); offset += 7) {
    const auto page = list({.limit = 7, .offset = offset});
    EXPECT_EQ(page.total_count, static_cast<int>(all.size()));
    walked.insert(walked.end(), page.service_types.begin(), page.service_types.end());
  }
  EXPECT_EQ(walked, all);
  EXPECT_EQ(list({}).service_types.size(), 10U) << "limit is 10 by default";
  const auto beyond = list({.offset = static_cast<int>(all.size())});
  EXPECT_TRUE(beyond.service_types.empty());
  EXPECT_EQ(beyond.total_count, static_cast<int>(all.size()));
  std::size_t ranged = 0;
  for (const auto& type : stage.partner().client.list_service_types_all({}))
    ranged += type.ok() ? 1U : 0U;
  EXPECT_EQ(ranged, all.size());
}

TEST_F(ServiceTypesList, NamesAreInTheLanguageOfTheRequest) {  // 1.6
  const std::string chinese = "弹性云服务器";
  EXPECT_EQ(name_in(std::nullopt), chinese);
  EXPECT_EQ(name_in("zh_CN"), chinese);
  EXPECT_EQ(name_in("ZH_cn"), chinese);
  EXPECT_EQ(name_in("en_US"), "Elastic Cloud Server");
  EXPECT_EQ(name_in("EN_us"), "Elastic Cloud Server");
  EXPECT_EQ(name_in("fr_FR"), chinese) << "an unknown value is answered in the default language";
}

TEST_F(ServiceTypesList, TheNameMatchesAnywhereInThatLanguage) {  // rule 2, example 1
  const auto found = list({.service_type_name = "云服务器", .x_language = "zh_CN"});
  ASSERT_EQ(found.total_count, static_cast<int>(found.service_types.size()));
  EXPECT_TRUE(std::any_of(
      found.service_types.begin(), found.service_types.end(), [](const ServiceTypes& type) {
        return type.service_type_code == "hws.service.type.ec2" && type.abbreviation == "ECS";
      }));
  EXPECT_EQ(list({.service_type_name = "云服务器", .x_language = "en_US"}).total_count, 0);
  EXPECT_GE(list({.service_type_name = "Elastic Cloud", .x_language = "en_US"}).total_count, 1);
  EXPECT_EQ(list({.service_type_name = "Elastic  Cloud", .x_language = "en_US"}).total_count, 0)
      << "spaces are literal";
  const auto nothing = list({.service_type_name = "no such service"});
  EXPECT_EQ(nothing.total_count, 0);
  EXPECT_TRUE(nothing.service_types.empty());
}

TEST_F(ServiceTypesList, TheSameForPartnersAndCustomersOfBothSites) {
  const auto mine = list({.limit = 1000});
  EXPECT_EQ(stage.distributor().client.list_service_types({.limit = 1000}).value(), mine);
  EXPECT_EQ(stage.customer().client.list_service_types({.limit = 1000}).value(), mine);
  EXPECT_TRUE(stage.intl_partner().client.list_service_types({.limit = 1000}).ok());
}

}  // namespace
}  // namespace bss::contract
