// Seed files: what they say is there afterwards, by the same rules as everything else; what is
// wrong in one is said with its line.
#include "app/seed_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/start_options.h"
#include "bss/mock/server.h"
#include "domain/balances.h"
#include "domain/ledger_check.h"
#include "store/accounts.h"
#include "store/coupons.h"
#include "support/domain_fixture.h"

namespace bss::mock::app {
namespace {

constexpr const char* kSeed = R"(settings:
  accounts_per_mobile: 5
  reported_contacts: ["13800138000", "13800138001"]
partners:
  - name: acme
    kind: distributor
    company: ACME Ltd.
    platform: ACME
    password: Acme@2025
    access_key: ACMEKEY0000000000001
    secret_key: acmeSecretForTheLocalMock
    cash: 1000.00
    quotas:
      - {name: spring, value: 500.00}
      - {name: gifts, value: 50, kind: cash_coupon}
    customers:
      - {name: first, allocated: 100.00, real_name: Qinghe Foods}
      - {name: second, association: referral}
    coupons:
      - {quota: spring, customer: first, value: 20.00}
    resellers:
      - name: harbour
        company: Harbour IT Co., Ltd.
        cash: 200.00
        quotas:
          - {name: harbour-spring, value: 100.00, cut_out_of: spring}
        customers:
          - {name: third, allocated: 30.00}
        coupons:
          - {quota: harbour-spring, customer: third, value: 10.00}
)";

class SeedFile : public testing::Test {
 protected:
  static std::string problem_of(const std::string& text) {
    const auto world = test::make_world();
    try {
      domain::lay_seed(*world, parse_seed(text));
      return "none";
    } catch (const domain::SeedError& problem) {
      EXPECT_TRUE(world->db().empty()) << "nothing of a wrong seed is laid";
      return std::to_string(problem.line()) + ": " + problem.what();
    }
  }
};

TEST_F(SeedFile, LaysWhatItSays) {
  const auto world = test::make_world();
  domain::lay_seed(*world, parse_seed(kSeed));
  EXPECT_EQ(world->settings().number(domain::Setting::kAccountsPerMobile), 5);
  EXPECT_TRUE(world->settings().listed(domain::Setting::kReportedContacts, "13800138001"));
  world->run([&] {
    const auto id = [&](const char* name) {
      return store::find_account_by_name(world->db(), name)->id;
    };
    const domain::Actor acme{id("acme"), "acme"};
    const auto cash = [&](std::optional<std::string> reseller) {
      return domain::partner_balances(*world, acme, reseller)->front().amount;
    };
    EXPECT_EQ(cash(std::nullopt), domain::Money::cents(700'00));  // 1000 - 100 - 200
    EXPECT_EQ(cash(id("harbour")), domain::Money::cents(170'00));
    EXPECT_EQ(store::find_account(world->db(), id("harbour"))->corp_name, "Harbour IT Co., Ltd.");
    EXPECT_EQ(store::find_account(world->db(), id("first"))->real_name, "Qinghe Foods");
    EXPECT_EQ(store::current_association(world->db(), id("second"))->type, 1);
    EXPECT_EQ(store::current_association(world->db(), id("third"))->partner_id, id("harbour"));
    store::QuotaFilter quotas;
    quotas.owner_id = acme.account_id;
    std::int64_t left = 0;
    for (const int type : {0, 1}) {
      quotas.quota_type = type;
      for (const auto& quota : store::list_quotas(world->db(), quotas).rows) left += quota.balance;
    }
    EXPECT_EQ(left, domain::Money::cents(430'00).units());  // 500 - 20 - 100 + 50
    EXPECT_TRUE(domain::check_ledger(*world).ok);
  });
  // Not a second time.
  domain::lay_seed(*world, parse_seed(kSeed));
}

TEST_F(SeedFile, IsJsonAsWell) {
  EXPECT_EQ(problem_of(R"({"partners":[{"name":"acme","platform":"A","cash":"10.00"}]})"), "none");
  EXPECT_EQ(problem_of("{}"), "none");
}

TEST_F(SeedFile, SaysInWhichLineItIsWrong) {
  const struct {
    const char* text;
    const char* problem;
  } rows[] = {
      {"a: [", "1: not YAML: "},
      {"- a", "1: a seed must be a map"},
      {"partner: []", "1: a seed has no 'partner'; allowed are left_out, partners, settings"},
      {"partners: 7", "1: 'partners' must be a list"},
      {"partners:\n  - kind: distributor", "2: a partner needs 'name'"},
      {"partners:\n  - name: a\n    kind: vendor",
       "2: 'kind' must be solution_partner or distributor"},
      {"partners:\n  - name: abcde\n    cash: 1.005", "2: 'cash' must be an amount such as 100.00"},
      {"partners:\n  - name: abcde\n    access_key: K", "2: access_key and secret_key go together"},
      {"partners:\n  - name: abcde\n    name: b", "3: 'name' stands twice in a partner"},
      {"partners:\n  - name: abcde\n    customers:\n      - name: first",
       "4: a partner with customers needs a platform"},
      {"partners:\n  - name: abcde\n  - name: ABCDE", "3: the rules refuse it: name_exists (name)"},
      {"partners:\n  - name: abcde\n    platform: P\n    customers:\n      - name: first\n        "
       "allocated: 1.00",
       "5: the rules refuse it: insufficient_balance"},
      {"partners:\n  - name: abcde\n    coupons:\n      - {quota: q, customer: c, value: 1.00}",
       "4: there is no quota 'q' before this line"},
      {"settings: {accounts_per_mobile: many}", "1: accounts_per_mobile: "},
      {"settings: {no_such_thing: 1}", "1: no_such_thing: "},
      {"partners: [{name: abcde}]\nsettings: {no_such_thing: 1}", "2: no_such_thing: "},
  };
  for (const auto& row : rows) {
    const std::string problem = problem_of(row.text);
    EXPECT_EQ(problem.rfind(row.problem, 0), 0U) << row.text << "\n  " << problem;
  }
}

TEST_F(SeedFile, StartsAServerAndIsWhatResetGoesBackTo) {
  const std::string path =
      (std::filesystem::temp_directory_path() / "bss-mock-seed-file-test.yaml").string();
  { std::ofstream(path) << kSeed; }
  Options options;
  options.seed = path;
  options.settings = {{"accounts_per_mobile", "9"}};
  Server server(options);
  EXPECT_EQ(server.workspace().setting("accounts_per_mobile"), "9") << "a flag is stronger";
  const std::string before = server.workspace().state("accounts");
  EXPECT_NE(before.find("harbour"), std::string::npos);
  server.workspace().portal(
      "vendor/grant-card", R"({"customer_id":")" + [&] {
        const std::size_t at = before.find("\"first\"");
        const std::size_t id = before.rfind("\"id\":\"", at) + 6;
        return before.substr(id, 32);
      }() + R"(","face_value":"5.00"})");
  server.workspace().reset();
  EXPECT_TRUE(server.workspace().check_ledger().ok);
  options.seed = "/no/such/file.yaml";
  EXPECT_THROW(Server{options}, std::invalid_argument);
  { std::ofstream(path) << "partners: 7"; }
  options.seed = path;
  try {
    Server wrong(options);
    ADD_FAILURE() << "started";
  } catch (const std::invalid_argument& problem) {
    EXPECT_EQ(std::string(problem.what()), path + ":1: 'partners' must be a list");
  }
  std::filesystem::remove(path);
}

TEST_F(SeedFile, SaysWhatIsWrongWithIdsAndDays) {
  EXPECT_NE(problem_of(R"({"partners":[{"name":"a","id":"d1"}]})").find("32 lower-case hex digits"),
            std::string::npos);
  EXPECT_NE(
      problem_of(R"({"partners":[{"name":"a","platform":"A","quotas":[{"name":"q","value":"9"}],)"
                 R"("customers":[{"name":"c"}],"coupons":[{"quota":"q","customer":"c",)"
                 R"("value":"1","valid_days":"0"}]}]})")
          .find("'valid_days'"),
      std::string::npos);
}

/// A server, or a workspace of one, that begins with that seed.
class BuiltInSeeds : public ::testing::TestWithParam<std::string_view> {};

TEST_P(BuiltInSeeds, HoldTheInvariantsAndSignTheSameEverywhere) {
  Options options;
  options.seed = std::string(GetParam());
  const Server server(options);
  EXPECT_TRUE(server.workspace().check_ledger().ok);
  const auto& here = server.workspace().credentials();
  const auto& demo = demo_credentials();
  const bool distributor = here.partner.access_key.empty();
  EXPECT_EQ(distributor ? here.distributor.access_key : here.partner.access_key,
            distributor ? demo.distributor.access_key : demo.partner.access_key);
  if (GetParam() != "examples-accounts") {  // which has the ids of its examples
    EXPECT_EQ(distributor ? here.distributor.domain_id : here.partner.domain_id,
              distributor ? demo.distributor.domain_id : demo.partner.domain_id);
  }
  Server other;
  WorkspaceOptions wish;
  wish.seed = options.seed;
  const auto workspace = other.create_workspace(wish);
  EXPECT_TRUE(workspace.check_ledger().ok);
  EXPECT_NE(distributor ? workspace.credentials().distributor.access_key
                        : workspace.credentials().partner.access_key,
            "");
  EXPECT_NE(workspace.credentials().partner.domain_id, "d0000000000000000000000000000001");
}
INSTANTIATE_TEST_SUITE_P(Each, BuiltInSeeds, ::testing::ValuesIn(kBuiltInSeeds),
                         [](const auto& seed) {
                           std::string name(seed.param);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(BuiltInSeed, ExpiringCouponExpiresAfterADay) {
  Options options;
  options.seed = "expiring-coupon";
  const Server server(options);
  auto workspace = server.workspace();
  workspace.freeze();
  EXPECT_TRUE(workspace.advance("PT23H").empty());
  const auto events = workspace.advance("PT1H");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().kind, "coupon_expired");
  ASSERT_EQ(events.front().postings.size(), 2U) << "what was left goes back to the quota";
  EXPECT_EQ(events.front().postings[0].account, events.front().subject);
  EXPECT_EQ(events.front().postings[0].amount, "-20.00");
  EXPECT_EQ(events.front().postings[1].amount, "20.00");
}

}  // namespace
}  // namespace bss::mock::app
