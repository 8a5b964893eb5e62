// ListSubCustomers beside its errors: the numbered rules of customers.md section 4.
#include "cast.h"

namespace bss::contract {
namespace {

class CustomerList : public StageTest {
 protected:
  std::vector<std::string> ids(ListSubCustomersRequest request) {
    std::vector<std::string> found;
    answer = stage.partner().client.list_sub_customers(request).value();
    for (const CustomerInformation& row : answer.customer_infos) found.push_back(row.customer_id);
    return found;
  }
  std::string create(const char* name) {
    return stage.partner()
        .client
        .create_sub_customer({.domain_name = name, .xaccount_id = name, .xaccount_type = kPlatform})
        .value()
        .domain_id.value();
  }
  using Ids = std::vector<std::string>;

  ListSubCustomersResponse answer;
};

TEST_F(CustomerList, NewestAssociationFirstThenById) {  // rule 3
  stage.control.advance_clock("PT1H");
  Ids together{create("lake-1"), create("lake-2"), create("lake-3")};
  std::sort(together.begin(), together.end());
  stage.control.advance_clock("PT1H");
  const std::string newest = create("lake-4");
  const Ids all = ids({});
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(answer.count, 6);
  EXPECT_EQ(all[0], newest);
  EXPECT_EQ(Ids(all.begin() + 1, all.begin() + 4), together);
}

TEST_F(CustomerList, PagesDoNotOverlapAndTheCountIsThatOfAllMatches) {  // 1.8 and rule 3
  for (int i = 0; i < 5; ++i) create(("lake-" + std::to_string(i)).c_str());
  const Ids all = ids({.limit = 100});
  ASSERT_EQ(all.size(), 7U);
  Ids walked;
  for (int offset = 0; offset < 7; offset += 2) {
    for (const std::string& id : ids({.offset = offset, .limit = 2})) walked.push_back(id);
    EXPECT_EQ(answer.count, 7);
  }
  EXPECT_EQ(walked, all);
  // offset counts records, not pages.
  EXPECT_EQ(ids({.offset = 1, .limit = 10}), Ids(all.begin() + 1, all.end()));
  EXPECT_EQ(ids({.offset = 7}), Ids{});
  EXPECT_EQ(answer.count, 7);
  EXPECT_EQ(ids({.offset = 40000000}), Ids{});
  Ids ranged;
  for (const auto& row : stage.partner().client.list_sub_customers_all({}))
    ranged.push_back(row.value().customer_id);
  EXPECT_EQ(ranged, all);
}

TEST_F(CustomerList, TenRecordsUnlessTheLimitSaysOtherwise) {
  for (int i = 0; i < 10; ++i) create(("lake-" + std::to_string(i)).c_str());
  EXPECT_EQ(ids({}).size(), 10U);
  EXPECT_EQ(answer.count, 12);
}

TEST_F(CustomerList, NamesMatchAnywhereAndWithoutCase) {  // rule 2
  const std::string lake = create("North-Lake-foods");
  EXPECT_EQ(ids({.account_name = "north"}), Ids{lake});
  EXPECT_EQ(ids({.account_name = "LAKE"}), Ids{lake});
  EXPECT_EQ(ids({.account_name = "foods"}), Ids{lake});
  EXPECT_EQ(ids({.account_name = "lake-tea"}), Ids{});
  // What looks like a pattern of SQL is none.
  EXPECT_EQ(ids({.account_name = "%"}), Ids{});
  EXPECT_EQ(ids({.account_name = "_"}), Ids{});
}

TEST_F(CustomerList, AllFiltersMustHold) {  // rule 2
  EXPECT_EQ(ids({.association_type = "1"}), Ids{kReferralId});
  EXPECT_EQ(ids({.association_type = "2"}), Ids{kCustomerId});
  EXPECT_EQ(ids({.account_name = "referral", .association_type = "2"}), Ids{});
  EXPECT_EQ(ids({.account_name = "customer", .association_type = "2", .customer_id = kCustomerId}),
            Ids{kCustomerId});
}

TEST_F(CustomerList, BothTimeBoundsAreInclusive) {  // 1.9
  stage.control.advance_clock("PT1H");
  const std::string at = stage.control.now();
  const std::string id = create("lake-1");
  stage.control.advance_clock("PT1S");
  const std::string later = stage.control.now();
  EXPECT_EQ(ids({.associated_on_begin = at, .associated_on_end = at}), Ids{id});
  EXPECT_EQ(ids({.associated_on_begin = later}), Ids{});
  EXPECT_EQ(ids({.associated_on_begin = at}), Ids{id});
}

TEST_F(CustomerList, SomebodyElsesCustomerIsNoErrorButNothing) {  // rule 4
  EXPECT_EQ(ids({.customer_id = kStrangerId}), Ids{});
  EXPECT_EQ(answer.count, 0);
  EXPECT_EQ(ids({.customer_id = kResellerCustomerId}), Ids{});
}

TEST_F(CustomerList, ADistributorSeesItsOwnOrThoseOfOneReseller) {  // rule 5
  const std::string own = add_distributor_customer(stage, "own");
  const auto own_rows = stage.distributor().client.list_sub_customers({}).value();
  EXPECT_EQ(own_rows.count, 1);
  EXPECT_EQ(own_rows.customer_infos.at(0).customer_id, own);
  const auto resellers =
      stage.distributor().client.as_reseller(kResellerId).list_sub_customers({}).value();
  EXPECT_EQ(resellers.count, 1);
  EXPECT_EQ(resellers.customer_infos.at(0).customer_id, kResellerCustomerId);
}

TEST_F(CustomerList, OneThatHasLeftIsNoLongerListed) {  // rule 1
  const std::string id = create("lake-1");
  EXPECT_EQ(ids({.customer_id = id}), Ids{id});
  stage.control.portal("partner/unbind", {{"customer_id", text(id)}});
  EXPECT_EQ(ids({.customer_id = id}), Ids{});
}

TEST_F(CustomerList, AFrozenCustomerSaysSo) {
  set_flags(stage, kCustomerId, {{"frozen", yes()}});
  ids({.customer_id = kCustomerId});
  EXPECT_EQ(answer.customer_infos.at(0).is_frozen, 1);
}

}  // namespace
}  // namespace bss::contract
