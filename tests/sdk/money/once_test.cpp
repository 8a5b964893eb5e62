// Payments over a fake service that keeps records: what is asked, what is sent, and what is done
// with the answer. Over a real socket and through real faults: tests/faults/once_test.cpp.
#include "bss/once.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bss/testing/fake_client.h"

namespace bss {
namespace {

using std::chrono::milliseconds;
using Verdict = Reconciliation::Verdict;

Decimal yuan(const char* amount) {
  return *Decimal::parse(amount);
}

Error error_of(ErrorKind kind) {
  Error error;
  error.kind = kind;
  error.message = "made by the test";
  return error;
}

/// Answers the next allocation so: done or not, told or not.
enum class Next { kDone, kDoneAndLost, kLost, kRefused };

class Once : public ::testing::Test {
 protected:
  Once() {
    fake_.on<operations::UpdateCustomerAccountAmount>(
        [this](const auto& request) { return allocate(request.customer_id, request.amount); });
    fake_.on<operations::ListPartnerAdjustRecords>(
        [this](const auto& request) { return records(request); });
  }

  Result<UpdateCustomerAccountAmountResponse> allocate(const std::string& customer,
                                                       const Decimal& amount) {
    ++sent_;
    const Next next = next_.empty() ? Next::kDone : next_.front();
    if (!next_.empty()) next_.erase(next_.begin());
    if (next == Next::kRefused) {
      Error refused = error_of(ErrorKind::kBusiness);
      refused.code = "CBC.5003";
      return refused;
    }
    if (next == Next::kLost) return error_of(ErrorKind::kOutcomeUnknown);
    const std::string id = move(customer, amount);
    if (next == Next::kDoneAndLost) return error_of(ErrorKind::kOutcomeUnknown);
    UpdateCustomerAccountAmountResponse done;
    done.transfer_id = id;
    return done;
  }
  std::string move(const std::string& customer, const Decimal& amount) {
    AdjustRecordV3 record;
    record.customer_id = customer;
    record.amount = amount;
    record.trans_id = "AD" + std::to_string(records_.size() + 1);
    record.operation_type = "SOURCE_OPERATION_BEADJUST";
    records_.insert(records_.begin(), record);
    return *record.trans_id;
  }
  Result<ListPartnerAdjustRecordsResponse> records(const ListPartnerAdjustRecordsRequest& request) {
    ++questions_;
    if (records_fail_) return error_of(ErrorKind::kServer);
    ListPartnerAdjustRecordsResponse page;
    std::vector<AdjustRecordV3> matching;
    for (const auto& record : records_) {
      if (record.customer_id == request.customer_id &&
          record.operation_type == request.operation_type)
        matching.push_back(record);
    }
    page.total_count = static_cast<std::int32_t>(matching.size());
    const auto offset = static_cast<std::size_t>(request.offset.value_or(0));
    const auto limit = static_cast<std::size_t>(request.limit.value_or(10));
    for (std::size_t i = offset; i < std::min(matching.size(), offset + limit); ++i)
      page.records.push_back(matching[i]);
    return page;
  }

  static OnceOptions quick() {
    OnceOptions options;
    options.reconcile.waits = {milliseconds(1), milliseconds(1)};
    options.reconcile.not_done_after = milliseconds(1);
    return options;
  }
  Result<Payment> pay(const std::string& key, const char* amount = "10.00",
                      const std::string& customer = "c1") {
    UpdateCustomerAccountAmountRequest request;
    request.customer_id = customer;
    request.amount = yuan(amount);
    return once_.allocate_once(key, request);
  }
  IntentState state_of(const std::string& key) const { return store_->find(key)->state; }

  testing::FakeClient fake_;
  std::vector<Next> next_;
  std::vector<AdjustRecordV3> records_;  ///< newest first
  int sent_ = 0;
  int questions_ = 0;
  bool records_fail_ = false;
  std::shared_ptr<IntentStore> store_ = memory_intent_store();
  MoneyOnce once_{fake_.client(), store_, quick()};
};

TEST_F(Once, PaysAndAnswersTheSameAgain) {
  const auto first = pay("order-1");
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first->transfer_id, "AD1");
  EXPECT_FALSE(first->found);
  const auto again = pay("order-1");
  EXPECT_EQ(again->transfer_id, "AD1");
  EXPECT_TRUE(again->found);
  EXPECT_EQ(sent_, 1);
}

TEST_F(Once, FindsAPaymentWhoseAnswerWasLost) {
  move("c1", yuan("10.00"));  // an equal one of before
  next_ = {Next::kDoneAndLost};
  const auto paid = pay("order-1");
  ASSERT_TRUE(paid.ok()) << paid.error().message;
  EXPECT_EQ(paid->transfer_id, "AD2");
  EXPECT_TRUE(paid->found);
  EXPECT_EQ(sent_, 1);
  EXPECT_TRUE(store_->owns("", "AD2"));
}

TEST_F(Once, SendsAgainWhatWasLostOnTheWay) {
  next_ = {Next::kLost};
  const auto paid = pay("order-1");
  ASSERT_TRUE(paid.ok()) << paid.error().message;
  EXPECT_EQ(sent_, 2);
  EXPECT_EQ(records_.size(), 1U);
}

TEST_F(Once, GivesUpAfterSoManySendsAndMayBeAskedAgain) {
  next_ = {Next::kLost, Next::kLost, Next::kLost};
  const auto failed = pay("order-1");
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().kind, ErrorKind::kServer);
  EXPECT_EQ(state_of("order-1"), IntentState::kNotDone);
  EXPECT_TRUE(pay("order-1").ok());
  EXPECT_EQ(records_.size(), 1U);
}

TEST_F(Once, DoesNotRepeatARefusalByItself) {
  next_ = {Next::kRefused};
  const auto refused = pay("order-1");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.5003");
  EXPECT_EQ(sent_, 1);
  EXPECT_EQ(store_->find("order-1")->error_code, "CBC.5003");
  EXPECT_TRUE(pay("order-1").ok()) << "the partner has money again";
}

TEST_F(Once, KnowsItsOwnEqualPaymentsApart) {
  ASSERT_TRUE(pay("order-1").ok());
  next_ = {Next::kLost};
  const auto second = pay("order-2");
  EXPECT_EQ(second->transfer_id, "AD2");
  EXPECT_EQ(records_.size(), 2U);
  EXPECT_NE(store_->find("order-1")->transfer_id, store_->find("order-2")->transfer_id);
}

TEST_F(Once, ClearsUpWhatAKilledProgramLeftBeforeItSends) {
  // Killed between sending and hearing the answer; it had taken effect.
  IntentRecord left;
  left.key = "order-1";
  left.intent.operation = "UpdateCustomerAccountAmount";
  left.intent.counterparty = "c1";
  left.intent.amount = yuan("10.00");
  left.intent.marks = IntentMarks{};
  ASSERT_FALSE(store_->put(left));
  move("c1", yuan("10.00"));
  EXPECT_EQ(pay("order-2")->transfer_id, "AD2")
      << "the one that was left is not taken for this one";
  EXPECT_EQ(state_of("order-1"), IntentState::kDone);
  EXPECT_EQ(pay("order-1")->transfer_id, "AD1");
  EXPECT_EQ(sent_, 1);
}

TEST_F(Once, SendsNothingWhileARecordCannotBeRead) {
  records_fail_ = true;
  EXPECT_EQ(pay("order-1").error().kind, ErrorKind::kServer);
  EXPECT_EQ(sent_, 0);
  EXPECT_FALSE(store_->find("order-1"));
}

TEST_F(Once, StaysOpenWhenTheRecordsDoNotTell) {
  next_ = {Next::kDoneAndLost};
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c1";
  request.amount = yuan("10.00");
  fake_.on<operations::UpdateCustomerAccountAmount>([&](const auto& sent) {
    auto answer = allocate(sent.customer_id, sent.amount);
    records_fail_ = true;  // from the moment it was sent
    return answer;
  });
  const auto unknown = once_.allocate_once("order-1", request);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, ErrorKind::kOutcomeUnknown);
  ASSERT_TRUE(unknown.error().intent);
  EXPECT_TRUE(unknown.error().intent->marks);
  EXPECT_EQ(state_of("order-1"), IntentState::kOpen);
  EXPECT_EQ(pay("order-2").error().kind, ErrorKind::kConflict) << "the counterparty is not clear";
  EXPECT_EQ(once_.resume().size(), 1U);
  EXPECT_EQ(sent_, 1);
  records_fail_ = false;
  EXPECT_TRUE(once_.resume().empty());
  EXPECT_EQ(state_of("order-1"), IntentState::kDone);
}

TEST_F(Once, RefusesAKeyOfAnotherPayment) {
  ASSERT_TRUE(pay("order-1").ok());
  EXPECT_EQ(pay("order-1", "11.00").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(pay("order-1", "10.00", "c2").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(pay("").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(sent_, 1);
}

TEST_F(Once, SendsNothingThatItCouldNotRecord) {
  class Full final : public IntentStore {
   public:
    std::optional<Error> put(const IntentRecord&) override { return error_of(ErrorKind::kNotSent); }
    std::optional<IntentRecord> find(const std::string&) const override { return std::nullopt; }
    std::vector<IntentRecord> open(const std::string&, const std::string&) const override {
      return {};
    }
    bool owns(const std::string&, const std::string&) const override { return false; }
    std::vector<IntentRecord> all() const override { return {}; }
  };
  MoneyOnce once(fake_.client(), std::make_shared<Full>(), quick());
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c1";
  request.amount = yuan("10.00");
  EXPECT_EQ(once.allocate_once("order-1", request).error().kind, ErrorKind::kNotSent);
  EXPECT_EQ(sent_, 0);
}

TEST_F(Once, TellsThatItWasDoneAlsoWhereThatCannotBeKept) {
  /// Keeps what is open and nothing else, as a disk that fills up.
  class Filling final : public IntentStore {
   public:
    std::optional<Error> put(const IntentRecord& record) override {
      if (record.state != IntentState::kOpen) return error_of(ErrorKind::kNotSent);
      return kept_->put(record);
    }
    std::optional<IntentRecord> find(const std::string& key) const override {
      return kept_->find(key);
    }
    std::vector<IntentRecord> open(const std::string& owner,
                                   const std::string& counterparty) const override {
      return kept_->open(owner, counterparty);
    }
    bool owns(const std::string& owner, const std::string& id) const override {
      return kept_->owns(owner, id);
    }
    std::vector<IntentRecord> all() const override { return kept_->all(); }

   private:
    std::shared_ptr<IntentStore> kept_ = memory_intent_store();
  };
  MoneyOnce once(fake_.client(), std::make_shared<Filling>(), quick());
  UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c1";
  request.amount = yuan("10.00");
  const auto paid = once.allocate_once("order-1", request);
  ASSERT_TRUE(paid.ok()) << paid.error().message;
  EXPECT_EQ(paid->transfer_id, "AD1");
  EXPECT_EQ(once.allocate_once("order-2", request).error().kind, ErrorKind::kConflict);
  EXPECT_FALSE(once.allocate_once("order-1", request).ok()) << "found, and not kept either";
  EXPECT_EQ(sent_, 1);
}

TEST_F(Once, ReadsManyNewRecordsToTheMark) {
  for (int i = 0; i < 5; ++i) move("c1", yuan("1.00"));
  Intent intent;
  intent.operation = "UpdateCustomerAccountAmount";
  intent.counterparty = "c1";
  intent.amount = yuan("10.00");
  intent.marks = mark(fake_.client(), intent).value();
  EXPECT_EQ(intent.marks->newest_id, "AD5");
  EXPECT_EQ(intent.marks->total, 5);
  const std::string wanted = move("c1", yuan("10.00"));
  for (int i = 0; i < 250; ++i) move("c1", yuan("2.00"));
  questions_ = 0;
  const auto found = reconcile(fake_.client(), intent, quick().reconcile);
  EXPECT_EQ(found.verdict, Verdict::kDone);
  EXPECT_EQ(found.transfer_id, wanted);
  EXPECT_EQ(questions_, 3) << "three pages of a hundred";
}

TEST_F(Once, WithoutMarksOnlyNotDoneIsCertain) {
  Intent intent;
  intent.operation = "UpdateCustomerAccountAmount";
  intent.counterparty = "c1";
  intent.amount = yuan("10.00");
  EXPECT_EQ(reconcile(fake_.client(), intent, quick().reconcile).verdict, Verdict::kNotDone);
  move("c1", yuan("10.00"));
  const auto open = reconcile(fake_.client(), intent, quick().reconcile);
  EXPECT_EQ(open.verdict, Verdict::kUnknown);
  EXPECT_THAT(open.candidates, ::testing::ElementsAre("AD1"));
  intent.operation = "ReclaimCouponQuotas";
  EXPECT_EQ(reconcile(fake_.client(), intent).verdict, Verdict::kUnknown);
  EXPECT_EQ(mark(fake_.client(), intent).error().kind, ErrorKind::kInvalidArgument);
}

TEST_F(Once, NotDoneTakesTwoQuestionsTheSecondAfterTheTimeOut) {
  Intent intent;
  intent.operation = "UpdateCustomerAccountAmount";
  intent.counterparty = "c1";
  intent.amount = yuan("10.00");
  intent.marks = IntentMarks{};
  ReconcileOptions options;
  options.waits = {milliseconds(1), milliseconds(2), milliseconds(4)};
  options.not_done_after = milliseconds(3);
  EXPECT_EQ(reconcile(fake_.client(), intent, options).verdict, Verdict::kNotDone);
  EXPECT_EQ(questions_, 3) << "at 0, 1 and 3";
  options.not_done_after = milliseconds(100);
  EXPECT_EQ(reconcile(fake_.client(), intent, options).verdict, Verdict::kUnknown)
      << "the waits end before the time-out";
}

}  // namespace
}  // namespace bss
