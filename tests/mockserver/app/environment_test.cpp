#include "app/environment.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace bss::mock::app {
namespace {

std::string value_of(const std::vector<std::pair<std::string, std::string>>& variables,
                     const std::string& name) {
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found == variables.end() ? "(absent)" : found->second;
}

TEST(MockEnvironment, GivesTheContractsCredentials) {
  const auto variables = environment_of({"http://127.0.0.1:1", ""}, "partner");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_BSS_ENDPOINT"), "http://127.0.0.1:1");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_IAM_ENDPOINT"), "http://127.0.0.1:1");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_SDK_AK"), "DEMOPARTNERACCESSKEY");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_SDK_SK"), "demoPartnerSecretKeyOnlyForTheLocalMock0");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_SDK_DOMAIN_ID"), "d0000000000000000000000000000001");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_USERNAME"), "demo-partner");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_PASSWORD"), "Partner@2025");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_BSS_XACCOUNT_TYPE"), "DEMO_PLATFORM");
  EXPECT_EQ(value_of(variables, "HUAWEICLOUD_BSS_CA_FILE"), "(absent)");
}

TEST(MockEnvironment, GivesTheOtherCastToo) {
  const auto distributor = environment_of({"e", "/ca.pem"}, "distributor");
  EXPECT_EQ(value_of(distributor, "HUAWEICLOUD_SDK_AK"), "DEMODISTRIBUTORKEY01");
  EXPECT_EQ(value_of(distributor, "HUAWEICLOUD_BSS_CA_FILE"), "/ca.pem");
  EXPECT_EQ(value_of(environment_of({"e", ""}, "customer"), "HUAWEICLOUD_SDK_DOMAIN_ID"),
            "c0000000000000000000000000000001");
  EXPECT_EQ(value_of(environment_of({"e", ""}, "partner-intl"), "HUAWEICLOUD_SDK_AK"),
            "DEMOPARTNERINTLKEY01");
}

TEST(MockEnvironment, IsSafeForEval) {
  EXPECT_EQ(export_lines({{"A", "x y"}, {"B", "it's $(rm) `x`"}}),
            "export A='x y'\nexport B='it'\\''s $(rm) `x`'\n");
  EXPECT_EQ(as_json({{"A", "1\""}}), "{\"A\":\"1\\\"\"}\n");
}

}  // namespace
}  // namespace bss::mock::app
