// The catalogue's lists beside their errors (products-bills.md section 3, examples 2 to 4;
// additional-operations ListResourceSpecs).
#include <algorithm>
#include <map>
#include <set>

#include "cast.h"

namespace bss::contract {
namespace {

class CatalogueLists : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }
  bss::Client& abroad() { return stage.intl_partner().client; }
};

TEST_F(CatalogueLists, ResourceTypesPageByPageAreAllOfThem) {
  const auto all = partner().list_resource_types({.limit = 1000}).value();
  EXPECT_EQ(all.total_count, static_cast<int>(all.resource_types.size()));
  EXPECT_GT(all.resource_types.size(), 30U);
  EXPECT_TRUE(std::is_sorted(all.resource_types.begin(), all.resource_types.end(),
                             [](const ResourceTypes& a, const ResourceTypes& b) {
                               return a.resource_type_code < b.resource_type_code;
                             }));
  std::vector<ResourceTypes> walked;
  for (const auto& type : partner().list_resource_types_all({.limit = 7})) {
    walked.push_back(type.value());
  }
  EXPECT_EQ(walked, all.resource_types);
  EXPECT_EQ(partner().list_resource_types({}).value().resource_types.size(), 10U);
}

TEST_F(CatalogueLists, EveryResourceTypeBelongsToAListedService) {
  std::set<std::string> services;
  for (const auto& type : partner().list_service_types_all({.limit = 100}))
    services.insert(type.value().service_type_code.value());
  for (const auto& type : partner().list_resource_types_all({.limit = 100}))
    EXPECT_TRUE(services.count(type.value().service_type_code.value()));
}

TEST_F(CatalogueLists, Example2ResourceTypesOfAService) {
  const auto answer =
      abroad()
          .list_service_resources({.service_type_code = "hws.service.type.natgateway",
                                   .limit = 5,
                                   .x_language = "en_US"})
          .value();
  EXPECT_EQ(answer.total_count, 2);
  ASSERT_EQ(answer.infos.size(), 2U);
  const ResourceBasicInfo& first = answer.infos[0].basic_info.value();
  EXPECT_EQ(first.resource_type_code, "hws.resource.type.natgateway");
  EXPECT_EQ(first.product_owner_service, "hws.service.type.natgateway");
  EXPECT_EQ(first.name, "NAT Gateway");
  EXPECT_EQ(first.description, "");
  const ResourceBasicInfo& second = answer.infos[1].basic_info.value();
  EXPECT_EQ(second.resource_type_code, "hws.resource.type.privatenat");
  EXPECT_EQ(second.name, "Private NAT Gateway");
  // rule 1
  const auto none = abroad().list_service_resources({.service_type_code = "no.such.service"});
  EXPECT_EQ(none.value().total_count, 0);
  EXPECT_TRUE(none.value().infos.empty());
}

TEST_F(CatalogueLists, Example3SecondUsageTypeOfAResourceType) {
  const auto answer = abroad()
                          .list_usage_types({.resource_type_code = "hws.resource.type.bandwidth",
                                             .offset = 1,
                                             .limit = 1,
                                             .x_language = "en_US"})
                          .value();
  EXPECT_EQ(answer.total_count, 5);
  ASSERT_EQ(answer.usage_types.size(), 1U);
  const bss::UsageType& type = answer.usage_types[0];
  EXPECT_EQ(type.code, "upflow");
  EXPECT_EQ(type.name, "Upstream bandwidth");
  EXPECT_EQ(type.resource_type_code, "hws.resource.type.bandwidth");
  EXPECT_EQ(type.service_type_code, "hws.service.type.vpc");
  EXPECT_EQ(type.resource_type_name, "Fixed Bandwidth");
  EXPECT_EQ(type.service_type_name, "Virtual Private Cloud");
}

TEST_F(CatalogueLists, UsageTypesOfEveryResourceTypeAreFoundByIt) {
  const auto all = partner().list_usage_types({.limit = 1000}).value();
  EXPECT_EQ(all.total_count, static_cast<int>(all.usage_types.size()));
  std::size_t found = 0;
  for (const auto& type : partner().list_resource_types_all({.limit = 100})) {
    const auto of_it =
        partner()
            .list_usage_types({.resource_type_code = type.value().resource_type_code, .limit = 100})
            .value();
    found += of_it.usage_types.size();
    for (const auto& usage : of_it.usage_types)
      EXPECT_EQ(usage.resource_type_name, type.value().resource_type_name);
  }
  EXPECT_EQ(found, all.usage_types.size());
}

TEST_F(CatalogueLists, MeasureUnitsAreNamedAsTheSiteDoes) {
  const auto unit = [](const std::vector<MeasureUnitRest>& units, int id) {
    for (const auto& one : units) {
      if (one.measure_id == id) return one;
    }
    return MeasureUnitRest{};
  };
  const auto here = partner().list_measure_units({}).value().measure_units;
  const auto there = abroad().list_measure_units({.x_language = "en_US"}).value().measure_units;
  ASSERT_EQ(here.size(), there.size());
  EXPECT_EQ(unit(here, 10).abbreviation, "G");
  EXPECT_EQ(unit(there, 10).abbreviation, "GB");
  EXPECT_EQ(unit(here, 4).measure_name, "小时");
  EXPECT_EQ(unit(there, 4).measure_name, "Hour");
  EXPECT_EQ(unit(there, 4).measure_type, measure_unit_rest_measure_type_values::kDuration);
}

TEST_F(CatalogueLists, Example4ConversionsOfTrafficUnits) {
  const auto rows = partner().list_conversions({.measure_type = 3}).value().conversions;
  ASSERT_GE(rows.size(), 3U);
  const std::vector<Conversion> expected{{10, 11, 1024, 3}, {9, 10, 1024, 3}, {11, 12, 1024, 3}};
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), rows.begin()));
  for (const auto& row : rows) EXPECT_EQ(row.measure_type, 3);
  // rule 1: no number system, or no such kind.
  EXPECT_TRUE(partner().list_conversions({.measure_type = 5}).value().conversions.empty());
  EXPECT_TRUE(partner().list_conversions({.measure_type = 999}).value().conversions.empty());
  EXPECT_GT(partner().list_conversions({}).value().conversions.size(), rows.size());
}

TEST_F(CatalogueLists, ConversionsNameUnitsOfTheirOwnKind) {
  std::map<int, int> kind;
  for (const auto& unit : partner().list_measure_units({}).value().measure_units)
    kind[unit.measure_id.value()] = unit.measure_type.value();
  for (const auto& row : partner().list_conversions({}).value().conversions) {
    EXPECT_EQ(kind.at(row.measure_id.value()), row.measure_type);
    EXPECT_EQ(kind.at(row.ref_measure_id.value()), row.measure_type);
  }
}

// additional-operations: sorted, by markers, filters all hold.
class Specifications : public CatalogueLists {
 protected:
  ListResourceSpecsRequest servers(const std::string& mode = "1") {
    return {.cloud_service_type = "hws.service.type.ec2",
            .resource_type = "hws.resource.type.vm",
            .region_code = "cn-north-4",
            .charge_mode = mode};
  }
  std::vector<std::string> specs(const std::vector<CloudServiceBasic>& rows) {
    std::vector<std::string> codes;
    for (const auto& row : rows) codes.push_back(row.resource_spec.value());
    return codes;
  }
};

TEST_F(Specifications, PagesOfAnySizeConcatenateToTheSameList) {
  auto request = servers();
  request.limit = 100;
  const auto all = partner().list_resource_specs(request).value();
  const auto expected = specs(all.cloud_service_basics);
  EXPECT_EQ(expected.size(), 12U);
  EXPECT_TRUE(std::is_sorted(expected.begin(), expected.end()));
  EXPECT_FALSE(all.page_info.value().next_marker.has_value());
  for (const int limit : {1, 5, 6, 12}) {
    std::vector<std::string> walked;
    request = servers();
    request.limit = limit;
    for (int page = 0; page < 20; ++page) {
      const auto answer = partner().list_resource_specs(request).value();
      for (const auto& code : specs(answer.cloud_service_basics)) walked.push_back(code);
      request.marker = answer.page_info.value().next_marker;
      if (!request.marker) break;
    }
    EXPECT_EQ(walked, expected) << limit;
  }
}

TEST_F(Specifications, SayWhatTheyAreInTheLanguageOfTheRequest) {
  auto request = servers("3");
  request.filters = {{"resource_spec", "c6.large.2.linux"}};
  request.x_language = "en_US";
  const auto answer = partner().list_resource_specs(request).value();
  ASSERT_EQ(answer.cloud_service_basics.size(), 1U);
  const CloudServiceBasic& row = answer.cloud_service_basics[0];
  EXPECT_EQ(row.cloud_service_type, "hws.service.type.ec2");
  EXPECT_EQ(row.cloud_service_type_name, "Elastic Cloud Server");
  EXPECT_EQ(row.resource_type, "hws.resource.type.vm");
  EXPECT_EQ(row.resource_type_name, "Cloud Host");
  EXPECT_EQ(row.resource_spec, "c6.large.2.linux");
  EXPECT_EQ(row.resource_spec_name, "2 vCPU 4 GB Linux");
  EXPECT_EQ(row.charge_mode, "3");
  EXPECT_EQ(row.region_code, "cn-north-4");
  request.filters.push_back({"resource_spec_name", "2 vCPU 4 GB Windows"});
  EXPECT_TRUE(partner().list_resource_specs(request).value().cloud_service_basics.empty())
      << "all filters must hold";
}

TEST_F(Specifications, AreThoseSoldInThatModeAndRegion) {
  const auto addresses = [&](const std::string& mode) {
    return partner()
        .list_resource_specs({.cloud_service_type = "hws.service.type.vpc",
                              .resource_type = "hws.resource.type.ip",
                              .region_code = "cn-north-4",
                              .charge_mode = mode})
        .value()
        .cloud_service_basics.size();
  };
  EXPECT_EQ(addresses("3"), 2U);
  EXPECT_EQ(addresses("1"), 0U) << "addresses are sold pay-per-use only";
  auto elsewhere = servers();
  elsewhere.region_code = "ap-southeast-1";
  EXPECT_TRUE(partner().list_resource_specs(elsewhere).value().cloud_service_basics.empty())
      << "a region of the other site";
  EXPECT_FALSE(abroad().list_resource_specs(elsewhere).value().cloud_service_basics.empty());
  elsewhere.region_code = "no-such-region";
  EXPECT_TRUE(abroad().list_resource_specs(elsewhere).value().cloud_service_basics.empty());
}

}  // namespace
}  // namespace bss::contract
