// The pieces of code that the book shows do what the book says, against the embedded server.
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

TEST_F(DocumentationSamples, ClockMovesExpiry) {
  EXPECT_TRUE(samples::time_travel(out_));
}

}  // namespace
