#include "bss/client.h"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <thread>
#include <utility>

#include "core/error_decoder.h"
#include "pipeline_fixture.h"

namespace bss::tests {
namespace {

using std::chrono::seconds;

struct World {
  std::shared_ptr<testing::FakeTransport> network = std::make_shared<testing::FakeTransport>();
  std::shared_ptr<testing::ManualClock> clock = std::make_shared<testing::ManualClock>();

  ClientConfig config() const {
    ClientConfig config;
    config.bss_endpoint = "http://127.0.0.1:1";
    config.credentials = Credentials::token(Secret("ready-token"));
    config.transport = network;
    config.clock = clock;
    config.waiter = clock;
    config.random_seed = 1;
    return config;
  }
  Client client() const { return Client(config()); }
};

const std::string kBalances =
    R"({"account_balances":[{"account_id":"a","account_type":1,"amount":100.00,"currency":"CNY","measure_id":1}]})";

TEST(Client, IsItselfThePartner) {
  World world;
  world.network->answer(200, kBalances).answer(200, kBalances);
  const Client client = world.client();
  EXPECT_TRUE(client.list_partner_balances({}));
  EXPECT_TRUE(client.as_partner().list_partner_balances({}));
  EXPECT_EQ(*detail::find_header(world.network->requests()[0].headers, "X-Auth-Token"),
            "ready-token");
}

TEST(Client, AResellerViewFillsTheReseller) {
  World world;
  world.network->answer(200, kBalances);
  const Identity reseller = world.client().as_reseller("d3");
  EXPECT_EQ(reseller.reseller_id(), "d3");
  EXPECT_TRUE(reseller.list_partner_balances({}));
  EXPECT_EQ(world.network->requests().at(0).target,
            "/v2/accounts/partner-accounts/balances?indirect_partner_id=d3");
}

// contract.md: "never act silently on the wrong owner"
TEST(Client, AResellerViewRefusesWhatCannotNameTheReseller) {
  World world;
  const Identity reseller = world.client().as_reseller("d3");
  EXPECT_EQ(reseller.list_service_types({}).error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(reseller.raw("GET", "/v2/x").error().kind, ErrorKind::kInvalidArgument);
  ListPartnerBalancesRequest other;
  other.indirect_partner_id = "d4";
  EXPECT_EQ(reseller.list_partner_balances(other).error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(world.network->count(), 0U);
}

TEST(Client, OptionsMayNameAnotherIdentity) {
  World world;
  world.network->answer(200, kBalances);
  const Client client = world.client();
  CallOptions options;
  options.on_behalf_of(client.as_reseller("d3"));
  EXPECT_TRUE(client.list_partner_balances({}, options));
  EXPECT_EQ(world.network->requests().at(0).target,
            "/v2/accounts/partner-accounts/balances?indirect_partner_id=d3");
}

TEST(Client, ViewsOutliveTheClient) {
  World world;
  world.network->answer(200, kBalances);
  const Identity view = [&] { return world.client().as_reseller("d3"); }();
  EXPECT_TRUE(view.list_partner_balances({}));
}

TEST(Client, WithoutCredentialsNothingIsSent) {
  World world;
  ClientConfig config = world.config();
  config.credentials = Credentials();
  const auto result = Client(config).list_partner_balances({});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kAuth);
  EXPECT_EQ(world.network->count(), 0U);
}

TEST(Client, FillsTheEndpointsInBySite) {
  ClientConfig config;
  config.transport = std::make_shared<testing::FakeTransport>();
  EXPECT_EQ(Client(config).config().bss_endpoint, "https://bss.myhuaweicloud.com");
  EXPECT_EQ(Client(config).config().iam_endpoint, "https://iam.myhuaweicloud.com");
  config.site = Site::kInternational;
  EXPECT_EQ(Client(config).config().bss_endpoint, "https://bss-intl.myhuaweicloud.com");
  // The local server speaks both; any other host does not get passwords meant for another one.
  config.bss_endpoint = "http://127.0.0.1:12180";
  EXPECT_EQ(Client(config).config().iam_endpoint, "http://127.0.0.1:12180");
  config.bss_endpoint = "https://bss.example.com";
  EXPECT_EQ(Client(config).config().iam_endpoint, "https://iam.myhuaweicloud.com");
}

TEST(Client, TellsTheFirstMistakeOfItsConfiguration) {
  World world;
  ClientConfig config = world.config();
  EXPECT_FALSE(Client(config).check());
  config.total_timeout = seconds(0);
  EXPECT_TRUE(Client(config).check());
  config = world.config();
  config.iam_endpoint = "iam.example.com";
  EXPECT_TRUE(Client(config).check());
  config = world.config();
  config.retry.max_attempts = 0;
  EXPECT_TRUE(Client(config).check());
}

// Raw calls
// -----------------------------------------------------------------------------------------------------

TEST(ClientRaw, ReturnsTheAnswerAsItCame) {
  World world;
  world.network->answer(200, "plain text", {{"Content-Type", "text/plain"}});
  RawOptions options;
  options.operation_class = OperationClass::kRead;
  options.headers = {{"X-Language", "en_US"}};
  const auto result = world.client().raw("GET", "/v2/any?x=1%202", "", options);
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(result->status, 200);
  EXPECT_EQ(result->body, "plain text");
  EXPECT_EQ(*detail::find_header(result->headers, "content-type"), "text/plain");
  const TransportRequest sent = world.network->requests().at(0);
  EXPECT_EQ(sent.target, "/v2/any?x=1%202");
  EXPECT_EQ(*detail::find_header(sent.headers, "X-Language"), "en_US");
  EXPECT_FALSE(sent.has_body);
  EXPECT_FALSE(sent.at_most_once);
}

// "class given by caller (default money = never repeated)"
TEST(ClientRaw, IsNeverRepeatedByDefault) {
  World world;
  world.network->lose_answer();
  const auto result = world.client().raw("POST", "/v2/any", "{}");
  ASSERT_FALSE(result);
  EXPECT_EQ(to_string(result.error().kind), "outcome_unknown");
  EXPECT_EQ(world.network->count(), 1U);
  EXPECT_TRUE(world.network->requests()[0].at_most_once);
}

TEST(ClientRaw, LeavesTheProofOutWhenAsked) {
  World world;
  world.network->answer(200, "{}");
  RawOptions options;
  options.authenticate = false;
  EXPECT_TRUE(world.client().raw("GET", "/_mock/health", "", options));
  EXPECT_EQ(detail::find_header(world.network->requests().at(0).headers, "X-Auth-Token"), nullptr);
}

TEST(ClientRaw, DecodesErrors) {
  World world;
  world.network->answer(404, error_body("APIGW.0101"));
  const auto result = world.client().raw("GET", "/v2/any");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(result.error().code, "APIGW.0101");
}

TEST(ClientRaw, RefusesWhatCouldSmuggleAHeaderOrALine) {
  World world;
  const Client client = world.client();
  RawOptions smuggling;
  smuggling.headers = {{"X-Language", "en\r\nX-Auth-Token: x"}};
  EXPECT_EQ(client.raw("GET", "/v2/any", "", smuggling).error().kind, ErrorKind::kInvalidArgument);
  for (const char* target : {"", "v2/any", "/v2/a b", "/v2/a\r\n", "/v2/\xe5\xae\xa2", "/v2/a#b"}) {
    EXPECT_EQ(client.raw("GET", target).error().kind, ErrorKind::kInvalidArgument) << target;
  }
  EXPECT_EQ(client.raw("get", "/v2/any").error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(world.network->count(), 0U);
}

// Asynchronous calls
// --------------------------------------------------------------------------------------------

/// Runs work when told to. Work holds its client and the client this executor, so what was run is
/// let go of.
class ManualExecutor final : public Executor {
 public:
  void post(Function<void()> work) override { posted.push_back(std::move(work)); }
  /// Also what the work posts.
  void run_all() {
    while (!posted.empty()) {
      for (const auto& work : std::exchange(posted, {})) work();
    }
  }
  std::vector<Function<void()>> posted;
};

TEST(ClientAsync, RunsOnTheExecutorOfTheClient) {
  World world;
  const auto executor = std::make_shared<ManualExecutor>();
  ClientConfig config = world.config();
  config.executor = executor;
  world.network->answer(200, kBalances);
  bool called = false;
  Client(config).list_partner_balances_async({}, {},
                                             [&](Result<ListPartnerBalancesResponse> result) {
                                               EXPECT_TRUE(result);
                                               called = true;
                                             });
  EXPECT_FALSE(called);
  EXPECT_EQ(world.network->count(), 0U);
  ASSERT_EQ(executor->posted.size(), 1U);
  executor->run_all();
  EXPECT_TRUE(called);
}

TEST(ClientAsync, WaitingForAThreadCountsAsTimeOfTheCall) {
  World world;
  const auto executor = std::make_shared<ManualExecutor>();
  ClientConfig config = world.config();
  config.executor = executor;
  CallOptions options;
  options.timeout = seconds(5);
  std::optional<ErrorKind> kind;
  Client(config).list_partner_balances_async(
      {}, options, [&](Result<ListPartnerBalancesResponse> result) { kind = result.error().kind; });
  world.clock->advance(seconds(6));
  executor->run_all();
  EXPECT_EQ(kind, ErrorKind::kDeadline);
  EXPECT_EQ(world.network->count(), 0U);
}

TEST(ClientAsync, TheLastOwnerMayGoAwayInsideItsCallback) {
  World world;
  world.network->answer(200, kBalances);
  std::promise<bool> done;
  {
    const auto client = std::make_shared<Client>(world.client());
    std::weak_ptr<Client> watch = client;
    client->list_partner_balances_async(
        {}, {}, [&done, client](Result<ListPartnerBalancesResponse> result) {
          done.set_value(result.ok());
        });
  }
  EXPECT_TRUE(done.get_future().get());
}

/// Answers started requests when told to.
class OpenTransport final : public Transport {
 public:
  TransportResult send(const TransportRequest&, const CancellationToken&) override {
    ADD_FAILURE() << "an asynchronous call blocked";
    return {};
  }
  void start(std::shared_ptr<const TransportRequest>, CancellationToken,
             Function<void(TransportResult)> done) override {
    open.push_back(std::move(done));
  }
  void answer_all(const TransportResult& result) {
    for (const auto& done : std::exchange(open, {})) done(result);
  }
  std::vector<Function<void(TransportResult)>> open;
};

/// Ends waits when told to.
class OpenWaiter final : public Waiter {
 public:
  bool wait_until(Clock::Steady, const CancellationToken&) override {
    ADD_FAILURE() << "an asynchronous call blocked";
    return true;
  }
  void wait_and_then(Clock::Steady, const CancellationToken&, Function<void(bool)> done) override {
    open.push_back(std::move(done));
  }
  void end_all(bool reached) {
    for (const auto& done : std::exchange(open, {})) done(reached);
  }
  std::vector<Function<void(bool)>> open;
};

struct OpenWorld : World {
  OpenWorld() {
    ClientConfig with = config();
    with.executor = executor;
    with.transport = transport;
    with.waiter = waiter;
    client.emplace(with);
  }
  /// A call that is open holds its client, and so everything here.
  ~OpenWorld() {
    while (!transport->open.empty() || !waiter->open.empty()) {
      waiter->end_all(false);
      answer_all(400, "");
    }
  }
  OpenWorld(const OpenWorld&) = delete;
  OpenWorld& operator=(const OpenWorld&) = delete;

  void start_call() {
    client->list_partner_balances_async({}, {}, [this](Result<ListPartnerBalancesResponse> result) {
      ends.push_back(result ? ErrorKind{} : result.error().kind);
      attempts.push_back(result ? result.meta().attempts.size() : result.error().attempts.size());
    });
    executor->run_all();
  }
  void answer_all(int status, const std::string& body) {
    transport->answer_all(testing::FakeTransport::make_answer(status, body));
    executor->run_all();
  }
  void end_waits(bool reached) {
    waiter->end_all(reached);
    executor->run_all();
  }

  std::shared_ptr<ManualExecutor> executor = std::make_shared<ManualExecutor>();
  std::shared_ptr<OpenTransport> transport = std::make_shared<OpenTransport>();
  std::shared_ptr<OpenWaiter> waiter = std::make_shared<OpenWaiter>();
  std::optional<Client> client;
  std::vector<ErrorKind> ends;
  std::vector<std::size_t> attempts;
};

TEST(ClientAsync, HoldsNoThreadWhileRequestsAreOpen) {
  OpenWorld world;
  for (int i = 0; i < 10; ++i) world.start_call();
  EXPECT_EQ(world.transport->open.size(), 10U);
  EXPECT_TRUE(world.ends.empty());
  world.answer_all(200, kBalances);
  EXPECT_EQ(world.ends, std::vector<ErrorKind>(10, ErrorKind{}));
}

TEST(ClientAsync, HoldsNoThreadWhileItWaitsForItsTurn) {
  OpenWorld world;
  for (int i = 0; i < 12; ++i) world.start_call();
  EXPECT_EQ(world.transport->open.size(), 10U);
  ASSERT_EQ(world.waiter->open.size(), 2U);
  world.clock->advance(seconds(2));
  world.end_waits(true);
  EXPECT_EQ(world.transport->open.size(), 12U);
  world.answer_all(200, kBalances);
  EXPECT_EQ(world.ends.size(), 12U);
}

// "visible counters"
TEST(ClientPacing, TellsWhereItStands) {
  OpenWorld world;
  EXPECT_TRUE(world.client->pacing().empty());
  for (int i = 0; i < 12; ++i) world.start_call();
  auto states = world.client->pacing();
  ASSERT_EQ(states.size(), 1U);
  EXPECT_EQ(states[0].operation, "ListPartnerBalances");
  EXPECT_FALSE(states[0].account.empty());
  EXPECT_EQ(states[0].limit, 10);
  EXPECT_EQ(states[0].window, seconds(1));
  EXPECT_EQ(states[0].rate, 1.0);
  EXPECT_EQ(states[0].sent, 10U);
  EXPECT_EQ(states[0].waiting, 2U);
  EXPECT_EQ(states[0].delayed, 0U);
  world.clock->advance(seconds(2));
  world.end_waits(true);
  world.answer_all(429, R"({"error_code":"APIG.0308","error_msg":"limit:10,time:1 second"})");
  states = world.client->pacing();
  EXPECT_EQ(states[0].sent, 12U);
  EXPECT_EQ(states[0].waiting, 0U);
  EXPECT_EQ(states[0].delayed, 2U);
  EXPECT_EQ(states[0].waited, seconds(4));
  EXPECT_EQ(states[0].throttled, 12U);
  EXPECT_LT(states[0].rate, 1.0);
}

TEST(ClientAsync, HoldsNoThreadBetweenAttempts) {
  OpenWorld world;
  world.start_call();
  world.answer_all(503, "busy");
  EXPECT_TRUE(world.ends.empty());
  ASSERT_EQ(world.waiter->open.size(), 1U);
  world.clock->advance(seconds(1));
  world.end_waits(true);
  world.answer_all(200, kBalances);
  EXPECT_EQ(world.ends, std::vector<ErrorKind>{ErrorKind{}});
  EXPECT_EQ(world.attempts, std::vector<std::size_t>{2});
}

TEST(ClientAsync, AWaitThatIsCutShortEndsTheCallAsCancelled) {
  OpenWorld world;
  world.start_call();
  world.answer_all(503, "busy");
  world.end_waits(false);
  for (int i = 0; i < 10; ++i) world.start_call();
  ASSERT_EQ(world.waiter->open.size(), 1U);
  world.end_waits(false);
  EXPECT_EQ(world.ends, std::vector<ErrorKind>(2, ErrorKind::kCancelled));
  EXPECT_EQ(world.transport->open.size(), 9U);
}

TEST(ClientAsync, ARefusalOfItsOwnIsToldOnTheExecutor) {
  OpenWorld world;
  std::optional<ErrorKind> kind;
  UpdateCustomerAccountAmountRequest nobody;
  world.client->update_customer_account_amount_async(
      nobody, {}, [&](const auto& result) { kind = result.error().kind; });
  EXPECT_FALSE(kind);
  world.executor->run_all();
  EXPECT_EQ(kind, ErrorKind::kInvalidArgument);
}

TEST(ClientAsync, SixtyFourCallsAreAllAnswered) {
  World world;
  world.network->otherwise(
      [](const auto&) { return testing::FakeTransport::make_answer(200, kBalances); });
  ClientConfig config = world.config();
  config.pacing = false;
  const Client client(config);
  std::atomic<int> answered{0};
  std::vector<std::promise<void>> promises(64);
  for (std::promise<void>& promise : promises) {
    client.list_partner_balances_async({}, {}, [&](Result<ListPartnerBalancesResponse> result) {
      if (result) ++answered;
      promise.set_value();
    });
  }
  for (std::promise<void>& promise : promises) promise.get_future().wait();
  EXPECT_EQ(answered, 64);
}

// Environment
// ---------------------------------------------------------------------------------------------------

Credentials::Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

TEST(ClientEnvironment, ReadsTheVariablesOfTheContract) {
  const auto config = Client::config_from_environment(
      environment({{"HUAWEICLOUD_BSS_ENDPOINT", "http://127.0.0.1:9"},
                   {"HUAWEICLOUD_SDK_IAM_ENDPOINT", "http://127.0.0.1:8"},
                   {"HUAWEICLOUD_USERNAME", "demo-partner"},
                   {"HUAWEICLOUD_PASSWORD", "Partner@2025"},
                   {"HUAWEICLOUD_BSS_XACCOUNT_TYPE", "DEMO_PLATFORM"},
                   {"HUAWEICLOUD_BSS_CA_FILE", "/ca.pem"},
                   {"HUAWEICLOUD_BSS_PACING", "off"}}));
  ASSERT_TRUE(config) << config.error().to_string();
  EXPECT_EQ(config->bss_endpoint, "http://127.0.0.1:9");
  EXPECT_EQ(config->iam_endpoint, "http://127.0.0.1:8");
  EXPECT_EQ(config->xaccount_type, "DEMO_PLATFORM");
  EXPECT_EQ(config->transport_options.ca_file, "/ca.pem");
  EXPECT_FALSE(config->pacing);
  EXPECT_TRUE(std::holds_alternative<Credentials::Password>(config->credentials.source()));
}

// assume_role takes a token, which a key pair cannot fetch: the login beside it is kept for
// as_customer.
TEST(ClientEnvironment, KeepsAPasswordBesideAKeyPairForRoles) {
  const auto config = Client::config_from_environment(environment({{"HUAWEICLOUD_SDK_AK", "ak"},
                                                                   {"HUAWEICLOUD_SDK_SK", "sk"},
                                                                   {"HUAWEICLOUD_USERNAME", "u"},
                                                                   {"HUAWEICLOUD_PASSWORD", "p"}}));
  ASSERT_TRUE(config) << config.error().to_string();
  EXPECT_TRUE(std::holds_alternative<Credentials::AccessKey>(config->credentials.source()));
  const auto* login = std::get_if<Credentials::Password>(&config->role_credentials.source());
  ASSERT_NE(login, nullptr);
  EXPECT_EQ(login->domain_name, "u");
}

TEST(Client, AsCustomerUsesTheRoleCredentials) {
  World world;
  ClientConfig config = world.config();
  config.credentials = Credentials::access_key("ak", Secret("sk"));
  config.role_credentials = Credentials::token(Secret("partner-token"));
  world.network->answer(401, error_body("APIG.0301"));
  EXPECT_FALSE(Client(config).as_customer(DomainName{"c"}, "P").list_partner_balances({}));
  const TransportRequest role = world.network->requests().at(0);
  EXPECT_EQ(role.target.rfind("/v3/auth/tokens", 0), 0U);
  EXPECT_EQ(*detail::find_header(role.headers, "X-Auth-Token"), "partner-token");
}

TEST(ClientEnvironment, RefusesValuesThatMeanNothing) {
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"HUAWEICLOUD_BSS_PACING", "maybe"},
                                          {"HUAWEICLOUD_BSS_ENDPOINT", "localhost:1"},
                                          {"HUAWEICLOUD_IAM_ENDPOINT", "ftp://x"},
                                          {"HUAWEICLOUD_BSS_SITE", "mars"}}) {
    const auto config =
        Client::config_from_environment(environment({{"HUAWEICLOUD_USERNAME", "demo-partner"},
                                                     {"HUAWEICLOUD_PASSWORD", "Partner@2025"},
                                                     {name, value}}));
    ASSERT_FALSE(config) << name;
    EXPECT_EQ(config.error().kind, ErrorKind::kInvalidArgument);
    EXPECT_NE(config.error().message.find(name), std::string::npos);
  }
}

TEST(ClientEnvironment, RefusesMissingCredentials) {
  EXPECT_FALSE(Client::config_from_environment(environment({})));
}

TEST(ClientEnvironment, KnowsTheSiteByTheEndpoint) {
  const auto config = Client::config_from_environment(
      environment({{"HUAWEICLOUD_USERNAME", "u"},
                   {"HUAWEICLOUD_PASSWORD", "p"},
                   {"HUAWEICLOUD_BSS_ENDPOINT", "https://bss-intl.myhuaweicloud.com"}}));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->site, Site::kInternational);
}

}  // namespace
}  // namespace bss::tests
