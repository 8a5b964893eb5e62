#include "bss/credentials.h"

#include <gmock/gmock.h>

#include <map>

namespace bss {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Credentials::Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

TEST(Credentials, DefaultIsEmpty) {
  EXPECT_TRUE(Credentials().empty());
}

TEST(Credentials, TheAccountItselfIsItsOwnDomain) {
  const auto plain = Credentials::password("acme", "pw");
  EXPECT_EQ(std::get<Credentials::Password>(plain.source()).domain_name, "acme");
  const auto user = Credentials::password("alice", "pw", "acme");
  EXPECT_EQ(std::get<Credentials::Password>(user.source()).domain_name, "acme");
}

TEST(CredentialsFromEnvironment, PrefersKeysToPassword) {
  const auto result =
      Credentials::from_environment(environment({{"HUAWEICLOUD_SDK_AK", "ak"},
                                                 {"HUAWEICLOUD_SDK_SK", "sk"},
                                                 {"HUAWEICLOUD_SDK_SECURITY_TOKEN", "st"},
                                                 {"HUAWEICLOUD_SDK_DOMAIN_ID", "d1"},
                                                 {"HUAWEICLOUD_USERNAME", "acme"},
                                                 {"HUAWEICLOUD_PASSWORD", "pw"}}));
  ASSERT_TRUE(result.ok());
  const auto& key = std::get<Credentials::AccessKey>(result->source());
  EXPECT_EQ(key.access_key, "ak");
  EXPECT_EQ(key.secret_key, Secret("sk"));
  EXPECT_EQ(key.security_token, Secret("st"));
  EXPECT_EQ(key.domain_id, "d1");
}

TEST(CredentialsFromEnvironment, TakesThePasswordWhenThereAreNoKeys) {
  const auto result = Credentials::from_environment(environment({{"HUAWEICLOUD_SDK_AK", ""},
                                                                 {"HUAWEICLOUD_USERNAME", "acme"},
                                                                 {"HUAWEICLOUD_PASSWORD", "pw"}}));
  ASSERT_TRUE(result.ok());
  const auto& login = std::get<Credentials::Password>(result->source());
  EXPECT_EQ(login.user_name, "acme");
  EXPECT_EQ(login.password, Secret("pw"));
  EXPECT_EQ(login.domain_name, "acme");
}

TEST(CredentialsFromEnvironment, TakesTheDomainName) {
  const auto result =
      Credentials::from_environment(environment({{"HUAWEICLOUD_USERNAME", "u"},
                                                 {"HUAWEICLOUD_PASSWORD", "pw"},
                                                 {"HUAWEICLOUD_DOMAIN_NAME", "acme"}}));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(std::get<Credentials::Password>(result->source()).domain_name, "acme");
}

TEST(CredentialsFromEnvironment, NothingIsAnErrorThatNamesBoth) {
  const auto result = Credentials::from_environment(environment({}));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::kAuth);
  EXPECT_THAT(result.error().message,
              AllOf(HasSubstr("HUAWEICLOUD_SDK_AK"), HasSubstr("HUAWEICLOUD_USERNAME")));
}

TEST(CredentialsFromEnvironment, HalfAPairIsAnErrorWithoutItsValue) {
  for (const char* name : {"HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_USERNAME",
                           "HUAWEICLOUD_PASSWORD"}) {
    const auto result = Credentials::from_environment(environment({{name, "hush"}}));
    ASSERT_FALSE(result.ok()) << name;
    EXPECT_THAT(result.error().message, AllOf(HasSubstr(name), Not(HasSubstr("hush"))));
  }
}

}  // namespace
}  // namespace bss
