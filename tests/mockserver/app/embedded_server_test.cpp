// The library's face: a server in this process, steered by C++ verbs.
#include "bss/mock/server.h"

#include <unistd.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "app/health_check.h"
#include "support/failing_disk.h"
#include "support/raw_client.h"
#include "support/state_file.h"

namespace bss::mock {
namespace {

constexpr const char* kPartner = "d0000000000000000000000000000001";

test_support::RawAnswer get(const Server& server, const std::string& target) {
  test_support::RawClient client(server.port());
  client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  return client.read_answer();
}

std::string login(const Server& server) {
  const auto& partner = server.credentials().partner;
  const std::string body =
      R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":")" +
      partner.user_name + R"(","password":")" + partner.password + R"(","domain":{"name":")" +
      partner.domain_name + R"("}}}},"scope":{"domain":{"id":")" + partner.domain_id + R"("}}}})";
  test_support::RawClient client(server.port());
  client.send(
      "POST /v3/auth/tokens HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
  return client.read_answer().header("X-Subject-Token");
}

test_support::RawAnswer balances(const Server& server, const std::string& token) {
  test_support::RawClient client(server.port());
  client.send("GET /v2/accounts/partner-accounts/balances HTTP/1.1\r\nHost: h\r\nX-Auth-Token: " +
              token + "\r\nConnection: close\r\n\r\n");
  return client.read_answer();
}

TEST(EmbeddedServer, AnswersACallOfTheDemoPartner) {
  const Server server;
  const std::string token = login(server);
  ASSERT_NE(token, "");
  const auto answer = balances(server, token);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.body.find("1000000.00"), std::string::npos) << answer.body;
}

TEST(EmbeddedServer, IsOneOfSeveralWithoutSharingAnything) {
  Server first;
  Server second;
  EXPECT_NE(first.endpoint(), second.endpoint());
  first.workspace().recharge(kPartner, "7.00");
  EXPECT_NE(first.workspace().state("ledger"), second.workspace().state("ledger"));
}

TEST(EmbeddedServer, ForgetsAtResetWhatATestDid) {
  Server server;
  auto workspace = server.workspace();
  const std::string token = login(server);
  workspace.recharge(kPartner, "7.00");
  workspace.set("token_life_seconds", "60");
  workspace.fail_next("ListPartnerBalances", "CBC.0999");
  workspace.freeze();
  workspace.reset();
  EXPECT_EQ(workspace.setting("token_life_seconds"), "86400");
  EXPECT_EQ(workspace.clock().mode, "real");
  EXPECT_EQ(balances(server, token).status, 401) << "tokens of before are gone";
  EXPECT_NE(balances(server, login(server)).body.find("1000000.00"), std::string::npos);
}

TEST(EmbeddedServer, MovesItsClockAsItIsTold) {
  Server server;
  auto workspace = server.workspace();
  workspace.freeze("2030-06-01T00:00:00Z");
  EXPECT_EQ(workspace.clock().now, "2030-06-01T00:00:00Z");
  workspace.advance("P1M3DT2H");
  EXPECT_EQ(workspace.clock().now, "2030-07-04T02:00:00Z");
  EXPECT_EQ(workspace.clock().mode, "frozen");
  EXPECT_THROW(workspace.advance_to("2030-01-01T00:00:00Z"), ControlError);
  EXPECT_THROW(workspace.advance("a while"), ControlError);
  workspace.advance_to("2031-01-01T00:00:00Z");
  EXPECT_EQ(workspace.clock().now, "2031-01-01T00:00:00Z");
}

TEST(EmbeddedServer, FiresTheQuotasExpiryOnTheWay) {
  // contract.md "Demo seed": the coupon quota is valid for a year.
  Server server;
  auto workspace = server.workspace();
  workspace.freeze();
  const auto events = workspace.advance("P2Y");
  ASSERT_FALSE(events.empty());
  EXPECT_NE(events.front().kind.find("quota"), std::string::npos) << events.front().kind;
  EXPECT_TRUE(workspace.check_ledger().ok);
}

TEST(EmbeddedServer, LosesAnAnswerAndTellsOfIt) {
  Server server;
  auto workspace = server.workspace();
  const std::string token = login(server);
  const auto rule = workspace.lose_next_answers("ListPartnerBalances");
  EXPECT_EQ(balances(server, token).status, 0);
  EXPECT_EQ(balances(server, token).status, 200);
  EXPECT_EQ(workspace.fault_hits(rule), 1U);
  const auto calls = workspace.calls("ListPartnerBalances");
  EXPECT_EQ(calls.received, 2U);
  EXPECT_EQ(calls.unanswered, 1U);
  const auto exchanges = workspace.exchanges("ListPartnerBalances");
  ASSERT_EQ(exchanges.size(), 2U);
  EXPECT_FALSE(exchanges.front().answered);
  workspace.clear_journal();
  EXPECT_EQ(workspace.calls("ListPartnerBalances").received, 0U);
}

TEST(EmbeddedServer, FailsAndThrottlesOnDemand) {
  Server server;
  auto workspace = server.workspace();
  const std::string token = login(server);
  workspace.fail_next("ListPartnerBalances", "CBC.0999");
  EXPECT_NE(balances(server, token).body.find("CBC.0999"), std::string::npos);
  workspace.refuse_next_as_throttled("ListPartnerBalances");
  EXPECT_EQ(balances(server, token).status, 429);
  EXPECT_EQ(balances(server, token).status, 200);
  EXPECT_THROW(workspace.fail_next("NoSuchOperation", "CBC.0999"), ControlError);
  EXPECT_THROW(workspace.fail_next("ListPartnerBalances", "CBC.nonsense"), ControlError);
}

TEST(EmbeddedServer, DoesWhatPeopleDoInThePortal) {
  Server server;
  auto workspace = server.workspace();
  const auto& distributor = server.credentials().distributor.domain_id;
  const auto reseller = workspace.add_reseller(distributor, "new-reseller");
  EXPECT_NE(workspace.state("accounts").find(reseller), std::string::npos);
  const auto quota = workspace.grant_quota(kPartner, "100.00");
  EXPECT_NE(workspace.portal("vendor/freeze-quota", R"({"quota_id":")" + quota + R"("})"), "");
  EXPECT_THROW(workspace.recharge("nobody", "1.00"), ControlError);
  EXPECT_THROW(workspace.recharge(kPartner, "1.001"), ControlError);
  EXPECT_THROW(workspace.recharge(kPartner, "-1"), ControlError);
  EXPECT_TRUE(workspace.check_ledger().ok);
}

TEST(EmbeddedServer, RefusesOptionsThatAreNotAllowed) {
  const auto refused = [](auto change) {
    Options options;
    change(options);
    try {
      const Server server(std::move(options));
      return std::string();
    } catch (const std::invalid_argument& problem) {
      return std::string(problem.what());
    }
  };
  EXPECT_NE(refused([](Options& o) { o.throttle = "x"; }).find("off, documented"),
            std::string::npos);
  EXPECT_NE(refused([](Options& o) { o.site = "x"; }).find("cn, intl or both"), std::string::npos);
  EXPECT_NE(refused([](Options& o) { o.seed = "x"; }).find("demo"), std::string::npos);
  EXPECT_NE(refused([](Options& o) {
              o.settings = {{"nonsense", "1"}};
            }).find("nonsense"),
            std::string::npos);
}

TEST(EmbeddedServer, KeepsItsStateInAFile) {
  // contract.md: a non-empty file is not seeded again.
  const test::StateFile file;
  Options options;
  options.state_file = file.path();
  std::string ledger;
  std::string reseller;
  {
    Server server(options);
    server.workspace().recharge(kPartner, "7.00");
    server.workspace().set("accounts_per_mobile", "7");
    server.workspace().freeze("2030-01-01T00:00:00Z");
    reseller =
        server.workspace().add_reseller("d0000000000000000000000000000002", "first-reseller");
    ledger = server.workspace().state("ledger");
    EXPECT_THROW(Server{options}, std::runtime_error) << "one server a file";
  }
  Server server(options);
  EXPECT_EQ(server.workspace().state("ledger"), ledger);
  EXPECT_TRUE(server.workspace().check_ledger().ok);
  EXPECT_EQ(server.workspace().setting("accounts_per_mobile"), "7");
  EXPECT_EQ(server.workspace().clock().now, "2030-01-01T00:00:00Z");
  // Its ids were drawn before; a reopened file must not draw them again.
  EXPECT_NE(server.workspace().add_reseller("d0000000000000000000000000000002", "second-reseller"),
            reseller);
}

// A full disk is reported, by the answer and in the log, and the call has done nothing.
TEST(EmbeddedServer, SaysThatItsDiskIsFullAndGoesOnWhenThereIsRoom) {
  const test::StateFile file;
  test::FailingDisk disk;
  Options options;
  options.state_file = file.path();
  Server server(options);
  const std::string token = login(server);
  const std::string body = R"({"customer_id":"c0000000000000000000000000000001","amount":12.34})";
  const auto allocate = [&] {
    test_support::RawClient client(server.port());
    client.send(
        "POST /v2/accounts/partner-accounts/adjust-amount HTTP/1.1\r\nHost: h\r\n"
        "Content-Type: application/json\r\nX-Auth-Token: " +
        token + "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body);
    return client.read_answer();
  };
  const std::string before = server.workspace().state("ledger");
  disk.fail_from(1);
  const auto refused = allocate();
  EXPECT_EQ(refused.status, 500) << refused.body;
  EXPECT_THROW(server.workspace().recharge(kPartner, "7.00"), std::exception);
  disk.heal();
  EXPECT_EQ(server.workspace().state("ledger"), before);
  EXPECT_EQ(allocate().status, 200);
  EXPECT_TRUE(server.workspace().check_ledger().ok);
}

TEST(EmbeddedServer, IsHealthyUntilItStops) {
  Server server;
  EXPECT_EQ(app::check_health({server.endpoint(), ""}), "");
  server.stop();
  EXPECT_NE(app::check_health({server.endpoint(), ""}), "");
  EXPECT_NE(app::check_health({"ftp://x", ""}), "");
}

TEST(EmbeddedServer, SpeaksTls) {
  const auto folder = std::filesystem::path(::testing::TempDir()) /
                      ("bss-mock-embedded-tls-" + std::to_string(::getpid()));
  Options options;
  options.tls_directory = folder.string();
  {
    const Server server(std::move(options));
    EXPECT_EQ(server.endpoint().substr(0, 8), "https://");
    EXPECT_EQ(app::check_health({server.endpoint(), server.ca_file()}), "");
    EXPECT_NE(app::check_health({server.endpoint(), ""}), "") << "nobody else vouches for it";
  }
  std::filesystem::remove_all(folder);
}

TEST(EmbeddedServer, StartsAndStopsOftenAndQuickly) {
  for (int i = 0; i < 20; ++i) {
    const Server server;
    EXPECT_EQ(get(server, "/_mock/health").status, 200);
  }
}

}  // namespace
}  // namespace bss::mock
