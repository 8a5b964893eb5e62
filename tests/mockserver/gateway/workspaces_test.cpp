// The set of workspaces: found by id, gone when their time is over, alive while a request is in
// them.
#include <gtest/gtest.h>

#include "domain/workspace_tag.h"
#include "gateway/workspace.h"
#include "iam/authenticator.h"
#include "support/domain_fixture.h"

namespace bss::mock::gateway {
namespace {

class WorkspaceSet : public ::testing::Test {
 protected:
  std::shared_ptr<Workspace> make(const std::string& id,
                                  std::optional<std::chrono::milliseconds> life = std::nullopt) {
    WorkspaceOptions options;
    options.clocks.steady = [this] { return std::chrono::steady_clock::time_point(now); };
    options.life = life;
    return std::make_shared<Workspace>(id, test::make_world(), options);
  }

  std::chrono::milliseconds now{1'000};
  Workspaces workspaces;
};

TEST_F(WorkspaceSet, FindsThemByTheirIds) {
  ASSERT_TRUE(workspaces.add(make("default")));
  EXPECT_TRUE(workspaces.alone());
  ASSERT_TRUE(workspaces.add(make("b")));
  ASSERT_TRUE(workspaces.add(make("a")));
  EXPECT_FALSE(workspaces.alone());
  EXPECT_FALSE(workspaces.add(make("a"))) << "there is one";
  EXPECT_FALSE(workspaces.add(make("default")));
  EXPECT_EQ(workspaces.find("a")->id(), "a");
  EXPECT_EQ(workspaces.find("c"), nullptr);
  std::string ids;
  for (const auto& one : workspaces.all()) ids += one->id() + " ";
  EXPECT_EQ(ids, "default a b ");
  const auto held = workspaces.find("a");
  EXPECT_TRUE(workspaces.remove("a"));
  EXPECT_FALSE(workspaces.remove("a"));
  EXPECT_FALSE(workspaces.remove("default"));
  EXPECT_EQ(workspaces.find("a"), nullptr);
  EXPECT_EQ(held->world().tag(), "") << "who was in it may finish";
}

TEST_F(WorkspaceSet, ForgetsThoseWhoseTimeIsOver) {
  workspaces.add(make("default"));
  workspaces.add(make("brief", std::chrono::milliseconds{500}));
  now += std::chrono::milliseconds{499};
  EXPECT_EQ(workspaces.find("brief")->life_left(), std::chrono::milliseconds{1});
  now += std::chrono::milliseconds{1};
  EXPECT_EQ(workspaces.find("brief"), nullptr);
  EXPECT_EQ(workspaces.all().size(), 1U);
  EXPECT_FALSE(workspaces.default_workspace()->life_left());
}

TEST(WorkspaceTag, StandsInKeysAndTokens) {
  for (const std::string tag : {"a", "7f3a", "abcdefghijkl"}) {
    domain::World world(
        store::Database::in_memory(), 1, [] { return test::kStart; }, tag);
    const std::string key = new_access_key(world, "HST");
    EXPECT_EQ(key.size(), 20U);
    EXPECT_EQ(domain::tag_of_key(key), tag);
    EXPECT_EQ(domain::tag_of_token(new_token(world)), tag);
    EXPECT_EQ(tagged_name(world, "demo"), "demo-" + tag);
  }
  const auto plain = test::make_world();
  EXPECT_EQ(new_access_key(*plain, "HST").size(), 20U);
  EXPECT_EQ(domain::tag_of_token(new_token(*plain)), "");
  EXPECT_EQ(tagged_name(*plain, "demo"), "demo");
  for (const char* foreign : {"", "HST", "DEMZPARTNERACCESSKEY", "HST00000000000000000", "MIIE"})
    EXPECT_EQ(domain::tag_of_key(foreign), "") << foreign;
  EXPECT_EQ(domain::tag_of_token("MIIEabcdefghijklmn-x"), "") << "too long for a tag";
}

TEST(WorkspaceTag, IsShortAndPlain) {
  for (const char* good : {"a", "0", "7f3a", "abcdefghijkl"})
    EXPECT_TRUE(domain::tag_allowed(good)) << good;
  for (const char* bad : {"", "A", "a-b", "a b", "abcdefghijklm", "\xc3\xa4"})
    EXPECT_FALSE(domain::tag_allowed(bad)) << bad;
}

}  // namespace
}  // namespace bss::mock::gateway
