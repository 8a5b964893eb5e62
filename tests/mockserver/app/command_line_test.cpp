// contract.md "bss-mock": every flag has a variable; order flag, variable, file, default; a bad
// value is refused with a sentence that says what is allowed.
#include "app/command_line.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "app/serve.h"

namespace bss::mock::app {
namespace {

class CommandLineTest : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }

  CommandLine parse(const std::vector<std::string>& arguments) {
    return parse_command_line(arguments, [this](const std::string& name) {
      const auto found = variables_.find(name);
      return found == variables_.end() ? std::nullopt : std::optional(found->second);
    });
  }
  std::string file(const std::string& content) {
    std::ofstream(file_) << content;
    return file_;
  }

  std::map<std::string, std::string> variables_;
  std::string file_ =
      ::testing::TempDir() + "bss-mock-config-" + std::to_string(::getpid()) + ".yaml";
};

TEST_F(CommandLineTest, ServesOnTheContractsPortByDefault) {
  const auto line = parse({});
  EXPECT_EQ(line.problem, "");
  EXPECT_EQ(line.verb, Verb::kServe);
  EXPECT_EQ(line.options.host, "127.0.0.1");
  EXPECT_EQ(line.options.port, 12180);
  EXPECT_EQ(line.options.seed, "demo");
  EXPECT_EQ(line.options.throttle, "documented");
  EXPECT_EQ(line.options.site, "cn");
  EXPECT_EQ(line.options.journal, 10000U);
  EXPECT_FALSE(line.options.tls_directory);
}

TEST_F(CommandLineTest, ReadsEveryFlag) {
  const auto line = parse({"serve",
                           "--host",
                           "::1",
                           "--port",
                           "0",
                           "--state",
                           "s.db",
                           "--seed",
                           "demo",
                           "--throttle",
                           "50",
                           "--site",
                           "both",
                           "--tls",
                           "certs",
                           "--journal",
                           "5",
                           "--set",
                           "token_life_seconds=60",
                           "--set",
                           "reported_contacts=a@b.c,1",
                           "--control-token",
                           "t"});
  ASSERT_EQ(line.problem, "");
  EXPECT_EQ(line.options.host, "::1");
  EXPECT_EQ(line.options.port, 0);
  EXPECT_EQ(line.options.state_file, "s.db");
  EXPECT_EQ(line.options.throttle, "50");
  EXPECT_EQ(line.options.site, "both");
  EXPECT_EQ(line.options.tls_directory, "certs");
  EXPECT_EQ(line.options.journal, 5U);
  EXPECT_EQ(line.options.control_token, "t");
  const std::vector<std::pair<std::string, std::string>> settings{{"token_life_seconds", "60"},
                                                                  {"reported_contacts", "a@b.c,1"}};
  EXPECT_EQ(line.options.settings, settings);
}

TEST_F(CommandLineTest, TakesTheFlagBeforeTheVariableBeforeTheFile) {
  const std::string config =
      file("port: 1\njournal: 1\nthrottle: off\nset: {token_life_seconds: 9}\n");
  variables_ = {{"BSS_MOCK_CONFIG", config},
                {"BSS_MOCK_PORT", "2"},
                {"BSS_MOCK_JOURNAL", "2"},
                {"BSS_MOCK_SET", "accounts_per_mobile=4;mobile_exists=1,2"}};
  const auto line = parse({"--port", "3"});
  ASSERT_EQ(line.problem, "");
  EXPECT_EQ(line.options.port, 3);
  EXPECT_EQ(line.options.journal, 2U);
  EXPECT_EQ(line.options.throttle, "off");
  ASSERT_EQ(line.options.settings.size(), 3U);
  EXPECT_EQ(line.options.settings[0].first, "token_life_seconds");
  EXPECT_EQ(line.options.settings[2].second, "1,2");
}

TEST_F(CommandLineTest, KnowsAVariableForEveryFlag) {
  EXPECT_EQ(variable_of("control-token"), "BSS_MOCK_CONTROL_TOKEN");
  for (const auto& flag : flags()) {
    const std::string text = std::string(flag.name) == "set" ? "token_life_seconds=60"
                             : flag.fallback.empty()         ? "x"
                                                             : std::string(flag.fallback);
    variables_ = {{variable_of(flag.name), text}};
    EXPECT_EQ(parse({}).problem, "") << flag.name;
  }
}

TEST_F(CommandLineTest, KeepsCertificatesAtHomeWhenTlsNamesNoFolder) {
  variables_ = {{"HOME", "/home/me"}};
  EXPECT_EQ(parse({"--tls"}).options.tls_directory, "/home/me/.local/state/bss-mock/tls");
  EXPECT_EQ(parse({"--tls", "--port", "0"}).options.tls_directory,
            "/home/me/.local/state/bss-mock/tls");
  variables_["BSS_MOCK_TLS"] = "on";
  EXPECT_EQ(parse({}).options.tls_directory, "/home/me/.local/state/bss-mock/tls");
  EXPECT_FALSE(parse({"--tls", "off"}).options.tls_directory);
  variables_.erase("HOME");
  EXPECT_NE(parse({"--tls"}).problem, "");
}

struct BadCase {
  std::vector<std::string> arguments;
  std::string named;    ///< the source that the sentence must name
  std::string allowed;  ///< what it must say is allowed
};

TEST_F(CommandLineTest, SaysWhatIsAllowed) {
  const std::vector<BadCase> cases{
      {{"--port", "65536"}, "--port", "0 to 65535"},
      {{"--port", "http"}, "--port", "0 to 65535"},
      {{"--throttle", "slow"}, "--throttle", "off, documented"},
      {{"--throttle", "0"}, "--throttle", "off, documented"},
      {{"--site", "eu"}, "--site", "cn, intl or both"},
      {{"--seed", "big"}, "--seed", "demo"},
      {{"--journal", "-1"}, "--journal", "0 to"},
      {{"--set", "token_life_seconds"}, "--set", "KEY=VALUE"},
      {{"--set", "token_life_seconds=0"}, "--set", "token_life_seconds"},
      {{"--set", "no_such_key=1"}, "--set", "no_such_key"},
      {{"--config", "/nowhere/at/all.yaml"}, "/nowhere/at/all.yaml", "cannot be read"},
  };
  for (const auto& bad : cases) {
    const auto line = parse(bad.arguments);
    EXPECT_NE(line.problem.find(bad.named), std::string::npos) << line.problem;
    EXPECT_NE(line.problem.find(bad.allowed), std::string::npos) << line.problem;
  }
}

TEST_F(CommandLineTest, NamesTheVariableAndTheFileOfABadValue) {
  variables_ = {{"BSS_MOCK_SITE", "eu"}};
  EXPECT_NE(parse({}).problem.find("BSS_MOCK_SITE"), std::string::npos);
  variables_.clear();
  const std::string config = file("site: eu\n");
  EXPECT_NE(parse({"--config", config}).problem.find("site in " + config), std::string::npos);
  EXPECT_NE(parse({"--config", file("colour: red\n")}).problem.find("colour"), std::string::npos);
  EXPECT_NE(parse({"--config", file("set: 5\n")}).problem.find("set must be a map"),
            std::string::npos);
  EXPECT_NE(parse({"--config", file("- a\n")}).problem.find("must be a map"), std::string::npos);
  EXPECT_NE(parse({"--config", file("a: [\n")}).problem, "");
}

TEST_F(CommandLineTest, NeverRepeatsATokenInARefusal) {
  const auto line = parse({"--control-token", "hush", "--port", "x"});
  EXPECT_EQ(line.problem.find("hush"), std::string::npos);
}

TEST_F(CommandLineTest, RefusesWhatItDoesNotKnow) {
  EXPECT_NE(parse({"--colour", "red"}).problem, "");
  EXPECT_NE(parse({"dance"}).problem, "");
  EXPECT_NE(parse({"env", "--as", "nobody"}).problem, "");
}

TEST_F(CommandLineTest, HelpsWithEveryVerb) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--help"}, {"serve", "--help"}, {"env", "--help"}, {"healthcheck", "--help"}}) {
    const auto line = parse(arguments);
    EXPECT_EQ(line.verb, Verb::kHelp);
    EXPECT_EQ(line.problem, "");
    EXPECT_NE(line.output, "");
  }
  EXPECT_NE(parse({"serve", "--help"}).output.find("BSS_MOCK_THROTTLE"), std::string::npos);
}

TEST_F(CommandLineTest, FindsTheServerToSpeakOf) {
  EXPECT_EQ(parse({"env"}).remote.endpoint, "http://127.0.0.1:12180");
  variables_ = {{"BSS_MOCK_ENDPOINT", "http://a:1/"}};
  EXPECT_EQ(parse({"healthcheck"}).remote.endpoint, "http://a:1");
  EXPECT_EQ(parse({"healthcheck", "--endpoint", "http://b:2"}).remote.endpoint, "http://b:2");
  EXPECT_EQ(parse({"version"}).verb, Verb::kVersion);
}

TEST(ReadyLine, IsOneLineOfJsonWithoutBlanks) {
  EXPECT_EQ(ready_line("http://127.0.0.1:43117", "", 123),
            R"({"event":"ready","endpoint":"http://127.0.0.1:43117","pid":123})");
  EXPECT_EQ(ready_line("https://127.0.0.1:1", "/abs/ca.pem", 5),
            R"({"event":"ready","endpoint":"https://127.0.0.1:1","ca":"/abs/ca.pem","pid":5})");
}

}  // namespace
}  // namespace bss::mock::app
