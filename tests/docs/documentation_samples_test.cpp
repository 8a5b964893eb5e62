// The pieces of code that the book shows do what the book says, against the embedded server.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include <gtest/gtest.h>

#include "bss/mock/server.h"
#include "samples/samples.h"

namespace {

class DocumentationSamples : public testing::Test {
 protected:
  bss::Client client() const { return bss::Client(samples::configuration(server_.endpoint())); }

  bss::mock::Server server_;
  std::ostringstream out_;
};

TEST_F(DocumentationSamples, FirstProgramAllocatesMoney) {
  const auto& partner = server_.credentials().partner;
  ::setenv("HUAWEICLOUD_BSS_ENDPOINT", server_.endpoint().c_str(), 1);
  ::setenv("HUAWEICLOUD_SDK_AK", partner.access_key.c_str(), 1);
  ::setenv("HUAWEICLOUD_SDK_SK", partner.secret_key.c_str(), 1);
  EXPECT_EQ(samples::first_program(out_), 0);
  EXPECT_NE(out_.str().find("transfer id AD"), std::string::npos) << out_.str();
}

TEST_F(DocumentationSamples, IdentitiesShareOneClient) {
  EXPECT_TRUE(samples::identities(client(), out_));
}

TEST_F(DocumentationSamples, DistributorActsForItsReseller) {
  const auto& distributor = server_.credentials().distributor;
  auto config = samples::configuration(server_.endpoint());
  config.credentials =
      bss::Credentials::password(distributor.user_name, bss::Secret(distributor.password));
  EXPECT_TRUE(samples::distributor(bss::Client(config), "d0000000000000000000000000000003", out_));
  EXPECT_EQ(out_.str(), "20000.00\n");
}

TEST_F(DocumentationSamples, ListsAreReadToTheEnd) {
  EXPECT_TRUE(samples::list_everything(client(), out_));
  EXPECT_NE(out_.str().find("demo-customer"), std::string::npos);
}

TEST_F(DocumentationSamples, RawCallsAreSigned) {
  EXPECT_TRUE(samples::raw_call(client(), out_));
}

TEST_F(DocumentationSamples, BusinessErrorsCarryTheirCode) {
  EXPECT_TRUE(samples::handle_errors(client(), out_));
  EXPECT_NE(out_.str().find("CBC.5003"), std::string::npos) << out_.str();
}

TEST_F(DocumentationSamples, LostAnswersAreFoundInTheRecords) {
  server_.workspace().lose_next_answers("UpdateCustomerAccountAmount");
  EXPECT_TRUE(samples::lost_answer(client(), out_));
  EXPECT_NE(out_.str().find("a transfer of that amount exists: AD"), std::string::npos)
      << out_.str();
}

TEST_F(DocumentationSamples, CallsEndWhenCancelled) {
  EXPECT_TRUE(samples::deadline_and_cancellation(client(), out_));
}

TEST_F(DocumentationSamples, MoneyIsExact) {
  EXPECT_TRUE(samples::exact_money(out_));
}

TEST_F(DocumentationSamples, FakeAnswersTypedRequests) {
  EXPECT_TRUE(samples::test_with_fake(out_));
}

TEST_F(DocumentationSamples, ServerRunsInsideTheTest) {
  EXPECT_TRUE(samples::embedded_server(out_));
}

TEST_F(DocumentationSamples, ACouponRunsOut) {
  EXPECT_TRUE(samples::coupon_runs_out(server_, out_));
  EXPECT_EQ(out_.str().rfind("coupon_expired\n", 0), 0U) << out_.str();
}

TEST_F(DocumentationSamples, LostAndDroppedCallsLookTheSame) {
  EXPECT_TRUE(samples::lose_and_drop(server_, out_)) << out_.str();
}

TEST_F(DocumentationSamples, ACallIsWatched) {
  EXPECT_TRUE(samples::watch_a_call(server_.endpoint(), out_));
  EXPECT_NE(out_.str().find("bss.operation=ListPartnerBalances"), std::string::npos) << out_.str();
  EXPECT_NE(out_.str().find("1 attempts"), std::string::npos) << out_.str();
}

TEST_F(DocumentationSamples, ACodeIsExplained) {
  EXPECT_TRUE(samples::explain_a_code(out_));
  EXPECT_NE(out_.str().find("indirect_partner_id"), std::string::npos) << out_.str();
}

TEST_F(DocumentationSamples, APaymentIsMadeOnce) {
  const std::string file = testing::TempDir() + "bss-sample-" + std::to_string(::getpid());
  EXPECT_TRUE(samples::pay_once(server_, file, out_)) << out_.str();
  EXPECT_NE(out_.str().find("(found in the records)"), std::string::npos) << out_.str();
  for (const char* suffix : {"", ".lock"}) std::remove((file + suffix).c_str());
}

TEST_F(DocumentationSamples, ManyPaymentsTellHowFarTheyAre) {
  EXPECT_TRUE(samples::pay_many(server_, out_));
  EXPECT_EQ(out_.str(), "1 of 1\n");
}

TEST_F(DocumentationSamples, WhatBecameOfAPaymentIsFound) {
  EXPECT_TRUE(samples::what_became_of_it(server_, out_));
  EXPECT_EQ(out_.str().rfind("done: AD", 0), 0U) << out_.str();
}

TEST_F(DocumentationSamples, ASeedOfOnesOwnIsLaid) {
  EXPECT_TRUE(samples::own_seed(server_, out_)) << out_.str();
}

TEST_F(DocumentationSamples, ASignatureIsExplained) {
  EXPECT_TRUE(samples::explain_a_signature(server_, out_)) << out_.str();
}

TEST_F(DocumentationSamples, WorkspacesDoNotDisturbEachOther) {
  EXPECT_TRUE(samples::two_workspaces(out_));
  EXPECT_TRUE(samples::try_again_from_here(out_));
}

TEST_F(DocumentationSamples, ClockMovesExpiry) {
  EXPECT_TRUE(samples::time_travel(out_));
}

class DistributorSamples : public DocumentationSamples {
 protected:
  bss::Client distributor() const {
    const auto& who = server_.credentials().distributor;
    auto config = samples::configuration(server_.endpoint());
    config.credentials =
        bss::Credentials::access_key(who.access_key, bss::Secret(who.secret_key), who.domain_id);
    return bss::Client(config);
  }
  static std::string quota_of(const bss::Client& client) {
    return client.list_quota_coupons({}).value().quotas.at(0).quota_id.value();
  }
  static constexpr const char* kReseller = "d0000000000000000000000000000003";
};

TEST_F(DistributorSamples, ResellersGetMoney) {
  EXPECT_TRUE(samples::pay_a_reseller(distributor(), out_));
  EXPECT_NE(out_.str().find("demo-reseller got AD"), std::string::npos) << out_.str();
  EXPECT_TRUE(samples::pay_a_resellers_customer(distributor(), kReseller,
                                                "c0000000000000000000000000000003", out_));
}

TEST_F(DistributorSamples, ResellersGetQuotas) {
  const auto client = distributor();
  EXPECT_TRUE(samples::share_a_quota(client, quota_of(client), kReseller, out_));
  EXPECT_EQ(out_.str(), "1 quotas made\n");
}

TEST_F(DistributorSamples, CouponsAreIssuedCountedAndTakenBack) {
  const auto partner = client();
  EXPECT_TRUE(samples::issue_coupons(
      partner, quota_of(partner),
      {server_.credentials().customer.domain_id, "ffffffffffffffffffffffffffffffff"}, out_));
  const std::string told = out_.str();
  EXPECT_NE(told.find(" has none: CBC.99000035"), std::string::npos) << told;
  out_.str("");
  EXPECT_TRUE(samples::coupons_left(partner, out_));
  EXPECT_EQ(out_.str(), "50.00\n");
  const std::string word = " has coupon ";
  const std::size_t at = told.find(word) + word.size();
  EXPECT_TRUE(samples::take_back(partner, told.substr(at, told.find('\n', at) - at), out_));
}

TEST_F(DocumentationSamples, CallsAreStarted) {
  EXPECT_TRUE(samples::start_a_call(client(), out_));
  EXPECT_EQ(out_.str(), "meanwhile...\n1 accounts\n");
  out_.str("");
  EXPECT_TRUE(samples::choose_limits_and_transport(server_.endpoint(), out_));
  EXPECT_EQ(out_.str(), "meanwhile...\n1 accounts\n");
}

TEST_F(DocumentationSamples, ACallIsShownInsteadOfSent) {
  EXPECT_TRUE(samples::show_a_call(client(), out_));
  EXPECT_EQ(out_.str().rfind("curl --request POST 'http://127.0.0.1:", 0), 0U) << out_.str();
  EXPECT_EQ(server_.workspace().calls("UpdateCustomerAccountAmount").received, 0U);
}

TEST_F(DocumentationSamples, WaitsAndThrottleAnswersAreSeen) {
  EXPECT_TRUE(samples::watch_the_waits(client(), out_));
  EXPECT_NE(out_.str().find("HTTP 200 after "), std::string::npos);
  out_.str("");
  server_.workspace().refuse_next_as_throttled("ListPartnerBalances", 1);
  auto config = samples::configuration(server_.endpoint());
  config.pacing = false;
  config.retry.max_attempts = 1;
  EXPECT_TRUE(samples::meet_a_throttle(bss::Client(config), out_));
  EXPECT_EQ(out_.str(), "APIG.0308: 10 calls in 1 s\n");
}

TEST_F(DocumentationSamples, PlatformCodeIsTestedWithTheFixture) {
  EXPECT_TRUE(samples::test_with_fixture(out_));
}

TEST(Seeds, TheExampleStartsAServer) {
  bss::mock::Options options;
  options.seed = BSS_SOURCE_DIR "/examples/seeds/acme.yaml";
  bss::mock::Server server(options);
  bss::ClientConfig config;
  config.bss_endpoint = server.endpoint();
  config.credentials = bss::Credentials::access_key("ACMEKEY0000000000001",
                                                    bss::Secret("acmeSecretForTheLocalMock"));
  const bss::Client client(config);
  const auto customers = client.list_sub_customers({}).value();
  EXPECT_EQ(customers.count, 2);
  const auto resellers = client.list_indirect_partners({}).value();
  ASSERT_EQ(resellers.count, 1);
  EXPECT_EQ(resellers.indirect_partners[0].name, "Harbour IT Co., Ltd.");
  EXPECT_TRUE(server.workspace().check_ledger().ok);
}

}  // namespace
