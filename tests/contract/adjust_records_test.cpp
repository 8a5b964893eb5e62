// ListPartnerAdjustRecords beside its errors: the numbered rules of accounts-coupons.md part B.
#include "cast.h"

namespace bss::contract {
namespace {

class AdjustRecords : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }

  std::string allocate(const std::string& customer, const char* amount) {
    return partner()
        .update_customer_account_amount({.customer_id = customer, .amount = yuan(amount)})
        .value()
        .transfer_id.value();
  }
  std::string reclaim(const std::string& customer, const char* amount) {
    return partner()
        .reclaim_to_partner_account({.customer_id = customer, .amount = yuan(amount)})
        .value()
        .trans_id.value();
  }
  /// trans_ids of one page, as the partner sees it.
  std::vector<std::string> found(ListPartnerAdjustRecordsRequest request) {
    page = partner().list_partner_adjust_records(request).value();
    std::vector<std::string> ids;
    for (const AdjustRecordV3& record : page.records) ids.push_back(record.trans_id.value());
    return ids;
  }
  using Ids = std::vector<std::string>;

  ListPartnerAdjustRecordsResponse page;
};

TEST_F(AdjustRecords, OneRecordForEachMovementNewestFirst) {  // rules 1 and 2
  const Ids seed = found({});
  ASSERT_EQ(seed.size(), 1U) << "the seed's allocation of 500.00";
  stage.control.advance_clock("PT1H");
  const std::string given = allocate(kCustomerId, "10.00");
  const std::string same_second = allocate(kCustomerId, "20.00");
  stage.control.advance_clock("PT1H");
  const std::string taken = reclaim(kCustomerId, "5.00");
  EXPECT_EQ(found({}), (Ids{taken, same_second, given, seed[0]}));
  EXPECT_EQ(page.total_count, 4);
  const AdjustRecordV3& newest = page.records[0];
  EXPECT_EQ(newest.operation_type, "SOURCE_OPERATION_BERETRIEVE");
  EXPECT_EQ(newest.amount, yuan("5.00"));
  EXPECT_EQ(newest.customer_id, kCustomerId);
  EXPECT_EQ(newest.currency, "CNY");
  EXPECT_EQ(newest.measure_id, 1);
  EXPECT_EQ(newest.operation_time, stage.control.now());
}

TEST_F(AdjustRecords, RefusedRequestsLeaveNone) {  // rule 1
  partner()
      .update_customer_account_amount({.customer_id = kCustomerId, .amount = yuan("1000000.01")})
      .ok();
  partner().reclaim_to_partner_account({.customer_id = kCustomerId, .amount = yuan("500.01")}).ok();
  EXPECT_EQ(found({}).size(), 1U);
}

TEST_F(AdjustRecords, FiltersMustAllHold) {
  const std::string other = add_customer(stage, "other");
  const std::string to_other = allocate(other, "10.00");
  const std::string from_other = reclaim(other, "1.00");
  allocate(kCustomerId, "10.00");
  EXPECT_EQ(found({.customer_id = other}), (Ids{from_other, to_other}));
  EXPECT_EQ(found({.customer_id = other, .operation_type = "SOURCE_OPERATION_BEADJUST"}),
            Ids{to_other});
  EXPECT_EQ(found({.trans_id = from_other}), Ids{from_other});
  EXPECT_EQ(found({.customer_id = kCustomerId, .trans_id = from_other}), Ids{});
  EXPECT_EQ(found({.operation_type = "SOURCE_OPERATION_BEUNBIND"}), Ids{});
}

TEST_F(AdjustRecords, BothTimeBoundsAreInclusive) {
  stage.control.advance_clock("PT1H");
  const std::string at = stage.control.now();
  const std::string id = allocate(kCustomerId, "10.00");
  stage.control.advance_clock("PT1S");
  const std::string later = stage.control.now();
  EXPECT_EQ(found({.operation_time_begin = at, .operation_time_end = at}), Ids{id});
  EXPECT_EQ(found({.operation_time_begin = later}), Ids{});
  EXPECT_EQ(found({.operation_time_begin = at, .operation_time_end = later}), Ids{id});
}

TEST_F(AdjustRecords, PagesCountRecords) {  // 0.5
  for (int i = 0; i < 10; ++i) allocate(kCustomerId, "1.00");
  EXPECT_EQ(found({}).size(), 10U) << "limit is 10 by default";
  const Ids all = found({.limit = 100});
  ASSERT_EQ(all.size(), 11U);
  EXPECT_EQ(found({.offset = 1, .limit = 3}), Ids(all.begin() + 1, all.begin() + 4));
  EXPECT_EQ(page.total_count, 11);
  EXPECT_EQ(found({.offset = 11}), Ids{});
  EXPECT_EQ(page.total_count, 11) << "an offset beyond the end leaves the total";
  EXPECT_EQ(found({.offset = 2147483647}), Ids{});
  Ids ranged;
  for (const auto& record : partner().list_partner_adjust_records_all({})) {
    ranged.push_back(record.value().trans_id.value());
  }
  EXPECT_EQ(ranged, all);
}

TEST_F(AdjustRecords, SomebodyElsesCustomerIsNoErrorButNothing) {  // rule 3
  EXPECT_EQ(found({.customer_id = kResellerCustomerId}), Ids{});
  EXPECT_EQ(found({.customer_id = kStrangerId}), Ids{});
  EXPECT_EQ(found({.customer_id = kReferralId}), Ids{});
}

TEST_F(AdjustRecords, AResellersRecordsAreItsOwn) {
  RecordedClient& d = stage.distributor();
  const bss::Identity reseller = d.client.as_reseller(kResellerId);
  const auto before = reseller.list_partner_adjust_records({}).value().total_count.value();
  const std::string id = reseller
                             .update_customer_account_amount(
                                 {.customer_id = kResellerCustomerId, .amount = yuan("7.00")})
                             .value()
                             .transfer_id.value();
  const auto seen = reseller.list_partner_adjust_records({}).value();
  EXPECT_EQ(seen.total_count, before + 1);
  EXPECT_EQ(seen.records.at(0).trans_id, id);
  EXPECT_EQ(d.client.list_partner_adjust_records({.trans_id = id}).value().total_count, 0)
      << "without naming the reseller only the distributor's own movements are seen";
}

TEST_F(AdjustRecords, TheEndOfAnAssociationIsARecordAndTheOldOnesStay) {  // rules 4 and 6
  stage.control.advance_clock("PT1H");
  stage.control.portal("partner/unbind", {{"customer_id", text(kCustomerId)}});
  EXPECT_EQ(cash_of(stage.partner()), yuan("1000500.00"));
  const auto all = partner().list_partner_adjust_records({.customer_id = kCustomerId}).value();
  ASSERT_EQ(all.total_count, 2);
  EXPECT_EQ(all.records[0].operation_type, "SOURCE_OPERATION_BEUNBIND");
  EXPECT_EQ(all.records[0].amount, yuan("500.00"));
  EXPECT_EQ(all.records[1].operation_type, "SOURCE_OPERATION_BEADJUST");
  // A second end is none: nothing was left to return.
  const std::string fresh = add_customer(stage, "fresh");
  make_referral(stage, fresh);
  EXPECT_EQ(found({.customer_id = fresh}), Ids{});
}

TEST_F(AdjustRecords, MayBecomeVisibleLater) {  // E.6, step 4; setting records_delay_ms
  stage.control.set("records_delay_ms", number("5000"));
  const std::string id = allocate(kCustomerId, "10.00");
  EXPECT_EQ(found({.trans_id = id}), Ids{});
  EXPECT_EQ(cash_of(stage.partner()), yuan("999990.00")) << "the posting itself is there at once";
  stage.control.advance_clock("PT5S");
  EXPECT_EQ(found({.trans_id = id}), Ids{id});
}

}  // namespace
}  // namespace bss::contract
