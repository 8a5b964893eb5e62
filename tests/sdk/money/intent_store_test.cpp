// What a store keeps, and what a file of intents is worth after its program was killed.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bss/intents.h"
#include "money/intent_text.h"

namespace bss {
namespace {

namespace fs = std::filesystem;

IntentRecord record(const std::string& key, IntentState state = IntentState::kOpen) {
  IntentRecord made;
  made.key = key;
  made.intent.operation = "UpdateCustomerAccountAmount";
  made.intent.counterparty = "c1";
  made.intent.amount = Decimal::parse("10.00");
  made.intent.sent_at = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'700'000));
  made.intent.marks = IntentMarks{"AD1", 3};
  made.state = state;
  return made;
}

class FileStore : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "bss-intents-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    path_ = directory_ + "/payments.intents";
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::shared_ptr<IntentStore> opened() { return file_intent_store(path_).value(); }
  std::string content() const {
    std::ifstream in(path_);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  void append(const std::string& bytes) const { std::ofstream(path_, std::ios::app) << bytes; }

  std::string directory_;
  std::string path_;
};

TEST(IntentText, GivesBackWhatWasWritten) {
  IntentRecord full = record("k \"1\"", IntentState::kDone);
  full.owner = "partner";
  full.intent.reseller_id = "r1";
  full.intent.memo = "spring #ab";
  full.intent.quota_id = "q1";
  full.transfer_id = "AD2";
  full.coupons = {{"c1", "p1"}, {"c2", "p2"}};
  full.error_code = "CBC.5003";
  full.error_message = "no";
  const std::string line = detail::write_intent(full);
  const auto read = detail::read_intent(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(detail::write_intent(*read), line);
  EXPECT_EQ(read->key, full.key);
  EXPECT_EQ(read->intent.amount, full.intent.amount);
  EXPECT_EQ(read->intent.sent_at, full.intent.sent_at);
  EXPECT_EQ(read->intent.marks->newest_id, "AD1");
  EXPECT_EQ(read->intent.marks->total, 3);
  EXPECT_EQ(read->coupons.size(), 2U);
}

TEST(IntentText, IsNothingElse) {
  for (const char* line :
       {"", "{}", "[]", "{\"state\":\"open\"}", "{\"state\":\"gone\",\"key\":\"k\"}",
        R"({"state":"open","key":"k","operation":"o","amount":"ten","sent_at_ms":1})",
        R"({"state":"open","key":"k","operation":"o"})",
        R"({"state":"open","key":"k","operation":"o","sent_at_ms":9223372036854775807})",
        R"({"state":"open","key":"k","operation":"o","sent_at_ms":1,"total":2})",
        R"({"state":"done","key":"k","operation":"o","sent_at_ms":1,"coupons":[["c"]]})"}) {
    EXPECT_FALSE(detail::read_intent(line)) << line;
  }
}

TEST_F(FileStore, KnowsAfterReopeningWhatItKnew) {
  {
    const auto store = opened();
    EXPECT_FALSE(store->put(record("a")));
    EXPECT_FALSE(store->put(record("b")));
    IntentRecord done = record("a", IntentState::kDone);
    done.transfer_id = "AD2";
    EXPECT_FALSE(store->put(done));
  }
  const auto store = opened();
  EXPECT_EQ(store->find("a")->state, IntentState::kDone);
  EXPECT_TRUE(store->owns("", "AD2"));
  EXPECT_FALSE(store->owns("other", "AD2"));
  ASSERT_EQ(store->open("", "c1").size(), 1U);
  EXPECT_EQ(store->open("", "c1")[0].key, "b");
  EXPECT_TRUE(store->open("", "c2").empty());
  EXPECT_TRUE(store->open("other", "").empty());
  EXPECT_EQ(store->all().size(), 2U);
  EXPECT_FALSE(store->find("c"));
}

TEST_F(FileStore, DropsALastLineThatWasCutOff) {
  ASSERT_FALSE(opened()->put(record("a")));
  const std::string whole = content();
  const std::string line = detail::write_intent(record("b"));
  for (std::size_t length = 1; length <= line.size(); ++length) {
    append(line.substr(0, length));
    {
      const auto store = opened();
      EXPECT_TRUE(store->find("a"));
      EXPECT_FALSE(store->find("b")) << length;
    }
    ASSERT_EQ(content(), whole);
  }
}

TEST_F(FileStore, RefusesWhatIsDamagedOrSomethingElse) {
  ASSERT_FALSE(opened()->put(record("a")));
  append("{\"state\":\"op\n" + detail::write_intent(record("b")) + "\n");
  auto refused = file_intent_store(path_);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, ::testing::HasSubstr("line 3 is damaged"));
  std::ofstream(path_) << "customer_id,amount\n";
  EXPECT_THAT(file_intent_store(path_).error().message,
              ::testing::HasSubstr("is no file of intents"));
  EXPECT_FALSE(file_intent_store(directory_ + "/none/payments").ok());
}

TEST_F(FileStore, BelongsToOneAtATime) {
  const auto store = opened();
  const auto second = file_intent_store(path_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(second.error().message, ::testing::HasSubstr("in use by another process"));
}

TEST_F(FileStore, ClearsAwayWhatIsOutdated) {
  {
    const auto store = opened();
    for (int i = 0; i < 200; ++i)
      ASSERT_FALSE(
          store->put(record("a", i % 2 == 0 ? IntentState::kOpen : IntentState::kNotDone)));
  }
  const auto before = content().size();
  const auto store = opened();
  EXPECT_LT(content().size(), before / 50);
  EXPECT_EQ(store->find("a")->state, IntentState::kNotDone);
  EXPECT_FALSE(store->put(record("b")));
  EXPECT_THAT(content(), ::testing::HasSubstr("\"b\"")) << "it goes on in the new file";
}

TEST(MemoryStore, KeepsOpenOnesInTheirOrder) {
  const auto store = memory_intent_store();
  for (const char* key : {"z", "a", "m"}) EXPECT_FALSE(store->put(record(key)));
  IntentRecord several = record("s");
  several.intent.counterparty = "c7,c1,c9";
  EXPECT_FALSE(store->put(several));
  EXPECT_FALSE(store->put(record("a", IntentState::kNotDone)));
  std::vector<std::string> keys;
  for (const auto& open : store->open("", "c1")) keys.push_back(open.key);
  EXPECT_THAT(keys, ::testing::ElementsAre("z", "m", "s"));
  EXPECT_EQ(store->open("", "c9").size(), 1U);
  EXPECT_TRUE(store->open("", "c").empty()) << "names are compared whole";
}

}  // namespace
}  // namespace bss
