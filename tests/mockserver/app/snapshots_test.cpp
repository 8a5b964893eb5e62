// control-api "Snapshots": what is kept, brought back, forked and compared.
#include "workspaces_fixture.h"

namespace bss::mock {
namespace {

class Snapshots : public Workspaces {
 protected:
  Snapshots() { token_ = login(server_.credentials().partner).token; }

  Answer pay(const std::string& amount) {
    return call("POST", "/v2/accounts/partner-accounts/adjust-amount",
                R"({"customer_id":"c0000000000000000000000000000001","amount":)" + amount + "}",
                with(token_));
  }
  std::string everything() {
    std::string all;
    for (const char* path :
         {"/v2/accounts/partner-accounts/balances", "/v3/accounts/partner-accounts/adjust-records",
          "/v2/accounts/partner-accounts/account-change-records?balance_type=BALANCE_TYPE_DEBIT"}) {
      all += call("GET", path, {}, with(token_)).text;
    }
    for (const char* entity : {"accounts", "customers", "ledger", "balances", "coupons", "quotas"})
      all += server_.workspace().state(entity);
    return all + server_.workspace().clock().now;
  }

  std::string token_;
};

TEST_F(Snapshots, BringBackEveryByte) {
  server_.workspace().freeze();
  ASSERT_EQ(pay("1.00").status, 200);
  const std::string before = everything();
  EXPECT_EQ(call("PUT", "/_mock/v1/snapshots/before").status, 204);
  ASSERT_EQ(pay("2.00").status, 200);
  server_.workspace().advance("P2Y");
  server_.workspace().set("token_life_seconds", "60");
  EXPECT_NE(everything(), before);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(call("POST", "/_mock/v1/snapshots/before/restore").status, 204);
    EXPECT_EQ(everything(), before);
    EXPECT_EQ(server_.workspace().setting("token_life_seconds"), "86400");
    ASSERT_EQ(pay("3.00").status, 200) << "it goes on from there";
  }
  EXPECT_TRUE(server_.workspace().check_ledger().ok);
}

TEST_F(Snapshots, DrawTheSameIdsAgain) {
  server_.workspace().freeze();
  server_.workspace().take_snapshot("s");
  const auto once = pay("1.00");
  server_.workspace().restore_snapshot("s");
  EXPECT_EQ(pay("1.00").text, once.text);
}

TEST_F(Snapshots, TellWhatChangedAndNothingElse) {
  auto workspace = server_.workspace();
  workspace.freeze();
  workspace.take_snapshot("a");
  EXPECT_EQ(workspace.diff_snapshots("a"), R"({"entities":{},"money":[]})");
  ASSERT_EQ(pay("12.34").status, 200);
  workspace.take_snapshot("b");
  const auto diff = call("GET", "/_mock/v1/snapshots/a/diff/b");
  ASSERT_EQ(diff.status, 200) << diff.text;
  std::string entities;
  for (const auto& [name, change] : diff.body.find("entities")->members()) entities += name + " ";
  EXPECT_EQ(entities, "balances adjustments changes ");
  EXPECT_EQ(diff.body.at_pointer("/entities/balances/changed")->items().size(), 2U);
  EXPECT_EQ(diff.member("/entities/balances/changed/0/fields/amount/from"), "1000000.00");
  EXPECT_EQ(diff.member("/entities/balances/changed/0/fields/amount/to"), "999987.66");
  EXPECT_EQ(diff.body.at_pointer("/entities/balances/changed/0/fields")->members().size(), 1U);
  EXPECT_EQ(diff.body.at_pointer("/entities/adjustments/added")->items().size(), 1U);
  EXPECT_EQ(diff.body.at_pointer("/entities/changes/added")->items().size(), 2U);
  EXPECT_EQ(diff.body.find("money")->items().size(), 1U);
  EXPECT_EQ(diff.member("/money/0/kind"), "BEADJUST");
  EXPECT_EQ(diff.body.at_pointer("/money/0/postings")->items().size(), 2U);
  // The other way round they went.
  const auto back = call("GET", "/_mock/v1/snapshots/b/diff/a");
  EXPECT_EQ(back.body.at_pointer("/entities/adjustments/removed")->items().size(), 1U);
  workspace.advance("P1D");
  workspace.set("token_life_seconds", "60");
  const auto later = call("GET", "/_mock/v1/snapshots/b/diff/current");
  EXPECT_EQ(later.member("/clock/to"), workspace.clock().now);
  EXPECT_EQ(later.member("/settings/token_life_seconds/to"), "60");
}

TEST_F(Snapshots, AreForkedIntoWorkspacesWithCredentialsOfTheirOwn) {
  ASSERT_EQ(pay("100.00").status, 200);
  server_.workspace().take_snapshot("rich");
  const auto fork = call("POST", "/_mock/v1/snapshots/rich/fork", R"({"id":"f1"})");
  ASSERT_EQ(fork.status, 201) << fork.text;
  EXPECT_EQ(fork.member("/id"), "f1");
  const Identity partner{fork.member("/credentials/partner/domain_id"),
                         fork.member("/credentials/partner/domain_name"),
                         fork.member("/credentials/partner/user"),
                         fork.member("/credentials/partner/password"),
                         {},
                         {},
                         {}};
  EXPECT_EQ(partner.domain_id, server_.credentials().partner.domain_id) << "ids stay";
  EXPECT_EQ(partner.user_name, "demo-partner-f1");
  EXPECT_NE(fork.member("/credentials/partner/ak"), server_.credentials().partner.access_key);
  const auto forked = login(partner);
  ASSERT_EQ(forked.status, 201) << forked.text;
  const std::string there = with(forked.token);
  EXPECT_EQ(call("GET", kBalances, {}, there).member("/account_balances/0/amount"), "999900.00");
  // What one does the other does not see.
  ASSERT_EQ(pay("1.00").status, 200);
  EXPECT_EQ(call("GET", kBalances, {}, there).member("/account_balances/0/amount"), "999900.00");
  EXPECT_EQ(call("GET", "/_mock/v1/ledger/check?workspace=f1").member("/ok"), "true");
  EXPECT_EQ(call("GET", kBalances, {}, with(token_) + "X-Mock-Workspace: f1\r\n").status, 401)
      << "tokens are not copied";
  EXPECT_EQ(login(server_.credentials().partner).status, 201) << "and no name is in both";
  // A fork of a fork, and a reset of it.
  call("PUT", "/_mock/v1/snapshots/again?workspace=f1");
  const auto second = call("POST", "/_mock/v1/snapshots/again/fork?workspace=f1", R"({"id":"f2"})");
  ASSERT_EQ(second.status, 201) << second.text;
  EXPECT_EQ(second.member("/credentials/partner/user"), "demo-partner-f2");
  EXPECT_EQ(call("POST", "/_mock/v1/workspaces/f2/reset").status, 204);
  const Identity again{{}, "demo-partner-f2", "demo-partner-f2", partner.password, {}, {}, {}};
  const auto after = login(again);
  ASSERT_EQ(after.status, 201) << after.text;
  EXPECT_EQ(call("GET", kBalances, {}, with(after.token)).member("/account_balances/0/amount"),
            "999900.00");
}

TEST_F(Snapshots, AreExportedAndImportedByAFreshServer) {
  auto workspace = server_.workspace();
  workspace.freeze();
  ASSERT_EQ(pay("12.34").status, 200);
  workspace.portal("vendor/grant-card", R"({"customer_id":"c0000000000000000000000000000001",)"
                                        R"("card_name":"card","face_value":"50"})");
  workspace.set("token_life_seconds", "77");
  workspace.take_snapshot("s");
  const auto exported = call("GET", "/_mock/v1/snapshots/s/export");
  ASSERT_EQ(exported.status, 200) << exported.text;
  EXPECT_EQ(exported.member("/format"), "bss-mock-state");
  EXPECT_EQ(exported.member("/tables/cash_accounts/0/amount"), "999987.66");
  EXPECT_EQ(exported.member("/settings/token_life_seconds"), "77");
  EXPECT_EQ(exported.text.find("\"tokens\""), std::string::npos);
  EXPECT_EQ(exported.text, call("GET", "/_mock/v1/snapshots/s/export").text);

  Options options;
  options.throttle = "off";
  options.id_seed = 99;
  Server fresh(options);
  const auto imported =
      call_at(fresh.port(), "POST", "/_mock/v1/snapshots/theirs/import", exported.text);
  ASSERT_EQ(imported.status, 204) << imported.text;
  fresh.workspace().restore_snapshot("theirs");
  for (const char* entity : {"accounts", "customers", "ledger", "balances", "coupons", "cards",
                             "quotas", "changes", "adjustments", "users"}) {
    EXPECT_EQ(fresh.workspace().state(entity), workspace.state(entity)) << entity;
  }
  EXPECT_EQ(fresh.workspace().clock().now, workspace.clock().now);
  EXPECT_EQ(fresh.workspace().setting("token_life_seconds"), "77");
  EXPECT_TRUE(fresh.workspace().check_ledger().ok);
  // It goes on with the same ids, and its keys and passwords work.
  const auto there =
      call_at(fresh.port(), "POST", "/v3/auth/tokens", login_body(server_.credentials().partner));
  EXPECT_EQ(there.status, 201) << there.text;
  fresh.workspace().take_snapshot("again");
}

TEST_F(Snapshots, AreForkedExportedAndImportedFromCpp) {
  Workspace original = server_.workspace();
  original.take_snapshot("before");
  original.recharge(original.credentials().partner.domain_id, "7.77");
  const Workspace fork = server_.fork_workspace(original, "before");
  const Workspace of_now = server_.fork_workspace(original);
  EXPECT_EQ(fork.state("balances").find("1000007.77"), std::string::npos);
  EXPECT_NE(of_now.state("balances").find("1000007.77"), std::string::npos);
  EXPECT_NE(fork.credentials().partner.access_key, original.credentials().partner.access_key);
  EXPECT_EQ(call("GET", kBalances, {}, with(login(fork.credentials().partner).token)).status, 200);

  Server fresh;
  Workspace copy = fresh.workspace();
  copy.import_snapshot("taken", original.export_snapshot("before"));
  copy.restore_snapshot("taken");
  EXPECT_EQ(copy.state("ledger"), fork.state("ledger"));
  EXPECT_THROW(server_.fork_workspace(original, "nothing"), ControlError);
  EXPECT_THROW(copy.import_snapshot("taken", "{}"), ControlError);
}

TEST_F(Snapshots, RefuseWhatIsNoExport) {
  server_.workspace().take_snapshot("s");
  const std::string good = call("GET", "/_mock/v1/snapshots/s/export").text;
  const auto spoiled = [&](const std::string& what, const std::string& by) {
    std::string text = good;
    text.replace(text.find(what), what.size(), by);
    const auto answer = call("POST", "/_mock/v1/snapshots/x/import", text);
    EXPECT_EQ(answer.status, 400) << what << answer.text;
    return answer.member("/field");
  };
  EXPECT_EQ(spoiled("bss-mock-state", "other"), "format");
  EXPECT_EQ(spoiled(R"("version":)", R"("version":9)"), "version");
  EXPECT_EQ(spoiled(R"("mode":"real")", R"("mode":"slow")"), "clock/mode");
  EXPECT_EQ(spoiled(R"("accounts":)", R"("invoices":)"), "tables");
  EXPECT_EQ(spoiled(R"("kind":"solution_partner")", R"("kind":"bank")"), "tables");
  EXPECT_EQ(spoiled(R"("settings":{)", R"("settings":{"colour":"blue")"), "settings/colour");
  EXPECT_EQ(spoiled(R"("amount":"1000000.00")", R"("amount":"much")"),
            "tables/cash_accounts/0/amount");
  EXPECT_EQ(call("POST", "/_mock/v1/snapshots/x/import", "{}").status, 400);
  EXPECT_EQ(call("GET", "/_mock/v1/snapshots").member("/total"), "1") << "nothing was kept";
}

TEST_F(Snapshots, HaveNamesAndEnd) {
  EXPECT_EQ(call("PUT", "/_mock/v1/snapshots/a").status, 204);
  EXPECT_EQ(call("PUT", "/_mock/v1/snapshots/b.1_x-Y").status, 204);
  for (const char* bad : {"current", "a%20b", "a%2Fb"}) {
    EXPECT_EQ(call("PUT", std::string("/_mock/v1/snapshots/") + bad).status, 400) << bad;
  }
  const auto list = call("GET", "/_mock/v1/snapshots");
  EXPECT_EQ(list.member("/total"), "2");
  EXPECT_EQ(list.member("/items/0/name"), "a");
  EXPECT_EQ(call("DELETE", "/_mock/v1/snapshots/a").status, 204);
  EXPECT_EQ(call("DELETE", "/_mock/v1/snapshots/a").status, 404);
  EXPECT_EQ(call("POST", "/_mock/v1/snapshots/a/restore").status, 404);
  EXPECT_EQ(call("GET", "/_mock/v1/snapshots/a/diff/current").status, 404);
  EXPECT_EQ(call("POST", "/_mock/v1/snapshots/b.1_x-Y/paint").status, 404);
}

}  // namespace
}  // namespace bss::mock
