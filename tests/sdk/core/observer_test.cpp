// What an observer is told of calls, attempts and waits, and under which names.
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline_fixture.h"

namespace bss::tests {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

/// Keeps what it is told as lines, and the attributes of the last event.
class Watcher final : public Observer {
 public:
  void call_started(const CallStart& call) override {
    tell("start " + std::string(call.operation), attributes(call));
  }
  void attempt_ended(const AttemptResult& attempt) override {
    tell("attempt " + std::to_string(attempt.attempt) + " " + std::to_string(attempt.status) + " " +
             std::string(attempt.code),
         attributes(attempt));
  }
  void waiting(const Wait& wait) override {
    tell("wait after " + std::to_string(wait.attempt), attributes(wait));
    waited += wait.duration;
  }
  void unknown_part(const CallStart& call, const UnknownPart& part) override {
    tell("unknown " + part.field + " = " + part.value, attributes(call, part));
    unknown = last;
  }
  void call_ended(const CallEnd& call) override {
    tell("end " + std::to_string(call.attempts) + (call.ok() ? " ok" : " failed"),
         attributes(call));
    duration = call.duration;
  }

  std::vector<std::string> lines;
  std::map<std::string, AttributeValue> last;
  std::map<std::string, AttributeValue> unknown;
  milliseconds waited{0};
  milliseconds duration{0};

 private:
  void tell(std::string line, const std::vector<Attribute>& list) {
    lines.push_back(std::move(line));
    last.clear();
    for (const Attribute& attribute : list) {
      EXPECT_TRUE(last.emplace(attribute.name, attribute.value).second)
          << attribute.name << " stands twice";
    }
  }
};

class Observed : public ::testing::Test {
 protected:
  std::string text(const char* name) const {
    return std::get<std::string>(watcher_->last.at(name));
  }
  std::int64_t number(const char* name) const {
    return std::get<std::int64_t>(watcher_->last.at(name));
  }

  std::shared_ptr<Watcher> watcher_ = std::make_shared<Watcher>();
  Bench bench_{[this](ClientConfig& config) {
    config.observer = watcher_;
    config.pacing = false;
  }};
};

TEST_F(Observed, ACallThatIsRepeated) {
  bench_.network->answer(429, kThrottleBody).answer(200, R"({"transfer_id":"AD1"})");
  ASSERT_TRUE(bench_.call<operations::UpdateCustomerAccountAmount>(allocation()).ok());
  EXPECT_THAT(watcher_->lines,
              ElementsAre("start UpdateCustomerAccountAmount", "attempt 1 429 APIG.0308",
                          "wait after 1", "attempt 2 200 ", "end 2 ok"));
  EXPECT_EQ(text("http.request.method"), "POST");
  EXPECT_EQ(text("url.template"), "/v2/accounts/partner-accounts/adjust-amount");
  EXPECT_EQ(number("http.response.status_code"), 200);
  EXPECT_EQ(number("http.request.resend_count"), 1);
  EXPECT_EQ(watcher_->last.count("error.type"), 0U);
  EXPECT_GE(watcher_->waited, milliseconds(1000)) << "the window that refused it";
  EXPECT_EQ(watcher_->duration, watcher_->waited) << "nothing else takes time here";
}

TEST_F(Observed, ACallThatFails) {
  bench_.network->answer(400, error_body("CBC.5003"));
  ASSERT_FALSE(bench_.call<operations::UpdateCustomerAccountAmount>(allocation()).ok());
  EXPECT_THAT(watcher_->lines, ElementsAre("start UpdateCustomerAccountAmount",
                                           "attempt 1 400 CBC.5003", "end 1 failed"));
  EXPECT_EQ(text("error.type"), "400");
  EXPECT_EQ(text("bss.error_code"), "CBC.5003");
  EXPECT_EQ(text("bss.error_kind"), "business");
}

TEST_F(Observed, ACallWhoseAnswerIsLost) {
  bench_.network->lose_answer();
  ASSERT_FALSE(bench_.call<operations::UpdateCustomerAccountAmount>(allocation()).ok());
  EXPECT_EQ(watcher_->lines.back(), "end 1 failed");
  EXPECT_EQ(text("error.type"), "reset");
  EXPECT_EQ(text("bss.error_kind"), "outcome_unknown") << "as the caller is told it";
  EXPECT_EQ(watcher_->last.count("http.response.status_code"), 0U);
}

// "Unknown fields and unknown enum values are kept and can be reported by a hook."
TEST_F(Observed, WhatTheDescriptionDoesNotKnow) {
  bench_.network->answer(
      200,
      R"({"account_balances":[{"account_id":"a","account_type":99,"amount":1.00,"currency":"CNY",)"
      R"("measure_id":1,"colour":{"name":"red","shades":[1,2.50]}}],"page":null})");
  const auto result = bench_.call<operations::ListPartnerBalances>({});
  ASSERT_TRUE(result) << result.error().to_string();
  EXPECT_EQ(result->account_balances.at(0).account_type, 99) << "kept as it came";
  EXPECT_THAT(
      watcher_->lines,
      ElementsAre("start ListPartnerBalances", "attempt 1 200 ",
                  "unknown account_balances[0].account_type = 99",
                  R"(unknown account_balances[0].colour = {"name":"red","shades":[1,2.50]})",
                  "unknown page = null", "end 1 ok"));
  EXPECT_EQ(std::get<std::string>(watcher_->unknown.at("bss.unknown.field")), "page");
  EXPECT_EQ(std::get<std::string>(watcher_->unknown.at("bss.unknown.kind")), "field");
  ASSERT_EQ(result.meta().unknown.size(), 3U);
  EXPECT_EQ(result.meta().unknown[0].kind, UnknownPart::Kind::kValue);
  EXPECT_EQ(result.meta().unknown[1].kind, UnknownPart::Kind::kField);
}

TEST_F(Observed, StrictModeRefusesWhatTheDescriptionDoesNotKnow) {
  for (
      const char* body :
      {R"({"account_balances":[],"page":null})",
       R"({"account_balances":[{"account_id":"a","account_type":99,"amount":1.00,"currency":"CNY","measure_id":1}]})"}) {
    const Bench strict([](ClientConfig& config) { config.strict_decoding = true; });
    strict.network->otherwise(
        [body](const auto&) { return testing::FakeTransport::make_answer(200, body); });
    const auto result = strict.call<operations::ListPartnerBalances>({});
    ASSERT_FALSE(result) << body;
    EXPECT_EQ(result.error().kind, ErrorKind::kBadResponse);
  }
}

TEST_F(Observed, NothingThatCouldBeSecret) {
  bench_.network->answer(400,
                         error_body("CBC.5003", "token-1 and c0000000000000000000000000000001"));
  ASSERT_FALSE(bench_.call<operations::UpdateCustomerAccountAmount>(allocation()).ok());
  for (const auto& [name, value] : watcher_->last) {
    const auto* shown = std::get_if<std::string>(&value);
    if (shown == nullptr) continue;
    EXPECT_EQ(shown->find("token-1"), std::string::npos) << name;
    EXPECT_EQ(shown->find("c00000"), std::string::npos) << name;
  }
}

TEST(ObservedPacing, AWaitForTheQuotaIsTold) {
  const auto watcher = std::make_shared<Watcher>();
  const Bench bench([&](ClientConfig& config) { config.observer = watcher; });
  for (int i = 0; i < 12; ++i) {
    bench.network->answer(200, R"({"transfer_id":"AD1"})");
    ASSERT_TRUE(bench.call<operations::UpdateCustomerAccountAmount>(allocation()).ok());
  }
  EXPECT_GT(watcher->waited, milliseconds(0));
  EXPECT_GT(std::count(watcher->lines.begin(), watcher->lines.end(), "wait after 1"), 0);
}

}  // namespace
}  // namespace bss::tests
