// The journal (control-api "Journal"): bounds, counts, and that no secret leaves it.
#include "gateway/journal.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "gateway/request_ids.h"

namespace bss::mock::gateway {
namespace {

JournalEntry entry(std::string operation, int status = 200) {
  JournalEntry made;
  made.operation = std::move(operation);
  made.status = status;
  made.request_id = "r" + std::to_string(status);
  return made;
}

OperationInfo money() {
  OperationInfo info;
  info.name = "Pay";
  info.operation_class = OperationClass::kMoney;
  return info;
}

TEST(Journal, KeepsTheNewestEntriesAndEveryCount) {
  Journal journal({3, 1'000'000, 10});
  for (int i = 0; i < 10; ++i) journal.record(entry("List", i < 8 ? 200 : 429), nullptr);
  EXPECT_EQ(journal.size(), 3U);
  const auto all = journal.entries();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all.front().id, 8U);
  EXPECT_EQ(all.back().id, 10U);
  const auto counts = journal.count("List");
  EXPECT_EQ(counts.received, 10U);
  EXPECT_EQ(counts.succeeded, 8U);
  EXPECT_EQ(counts.refused, 2U);
  EXPECT_EQ(counts.throttled, 2U);
}

TEST(Journal, IsBoundedInBytes) {
  Journal journal({1000, 100'000, 10});
  for (int i = 0; i < 100; ++i) {
    auto big = entry("List");
    big.response_body = std::string(10'000, 'x');
    journal.record(std::move(big), nullptr);
  }
  EXPECT_LE(journal.bytes(), 100'000U);
  EXPECT_GT(journal.size(), 5U);
  EXPECT_EQ(journal.count("List").received, 100U);
}

TEST(Journal, FiltersByOperationStatusAccountTimeAndId) {
  Journal journal;
  for (int i = 1; i <= 6; ++i) {
    auto one = entry(i % 2 == 0 ? "A" : "B", i > 4 ? 400 : 200);
    one.at_ms = 100L * i;
    one.account = i <= 3 ? "x" : "y";
    journal.record(std::move(one), nullptr);
  }
  JournalFilter filter;
  filter.operation = "A";
  EXPECT_EQ(journal.entries(filter).size(), 3U);
  filter.status = 400;
  EXPECT_EQ(journal.entries(filter).size(), 1U);
  filter = {};
  filter.account = "x";
  EXPECT_EQ(journal.entries(filter).size(), 3U);
  filter = {};
  filter.since_id = 4;
  EXPECT_EQ(journal.entries(filter).size(), 2U);
  filter = {};
  filter.since_ms = 300;
  EXPECT_EQ(journal.entries(filter).size(), 4U);
  filter = {};
  filter.limit = 2;
  const auto newest = journal.entries(filter);
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest.front().id, 5U);
}

// "exchanges that committed money keep a one-line entry outside the ring"
TEST(Journal, CommittedMoneyOutlivesTheRing) {
  Journal journal({1, 1'000'000, 10});
  const OperationInfo pay = money();
  auto paid = entry("Pay");
  paid.committed = true;
  paid.answered = false;
  paid.request_body = R"({"trans_id":"mine"})";
  paid.response_body = R"({"trans_id":"RE1"})";
  journal.record(std::move(paid), &pay);
  journal.record(entry("Pay", 400), &pay);
  journal.record(entry("List"), nullptr);
  const auto lines = journal.money_lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].key, "mine");
  EXPECT_EQ(lines[0].transaction_id, "RE1");
  EXPECT_FALSE(lines[0].answered);
  EXPECT_EQ(journal.count("Pay").committed, 1U);
  EXPECT_EQ(journal.count("Pay").unanswered, 1U);
}

TEST(Journal, ShowsNoSecret) {
  Journal journal;
  auto login = entry("CreateToken");
  login.request_id = "login";
  login.request_headers = {
      {"X-Auth-Token", "tok-1"},
      {"Authorization", "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=sig-1"},
      {"X-Security-Token", "sec-1"},
      {"X-Language", "zh_CN"}};
  login.request_body =
      R"({"auth":{"identity":{"password":{"user":{"name":"n","password":"pw-1"}},"token":{"id":"tok-2"}}},"verification_code":"code-1","id":"kept"})";
  login.response_headers = {{"X-Subject-Token", "tok-3"}};
  login.response_body =
      R"({"credential":{"secret":"sk-1","securitytoken":"sec-2","access":"AK2"}})";
  journal.record(std::move(login), nullptr);
  const auto shown = journal.find_request("login");
  ASSERT_TRUE(shown);
  std::string all = shown->request_body + shown->response_body;
  for (const auto& [name, value] : shown->request_headers) all += name + value;
  for (const auto& [name, value] : shown->response_headers) all += name + value;
  for (const char* secret :
       {"tok-1", "sig-1", "sec-1", "pw-1", "tok-2", "code-1", "tok-3", "sk-1", "sec-2"}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
  }
  for (const char* kept : {"zh_CN", "Access=AK", R"("name":"n")", R"("id":"kept")", "AK2"}) {
    EXPECT_NE(all.find(kept), std::string::npos) << kept;
  }
}

// A body that is no JSON may hold a password all the same.
TEST(Journal, HidesBodiesItCannotRead) {
  JournalEntry broken = entry("CreateToken");
  broken.request_body = R"({"password":"pw-1")";
  EXPECT_EQ(redacted(broken).request_body.find("pw-1"), std::string::npos);
}

TEST(RequestIds, AreLowerHexUniqueAndASequenceOfTheSeed) {
  RequestIds ids(7);
  RequestIds same(7);
  RequestIds other(8);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = ids.next();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(id, same.next());
    EXPECT_NE(id, other.next());
    EXPECT_TRUE(seen.insert(id).second);
  }
}

}  // namespace
}  // namespace bss::mock::gateway
