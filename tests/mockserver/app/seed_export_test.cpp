// A seed made of a world, laid into an empty one, gives everybody what they had.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "app/seed_file.h"
#include "app/start_options.h"
#include "app/workspaces_fixture.h"

namespace bss::mock {
namespace {

/// What a seed is to bring back: names with their balances, quotas and coupons, without ids and
/// times.
std::vector<std::string> holdings(const Workspace& workspace) {
  const auto list = [&](const char* entity) {
    return wire::read_json(workspace.state(entity)).value.value().find("items")->items();
  };
  const auto text = [](const Json& item, const char* member) {
    const Json* found = item.find(member);
    return found == nullptr ? std::string() : found->text();
  };
  std::map<std::string, std::string> names;
  for (const Json& account : list("accounts")) {
    std::string name = text(account, "name");
    const std::string tag = "-" + workspace.id();
    if (name.ends_with(tag)) name.resize(name.size() - tag.size());
    names[text(account, "id")] = name;
  }
  std::vector<std::string> held;
  for (const auto& [id, name] : names) held.push_back("account " + name);
  for (const Json& cash : list("balances")) {
    if (text(cash, "amount") == "0.00") continue;
    held.push_back("cash of " + names[text(cash, "owner_id")] + " " + text(cash, "purpose") + " " +
                   text(cash, "amount") + " " + text(cash, "designated"));
  }
  for (const Json& quota : list("quotas")) {
    if (text(quota, "status") == "0")
      held.push_back("quota of " + names[text(quota, "owner_id")] + " " + text(quota, "balance"));
  }
  for (const Json& coupon : list("coupons")) {
    if (text(coupon, "status") == "2")
      held.push_back("coupon of " + names[text(coupon, "holder_id")] + " " +
                     text(coupon, "balance") + " by " + names[text(coupon, "issuer_id")]);
  }
  std::sort(held.begin(), held.end());
  return held;
}

class ExportedSeeds : public Workspaces, public ::testing::WithParamInterface<std::string_view> {
 protected:
  Workspace with_seed(const std::string& text) {
    WorkspaceOptions wish;
    wish.seed_text = text;
    return server_.create_workspace(wish);
  }
};

TEST_P(ExportedSeeds, GiveEverybodyWhatTheyHad) {
  WorkspaceOptions wish;
  wish.seed = std::string(GetParam());
  const Workspace original = server_.create_workspace(wish);
  const std::string seed = original.export_seed();
  EXPECT_EQ(seed.find("left_out"), std::string::npos) << seed;
  const Workspace copy = with_seed(seed);
  EXPECT_EQ(holdings(copy), holdings(original)) << seed;
  EXPECT_TRUE(copy.check_ledger().ok);
  EXPECT_EQ(wire::read_json(copy.export_seed()).value->find("partners")->items().size(),
            wire::read_json(seed).value->find("partners")->items().size());
  const Workspace again = with_seed(copy.export_seed());
  EXPECT_EQ(holdings(again), holdings(original));
}
INSTANTIATE_TEST_SUITE_P(Each, ExportedSeeds, ::testing::ValuesIn(app::kBuiltInSeeds),
                         [](const auto& seed) {
                           std::string name(seed.param);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_F(ExportedSeeds, FollowWhatHappened) {
  Workspace busy = server_.create_workspace();
  const Identity& partner = busy.credentials().partner;
  const std::string token = login(partner).token;
  const auto done = [&](const char* target, const std::string& body) {
    auto answer = call("POST", target, body, with(token));
    EXPECT_LT(answer.status, 300) << answer.text;
    return answer;
  };
  const std::string customer = busy.credentials().customer.domain_id;
  done("/v2/accounts/partner-accounts/adjust-amount",
       R"({"customer_id":")" + customer + R"(","amount":12.34})");
  done("/v2/partners/sub-customers", R"({"domain_name":"fresh-food","xaccount_id":"u-1",)"
                                     R"("xaccount_type":")" +
                                         partner.platform + R"("})");
  const auto quotas = done("/v2/partners/coupon-quotas/query", "{}");
  done("/v2/promotions/benefits/partner-coupons",
       R"({"quota_id":")" + quotas.member("/quotas/0/quota_id") + R"(","customer_ids":[")" +
           customer + R"("],"face_value":30})");
  busy.portal("customer/consume", R"({"customer_id":")" + customer + R"(","amount":"100.00"})");
  busy.set("accounts_per_mobile", "7");
  const std::string seed = busy.export_seed();
  const Workspace copy = with_seed(seed);
  EXPECT_EQ(holdings(copy), holdings(busy)) << seed;
  EXPECT_EQ(copy.setting("accounts_per_mobile"), "7");
  EXPECT_NE(seed.find(R"("allocated":412.34)"), std::string::npos) << seed;
}

TEST_F(ExportedSeeds, SayWhatTheyCannot) {
  Workspace there = server_.workspace();
  const std::string customer = there.credentials().customer.domain_id;
  there.portal("vendor/set-account-flags", R"({"account_id":")" + customer + R"(","frozen":true})");
  EXPECT_NE(there.export_seed().find(R"("left_out":["demo-customer: frozen"])"), std::string::npos)
      << there.export_seed();
}

TEST_F(ExportedSeeds, OfTheDefaultWorkspaceStartAServerWithTheSameIds) {
  const auto answer = call("GET", "/_mock/v1/seeds/export");
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.text, server_.workspace().export_seed());
  const auto plan = app::parse_seed(answer.text);
  EXPECT_EQ(plan.partners.at(0).login.id, demo_credentials().partner.domain_id);
  EXPECT_EQ(plan.partners.at(0).login.access_key, demo_credentials().partner.access_key);
  EXPECT_EQ(call("GET", "/_mock/v1/seeds/export?workspace=nobody").status, 404);
}

}  // namespace
}  // namespace bss::mock
