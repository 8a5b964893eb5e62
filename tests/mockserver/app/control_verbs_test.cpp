// The verbs of the control API on the command line: the words, and the call that is made of them.
#include "app/control_verbs.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "app/doctor.h"
#include "bss/mock/server.h"

namespace bss::mock::app {
namespace {

CommandLine parse(const std::vector<std::string>& words) {
  return parse_command_line(words, [](const std::string& name) -> std::optional<std::string> {
    if (name == "BSS_MOCK_CONTROL_TOKEN") return "t";
    return std::nullopt;
  });
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ') {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

/// `POST /_mock/v1/... {...}`, or what is wrong.
std::string made_of(const std::vector<std::string>& words) {
  const auto line = parse(words);
  if (!line.problem.empty()) return "usage: " + line.problem;
  if (line.verb != Verb::kControl) return "another verb";
  const auto call = call_of(line.control, line.remote);
  if (const auto* problem = std::get_if<std::string>(&call)) return *problem;
  const auto& made = std::get<HttpCall>(call);
  return made.method + " " + made.target + (made.body.empty() ? "" : " " + made.body);
}

TEST(ControlVerbs, BecomeTheCallsOfTheControlApi) {
  const std::pair<const char*, const char*> rows[] = {
      {"reset", "POST /_mock/v1/reset"},
      {"snapshot list", "GET /_mock/v1/snapshots"},
      {"snapshot put a", "PUT /_mock/v1/snapshots/a"},
      {"snapshot put a/b", "PUT /_mock/v1/snapshots/a%2Fb"},
      {"snapshot restore a", "POST /_mock/v1/snapshots/a/restore"},
      {"snapshot fork a --id x", R"(POST /_mock/v1/snapshots/a/fork {"id":"x"})"},
      {"snapshot diff a", "GET /_mock/v1/snapshots/a/diff/current"},
      {"snapshot diff a b", "GET /_mock/v1/snapshots/a/diff/b"},
      {"snapshot export a", "GET /_mock/v1/snapshots/a/export"},
      {"snapshot import a {}", "POST /_mock/v1/snapshots/a/import {}"},
      {"snapshot delete a", "DELETE /_mock/v1/snapshots/a"},
      {"seed list", "GET /_mock/v1/seeds"},
      {"seed export", "GET /_mock/v1/seeds/export"},
      {"clock show", "GET /_mock/v1/clock"},
      {"clock freeze", R"(POST /_mock/v1/clock {"freeze":true})"},
      {"clock freeze 2030-01-01T00:00:00Z",
       R"(POST /_mock/v1/clock {"freeze":"2030-01-01T00:00:00Z"})"},
      {"clock advance P1D", R"(POST /_mock/v1/clock {"advance":"P1D"})"},
      {"clock advance P1D --dry-run", R"(POST /_mock/v1/clock {"advance":"P1D","dry_run":true})"},
      {"clock advance-to 2030-01-01T00:00:00Z",
       R"(POST /_mock/v1/clock {"advance_to":"2030-01-01T00:00:00Z"})"},
      {"clock next", R"(POST /_mock/v1/clock {"advance_to_next_event":true})"},
      {"clock scale 60", R"(POST /_mock/v1/clock {"scale":60})"},
      {"clock real", R"(POST /_mock/v1/clock {"real":true})"},
      {"faults list", "GET /_mock/v1/faults"},
      {R"(faults add {"effect":{"hang":true}})",
       R"(POST /_mock/v1/faults {"effect":{"hang":true}})"},
      {"faults clear", "DELETE /_mock/v1/faults"},
      {"faults clear 3", "DELETE /_mock/v1/faults/3"},
      {"journal list", "GET /_mock/v1/journal"},
      {"journal list --operation PayOrders --status 200 --limit 5",
       "GET /_mock/v1/journal?operation=PayOrders&status=200&limit=5"},
      {"journal counts", "GET /_mock/v1/journal/counts"},
      {"journal money", "GET /_mock/v1/journal/money"},
      {"journal verify {}", "POST /_mock/v1/journal/verify {}"},
      {"journal clear", "DELETE /_mock/v1/journal"},
      {"throttle show", "GET /_mock/v1/throttle"},
      {"throttle off", R"(PUT /_mock/v1/throttle {"mode":"off"})"},
      {"throttle documented", R"(PUT /_mock/v1/throttle {"mode":"documented"})"},
      {"throttle limit PayOrders 3 --per 2",
       R"(PUT /_mock/v1/throttle {"mode":"custom","limits":{"PayOrders":{"limit":3,"per_seconds":2}}})"},
      {"throttle force PayOrders", R"(POST /_mock/v1/throttle/force {"operation":"PayOrders"})"},
      {"throttle force PayOrders 2",
       R"(POST /_mock/v1/throttle/force {"operation":"PayOrders","next":2})"},
      {"settings list", "GET /_mock/v1/settings"},
      {"settings set a=1 b=true c=x=y", R"(PATCH /_mock/v1/settings {"a":1,"b":true,"c":"x=y"})"},
      {"workspace list", "GET /_mock/v1/workspaces"},
      {"workspace create", "POST /_mock/v1/workspaces {}"},
      {R"(workspace create {"id":"x"})", R"(POST /_mock/v1/workspaces {"id":"x"})"},
      {"workspace show x", "GET /_mock/v1/workspaces/x"},
      {"workspace reset x", "POST /_mock/v1/workspaces/x/reset"},
      {"workspace delete x", "DELETE /_mock/v1/workspaces/x"},
      {"explain abc", "GET /_mock/v1/explain/abc"},
      {R"(explain --signature {"method":"GET"})",
       R"(POST /_mock/v1/auth/explain {"method":"GET"})"},
      {"clock show --workspace x", "GET /_mock/v1/clock?workspace=x"},
      {"journal list --limit 5 --workspace x", "GET /_mock/v1/journal?limit=5&workspace=x"},
  };
  std::set<std::string> seen;
  for (const auto& [words, call] : rows) {
    EXPECT_EQ(made_of(split(words)), call) << words;
    seen.insert(parse(split(words)).control.verb);
  }
  for (const auto& verb : control_verbs())
    EXPECT_EQ(seen.count(std::string(verb.words)), 1U) << verb.words;
}

TEST(ControlVerbs, RefuseWordsThatMeanNothing) {
  EXPECT_EQ(made_of({"settings", "set", "a"}), "'a' must be KEY=VALUE");
  EXPECT_EQ(made_of({"clock", "scale", "fast"}), "FACTOR must be a whole number");
  EXPECT_EQ(made_of({"throttle", "limit", "A", "-1"}), "LIMIT must be a whole number");
  EXPECT_EQ(made_of({"faults", "add", "{"}).substr(0, 8), "not JSON");
  EXPECT_EQ(made_of({"faults", "add", "@/no/such/file"}), "/no/such/file cannot be read");
  EXPECT_EQ(made_of({"explain"}), "a request id is needed, or --signature");
  for (const std::vector<std::string>& words : {std::vector<std::string>{"clock"},
                                                {"clock", "back"},
                                                {"clock", "advance"},
                                                {"snapshot", "put"},
                                                {"snapshot", "put", "a", "b"},
                                                {"settings", "set"}}) {
    EXPECT_EQ(made_of(words).substr(0, 5), "usage") << words.back();
  }
}

TEST(ControlVerbs, ReadTheirJsonFromAFile) {
  const std::string path = ::testing::TempDir() + "bss-fault-" + std::to_string(::getpid());
  std::ofstream(path) << R"({"effect":{"hang":true}})";
  EXPECT_EQ(made_of({"faults", "add", "@" + path}),
            R"(POST /_mock/v1/faults {"effect":{"hang":true}})");
  std::remove(path.c_str());
}

TEST(ControlVerbs, KnowTheirServer) {
  const auto line = parse({"clock", "show", "--endpoint", "http://h:1/", "--ca", "ca.pem"});
  EXPECT_EQ(line.remote.endpoint, "http://h:1");
  EXPECT_EQ(line.remote.ca_file, "ca.pem");
  EXPECT_EQ(line.remote.control_token, "t") << "from BSS_MOCK_CONTROL_TOKEN";
}

TEST(ControlVerbs, SteerARunningServer) {
  Options options;
  options.control_token = "t";
  const Server server(options);
  const auto sent = [&](const std::vector<std::string>& words) {
    auto line = parse(words);
    line.remote.endpoint = server.endpoint();
    return send(line.remote, std::get<HttpCall>(call_of(line.control, line.remote)));
  };
  EXPECT_EQ(sent({"clock", "freeze", "2030-01-01T00:00:00Z"}).status, 200U);
  EXPECT_EQ(server.workspace().clock().now, "2030-01-01T00:00:00Z");
  EXPECT_EQ(sent({"workspace", "create", R"({"id":"x"})"}).status, 201U);
  EXPECT_EQ(sent({"clock", "advance", "P1D", "--workspace", "x"}).status, 200U);
  EXPECT_EQ(server.workspace().clock().now, "2030-01-01T00:00:00Z");
  EXPECT_EQ(sent({"clock", "advance", "soon"}).status, 400U);
  auto stranger = parse({"clock", "show"});
  stranger.remote.endpoint = server.endpoint();
  stranger.remote.control_token = "wrong";
  EXPECT_EQ(send(stranger.remote, {"GET", "/_mock/v1/clock", {}}).status, 403U);
  stranger.remote.endpoint = "http://127.0.0.1:1";
  EXPECT_NE(send(stranger.remote, {"GET", "/_mock/health", {}}).problem, "");
}

TEST(Doctor, SaysWhatMaySurprise) {
  Server server;
  const auto ask = [&](const HttpCall& call) {
    Remote remote;
    remote.endpoint = server.endpoint();
    return send(remote, call);
  };
  const auto well = diagnose(ask);
  EXPECT_TRUE(well.healthy) << well.text;
  EXPECT_EQ(well.text.find("note"), std::string::npos) << well.text;
  server.workspace().freeze();
  server.workspace().throttle_off();
  server.workspace().fail_next("ListPartnerBalances", "CBC.0999");
  const auto noted = diagnose(ask);
  EXPECT_TRUE(noted.healthy);
  for (const char* words : {"the clock is frozen", "quotas are off", "1 fault rules"})
    EXPECT_NE(noted.text.find(words), std::string::npos) << noted.text;
}

TEST(Doctor, SaysWhatIsWrong) {
  const auto with = [](unsigned status, std::string problem, std::string body) {
    return diagnose([=](const HttpCall& call) {
      return call.target == "/_mock/health" ? HttpReply{200, {}, problem}
                                            : HttpReply{status, body, {}};
    });
  };
  EXPECT_NE(with(200, "refused", "").text.find("nobody answers: refused"), std::string::npos);
  EXPECT_FALSE(with(200, "refused", "").healthy);
  EXPECT_NE(with(403, "", "{}").text.find("wants its token"), std::string::npos);
  EXPECT_FALSE(with(500, "", "{}").healthy);
}

}  // namespace
}  // namespace bss::mock::app
