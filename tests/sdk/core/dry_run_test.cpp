// What a call would send, shown instead of sent.
#include <cstdio>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bss/testing/fake_transport.h"
#include "core/error_decoder.h"
#include "pipeline_fixture.h"

namespace bss::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Shown {
  CallOptions options() {
    CallOptions with;
    with.dry_run = [this](const DryRun& request) { requests.push_back(request); };
    return with;
  }
  std::vector<DryRun> requests;
};

ClientConfig config_on(const std::shared_ptr<testing::FakeTransport>& network) {
  ClientConfig config;
  config.bss_endpoint = "http://bss.test";
  config.transport = network;
  return config;
}

TEST(DryRun, SendsNothingAndShowsWhatWouldHaveLeft) {
  const auto network = std::make_shared<testing::FakeTransport>();
  ClientConfig config = config_on(network);
  config.credentials =
      Credentials::access_key("ACCESSKEY", Secret("secret-key-of-the-test"), "domain-1");
  Shown shown;
  const auto result = Client(config).update_customer_account_amount(allocation(), shown.options());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kNotSent);
  EXPECT_EQ(result.error().attempts.size(), 1U);
  EXPECT_EQ(network->count(), 0U);
  ASSERT_EQ(shown.requests.size(), 1U);
  const DryRun& request = shown.requests.front();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "http://bss.test/v2/accounts/partner-accounts/adjust-amount");
  EXPECT_EQ(request.body, R"({"customer_id":"c0000000000000000000000000000001","amount":10.50})");
  EXPECT_EQ(*detail::find_header(request.headers, "X-Domain-Id"), "domain-1");
  EXPECT_THAT(*detail::find_header(request.headers, "Authorization"),
              ::testing::MatchesRegex("SDK-HMAC-SHA256 Access=ACCESSKEY, SignedHeaders=.*, "
                                      "Signature=\\*\\*\\*"));
}

TEST(DryRun, LogsNobodyInAndMasksWhatIsSecret) {
  const auto network = std::make_shared<testing::FakeTransport>();
  for (const auto& credentials : {Credentials::password("user", Secret("Password@2025"), "domain"),
                                  Credentials::token(Secret("ready-token-of-the-test"))}) {
    ClientConfig config = config_on(network);
    config.credentials = credentials;
    config.xaccount_type = "DEMO_PLATFORM";
    const Client client(config);
    Shown shown;
    EXPECT_FALSE(client.list_partner_balances({}, shown.options()));
    EXPECT_FALSE(client.as_customer(DomainName{"acme"}).list_service_types({}, shown.options()));
    CreateSubCustomerRequest request = new_customer();
    request.password = Secret("Customer@2025");
    // The check whether the customer is there already is part of a call that is made.
    EXPECT_FALSE(client.create_sub_customer(request, shown.options()));
    ASSERT_EQ(shown.requests.size(), 3U);
    for (const DryRun& each : shown.requests) {
      EXPECT_EQ(*detail::find_header(each.headers, "X-Auth-Token"), "***");
      EXPECT_THAT(each.curl(), Not(HasSubstr("2025")));
      EXPECT_THAT(each.curl(), Not(HasSubstr("ready-token")));
    }
    EXPECT_THAT(shown.requests.back().body, HasSubstr(R"("password":"***")"));
  }
  EXPECT_EQ(network->count(), 0U);
}

TEST(DryRun, RefusesWhatACallWouldRefuse) {
  const auto network = std::make_shared<testing::FakeTransport>();
  Shown shown;
  const Client client(config_on(network));
  EXPECT_EQ(client.list_partner_balances({}, shown.options()).error().kind, ErrorKind::kAuth);
  EXPECT_EQ(client.update_customer_account_amount({}, shown.options()).error().kind,
            ErrorKind::kInvalidArgument);
  ClientConfig with_keys = config_on(network);
  with_keys.xaccount_type = "DEMO_PLATFORM";
  with_keys.credentials = Credentials::access_key("ACCESSKEY", Secret("secret-key"), "domain-1");
  // A role is assumed with a token, never with a signature.
  EXPECT_EQ(Client(with_keys)
                .as_customer(DomainName{"acme"})
                .list_service_types({}, shown.options())
                .error()
                .kind,
            ErrorKind::kAuth);
  for (const auto& incomplete :
       {Credentials::access_key("ACCESSKEY", Secret(""), "domain-1"), Credentials::token({})}) {
    ClientConfig config = config_on(network);
    config.credentials = incomplete;
    EXPECT_EQ(Client(config).list_partner_balances({}, shown.options()).error().kind,
              ErrorKind::kAuth);
  }
  EXPECT_TRUE(shown.requests.empty());
}

TEST(DryRun, TakesNoQuota) {
  const Bench bench;
  Shown shown;
  for (int i = 0; i < 50; ++i)
    EXPECT_FALSE(bench.call<operations::ListSubCustomers>({}, shown.options()));
  EXPECT_EQ(shown.requests.size(), 50U);
  EXPECT_TRUE(bench.clock->waits().empty());
}

// The command is read back by a shell: whatever stands in a value stays one word.
TEST(DryRun, IsAWordForAShell) {
  DryRun request;
  request.method = "POST";
  request.url = "http://bss.test/v2/x?a=1&b='2'";
  request.headers = {{"X-Note", "it's $HOME `id` \\ \"quoted\""}};
  request.body = "{\"name\":\"O'Brien; echo gone\"}";
  request.has_body = true;
  std::string command = request.curl();
  command.replace(0, 4, "printf '%s\\n'");
  const std::unique_ptr<FILE, int (*)(FILE*)> shell(::popen(command.c_str(), "r"), ::pclose);
  ASSERT_NE(shell, nullptr);
  std::string words;
  for (int byte = std::fgetc(shell.get()); byte != EOF; byte = std::fgetc(shell.get()))
    words += static_cast<char>(byte);
  EXPECT_EQ(words, "--request\nPOST\n" + request.url + "\n--header\nX-Note: " +
                       request.headers[0].second + "\n--data-raw\n" + request.body + "\n");
}

}  // namespace
}  // namespace bss::tests
